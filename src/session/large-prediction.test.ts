import { expect, it } from 'vitest';
import { toHunks, type CurrentPrediction } from '../core/prediction';
import { diffText } from '../core/text';
import { reviewView } from './large-prediction';

const TEXT = Array.from({ length: 12 }, (_, line) => `line ${line + 1}`).join('\n');
const AFTER = TEXT.replace('line 5', 'row 5').replace('line 11\n', 'row 11\nmore\n');
const prediction = (presentation: CurrentPrediction['presentation']): CurrentPrediction => ({
  id: 'p',
  version: 1,
  hunks: toHunks(TEXT, diffText(TEXT, AFTER)),
  streaming: true,
  source: { kind: 'model' },
  alternative: { index: 0, count: 1 },
  presentation,
});

it('shows each change with its own lines and their numbers in the file', () => {
  const view = reviewView(prediction('review'), TEXT);
  expect(view).toMatchObject({ added: 3, removed: 2, streaming: true });
  expect(
    view?.hunks.map(({ line, rows }) => [
      line,
      rows.map((row) =>
        row.kind === 'gap' ? 'gap' : `${row.kind === 'added' ? row.new : row.old} ${row.kind} ${row.text}`,
      ),
    ]),
  ).toEqual([
    [5, ['3 same line 3', '4 same line 4', '5 removed line 5', '5 added row 5', '6 same line 6', '7 same line 7']],
    [
      11,
      ['9 same line 9', '10 same line 10', '11 removed line 11', '11 added row 11', '12 added more', '12 same line 12'],
    ],
  ]);
});

it('is nothing for what is drawn in the code', () => {
  expect([
    reviewView(prediction('eager'), TEXT),
    reviewView(prediction('subtle'), TEXT),
    reviewView(null, TEXT),
  ]).toEqual([null, null, null]);
});
