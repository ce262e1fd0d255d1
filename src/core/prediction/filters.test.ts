import { describe, expect, it } from 'vitest';
import { applyChange, diffText } from '../text';
import { confidenceOf, filterHunks, type FilterInput } from './filters';
import { toHunks } from './hunks';
import { NOTHING_REJECTED, reject } from './rejected';

const CODE = 'def area(width, h):\n    total = w * h\n    return total\n\n\nprint(area(1, 2))\n';
const LONG = Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n');

function judge(before: string, after: string, more: Partial<FilterInput> = {}): string {
  const result = filterHunks({
    text: before,
    hunks: toHunks(before, diffText(before, after)),
    excerpt: { start: 0, end: before.length },
    lastEdit: null,
    rejected: NOTHING_REJECTED,
    confidence: null,
    thresholds: { min: -3, mean: -1 },
    typingAt: null,
    ...more,
  });
  return result.kind === 'keep' ? `keep ${result.hunks.length}` : result.reason.kind;
}

const edited = (before: string, after: string): FilterInput['lastEdit'] => ({ before, change: diffText(before, after) });
const cut = (from: number, to: number): string => LONG.split('\n').filter((_, n) => n < from || n >= to).join('\n');

describe('an answer', () => {
  it.each<[string, string, string, string, Partial<FilterInput>]>([
    ['a small change', CODE, CODE.replace('w *', 'width *'), 'keep 1', {}],
    ['no change', CODE, CODE, 'no-change', {}],
    ['white space only', CODE, CODE.replace('\n\n\n', '\n\n'), 'whitespace-only', {}],
    ['white space and more', CODE, CODE.replace('\n\n\n', '\n\n').replace('w *', 'v *'), 'keep 2', {}],
    ['a deletion of 25 lines', `${LONG}\n${LONG}`, `${cut(0, 25)}\n${LONG}`, 'keep 1', {}],
    ['a deletion of 26 lines', `${LONG}\n${LONG}`, `${cut(0, 26)}\n${LONG}`, 'deletes-too-much', {}],
    ['a rewrite of as many lines', `${LONG}\n${LONG}`, `${cut(0, 26)}\n${LONG}`.replace(/^/, 'new\n'.repeat(26)), 'keep 1', {}],
    ['a deletion of most of a short excerpt', CODE, 'def area(width, h):\n', 'deletes-too-much', {}],
    ['a deletion in a very short file', 'a\nb\nc', 'a\nc', 'keep 1', {}],
    ['a leaked token', CODE, CODE.replace('total\n', 'total<|im_end|>\n'), 'special-token', {}],
    ['a token the code is about', 'x = "<|im_end|>"\n', 'x = "<|im_end|>"\ny = "<|im_end|>"\n', 'keep 1', {}],
    ['a change above the excerpt', CODE, `#\n${CODE}`, 'outside-excerpt', { excerpt: { start: 20, end: 40 } }],
    ['a new line behind the last line of the excerpt', CODE, CODE.replace('h\n', 'h\n    x\n'), 'keep 1', { excerpt: { start: 0, end: 37 } }],
    ['a change below the excerpt', CODE, CODE.replace('1, 2', '3, 4'), 'outside-excerpt', { excerpt: { start: 0, end: 37 } }],
    ['an unlikely token', CODE, CODE.replace('1', '3'), 'low-confidence', { confidence: { min: -3.1, mean: -0.1 } }],
    ['unlikely tokens on the whole', CODE, CODE.replace('1', '3'), 'low-confidence', { confidence: { min: -2, mean: -1.1 } }],
    ['likely tokens', CODE, CODE.replace('1', '3'), 'keep 1', { confidence: { min: -3, mean: -1 } }],
    ['the opposite of the last edit', CODE, CODE.replace('width', 'w'), 'undoes-last-edit', { lastEdit: edited(CODE.replace('width', 'w'), CODE) }],
    ['a part of the last edit back', CODE, CODE.replace('width', 'wid'), 'undoes-last-edit', { lastEdit: edited(CODE.replace('width', 'w'), CODE) }],
    ['more of the same as the last edit', CODE, CODE.replace('w *', 'width *'), 'keep 1', { lastEdit: edited(CODE.replace('width', 'w'), CODE) }],
    ['a typo in the last edit put right', 'retrun x\n', 'return x\n', 'keep 1', { lastEdit: edited('x\n', 'retrun x\n') }],
    ['one hunk that undoes beside one that does not', CODE, CODE.replace('width', 'w').replace('1, 2', '3, 4'), 'keep 1', { lastEdit: edited(CODE.replace('width', 'w'), CODE) }],
    ['what was rejected', CODE, CODE.replace('1', '3'), 'rejected-before', { rejected: reject(NOTHING_REJECTED, CODE, toHunks(CODE, diffText(CODE, CODE.replace('1', '3')))) }],
    ['another change at the place of what was rejected', CODE, CODE.replace('1', '4'), 'keep 1', { rejected: reject(NOTHING_REJECTED, CODE, toHunks(CODE, diffText(CODE, CODE.replace('1', '3')))) }],
    ['a change of the word being typed', CODE, CODE.replace('total\n\n', 'result\n\n'), 'where-typing', { typingAt: CODE.indexOf('total\n\n') + 3 }],
    ['a continuation at the cursor', CODE, CODE.replace('total\n\n', 'totals\n\n'), 'keep 1', { typingAt: CODE.indexOf('total\n\n') + 5 }],
  ])('with %s', (_, before, after, expected, more) => {
    expect(judge(before, after, more)).toBe(expected);
  });
});

describe('what was rejected', () => {
  const hunksOf = (text: string) => toHunks(text, diffText(text, text.replace('a = 1', 'a = 2')));
  const code = 'def f():\n    a = 1\n';
  it.each([
    ['is known after the lines moved', `import os\n\n\n${code}`, true],
    ['is known after they were indented', 'def f():\n        a = 1\n', true],
    ['is another thing in another function', 'def g():\n    a = 1\n', false],
  ])('%s', (_, text, known) => {
    const memory = reject(NOTHING_REJECTED, code, hunksOf(code));
    expect(filterHunks({
      text, hunks: hunksOf(text), excerpt: { start: 0, end: text.length }, lastEdit: null, rejected: memory,
      confidence: null, thresholds: { min: -9, mean: -9 }, typingAt: null,
    }).kind).toBe(known ? 'nothing' : 'keep');
  });

  it('is forgotten when a hundred others were rejected since', () => {
    let memory = reject(NOTHING_REJECTED, code, hunksOf(code));
    for (let n = 0; n < 100; n += 1) {
      const text = `x = ${n}\n`;
      memory = reject(memory, text, toHunks(text, diffText(text, `y${n}\n`)));
    }
    expect(memory.keys.length).toBe(100);
    expect(judge(code, applyChange(code, hunksOf(code)[0]!.edits), { rejected: memory })).toBe('keep 1');
  });
});

describe('confidenceOf', () => {
  it.each([
    [[], null],
    [[null, null], null],
    [[-1, null, -3], { min: -3, mean: -2 }],
  ])('of %j is %j', (logprobs, expected) => {
    expect(confidenceOf(logprobs)).toEqual(expected);
  });
});
