/** All dialects. A new one is a file and a line here; what is guessed of a model nobody described is asked in this order. */
import type { Dialect, ModelFacts } from '../types';
import { cursorcoreLines, cursorcoreSearch, cursorcoreWhole } from './cursorcore';
import { fim, FIM_TOKENS } from './fim';
import { inklingLines, inklingWindow } from './inkling';
import { instinct } from './instinct';
import { instruct } from './instruct';
import { sweepFirst, sweepSecond } from './sweep';
import { zetaFirst, zetaSecond, zetaSecondBlocks } from './zeta';

export const DIALECTS = {
  'inkling-sr-lc': inklingLines,
  'inkling-wf': inklingWindow,
  'cursorcore-lc': cursorcoreLines,
  'cursorcore-sr': cursorcoreSearch,
  'cursorcore-wf': cursorcoreWhole,
  'sweep-1': sweepFirst,
  'sweep-2': sweepSecond,
  'zeta-1': zetaFirst,
  'zeta-2': zetaSecond,
  'zeta-2.1': zetaSecondBlocks,
  instinct,
  ...fim,
  'instruct-wf': instruct,
} as const satisfies Record<string, Dialect>;

/** What the model that comes with the program speaks. */
export const EMBEDDED_DIALECT: string = inklingLines.id;

export type DialectId = keyof typeof DIALECTS;

const ALL: readonly Dialect[] = Object.values(DIALECTS);

/** The tokens of a vocabulary by which dialects are guessed: who reads a model's file looks for these. */
export const TELLING_TOKENS: readonly string[] = [...new Set(['<|next_start|>', '<|file_sep|>', ...FIM_TOKENS])];

/** The dialect of that id, or null when there is none. */
export function findDialect(id: string): Dialect | null {
  return Object.hasOwn(DIALECTS, id) ? DIALECTS[id as DialectId] : null;
}

export interface DialectGuess {
  /** Id of a dialect. */
  readonly dialect: string;
  /** Why, for the user, without a full stop. */
  readonly why: string;
  /** What may go wrong with it, for the user, a sentence; absent when nothing is to be feared. */
  readonly warning?: string;
}

const BASE_MODEL =
  'This seems to be a base model without a form for chats, and none of the forms that this program knows: its answers will probably be of no use. Choose the form yourself, or a model that follows instructions.';

/** Which conversation a model that nobody described speaks, worked out from its name and its vocabulary. */
export function guessDialect(facts: ModelFacts): DialectGuess {
  for (const { id, guess, followsInstructions } of ALL) {
    const why = guess?.(facts) ?? null;
    if (why === null) continue;
    const lost = id === instruct.id && followsInstructions && isBase(facts);
    return { dialect: id, why, ...(lost ? { warning: BASE_MODEL } : {}) };
  }
  return { dialect: instruct.id, why: 'nothing is known of it' };
}

/** A model without a template for chats was not made to follow instructions, whatever it is called. */
function isBase({ name, hasChatTemplate }: ModelFacts): boolean {
  if (/instruct|chat|(?:^|[^a-z])it(?:[^a-z]|$)/i.test(name)) return false;
  return hasChatTemplate === false || /(?:^|[^a-z])base(?:[^a-z]|$)/i.test(name);
}

/** Ids and names of all dialects, for a form. */
export const dialectLabels: readonly { readonly id: string; readonly label: string }[] = ALL.map(({ id, label }) => ({
  id,
  label,
}));
