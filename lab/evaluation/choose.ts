/** Choosing, among ways to decide what is shown, the one that scores best on known answers. */
import type { Verdict } from './judge';
import { summarise, type Summary } from './summary';

/** One way to decide, and what it comes to at each point. */
export interface Choice<T> {
  readonly way: T;
  readonly verdicts: readonly Verdict[];
}

/**
 * The way with the best score (see `Summary`) among those that keep quiet often enough where nothing is due (a share,
 * 0 to 1); where none does, the one that keeps quiet most. Of equals the first. Null of none.
 */
export function chooseWay<T>(
  choices: Iterable<Choice<T>>,
  leastQuiet: number,
): { readonly way: T; readonly summary: Summary } | null {
  let best: { readonly way: T; readonly summary: Summary } | null = null;
  for (const { way, verdicts } of choices) {
    const summary = summarise(verdicts);
    if (best === null || isBetter(summary, best.summary, leastQuiet)) best = { way, summary };
  }
  return best;
}

function isBetter(one: Summary, other: Summary, leastQuiet: number): boolean {
  const [quiet, otherQuiet] = [one.quiet ?? 1, other.quiet ?? 1];
  const [calm, otherCalm] = [quiet >= leastQuiet, otherQuiet >= leastQuiet];
  if (calm !== otherCalm) return calm;
  return calm ? (one.score ?? 0) > (other.score ?? 0) : quiet > otherQuiet;
}

/** At most `count` of the values, evenly by rank, each once, ascending: levels worth trying as a threshold. */
export function levelsOf(values: readonly number[], count: number): number[] {
  const sorted = [...values].sort((one, other) => one - other);
  const picked = Array.from({ length: count }, (_, index) => sorted[Math.floor((index * sorted.length) / count)]);
  return [...new Set(picked.flatMap((value) => value ?? []))];
}
