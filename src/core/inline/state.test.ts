import { describe, expect, it } from 'vitest';
import { applyChange, diffText } from '../text';
import {
  INLINE_CLOSED,
  inlineStep,
  type InlineEffect,
  type InlineEvent,
  type InlineOpen,
  type InlineState,
} from './state';

const CODE = 'def area(w, h):\n    return w * h\n\n\nprint(area(2, 3))\n';
const CHECKED = CODE.replace('    return', '    assert w > 0\n    return').replace(
  'print(area(2, 3))',
  'print(area(2, 4))',
);

/** Turns the text of the present state (or of the last question) into another by an answer. */
type Act = InlineEvent | ((state: InlineState, asked: string) => InlineEvent);

function play(...acts: readonly Act[]): {
  readonly state: InlineState;
  readonly effects: readonly InlineEffect[];
  readonly text: string;
} {
  let state: InlineState = INLINE_CLOSED;
  let asked = '';
  let text = CODE;
  const effects: InlineEffect[] = [];
  for (const act of [open, ...acts]) {
    const event = typeof act === 'function' ? act(state, asked) : act;
    if (event.type === 'edited') text = applyChange(text, event.change);
    const next = inlineStep(state, event);
    ({ state } = next);
    for (const effect of next.effects) {
      effects.push(effect);
      if (effect.type === 'ask') asked = effect.text;
      if (effect.type === 'apply') {
        text = applyChange(text, effect.change);
        ({ state } = inlineStep(state, { type: 'edited', change: effect.change }));
      }
    }
  }
  return { state, effects, text };
}

const open: InlineEvent = { type: 'open', document: 'd', text: CODE, area: { start: 20, end: 20 } };
const ask = (id = '1', instruction = 'Check it.'): InlineEvent => ({ type: 'submit', id, instruction });
const progress =
  (to: string, id = '1'): Act =>
  (_state, asked) => ({ type: 'progress', id, change: diffText(asked, to), explanation: '' });
const ended =
  (to: string, id = '1', partial = false): Act =>
  (_state, asked) => ({ type: 'ended', id, change: diffText(asked, to), explanation: 'Because.', partial });
const typed =
  (find: string, text: string): Act =>
  (state) => {
    const at = (state as InlineOpen).text.indexOf(find);
    return { type: 'edited', change: [{ start: at, end: at + find.length, text }] };
  };
const answered = [ask(), ended(CHECKED)];
const opened = (state: InlineState): InlineOpen => {
  if (state.kind === 'closed') throw new Error('it is closed');
  return state;
};
/** The text if all that is offered were taken. */
const result = (state: InlineState): string =>
  opened(state).hunks.reduceRight(
    (text, { start, end, text: put }) => applyChange(text, [{ start, end, text: put }]),
    opened(state).text,
  );

describe('an instruction', () => {
  it('is asked about the code as it is', () => {
    expect(play(ask()).effects).toEqual([
      { type: 'ask', id: '1', instruction: 'Check it.', text: CODE, area: { start: 20, end: 20 }, before: null },
    ]);
  });

  it('of no words asks nothing', () => {
    expect(play(ask('1', '  \n')).effects).toEqual([]);
  });

  it.each<[string, readonly Act[], string]>([
    ['is offered as hunks when it has ended', answered, CHECKED],
    ['is offered while it streams', [ask(), progress(CHECKED)], CHECKED],
    [
      'is offered where the code has moved to',
      [ask(), typed('def', '# sizes\ndef'), ended(CHECKED)],
      `# sizes\n${CHECKED}`,
    ],
    ['moves with what is typed after it', [...answered, typed('def', '# sizes\ndef')], `# sizes\n${CHECKED}`],
    ['keeps what had come when it was stopped', [ask(), progress(CHECKED), { type: 'stop' }], CHECKED],
    [
      'is not changed by an answer to an older question',
      [ask(), ask('2'), ended('nothing of this'), ended(CHECKED, '2')],
      CHECKED,
    ],
    ['loses a hunk that is rejected', [...answered, { type: 'reject', hunk: 0 }], CODE.replace('2, 3', '2, 4')],
    ['loses a hunk whose place is typed in', [...answered, typed('2, 3', '5, 3')], CHECKED.replace('2, 4', '5, 3')],
  ])('%s', (_name, acts, expected) => {
    expect(result(play(...acts).state)).toBe(expected);
  });

  it.each<[string, readonly Act[], InlineOpen['news']]>([
    ['the code is as it should be', [ask(), ended(CODE)], { kind: 'nothing-to-do' }],
    ['the answer was cut', [ask(), ended(CHECKED, '1', true)], { kind: 'cut' }],
    [
      'the engine failed',
      [ask(), { type: 'failed', id: '1', why: 'No memory.' }],
      { kind: 'failed', why: 'No memory.' },
    ],
    ['it was stopped', [ask(), { type: 'stop' }], { kind: 'stopped' }],
    ['a hunk had to go', [...answered, typed('2, 3', '5, 3')], { kind: 'dropped', hunks: 1 }],
    [
      'a hunk had to go while the model wrote',
      [ask(), typed('2, 3', '5, 3'), ended(CHECKED)],
      { kind: 'dropped', hunks: 1 },
    ],
    ['all went well', answered, null],
  ])('tells when %s', (_name, acts, news) => {
    const state = opened(play(...acts).state);
    expect(state.news).toEqual(news);
    expect(state.asked).toBeNull();
  });
});

describe('a further instruction', () => {
  const FURTHER = CHECKED.replace('w > 0', 'w >= 0');

  it('is asked about the result of the first, with the change as what was just done', () => {
    expect(play(...answered, ask('2', 'Zero is fine.')).effects.at(-1)).toMatchObject({
      type: 'ask',
      text: CHECKED,
      before: CODE,
    });
  });

  it.each<[string, readonly Act[], string]>([
    ['changes what is offered', [ended(FURTHER, '2')], FURTHER],
    [
      'builds on what was left of it',
      [{ type: 'stop' }, { type: 'reject', hunk: 1 }, ask('3'), ended(FURTHER.replace('2, 4', '2, 3'), '3')],
      FURTHER.replace('2, 4', '2, 3'),
    ],
    ['can take the change back', [ended(CODE, '2')], CODE],
    ['leaves the first offer when it fails', [{ type: 'failed', id: '2', why: 'No.' }], CHECKED],
    ['leaves the first offer when it has nothing to change', [ended(CHECKED, '2')], CHECKED],
  ])('%s', (_name, acts, expected) => {
    expect(result(play(...answered, ask('2', 'Zero is fine.'), ...acts).state)).toBe(expected);
  });
});

describe('a decision', () => {
  it('for all is one change of the document, and ends it', () => {
    const { state, effects, text } = play(...answered, { type: 'accept', hunk: 'all' });
    expect(effects.filter(({ type }) => type === 'apply')).toHaveLength(1);
    expect([state.kind, text]).toEqual(['closed', CHECKED]);
  });

  it('for one hunk leaves the other where it belongs', () => {
    const { state, text } = play(...answered, { type: 'accept', hunk: 0 });
    expect(text).toBe(CODE.replace('    return', '    assert w > 0\n    return'));
    expect([opened(state).hunks.length, result(state)]).toEqual([1, CHECKED]);
    expect(play(...answered, { type: 'accept', hunk: 0 }, { type: 'accept', hunk: 0 })).toMatchObject({
      text: CHECKED,
      state: { kind: 'closed' },
    });
  });

  it('waits until the model has ended', () => {
    const { state, effects } = play(ask(), progress(CHECKED), { type: 'accept', hunk: 'all' });
    expect([state.kind, effects.length]).toEqual(['open', 1]);
  });

  it('against all leaves the code and asks for other words', () => {
    const { state, text } = play(...answered, { type: 'reject', hunk: 'all' });
    expect([text, opened(state).hunks, opened(state).explanation]).toEqual([CODE, [], '']);
  });

  it.each<[string, InlineEvent]>([
    ['closing', { type: 'close' }],
    ['asking again', ask('2')],
    ['opening elsewhere', open],
    ['stopping', { type: 'stop' }],
  ])('by %s cancels what runs', (_name, event) => {
    expect(play(ask(), event).effects).toContainEqual({ type: 'cancel', id: '1' });
  });
});
