import { describe, expect, it } from 'vitest';
import { replay } from '../../src/core/history';
import { applyChange } from '../../src/core/text';
import type { EvaluationCase } from './case';
import { playScript, ScriptError, type Script, type Step } from './script';

const script = (...steps: Step[]): Script => ({
  name: 's',
  kind: 'k',
  language: 'python',
  path: 'a.py',
  text: ['def f(w):', '    return w + row', ''],
  steps,
});

/** The text after so many records. */
function textAt({ document }: EvaluationCase, after: number): string {
  const outcome = replay(document.base, document.records, after);
  expect(outcome.kind).toBe('replayed');
  return outcome.text;
}

describe('a script', () => {
  it.each<[string, Step[], string]>([
    ['types over a word, found as a word', [{ over: 'w', line: 2, type: 'x' }], 'def f(w):\n    return x + row\n'],
    [
      'types where the cursor was put',
      [{ behind: 'w', line: 1 }, { type: ', h' }],
      'def f(w, h):\n    return w + row\n',
    ],
    [
      'types on where it typed last',
      [{ before: 'return' }, { type: 'a' }, { type: 'b' }],
      'def f(w):\n    abreturn w + row\n',
    ],
    ['rubs out', [{ behind: 'row' }, { backspace: 2 }, { type: 'x' }], 'def f(w):\n    return w + rx\n'],
    ['pastes in one record', [{ behind: ':' }, { paste: '\n    pass' }], 'def f(w):\n    pass\n    return w + row\n'],
    ['undoes a step', [{ over: 'w', line: 1, type: 'width' }, { undo: true }], 'def f(w):\n    return w + row\n'],
    ['deletes a selection', [{ over: ' + row', type: '' }], 'def f(w):\n    return w\n'],
  ])('%s', (_, steps, expected) => {
    const played = playScript(script(...steps, { quiet: true }));
    expect(textAt(played, played.points[0]?.after ?? 0)).toBe(expected);
  });

  it('says what is due as a change of the text at that moment', () => {
    const played = playScript(
      script(
        { over: 'w', line: 1, type: 'x' },
        { due: { 2: '    return x + row' } },
        { over: 'w', line: 2, type: 'x' },
        { quiet: true },
      ),
    );
    const [first, second] = played.points;
    expect(second).toEqual({ after: 2, due: { kind: 'nothing' } });
    expect(first?.after).toBe(1);
    if (first?.due.kind !== 'edits') throw new Error('an edit is due');
    expect(applyChange(textAt(played, 1), first.due.change)).toBe('def f(x):\n    return x + row\n');
  });

  it('takes several answers that are equally right', () => {
    const {
      points: [point],
    } = playScript(
      script(
        { over: 'w', line: 1, type: 'x' },
        { due: [{ 2: '    return x + row' }, { 2: ['    del row', '    return x'] }] },
      ),
    );
    if (point?.due.kind !== 'edits') throw new Error('an edit is due');
    const { change, others = [] } = point.due;
    const now = 'def f(x):\n    return w + row\n';
    expect([change, ...others].map((one) => applyChange(now, one))).toEqual([
      'def f(x):\n    return x + row\n',
      'def f(x):\n    del row\n    return x\n',
    ]);
  });

  it('takes a prediction in one record, marked as one, and types on behind it', () => {
    const { document } = playScript(
      script({ over: 'w', line: 1, type: 'x' }, { take: { 2: '    return x + row' } }, { type: 's' }, { quiet: true }),
    );
    expect(document.records.map(({ source }) => source.kind)).toEqual(['typed', 'prediction', 'typed']);
    expect(replay(document.base, document.records).text).toBe('def f(x):\n    return xs + row\n');
  });

  it('pauses before going elsewhere, not while typing on', () => {
    const { document } = playScript(
      script({ over: 'w', line: 1, type: 'wi' }, { type: 'de' }, { over: 'w', line: 2, type: 'wide' }, { quiet: true }),
    );
    const pauses = document.records
      .slice(1)
      .map((record, index) => record.monoTime - (document.records[index]?.monoTime ?? 0));
    expect(pauses.filter((pause) => pause > 1_000)).toHaveLength(1);
    expect(pauses.slice(0, 3).every((pause) => pause < 100)).toBe(true);
  });

  it.each<[string, Step[], RegExp]>([
    ['a text that is not there', [{ over: 'nowhere', type: '' }], /step 1.*nowhere/],
    ['a second occurrence of one', [{ over: 'f', nth: 2, type: 'g' }], /2 times/],
    ['a line that is not there', [{ over: 'w', line: 1, type: 'x' }, { due: { 9: '' } }], /step 2.*line 9/],
    [
      'something due that is there',
      [{ over: 'w', line: 1, type: 'x' }, { due: { 2: '    return w + row' } }],
      /there already/,
    ],
    ['no answer at all', [{ over: 'w', line: 1, type: 'x' }, { due: [] }], /quiet is right then/],
    [
      'an answer that is there, beside a good one',
      [{ over: 'w', line: 1, type: 'x' }, { due: [{ 2: 'x' }, { 1: 'def f(x):' }] }],
      /there already/,
    ],
    ['a point before any edit', [{ quiet: true }], /nothing has been edited/],
    ['an undo of nothing', [{ undo: true }], /nothing to undo/],
    ['no point at all', [{ over: 'w', line: 1, type: 'x' }], /nowhere what is due/],
  ])('refuses %s', (_, steps, message) => {
    expect(() => playScript(script(...steps))).toThrow(ScriptError);
    expect(() => playScript(script(...steps))).toThrow(message);
  });
});
