/** All dialects. A new one is a file and a line here; what is guessed of a model nobody described is asked in this order. */
import type { Dialect, ModelFacts } from '../types';
import { cursorcoreLines, cursorcoreSearch, cursorcoreWhole } from './cursorcore';
import { inklingLines, inklingWindow } from './inkling';
import { instruct } from './instruct';

export const DIALECTS = {
  'inkling-sr-lc': inklingLines,
  'inkling-wf': inklingWindow,
  'cursorcore-lc': cursorcoreLines,
  'cursorcore-sr': cursorcoreSearch,
  'cursorcore-wf': cursorcoreWhole,
  'instruct-wf': instruct,
} as const satisfies Record<string, Dialect>;

export type DialectId = keyof typeof DIALECTS;

const ALL: readonly Dialect[] = Object.values(DIALECTS);

/** The dialect of that id, or null when there is none. */
export function findDialect(id: string): Dialect | null {
  return Object.hasOwn(DIALECTS, id) ? DIALECTS[id as DialectId] : null;
}

export interface DialectGuess {
  /** Id of a dialect. */
  readonly dialect: string;
  /** Why, for the user, without a full stop. */
  readonly why: string;
}

/** Which conversation a model that nobody described speaks, worked out from its name and its vocabulary. */
export function guessDialect(facts: ModelFacts): DialectGuess {
  for (const { id, guess } of ALL) {
    const why = guess?.(facts) ?? null;
    if (why !== null) return { dialect: id, why };
  }
  return { dialect: instruct.id, why: 'nothing is known of it' };
}

/** Ids and names of all dialects, for a form. */
export const dialectLabels: readonly { readonly id: string; readonly label: string }[] = ALL.map(({ id, label }) => ({
  id,
  label,
}));
