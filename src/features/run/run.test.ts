import { expect, it } from 'vitest';
import { piecesOf } from './run-view';
import { createFixRequests } from '../../shell/fix-requests';
import { appended, EMPTY_RUN, forgotten, pictured } from './run-view-changes';

it('joins what belongs together and keeps the end of a long output', () => {
  let view = EMPTY_RUN;
  view = appended(appended(appended(view, 'out', 'a'), 'out', 'b'), 'err', 'c');
  expect(view.entries.map(({ kind, ...rest }) => [kind, 'text' in rest ? rest.text : ''])).toEqual([
    ['out', 'ab'],
    ['err', 'c'],
  ]);
  for (let piece = 0; piece < 500; piece += 1) view = appended(view, 'out', `${piece}:${'x'.repeat(1_500)}`);
  const text = view.entries.map((entry) => ('text' in entry ? entry.text : '')).join('');
  expect(view.cut).toBe(true);
  expect(text.length).toBeLessThan(400_000);
  expect(text).toContain('499:');
  expect(new Set(view.entries.map(({ key }) => key)).size).toBe(view.entries.length);
});

it('lets go of the first of many pictures, and names them so that they are freed', () => {
  let view = EMPTY_RUN;
  const freed: string[] = [];
  for (let picture = 0; picture < 100; picture += 1) {
    const next = pictured(view, `blob:${picture}`, 't');
    freed.push(...forgotten(view, next));
    view = next;
  }
  expect(view.entries).toHaveLength(60);
  expect(freed).toEqual(Array.from({ length: 40 }, (_, picture) => `blob:${picture}`));
  expect(forgotten(view, EMPTY_RUN)).toHaveLength(60);
});

it.each([
  ['File "/home/user/a.py", line 3, in f', ['a.py'], [{ file: 'a.py', line: 3 }]],
  ['File "/lib/python3.14/json.py", line 3', ['a.py'], []],
  ['    at read (src/a.ts:12:4)', ['src/a.ts'], [{ file: 'src/a.ts', line: 12 }]],
  ['nothing here', ['a.py'], []],
])('finds the places in %j', (text, files, places) => {
  const pieces = piecesOf(text, files);
  expect(pieces.flatMap((piece) => (piece.kind === 'place' ? [piece.place] : []))).toEqual(places);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});

it('hands a fix to the newest taker, and says when there is none', () => {
  const fixes = createFixRequests();
  const asked = { instruction: 'x', file: null, line: null };
  expect(fixes.request(asked)).toBe(false);
  const taken: unknown[] = [];
  fixes.take((request) => {
    taken.push(request);
  });
  expect(fixes.request(asked)).toBe(true);
  expect(taken).toEqual([asked]);
});
