/** What was predicted at a point of the timeline, and what came of it, in words. */
import { describeReason } from '../../core/prediction';
import type { Then } from '../../core/replay';
import type { ForesightView, Tone } from './types';
import type { Foreseen } from './foresight';

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

export function thenWords(then: Then | null): string | null {
  switch (then) {
    case 'accepted':
      return 'Shown then, and accepted';
    case 'rejected':
      return 'Shown then, and dismissed';
    case null:
      return null;
  }
}

export function foresightWords(foreseen: Foreseen | null): Pick<ForesightView, 'tone' | 'busy' | 'title' | 'detail'> {
  if (foreseen === null) return { tone: 'open', busy: true, title: 'Asking what comes next…', detail: null };
  if (foreseen.kind === 'failed')
    return { tone: 'quiet', busy: false, title: 'The model failed here', detail: foreseen.message };
  const { predicted, verdict } = foreseen;
  if (predicted.kind === 'quiet')
    return {
      tone: 'quiet',
      busy: false,
      title: 'Stayed quiet',
      detail: `${capital(describeReason(predicted.reason))}.`,
    };
  return {
    tone: toneOf(foreseen),
    busy: false,
    title: `Predicted ${changes(predicted.hunks.length)}`,
    detail: verdictWords(verdict),
  };
}

export function toneOf(foreseen: Foreseen | null): Tone {
  if (foreseen === null) return 'open';
  if (foreseen.kind === 'failed') return 'quiet';
  switch (foreseen.verdict.kind) {
    case 'matched':
      return 'good';
    case 'different':
      return 'other';
    case 'unknown':
      return 'open';
    case 'quiet':
      return 'quiet';
  }
}

function verdictWords(verdict: Extract<Foreseen, { kind: 'predicted' }>['verdict']): string | null {
  switch (verdict.kind) {
    case 'matched':
      return verdict.made === verdict.of
        ? 'Matched: it is what was done next.'
        : `Matched in part: ${verdict.made} of ${verdict.of} were done next.`;
    case 'different':
      return 'Different: something else was done next.';
    case 'unknown':
      return 'The recording ends here, so the next edit is unknown.';
    case 'quiet':
      return null;
  }
}

/** A word or two for a list. */
export function shortVerdict(foreseen: Foreseen | null): string {
  if (foreseen === null) return '';
  if (foreseen.kind === 'failed') return 'failed';
  const { verdict } = foreseen;
  switch (verdict.kind) {
    case 'matched':
      return verdict.made === verdict.of ? 'matched' : `${verdict.made} of ${verdict.of} matched`;
    case 'different':
      return 'different';
    case 'unknown':
      return 'predicted';
    case 'quiet':
      return 'quiet';
  }
}

/** How it went so far; empty while nothing was asked. */
export function tallyWords(points: readonly (Foreseen | null)[]): string {
  const asked = points.flatMap((foreseen) => (foreseen === null ? [] : [toneOf(foreseen)]));
  if (asked.length === 0) return '';
  const count = (tone: Tone): number => asked.filter((one) => one === tone).length;
  return [`${count('good')} matched`, `${count('other')} different`, `${count('quiet')} quiet`].join(', ');
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
