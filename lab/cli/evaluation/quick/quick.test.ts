import { describe, expect, it } from 'vitest';
import { playScript, type Script } from '../../../evaluation';
import { diffText } from '../../../../src/core/text';
import { askedPoints, type AskedPoint, type Predictor } from './predictor';
import { PREDICTORS } from './predictors';
import { figuresOf, outcomesOf, precisionOf, rowsOf, tableOf } from './table';

const SCRIPT: Script = {
  name: 'area',
  kind: 'rename',
  language: 'python',
  path: 'area.py',
  text: ['def area(w):', '    if w < 0:', '        return 0', '    return w * w', ''],
  steps: [
    { over: 'w', line: 1, type: 'width' },
    { due: [{ 2: '    if width < 0:', 4: '    return width * width' }, { 4: '    return width ** 2' }] },
    { over: 'w', line: 2, type: 'width' },
    { over: 'w * w', line: 4, type: 'width ** 2' },
    { quiet: true },
  ],
};
const [first, second] = askedPoints(playScript(SCRIPT)) as [AskedPoint, AskedPoint];

describe('what a predictor is asked', () => {
  it('is the text, the cursor and the edits so far, with where they stand now', () => {
    expect(first.asked).toMatchObject({
      path: 'area.py',
      language: 'python',
      cursor: 'def area(width'.length,
      history: [{ before: 'def area(w):', after: 'def area(width):' }],
    });
    expect(first.asked.records).toHaveLength(5);
    expect(second.asked.edits).toHaveLength(3);
    const written = second.asked.edits.map(({ places }) =>
      places.map(({ start, end }) => second.asked.text.slice(start, end)).join(),
    );
    expect(written.map((text) => 'width ** 2'.includes(text) && text !== '')).toEqual([true, true, true]);
    for (const { before, after } of second.asked.edits) expect(before).not.toBe(after);
    expect(second.asked.edits.at(-1)?.after).toBe(second.asked.text);
  });
});

describe('what it is worth', () => {
  const says =
    (...texts: readonly ((text: string) => string)[]): Predictor =>
    ({ text }) => ({ changes: texts.map((of) => diffText(text, of(text))) });
  const worth = (predict: Predictor): ReturnType<typeof figuresOf> =>
    figuresOf(outcomesOf([first, second], predict, () => 0));
  const right = (text: string): string => text.replace('return w * w', 'return width ** 2');
  const wrong = (text: string): string => text.replace('return 0', 'return None');

  it.each<[string, Predictor, Partial<ReturnType<typeof figuresOf>>]>([
    ['silence', () => ({ changes: [] }), { exact: 0, shown: 0, quiet: 1 }],
    ['a right answer', says(right), { exact: 1, whole: 1, among: 1, shown: 1, quiet: 1 }],
    ['the right answer in second place', says(wrong, right), { exact: 0, whole: 0, among: 1, shown: 1, quiet: 0 }],
    ['a wrong answer always', says(wrong), { exact: 0, among: 0, shown: 1, quiet: 0 }],
  ])('%s', (_, predict, expected) => {
    expect(worth(predict)).toMatchObject({ due: 1, calm: 1, ...expected });
  });

  it('is precise as far as what it shows is right', () => {
    expect(precisionOf(worth(says(wrong, right)))).toBe(0);
    expect(precisionOf(worth(says(right)))).toBe(1);
    expect(precisionOf(worth(() => ({ changes: [] })))).toBeNull();
  });

  it('stands in a table by kind and language, beside those that need no model', () => {
    const measured = PREDICTORS.map(({ name, predict }) => ({
      name,
      outcomes: outcomesOf([first, second], predict, () => 0),
    }));
    const rows = rowsOf(measured);
    expect([...new Set(rows.map(({ group }) => group))]).toEqual(['all', 'language: python', 'kind: rename']);
    expect(rows.find(({ predictor }) => predictor === 'heuristic draft')?.figures).toMatchObject({
      exact: 1,
      whole: 1,
    });
    expect(tableOf(rows).split('\n')).toHaveLength(1 + 3 * PREDICTORS.length);
  });
});
