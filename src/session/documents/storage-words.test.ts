import { expect, it } from 'vitest';
import type { PredictionFate } from '../../core/prediction';
import { copyName, outcomeKind, storageView } from './storage-words';

it.each([
  ['area.py', 'area (copy).py'],
  ['src/area', 'src/area (copy)'],
  ['.env', '.env (copy)'],
  ['a.test.ts', 'a.test (copy).ts'],
])('a copy of %s is %s', (name, copy) => {
  expect(copyName(name)).toBe(copy);
});

it('says how much is in memory while nothing can be written', () => {
  expect(storageView({ kind: 'retrying', failure: { code: 'full', message: '' }, unwritten: 3, retryMs: 500 })).toEqual(
    { kind: 'not-saved', why: expect.stringMatching(/no room.*3 changes are kept in memory/) as string },
  );
  expect(storageView({ kind: 'recording', snapshots: null })).toEqual({ kind: 'saved' });
});

it.each<[PredictionFate, string | null]>([
  [{ kind: 'accepted', part: 'hunk' }, 'accepted'],
  [{ kind: 'accepted', part: 'word' }, 'partly-accepted'],
  [{ kind: 'typed-through' }, 'accepted'],
  [{ kind: 'typed-over' }, 'superseded'],
  [{ kind: 'undone' }, 'rejected'],
  [{ kind: 'dropped' }, null],
])('%o is kept as %s', (fate, kind) => {
  expect(outcomeKind({ kind: 'fate', fate, msShown: 1, predictionId: 'p', document: 'd', time: 0 })).toBe(kind);
});
