import { describe, expect, it } from 'vitest';
import { describeReason, type NothingKind, type NothingReason } from './reasons';

/** One of each kind: a kind that is added must be added here to compile. */
const ONE_OF_EACH: { [K in NothingKind]: Extract<NothingReason, { kind: K }> } = {
  'no-document': { kind: 'no-document' },
  'model-not-ready': { kind: 'model-not-ready' },
  off: { kind: 'off' },
  'off-for-language': { kind: 'off-for-language', language: 'python' },
  snoozed: { kind: 'snoozed', until: 0 },
  'on-demand': { kind: 'on-demand' },
  'excluded-file': { kind: 'excluded-file', pattern: '.env*' },
  'not-edited-yet': { kind: 'not-edited-yet' },
  'no-recent-edit': { kind: 'no-recent-edit' },
  'history-lost': { kind: 'history-lost' },
  'undo-or-redo': { kind: 'undo-or-redo' },
  withdrawn: { kind: 'withdrawn' },
  'brings-back': { kind: 'brings-back' },
  'rewrites-last-edit': { kind: 'rewrites-last-edit' },
  'repeats-last-edit': { kind: 'repeats-last-edit' },
  'repeats-neighbours': { kind: 'repeats-neighbours' },
  'unbalances-brackets': { kind: 'unbalances-brackets' },
  'breaks-syntax': { kind: 'breaks-syntax' },
  'large-change': { kind: 'large-change' },
  selection: { kind: 'selection' },
  'suggest-widget': { kind: 'suggest-widget' },
  'several-cursors': { kind: 'several-cursors' },
  composing: { kind: 'composing' },
  'excerpt-too-long': { kind: 'excerpt-too-long' },
  'marker-in-code': { kind: 'marker-in-code' },
  superseded: { kind: 'superseded' },
  cancelled: { kind: 'cancelled' },
  'engine-failed': { kind: 'engine-failed', message: 'out of memory' },
  unreadable: { kind: 'unreadable', failure: 'malformed' },
  'nothing-to-suggest': { kind: 'nothing-to-suggest' },
  'no-change': { kind: 'no-change' },
  'whitespace-only': { kind: 'whitespace-only' },
  'undoes-last-edit': { kind: 'undoes-last-edit' },
  'deletes-too-much': { kind: 'deletes-too-much', lines: 30 },
  'special-token': { kind: 'special-token' },
  'rejected-before': { kind: 'rejected-before' },
  'low-confidence': { kind: 'low-confidence', logprob: -4 },
  'outside-excerpt': { kind: 'outside-excerpt' },
  'where-typing': { kind: 'where-typing' },
  'text-moved-on': { kind: 'text-moved-on' },
  accepted: { kind: 'accepted' },
  'typed-through': { kind: 'typed-through' },
  'typed-over': { kind: 'typed-over' },
  rejected: { kind: 'rejected' },
  ignored: { kind: 'ignored' },
};

describe('a reason in words', () => {
  it.each(Object.values(ONE_OF_EACH))('$kind fits the status bar', (reason) => {
    expect(describeReason(reason)).toMatch(/^[a-z][^.]{8,68}(?:\.env\*\))?$/);
  });

  it('is another for each kind', () => {
    const words = Object.values(ONE_OF_EACH).map(describeReason);
    expect(new Set(words).size).toBe(words.length);
  });
});
