/** The random choices of Programming-Instruct (CursorCore, section 4.2 and appendix K), each with its probability. */
import type { TargetArea } from '../../../src/core/conversation/types';
import { diffText, type TextChange } from '../../../src/core/text';
import { chance, integer, pick, weighted, type Random } from '../random';

export interface Choices {
  /** Each later moment is this much as likely as the one before it. */
  readonly laterMoment: number;
  readonly history: number;
  readonly user: number;
  readonly area: number;
  /** Of the areas, how many are a cursor; the others are a range. */
  readonly cursor: number;
  /** Of cursors, how many lie within what changes rather than at its border; of ranges, how many are widened. */
  readonly loose: number;
  /** A range is widened by up to so many UTF-16 units on either side. */
  readonly widening: number;
  /** Of areas, how many lie anywhere: people do not always point. */
  readonly anywhere: number;
}

export const PAPER_CHOICES: Choices = {
  laterMoment: 0.9,
  history: 0.6,
  user: 0.5,
  area: 0.75,
  cursor: 0.5,
  loose: 0.5,
  widening: 32,
  anywhere: 0.05,
};

/** One of the moments 0 to `count` - 1, earlier ones likelier; undefined of none. */
export function pickMoment(random: Random, count: number, choices: Choices = PAPER_CHOICES): number | undefined {
  return weighted(
    random,
    Array.from({ length: count }, (_, at) => [at, choices.laterMoment ** at] as const),
  );
}

/** Where the user points while `next` is to happen to `text`; null for nowhere. */
export function pickArea(
  random: Random,
  text: string,
  next: TextChange,
  choices: Choices = PAPER_CHOICES,
): TargetArea | null {
  if (!chance(random, choices.area)) return null;
  const anywhere = (): number => integer(random, 0, text.length);
  const first = next[0];
  const last = next.at(-1);
  const [from, to] = first === undefined || last === undefined ? [0, text.length] : [first.start, last.end];
  if (chance(random, choices.cursor)) {
    if (chance(random, choices.anywhere)) return { kind: 'cursor', offset: anywhere() };
    const edit = pick(random, next) ?? { start: from, end: to };
    return {
      kind: 'cursor',
      offset: chance(random, choices.loose)
        ? integer(random, edit.start, edit.end)
        : (pick(random, [edit.start, edit.end]) ?? edit.start),
    };
  }
  if (chance(random, choices.anywhere)) {
    const [one, other] = [anywhere(), anywhere()];
    return { kind: 'selection', start: Math.min(one, other), end: Math.max(one, other) };
  }
  const most = chance(random, choices.loose) ? choices.widening : 0;
  return {
    kind: 'selection',
    start: integer(random, Math.max(0, from - most), from),
    end: integer(random, to, Math.min(text.length, to + most)),
  };
}

/** The change between two texts as a user would point at it: by character. */
export const pointedChange = (before: string, after: string): TextChange => diffText(before, after);
