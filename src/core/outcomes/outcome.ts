/** Prediction statistics, as it is stored: one entry for each thing that happened to one. */

export type OutcomeKind = 'shown' | 'accepted' | 'partly-accepted' | 'rejected' | 'ignored' | 'superseded';

export interface OutcomeEntry {
  readonly predictionId: string;
  readonly kind: OutcomeKind;
  /** Milliseconds since the epoch. */
  readonly wallTime: number;
  /** For people, for example `Python`. */
  readonly language: string;
  /** Of one that was shown: milliseconds from what led to it; null where it was not told. */
  readonly latency: number | null;
  /** Whether it was shown out of the cache. */
  readonly fromCache: boolean;
  /** Whether it was accepted and taken back by undo. */
  readonly undone: boolean;
}

/** What a prediction came to in the end. `open`: nothing is known of its end, as when the file was left. */
export type Verdict = 'accepted' | 'partly-accepted' | 'taken-back' | 'rejected' | 'typed-over' | 'ignored' | 'open';

export const VERDICTS: readonly Verdict[] = [
  'accepted',
  'partly-accepted',
  'taken-back',
  'rejected',
  'typed-over',
  'ignored',
  'open',
];

/** What the entries of one prediction come to together, in any order. */
export function verdictOf(entries: readonly OutcomeEntry[]): Verdict {
  const has = (kind: OutcomeKind): boolean => entries.some((entry) => entry.kind === kind);
  if (entries.some(({ undone }) => undone)) return 'taken-back';
  const ended = has('rejected') || has('superseded') || has('ignored');
  if (has('accepted')) return ended ? 'partly-accepted' : 'accepted';
  if (has('partly-accepted')) return 'partly-accepted';
  if (has('rejected')) return 'rejected';
  if (has('superseded')) return 'typed-over';
  return has('ignored') ? 'ignored' : 'open';
}
