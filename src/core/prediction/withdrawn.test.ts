/** What a prediction followed from is changed otherwise than by typing, and what was typed a moment ago. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditSource } from '../history/record';
import { applyChange, diffText, LineIndex } from '../text';
import { filterHunks } from './filters';
import { linesOfHunk } from './hunk-lines';
import { toHunks } from './hunks';
import { NO_PAST } from './past';
import { NOTHING_REJECTED } from './rejected';
import { withoutDoubles } from './repeats';
import {
  accept,
  answer,
  answerText,
  demand,
  edit,
  escape,
  moveTo,
  play,
  propose,
  screen,
  send,
  TEST_MODEL,
  type,
  undo,
  wait,
  weighs,
  withProposers,
  writes,
  type Act,
} from '../../../testing/scenario';
import { currentPrediction, runningOf } from './state';

const AREA = 'def area(w|, height):\n    return w * height\n';
const SHOWN = [type('idth'), wait(), answer(['return w *', 'return width *'])];
const AGAIN = 'def area(width, height):\n    return w{>idth} * height\n';
const opens = (document: string, text: string): Act =>
  send({
    type: 'documentOpened',
    document,
    path: `${document}.py`,
    language: 'python',
    version: 0,
    text,
    cursor: { anchor: 0, head: 0 },
  });
const completed = (requestId: number) =>
  ({
    type: 'completed',
    requestId,
    figures: {
      promptTokens: 0,
      reusedTokens: 0,
      generatedTokens: 0,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: 0,
      msToFirstToken: 0,
      msTotal: 0,
      end: 'stop',
    },
  }) as const;

/** A change from each origin that is not the keys nor the prediction itself; a kind that is added must be added here to compile. */
const ELSEWHERE: {
  readonly [Kind in Exclude<EditSource['kind'], 'typed' | 'prediction'>]: Extract<EditSource, { kind: Kind }>;
} = {
  undo: { kind: 'undo' },
  redo: { kind: 'redo' },
  paste: { kind: 'paste' },
  load: { kind: 'load' },
  'inline-edit': { kind: 'inline-edit', instructionId: 'i' },
};
const origins = Object.values(ELSEWHERE);
const places: readonly [where: string, start: number, end: number][] = [
  ['in what it followed from', 9, 14],
  ['before it', 4, 8],
  ['behind all', 44, 44],
];
const table = origins.flatMap((source) =>
  places.map(([where, start, end]) => ({ source, where, change: edit({ start, end, text: 'size' }, source) })),
);

describe('a change from elsewhere takes away what was predicted', () => {
  test.each(table)('$source.kind $where: what is shown', ({ change }) => {
    expect(currentPrediction(play(AREA, ...SHOWN, change).state)).toBeNull();
    // Nor does it come back out of the cache, by moving about or by asking.
    expect(currentPrediction(play(AREA, ...SHOWN, change, moveTo('return'), wait(), demand).state)).toBeNull();
  });

  test.each(table)('$source.kind $where: what is asked', ({ change }) => {
    const scene = play(AREA, type('idth'), wait(), change);
    expect(runningOf(scene.state.phase)).toBeNull();
    const late = [
      send({
        type: 'piece',
        requestId: 1,
        piece: { text: '1,2\n```python\n2|    return width * height\n```\n', logprob: null },
      }),
      send(completed(1)),
    ];
    expect(currentPrediction(late.reduce((now, act) => act(now), scene).state)).toBeNull();
  });

  test.each(table)('$source.kind $where: what is known', ({ change }) => {
    const { state } = play(AREA, ...SHOWN, escape, change);
    expect([state.cache.entries.size, state.lastAnswer, state.trail.length, state.dismissed]).toEqual([
      0,
      null,
      0,
      null,
    ]);
  });

  test.each(table)('$source.kind $where: what is weighed or proposed', ({ change }) => {
    const offer: readonly (readonly [string, string])[] = [['return w *', 'return width *']];
    const asked = withProposers(AREA, null, type('idth'), wait(), change);
    expect(asked.state.proposing).toBeNull();
    expect(currentPrediction(withProposers(AREA, null, type('idth'), wait(), propose(offer), change).state)).toBeNull();
  });

  test('typing elsewhere does not', () => {
    expect(screen(play(AREA, ...SHOWN, moveTo('\n', 'behind'), type(' ')))).toContain('w{>idth}');
  });

  test.each<[string, readonly Act[], string]>([
    ['after undo nothing is asked', [undo, wait(1000)], '(the last change was an undo or redo)'],
    ['nor when the cursor moves', [undo, moveTo('return'), wait(1000)], '(the last change was an undo or redo)'],
    [
      'nor after one of several steps',
      [undo, undo, moveTo('return'), wait(1000)],
      '(the last change was an undo or redo)',
    ],
    [
      'nor after something was pasted',
      [undo, edit({ start: 0, end: 0, text: 'x' }, { kind: 'paste' }), wait(1000)],
      '(the last change was an undo or redo)',
    ],
    ['nor in another file', [undo, opens('e', 'x = 1\n'), wait(1000)], '(waiting for your first edit)'],
    [
      'nor after a step that leads back to where something was shown',
      [type('s'), undo, wait(1000)],
      '(the last change was an undo or redo)',
    ],
    ['until a key is typed', [undo, type('t'), wait(1000)], '(running)'],
    [
      'nor is anything asked in a file that was changed in another tab',
      [opens('d', 'other\n'), wait(1000)],
      '(waiting for your first edit)',
    ],
    [
      'nor shown where only another file led to it, and that was changed',
      [opens('e', 'w = 1\n'), wait(), answer(['w = 1', 'width = 1']), send({ type: 'othersChanged' })],
      '(the code it followed from has changed)',
    ],
    [
      'a file that is shown again without a change goes on',
      [opens('d', 'def area(width, height):\n    return w * height\n'), wait()],
      AGAIN,
    ],
  ])('%s', (_name, acts, expected) => {
    expect(screen(play(AREA, ...SHOWN, ...acts))).toBe(expected);
  });

  test('proposals are withdrawn too', () => {
    expect(
      screen(withProposers(AREA, null, type('idth'), wait(), propose([['return w *', 'return width *']]), undo)),
    ).toBe('(the last change was an undo or redo)');
  });
});

test('a word that is selected and typed again keeps what begins like it', () => {
  const begin = withProposers(
    'def f(x|):\n    return val\n',
    null,
    type('y'),
    wait(),
    propose([['return val', 'return value']]),
  );
  const at = begin.state.document?.text.indexOf('val') ?? 0;
  const typed = ['v', 'a', 'l', 'u'].reduce<{ scene: typeof begin; seen: string[] }>(
    ({ scene, seen }, key, index) => {
      const next = edit({ start: at + index, end: index === 0 ? at + 3 : at + index, text: key })(scene);
      return { scene: next, seen: [...seen, screen(next)] };
    },
    { scene: begin, seen: [] },
  );
  expect(typed.seen.map((one) => one.split('\n')[1])).toEqual([
    '    return v{>alue}',
    '    return va{>lue}',
    '    return val{>ue}',
    '    return valu{>e}',
  ]);
});

test('what was dismissed does not come again a letter later', () => {
  const offer = propose([['return w *', 'log(width, 1)\n    return width *']]);
  expect(
    screen(
      withProposers(
        AREA,
        null,
        type('idth'),
        wait(),
        offer,
        escape,
        type('s'),
        wait(),
        propose([['return w *', 'log(widths, 1)\n    return widths *']]),
      ),
    ),
  ).toBe('(you dismissed this before)');
});

describe('what was dismissed or changed back is known again when its file is', () => {
  const other = opens('e', 'x = 1\n');
  const back = opens('d', 'def area(width, height):\n    return w * height\n');
  test('a dismissal', () => {
    expect(screen(play(AREA, ...SHOWN, escape, other, wait(), back, wait(), moveTo('return'), wait()))).toBe(
      '(you dismissed this before)',
    );
  });
  test('not in another file at the same offsets', () => {
    const dismissed = play(AREA, ...SHOWN, escape, opens('e', 'def size(width, height):\n    return w * height\n'));
    expect(dismissed.state.rejected.places).toEqual([]);
  });
  test('what was deleted', () => {
    const scene = play(
      'a = 1\nlog(a)\nb = 2|\n',
      edit({ start: 6, end: 13, text: '' }),
      other,
      opens('d', 'a = 1\nb = 2\n'),
      type('x'),
      wait(),
      answer(['b = 2', 'log(a)\nb = 2']),
    );
    expect(screen(scene)).toBe('(the answer brought back what you had changed)');
  });
});

test('what is being written is seen by whoever can read the language before it is shown', () => {
  const start = withProposers(AREA, TEST_MODEL, type('idth'), wait(), propose([]));
  const text = answerText(start, [['return w *', 'return width *']]);
  const streaming = writes(`${text}\n3,3\n`)(start);
  expect(screen(streaming)).toBe('(running)');
  expect(screen(weighs(1)(streaming))).toBe(AGAIN);
  expect(screen(weighs(0)(streaming))).toBe('(running)');
});

test('undoing what was taken is a dismissal', () => {
  expect(screen(play(AREA, ...SHOWN, accept(), undo))).toBe('(the last change was an undo or redo)');
});

const LINES = ['a = 1', 'b = 2', '    c = f(a, b)', '', 'return c', '}'];
const lines = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 });

test('no answer doubles the lines around it', () => {
  const put = fc.array(fc.constantFrom(...LINES, 'd = g(c)'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      lines,
      fc.nat(8),
      fc.nat(3),
      put,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (file, row, count, fresh, eol, ends) => {
        const text = file.join(eol) + (ends ? eol : '');
        const after = [...file.slice(0, row), ...fresh, ...file.slice(row + count)].join(eol) + (ends ? eol : '');
        for (const hunk of toHunks(text, diffText(text, after))) {
          const kept = withoutDoubles(text, hunk);
          if (kept === null) continue;
          expect(withoutDoubles(text, kept)).toEqual(kept);
          const { from, to, gone, put: come } = linesOfHunk(text, kept);
          if (come.length <= gone.length) continue;
          const at = new LineIndex(text);
          const stands = (line: string | undefined, index: number): boolean =>
            index >= 0 &&
            index < at.lineCount &&
            line !== undefined &&
            /\w.*\w/.test(line) &&
            !/^\s*return c?$/.test(line) &&
            line === at.line(index);
          expect(stands(come.at(-1), to)).toBe(false);
          expect(stands(come[0], from - 1)).toBe(false);
          if (text.includes(eol)) expect(applyChange(text, kept.edits).replaceAll(eol, '')).not.toMatch(/[\r\n]/);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('nothing that was just typed is written otherwise, nor once more beside itself', () => {
  const word = fc.constantFrom('x', 'size', ', y=0', 'return', '(', ')', ' + 1');
  fc.assert(
    fc.property(fc.nat(30), word, fc.nat(40), fc.nat(6), word, (at, typed, start, length, put) => {
      const before = 'def f(a, b):\n    return a + b\n';
      const place = Math.min(at, before.length);
      const change = [{ start: place, end: place, text: typed }];
      const text = applyChange(before, change);
      const from = Math.min(start, text.length);
      const after = applyChange(text, [{ start: from, end: Math.min(text.length, from + length), text: put }]);
      const result = filterHunks({
        text,
        hunks: toHunks(text, diffText(text, after)),
        excerpt: { start: 0, end: text.length },
        lastEdit: { before, change },
        rejected: NOTHING_REJECTED,
        past: NO_PAST,
        language: 'python',
        confidence: null,
        thresholds: { min: -9, mean: -9 },
        typingAt: null,
      });
      if (result.kind === 'nothing') return;
      const edits = result.hunks.flatMap((hunk) => hunk.edits);
      for (const one of edits)
        expect(one.end > one.start && one.start < place + typed.length && place < one.end).toBe(false);
    }),
  );
});

test('an answer that is shown may be taken back only once', () => {
  expect(screen(play(AREA, ...SHOWN, send({ type: 'historyLost' })))).toBe('(the edit history starts again here)');
});
