import { describe, expect, it } from 'vitest';
import { toHunks } from '../../src/core/prediction/hunks';
import { diffText } from '../../src/core/text';
import type { Due } from './case';
import { judge, judgeChange, type Moment, type Verdict } from './judge';

const before = 'def area(w):\n    if w < 0:\n        return 0\n    return w * w\n';
const text = 'def area(x):\n    if w < 0:\n        return 0\n    return w * w\n';
const after = 'def area(x):\n    if x < 0:\n        return 0\n    return x * x\n';
const first = 'def area(x):\n    if x < 0:\n        return 0\n    return w * w\n';
const last = 'def area(x):\n    if w < 0:\n        return 0\n    return x * x\n';
const halfLine = 'def area(x):\n    if w < 0:\n        return 0\n    return x * w\n';

const due: Due = { kind: 'edits', change: diffText(text, after) };
const moment = (over: Partial<Moment> = {}): Moment => ({
  text,
  excerpt: { start: 0, end: text.length },
  lastEdit: { before, change: diffText(before, text) },
  due,
  ...over,
});
const offering = (made: string, at: Moment = moment()): Verdict => judgeChange(at, diffText(at.text, made));

describe('a verdict', () => {
  it.each<[string, string, Partial<Verdict>]>([
    ['on all that is due', after, { due: true, shown: true, next: true, whole: true, deltaChrF: 1, reverses: false }],
    ['on the first of what is due', first, { shown: true, next: true, whole: false }],
    ['on the other of what is due', last, { shown: true, next: true, whole: false }],
    ['on half a line of it', halfLine, { shown: true, next: false, whole: false }],
    ['on nothing', text, { shown: false, next: false, whole: false, deltaChrF: null }],
    [
      'on something else',
      text.replace('return 0', 'return 1'),
      { shown: true, next: false, whole: false, deltaChrF: 0 },
    ],
    ['on taking the last edit back', before, { shown: true, next: false, reverses: true }],
  ])('%s', (_, made, expected) => {
    expect(offering(made)).toMatchObject(expected);
  });

  it('where nothing is due is about being quiet', () => {
    const calm = moment({ due: { kind: 'nothing' } });
    expect(offering(text, calm)).toMatchObject({ due: false, shown: false, deltaChrF: null });
    expect(offering(after, calm)).toMatchObject({ due: false, shown: true, next: false, whole: false });
  });

  it('leaves out what is due outside of what could be seen', () => {
    const seen = { start: 0, end: text.indexOf('        return 0') };
    expect(offering(first, moment({ excerpt: seen }))).toMatchObject({ due: true, whole: true });
    expect(offering(text, moment({ excerpt: { start: 0, end: 12 } }))).toMatchObject({ due: false });
  });

  it.each<[string, string, Partial<Verdict>]>([
    ['the answer named first', after, { next: true, whole: true, deltaChrF: 1 }],
    ['another right answer', text.replace('w * w', 'x ** 2'), { next: true, whole: true, deltaChrF: 1 }],
    ['half of one and half of another', text.replace('w * w', 'w ** 2'), { next: false, whole: false }],
  ])('takes %s', (_, made, expected) => {
    const several: Due = { ...due, others: [diffText(text, text.replace('w * w', 'x ** 2'))] };
    expect(offering(made, moment({ due: several }))).toMatchObject({ due: true, shown: true, ...expected });
  });

  it('takes a new line wherever it is put in, when the text becomes the same', () => {
    const init = 'def __init__(self, h, d):\n    self.h = h\n';
    const filled = `${init}    self.d = d\n`;
    // The same text, as a line put in behind the last one, as one put in before its name, and as the block rewritten.
    const changes = [
      [{ start: init.length, end: init.length, text: '    self.d = d\n' }],
      [
        { start: init.indexOf('h = h'), end: init.indexOf('h = h'), text: 'h = h\n    self.' },
        { start: init.length - 6, end: init.length - 1, text: 'd = d' },
      ],
      [{ start: 0, end: init.length, text: filled }],
    ];
    const at: Moment = {
      text: init,
      excerpt: { start: 0, end: init.length },
      lastEdit: null,
      due: { kind: 'edits', change: changes[1] ?? [] },
    };
    for (const change of changes) expect(judgeChange(at, change)).toMatchObject({ next: true, whole: true });
    expect(judgeChange(at, [{ start: 0, end: 0, text: '    self.d = d\n' }])).toMatchObject({
      next: false,
      whole: false,
    });
  });

  it('looks at the hunk that is on offer first', () => {
    const hunks = toHunks(text, diffText(text, after.replace('return 0', 'return 1')));
    expect(judge(moment(), hunks)).toMatchObject({ next: false });
    expect(judge(moment(), [...hunks].reverse())).toMatchObject({ next: false });
    const apart = [
      ...toHunks(text, diffText(text, first)),
      ...toHunks(text, diffText(text, text.replace('return w * w', 'return 7'))),
    ];
    expect(judge(moment(), apart)).toMatchObject({ next: true, whole: false });
  });
});
