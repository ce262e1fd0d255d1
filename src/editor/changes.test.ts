import { describe, expect, it } from 'vitest';
import { applyChange } from '../core/text';
import { sourceOf, toTextChange, type ContentEvent } from './changes';

const plain = { changes: [], isUndoing: false, isRedoing: false, isFlush: false };
const because = (metadata: unknown): ContentEvent => ({ ...plain, detailedReasons: [{ metadata }] }) as ContentEvent;

it('reads changes listed from the end as one change of the text before', () => {
  const change = toTextChange({ ...plain, changes: [
    { rangeOffset: 8, rangeLength: 1, text: 'width' },
    { rangeOffset: 2, rangeLength: 1, text: 'width' },
  ] });
  expect(applyChange('f(w) => w', change)).toBe('f(width) => width');
});

it('joins changes that touch', () => {
  expect(toTextChange({ ...plain, changes: [{ rangeOffset: 1, rangeLength: 1, text: 'y' }, { rangeOffset: 0, rangeLength: 1, text: 'x' }] }))
    .toEqual([{ start: 0, end: 2, text: 'xy' }]);
});

describe('why the text changed', () => {
  it.each([
    ['undo', { ...plain, isUndoing: true }, null, { kind: 'undo' }],
    ['redo', { ...plain, isRedoing: true }, null, { kind: 'redo' }],
    ['a replaced text', { ...plain, isFlush: true }, null, { kind: 'load' }],
    ['a key', because({ source: 'cursor', kind: 'type' }), null, { kind: 'typed' }],
    ['a paste', because({ source: 'cursor', kind: 'paste' }), null, { kind: 'paste' }],
    ['a taken prediction', because({ source: 'inlineCompletionAccept' }), 'p1', { kind: 'prediction', predictionId: 'p1' }],
    ['a part of a prediction', because({ source: 'unknown', name: 'inkling.partialAccept' }), 'p1', { kind: 'prediction', predictionId: 'p1' }],
    ['an acceptance with nothing on offer', because({ source: 'inlineCompletionAccept' }), null, { kind: 'typed' }],
    ['a key while something is on offer', because({ source: 'cursor', kind: 'type' }), 'p1', { kind: 'typed' }],
    ['an event without reasons', plain, 'p1', { kind: 'typed' }],
    ['an unreadable reason', because('?'), null, { kind: 'typed' }],
  ] as const)('is told for %s', (_, event, offered, expected) => {
    expect(sourceOf(event, offered)).toEqual(expected);
  });
});
