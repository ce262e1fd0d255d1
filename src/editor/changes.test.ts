import { describe, expect, it } from 'vitest';
import type { EditSource } from '../core/history/record';
import { applyChange } from '../core/text';
import {
  nameOfReason,
  originOf,
  TAKE_LINE,
  TAKE_WORD,
  toTextChange,
  type ContentEvent,
  type TakenPart,
} from './changes';

const plain = { changes: [], isUndoing: false, isRedoing: false, isFlush: false };
const because = (metadata: unknown): ContentEvent => ({ ...plain, detailedReasons: [{ metadata }] }) as ContentEvent;

it('reads changes listed from the end as one change of the text before', () => {
  const change = toTextChange({
    ...plain,
    changes: [
      { rangeOffset: 8, rangeLength: 1, text: 'width' },
      { rangeOffset: 2, rangeLength: 1, text: 'width' },
    ],
  });
  expect(applyChange('f(w) => w', change)).toBe('f(width) => width');
});

it('joins changes that touch', () => {
  expect(
    toTextChange({
      ...plain,
      changes: [
        { rangeOffset: 1, rangeLength: 1, text: 'y' },
        { rangeOffset: 0, rangeLength: 1, text: 'x' },
      ],
    }),
  ).toEqual([{ start: 0, end: 2, text: 'xy' }]);
});

describe('why the text changed', () => {
  it.each<[string, ContentEvent, string | null, EditSource, TakenPart | null]>([
    ['undo', { ...plain, isUndoing: true }, null, { kind: 'undo' }, null],
    ['redo', { ...plain, isRedoing: true }, null, { kind: 'redo' }, null],
    ['a replaced text', { ...plain, isFlush: true }, null, { kind: 'load' }, null],
    ['a key', because({ source: 'cursor', kind: 'type' }), null, { kind: 'typed' }, null],
    ['a paste', because({ source: 'cursor', kind: 'paste' }), null, { kind: 'paste' }, null],
    [
      'a taken prediction',
      because({ source: 'inlineCompletionAccept' }),
      'p1',
      { kind: 'prediction', predictionId: 'p1' },
      'hunk',
    ],
    [
      'a word of a prediction',
      because({ source: 'unknown', name: TAKE_WORD }),
      'p1',
      { kind: 'prediction', predictionId: 'p1' },
      'word',
    ],
    [
      'a line of a prediction',
      because({ source: 'unknown', name: TAKE_LINE }),
      'p1',
      { kind: 'prediction', predictionId: 'p1' },
      'line',
    ],
    [
      'a change taken beside the code',
      because({ source: 'unknown', name: nameOfReason({ kind: 'prediction', predictionId: 'p2', taken: 'hunk' }) }),
      null,
      { kind: 'prediction', predictionId: 'p2' },
      'hunk',
    ],
    [
      'all of it',
      because({ source: 'unknown', name: nameOfReason({ kind: 'prediction', predictionId: 'p2', taken: 'all' }) }),
      null,
      { kind: 'prediction', predictionId: 'p2' },
      'all',
    ],
    [
      'an instruction carried out',
      because({ source: 'unknown', name: nameOfReason({ kind: 'inline-edit', instructionId: 'i' }) }),
      null,
      { kind: 'inline-edit', instructionId: 'i' },
      null,
    ],
    [
      'a text from elsewhere',
      because({ source: 'unknown', name: nameOfReason({ kind: 'load' }) }),
      null,
      { kind: 'load' },
      null,
    ],
    [
      'an acceptance with nothing on offer',
      because({ source: 'inlineCompletionAccept' }),
      null,
      { kind: 'typed' },
      null,
    ],
    ['a key while something is on offer', because({ source: 'cursor', kind: 'type' }), 'p1', { kind: 'typed' }, null],
    ['an event without reasons', plain, 'p1', { kind: 'typed' }, null],
    ['an unreadable reason', because('?'), null, { kind: 'typed' }, null],
  ])('is told for %s', (_, event, offered, source, taken) => {
    expect(originOf(event, offered)).toEqual({ source, taken });
  });
});
