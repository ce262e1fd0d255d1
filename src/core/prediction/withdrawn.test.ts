/** What a prediction followed from is changed otherwise than by typing, and what was typed a moment ago. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditSource } from '../history/record';
import { applyChange, diffText } from '../text';
import { filterHunks, withoutDoubles } from './filters';
import { toHunks } from './hunks';
import { NO_PAST } from './past';
import { NOTHING_REJECTED } from './rejected';
import { accept, answer, demand, edit, escape, moveTo, play, propose, screen, send, type, undo, wait, withProposers, type Act } from './scenario';
import { currentPrediction } from './state';

const AREA = 'def area(w|, height):\n    return w * height\n';
const SHOWN = [type('idth'), wait(), answer(['return w *', 'return width *'])];
const change = (source: EditSource): Act => edit({ start: 4, end: 8, text: 'size' }, source);

describe('a change from elsewhere takes away what was predicted', () => {
  test.each<[string, EditSource]>([
    ['undo', { kind: 'undo' }], ['redo', { kind: 'redo' }], ['paste', { kind: 'paste' }], ['load', { kind: 'load' }], ['an inline edit', { kind: 'inline-edit', instructionId: 'i' }],
  ])('%s', (_name, source) => {
    expect(currentPrediction(play(AREA, ...SHOWN, change(source)).state)).toBeNull();
    // Nor does it come back out of the cache, by moving about or by asking.
    const asked = play(AREA, ...SHOWN, change(source), moveTo('return'), wait(), demand);
    expect(currentPrediction(asked.state)).toBeNull();
  });

  test('typing elsewhere does not', () => {
    expect(screen(play(AREA, ...SHOWN, moveTo('\n', 'behind'), type(' ')))).toContain('w{>idth}');
  });

  test.each<[string, readonly Act[], string]>([
    ['after undo nothing is asked', [undo, wait(1000)], '(the last change was an undo or redo)'],
    ['nor when the cursor moves', [undo, moveTo('return'), wait(1000)], '(the last change was an undo or redo)'],
    ['nor after one of several steps', [undo, undo, moveTo('return'), wait(1000)], '(the last change was an undo or redo)'],
    ['until a key is typed', [undo, type('t'), wait(1000)], '(running)'],
  ])('%s', (_name, acts, expected) => { expect(screen(play(AREA, ...SHOWN, ...acts))).toBe(expected); });

  test('proposals are withdrawn too', () => {
    expect(screen(withProposers(AREA, null, type('idth'), wait(), propose([['return w *', 'return width *']]), undo))).toBe('(the last change was an undo or redo)');
  });
});

test('a word that is selected and typed again keeps what begins like it', () => {
  const begin = withProposers('def f(x|):\n    return val\n', null, type('y'), wait(), propose([['return val', 'return value']]));
  const at = begin.state.document?.text.indexOf('val') ?? 0;
  const typed = ['v', 'a', 'l', 'u'].reduce<{ scene: typeof begin; seen: string[] }>(({ scene, seen }, key, index) => {
    const next = edit({ start: at + index, end: index === 0 ? at + 3 : at + index, text: key })(scene);
    return { scene: next, seen: [...seen, screen(next)] };
  }, { scene: begin, seen: [] });
  expect(typed.seen.map((one) => one.split('\n')[1])).toEqual(['    return v{>alue}', '    return va{>lue}', '    return val{>ue}', '    return valu{>e}']);
});

test('what was dismissed does not come again a letter later', () => {
  const offer = propose([['return w *', 'log(width, 1)\n    return width *']]);
  expect(screen(withProposers(AREA, null, type('idth'), wait(), offer, escape, type('s'), wait(), propose([['return w *', 'log(widths, 1)\n    return widths *']])))).toBe('(you rejected this before)');
});

test('undoing what was taken is a dismissal', () => {
  expect(screen(play(AREA, ...SHOWN, accept(), undo))).toBe('(the last change was an undo or redo)');
});

const LINES = ['a = 1', 'b = 2', '    c = f(a, b)', '', 'return c', '}'];
const lines = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 });

test('no answer doubles the lines around it', () => {
  fc.assert(fc.property(lines, fc.nat(8), fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 3 }), (file, row, put) => {
    const text = `${file.join('\n')}\n`;
    const after = [...file.slice(0, row), ...put, ...file.slice(row)].join('\n') + '\n';
    for (const hunk of toHunks(text, diffText(text, after))) {
      const kept = withoutDoubles(text, hunk);
      if (kept === null) continue;
      expect(withoutDoubles(text, kept)).toEqual(kept);
      const result = applyChange(text, kept.edits).split('\n');
      expect(result.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(after.split('\n').filter((line) => line.trim() !== '').length);
    }
  }));
});

test('nothing that was just typed is written otherwise, nor once more beside itself', () => {
  const word = fc.constantFrom('x', 'size', ', y=0', 'return', '(', ')', ' + 1');
  fc.assert(fc.property(fc.nat(30), word, fc.nat(40), fc.nat(6), word, (at, typed, start, length, put) => {
    const before = 'def f(a, b):\n    return a + b\n';
    const place = Math.min(at, before.length);
    const change = [{ start: place, end: place, text: typed }];
    const text = applyChange(before, change);
    const from = Math.min(start, text.length);
    const after = applyChange(text, [{ start: from, end: Math.min(text.length, from + length), text: put }]);
    const result = filterHunks({
      text, hunks: toHunks(text, diffText(text, after)), excerpt: { start: 0, end: text.length }, lastEdit: { before, change }, rejected: NOTHING_REJECTED, past: NO_PAST,
      language: 'python', confidence: null, thresholds: { min: -9, mean: -9 }, typingAt: null,
    });
    if (result.kind === 'nothing') return;
    const edits = result.hunks.flatMap((hunk) => hunk.edits);
    for (const one of edits) expect(one.end > one.start && one.start < place + typed.length && place < one.end).toBe(false);
  }));
});

test('an answer that is shown may be taken back only once', () => {
  expect(screen(play(AREA, ...SHOWN, send({ type: 'historyLost' })))).toBe('(the record of your edits begins anew here)');
});
