/** How much of each prompt a typing session finds in the cache: the product's own history, excerpt and prompt. */
import { DIALECTS } from '../../../src/core/conversation';
import { HistoryBuilder } from '../../../src/core/history';
import { Typist } from '../../../src/core/history/typist';
import {
  buildPrompt,
  excerptAround,
  type ExcerptLimits,
  type ExcerptWindow,
  type PromptBudget,
} from '../../../src/core/prediction';
import {
  ASSUMED_COSTS,
  createPrefixCache,
  generate,
  GREEDY,
  NO_EXPERIENCE,
  type PrefixCache,
} from '../../../src/core/speculation';
import { createMemoryModel, MEMORY_LIMITS } from '../../../src/core/speculation/memory-models';
import { mapOffset } from '../../../src/core/text';
import { countingTokenizer } from './tokens';

export interface TypingCount {
  readonly requests: number;
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly meanPrompt: number;
}

export interface TypingSetting {
  readonly dialect: keyof typeof DIALECTS;
  readonly limits: ExcerptLimits;
  readonly budget: PromptBudget;
  /** A request follows a key after which nothing is typed for so long; 0 asks at every key. Milliseconds. */
  readonly pauseMs: number;
  /** Whether each question is preceded by a request that only reads its prompt (src/session/predictor.ts). */
  readonly readsAhead: boolean;
}

/**
 * A user at work on one file: a parameter renamed, a line put in below, a comment written, the next function
 * changed. One hundred keys, words with a pause after each.
 */
function session(text: string): Typist {
  const typist = new Typist('bench', text);
  const lines = (): string[] => typist.text.split('\n');
  const startOf = (line: number): number =>
    lines()
      .slice(0, line)
      .reduce((sum, content) => sum + content.length + 1, 0);
  const endOf = (line: number): number => startOf(line) + (lines()[line]?.length ?? 0);
  const words = (at: number, typed: string): void => {
    typist.typeAt(at, typed.charAt(0), { after: 900 });
    for (const key of typed.slice(1)) typist.type(key, { after: key === ' ' || key === '\n' ? 450 : 110 });
  };
  const functions = lines().flatMap((line, index) => (/^(export )?function \w+\(/.test(line) ? [index] : []));
  const line = (nth: number): number => functions[nth % functions.length] ?? 0;
  words(endOf(line(1)), '\n  const limit = 40;');
  words(endOf(line(1) + 3), ' // rounded down');
  words(endOf(line(2)), '\n  if (limit === 0) return [];');
  words(endOf(line(2) + 2), '\n  const seen = new Set();');
  words(endOf(line(3)), ' // as above');
  return typist;
}

export const KEYS = 100;
/** As the page shows H to models that read whole code (src/session/workbench.ts). */
const LINES_AROUND_AN_EDIT = 16;

export async function countTyping(
  text: string,
  { dialect: dialectId, limits, budget, pauseMs, readsAhead }: TypingSetting,
): Promise<TypingCount> {
  const dialect = DIALECTS[dialectId];
  const records = session(text).records.slice(0, KEYS);
  const builder = new HistoryBuilder({ text, version: 0 });
  const tokenizer = countingTokenizer();
  const cache = createPrefixCache(createMemoryModel(() => 0, { ...MEMORY_LIMITS, context: 65_536 }));
  let window: ExcerptWindow | null = null;
  let requests = 0;
  let promptTokens = 0;
  let reusedTokens = 0;
  for (const [index, record] of records.entries()) {
    const fault = builder.push(record);
    if (fault !== null) throw new Error(`record ${index}: ${JSON.stringify(fault)}`);
    if (window !== null)
      window = { start: mapOffset(window.start, record.change), end: mapOffset(window.end, record.change, 'after') };
    const next = records[index + 1];
    if (next !== undefined && next.monoTime - record.monoTime < pauseMs) continue;
    const now = builder.text();
    const head = record.selection?.head ?? 0;
    const excerpt = excerptAround(now, head, limits, window ?? undefined);
    window = excerpt;
    const history = builder.changes({ contextLines: dialect.historyFormat === 'wf' ? LINES_AROUND_AN_EDIT : 0 });
    const prompt = buildPrompt({
      language: 'typescript',
      text: now,
      excerpt,
      cursor: { anchor: head, head },
      history,
      dialect,
      budget,
    });
    if (prompt === null) throw new Error('the prompt does not fit');
    const tokens = tokenizer.encode(prompt.request.parts.join(''));
    for (let request = readsAhead ? 0 : 1; request < 2; request += 1) {
      reusedTokens += await read(cache, tokens);
      requests += 1;
      promptTokens += tokens.length;
    }
  }
  return { requests, promptTokens, reusedTokens, meanPrompt: Math.round(promptTokens / requests) };
}

/** Reads a prompt and tells how much of it was there. */
async function read(cache: PrefixCache, prompt: readonly number[]): Promise<number> {
  const stream = generate(
    cache,
    {
      prompt,
      draft: null,
      maxTokens: 1,
      sampling: GREEDY,
      endTokens: new Set(),
      costs: ASSUMED_COSTS,
      acceptance: NO_EXPERIENCE,
    },
    { aborted: false },
  );
  for (;;) {
    const step = await stream.next();
    if (step.done === true) return step.value.figures.reused;
  }
}
