import { expect, it } from 'vitest';
import { feedbackFor } from './feedback';
import { describeOutcome, type RunOutcome } from './outcome';

const files = [{ path: 'main.py', text: 'def half(n):\n    return n // 2\n\nassert half(3) == 1.5\n' }];
const failed = (type: string, trace: string): RunOutcome => ({
  kind: 'failed',
  failure: { type, message: '', location: { file: 'main.py', line: 4, column: null }, trace },
  ms: 5,
});

it('asks for the fault to be mended, naming the line and what stands there', () => {
  const asked = feedbackFor(failed('AssertionError', 'Traceback\nAssertionError'), files);
  expect(asked).toBe(
    'Running this code, an assertion fails at line 4 of main.py, `assert half(3) == 1.5`:\nTraceback\nAssertionError\nFix the code.',
  );
});

it('keeps the end of a long trace, where the error stands', () => {
  const trace = Array.from({ length: 500 }, (_, index) => `frame ${index} ${'x'.repeat(1_000)}`).join('\n');
  const asked = feedbackFor(failed('RecursionError', trace), files) ?? '';
  expect(asked).toContain('frame 499');
  expect(asked.length).toBeLessThan(10_000);
});

it.each<[RunOutcome, RegExp | null, RegExp]>([
  [{ kind: 'finished', ms: 12 }, null, /^Finished in 12 ms$/],
  [{ kind: 'stopped', ms: 1_500 }, null, /^Stopped after 1.5 s$/],
  [{ kind: 'unavailable', reason: 'Python could not be loaded.', remedy: 'x' }, null, /Python could not be loaded/],
  [{ kind: 'exited', code: 3, ms: 1 }, /exit code 3/, /code 3/],
  [{ kind: 'time-limit', limitMs: 60_000 }, /60 seconds/, /longer than 60.0 s/],
  [{ kind: 'memory-limit', limitBytes: 512 * 1024 * 1024, failure: null }, /memory/, /512 MB/],
  [{ kind: 'memory-limit', limitBytes: null, failure: null }, /memory/, /browser/],
  [{ kind: 'output-limit', limitBytes: 1024 * 1024 }, /without end/, /1 MB/],
])('%j', (outcome, asked, told) => {
  const feedback = feedbackFor(outcome, files);
  if (asked === null) expect(feedback).toBeNull();
  else expect(feedback).toMatch(asked);
  expect(describeOutcome(outcome)).toMatch(told);
});
