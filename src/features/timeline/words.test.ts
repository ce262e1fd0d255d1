import { expect, it } from 'vitest';
import { toHunks, type Hunk } from '../../core/prediction';
import type { Verdict } from '../../core/replay';
import type { Foreseen } from './foresight';
import { foresightWords, shortVerdict, tallyWords, thenWords, toneOf } from './words';

const hunks: readonly Hunk[] = toHunks('a\nb\nc\n', [
  { start: 0, end: 1, text: 'x' },
  { start: 4, end: 5, text: 'z' },
]);
const offered = (verdict: Verdict): Foreseen => ({ kind: 'predicted', predicted: { kind: 'offered', hunks }, verdict });
const reason = { kind: 'low-confidence', logprob: -2 } as const;
const quiet: Foreseen = { kind: 'predicted', predicted: { kind: 'quiet', reason }, verdict: { kind: 'quiet', reason } };

it.each<[string, Foreseen | null, string, string | null, string, string]>([
  [
    'was done',
    offered({ kind: 'matched', made: 2, of: 2 }),
    'Predicted 2 changes',
    'Matched: it is what was done next.',
    'matched',
    'good',
  ],
  [
    'was done in part',
    offered({ kind: 'matched', made: 1, of: 2 }),
    'Predicted 2 changes',
    'Matched in part: 1 of 2 were done next.',
    '1 of 2 matched',
    'good',
  ],
  [
    'was not done',
    offered({ kind: 'different' }),
    'Predicted 2 changes',
    'Different: something else was done next.',
    'different',
    'other',
  ],
  [
    'nobody can judge',
    offered({ kind: 'unknown' }),
    'Predicted 2 changes',
    'The recording ends here, so the next edit is unknown.',
    'predicted',
    'open',
  ],
  ['was kept back', quiet, 'Stayed quiet', 'The model was not sure enough.', 'quiet', 'quiet'],
  [
    'could not be asked for',
    { kind: 'failed', message: 'Out of memory.' },
    'The model failed here',
    'Out of memory.',
    'failed',
    'quiet',
  ],
  ['is being asked for', null, 'Asking what comes next…', null, '', 'open'],
])('says of a prediction that %s what it came to', (_, foreseen, title, detail, short, tone) => {
  expect(foresightWords(foreseen)).toMatchObject({ title, detail });
  expect([shortVerdict(foreseen), toneOf(foreseen)]).toEqual([short, tone]);
});

it('says which of them were right, and what was shown at the time', () => {
  expect(tallyWords([null])).toBe('');
  expect(
    tallyWords([offered({ kind: 'matched', made: 1, of: 2 }), offered({ kind: 'different' }), quiet, quiet, null]),
  ).toBe('1 matched, 1 different, 2 quiet');
  expect([thenWords('accepted'), thenWords('rejected'), thenWords(null)]).toEqual([
    'Shown then, and accepted',
    'Shown then, and dismissed',
    null,
  ]);
});
