/**
 * Preference pairs out of what a user accepted and rejected, for training later: one JSON object a line,
 *
 *     { "prompt": "…", "chosen": "…", "rejected": "…", "over": "answer" | "silence" }
 *
 * An answer that was accepted is chosen over one that was rejected for the same prompt; where there is no such other,
 * over saying nothing (an empty answer). A rejected answer without an accepted one is what saying nothing is chosen over.
 */
import { grouped } from './grouped';

/** A prompt, the model's whole answer, and what the user did with it. */
export interface Judged {
  readonly prompt: string;
  readonly answer: string;
  readonly accepted: boolean;
}

export interface PreferencePair {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  /** What was preferred: one answer to another, or the better of an answer and silence. */
  readonly over: 'answer' | 'silence';
}

export function preferencePairs(judged: readonly Judged[]): readonly PreferencePair[] {
  return [...grouped(judged, ({ prompt }) => prompt)].flatMap(([prompt, same]) => {
    const answers = (accepted: boolean): readonly string[] => [
      ...new Set(same.filter((one) => one.accepted === accepted).map(({ answer }) => answer)),
    ];
    const chosen = answers(true);
    // The same answer, accepted one day and rejected another, says nothing.
    const rejected = answers(false).filter((answer) => !chosen.includes(answer));
    if (chosen.length > 0 && rejected.length > 0)
      return chosen.flatMap((good) =>
        rejected.map((bad): PreferencePair => ({ prompt, chosen: good, rejected: bad, over: 'answer' })),
      );
    const pairs: readonly PreferencePair[] = [
      ...chosen.map((good): PreferencePair => ({ prompt, chosen: good, rejected: '', over: 'silence' })),
      ...rejected.map((bad): PreferencePair => ({ prompt, chosen: '', rejected: bad, over: 'silence' })),
    ];
    return pairs.filter((pair) => pair.chosen !== pair.rejected);
  });
}

/** One object a line; empty for no pairs. */
export const encodePairs = (pairs: readonly PreferencePair[]): string =>
  pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
