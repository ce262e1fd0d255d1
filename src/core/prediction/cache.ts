/** The last answers, so that the same question is not asked twice. Immutable: every function returns a new cache. */
import type { HistoryChange } from '../conversation/types';
import type { TextChange } from '../text';
import type { NothingReason } from './reasons';

export const CACHE_SIZE = 50;
/** How many of the latest history changes are part of the question. */
const HISTORY_TAIL = 2;

/** An answer: a change of the excerpt's text, or that there is none worth showing and why. */
export type CachedAnswer =
  | { readonly kind: 'change'; readonly change: TextChange }
  | { readonly kind: 'nothing'; readonly reason: NothingReason };

export interface PredictionCache {
  /** Least recently used first. */
  readonly entries: ReadonlyMap<string, CachedAnswer>;
}

export const EMPTY_CACHE: PredictionCache = { entries: new Map() };

/** The key of a question: the text the model is shown, the tail of the history, and the place of a cursor that it is shown. */
export function cacheKey(
  language: string,
  excerpt: string,
  history: readonly HistoryChange[],
  cursor: number | null = null,
): string {
  const tail = history.slice(-HISTORY_TAIL).map(({ before, after }) => [before, after]);
  return JSON.stringify(cursor === null ? [language, excerpt, tail] : [language, excerpt, tail, cursor]);
}

/** The answer to a question asked before, and the cache in which it is now the latest used. */
export function lookUp(cache: PredictionCache, key: string): { answer: CachedAnswer; cache: PredictionCache } | null {
  const answer = cache.entries.get(key);
  return answer === undefined ? null : { answer, cache: store(cache, key, answer) };
}

/** Remembers an answer; the least recently used gives way when there are more than 50. */
export function store(cache: PredictionCache, key: string, answer: CachedAnswer): PredictionCache {
  const entries = new Map(cache.entries);
  entries.delete(key);
  entries.set(key, answer);
  const [oldest] = entries.keys();
  if (entries.size > CACHE_SIZE && oldest !== undefined) entries.delete(oldest);
  return { entries };
}
