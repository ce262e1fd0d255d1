import { describe, expect, it } from 'vitest';
import { applyChange, type TextChange } from '../text';
import { begunAnswer, DIALECTS, encodeAnswer, settledChange, type ChangeFormat, type Current } from '.';

/** What is settled; a failure settles nothing. */
function settled(current: Current, format: ChangeFormat, soFar: string): TextChange {
  const result = settledChange(current, 'python', format, soFar);
  return result.kind === 'failed' ? [] : result.change;
}

const BEFORE =
  'def area(w, h):\n    if w < 0:\n        pass\n    size = w * h\n    return size\n\n\ndef other():\n    pass\n    pass\n';
const AFTER = BEFORE.replace('w,', 'width,')
  .replace('if w', 'if width')
  .replace('other():\n    pass', 'other():\n    return 1');

/** The text as settled after each line of the answer, where it changes. */
function course(format: ChangeFormat, before: string, after: string, edges = { above: false, below: false }): string[] {
  const current: Current = { text: before, ...edges, target: null };
  const lines = `${encodeAnswer(before, after, 'python', format, edges)}\n`.split(/(?<=\n)/);
  const out: string[] = [];
  lines.reduce((soFar, line) => {
    const now = applyChange(before, settled(current, format, soFar + line));
    if (now !== (out.at(-1) ?? before)) out.push(now);
    return soFar + line;
  }, '');
  return out;
}

describe('an answer that is still being written', () => {
  const first = BEFORE.replace('w,', 'width,').replace('if w', 'if width');
  it.each<[ChangeFormat]>([['lc'], ['sr'], ['wf']])(
    'in %s settles one change after the other, and nothing that is not written yet',
    (format) => {
      const states = course(format, BEFORE, AFTER);
      expect(states[0]).toBe(first);
      if (format !== 'wf') expect(states.at(-1)).toBe(AFTER);
    },
  );

  it('as a unified diff settles when a hunk of it is complete', () => {
    expect(course('ud', BEFORE, AFTER)).toEqual([AFTER]);
  });

  it('of an excerpt settles as well', () => {
    expect(course('wf', BEFORE, AFTER, { above: true, below: true })[0]).toBe(first);
  });

  it.each<[string, string[], number | null]>([
    ['three lines in step', ['A', 'b', 'c', 'd'], 1],
    ['two that are nothing special', ['A', 'b', 'c'], null],
    ['one', ['A', 'b'], null],
    ['none', ['A'], null],
  ])('of a whole file is in step after %s', (_, written, lines) => {
    const before = 'a\nb\nc\nd\ne\nf';
    const current: Current = { text: before, above: false, below: false, target: null };
    const change = settled(current, 'wf', `\`\`\`python\n${written.join('\n')}\n`);
    expect(applyChange(before, change)).toBe(lines === null ? before : 'A\nb\nc\nd\ne\nf');
  });

  it('of a whole file is in step after two lines when one is distinctive', () => {
    const before = 'a\n    return distinctive\nc\nd\n';
    const current: Current = { text: before, above: false, below: false, target: null };
    expect(settled(current, 'wf', '```python\nA\n    return distinctive\n')).toEqual([]);
    expect(applyChange(before, settled(current, 'wf', '```python\nA\n    return distinctive\nc\n'))).toBe(
      before.replace('a', 'A'),
    );
  });

  it.each(['', 'no fence', '```python\n', '```python\nx\n```\n'])('settles nothing in %j', (soFar) => {
    expect(settled({ text: BEFORE, above: false, below: false, target: null }, 'wf', soFar)).toEqual([]);
  });

  it('goes on from the fence that was opened for it', () => {
    const current: Current = { text: 'a\nreturn distinctive\nc\n', above: false, below: false, target: null };
    const begun = begunAnswer(current, 'python', DIALECTS['inkling-wf']);
    const told = 'A\nreturn distinctive\nc\n';
    expect(applyChange(current.text, settled(current, 'wf', begun + told))).toBe(told);
    expect(settled(current, 'wf', begun + told.toLowerCase())).toEqual([]);
  });
});
