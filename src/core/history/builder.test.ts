import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveHistory,
  HistoryBuilder,
  historyParameters,
  randomSession,
  Typist,
  type HistoryParameters,
  type RandomStroke,
} from '.';
import { windowStart } from './builder';

const AREA = 'def area(w, h):\n    return w * h\n';
const LONG = Array.from({ length: 60 }, (_, line) => `line${line}`).join('\n');
const startOf = (text: string, line: string): number => text.indexOf(line);

type Step = (typist: Typist) => unknown;
const paste = { source: { kind: 'paste' } } as const;
const undo = { source: { kind: 'undo' } } as const;
const accept = (predictionId: string) => ({ source: { kind: 'prediction', predictionId } }) as const;

/** What was done to a text, and H as `old -> new` of the changed lines, oldest first. */
const sessions: readonly (readonly [name: string, base: string, step: Step, history: readonly string[]])[] = [
  [
    'a selected name typed over key by key is one change',
    AREA,
    (t) => t.typeOver(9, 10, 'width'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  [
    'a name extended from its end is one change',
    AREA,
    (t) => t.typeAt(10, 'idth'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  [
    'a pause within a word does not cut it in two',
    AREA,
    (t) => t.typeOver(9, 10, 'wid').wait(3_000).type('th'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  [
    'a name deleted, and the new one typed after some thought, is one change',
    AREA,
    (t) => t.replace(9, 10, '').wait(3_000).type('width'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  [
    'a typo put right at once leaves no trace',
    AREA,
    (t) => t.typeOver(9, 10, 'wiht').backspace(2).type('dth'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  [
    'a typo put right after a pause leaves no trace',
    AREA,
    (t) => t.typeOver(9, 10, 'widht').wait(2_500).backspace(2).type('th'),
    ['def area(w, h): -> def area(width, h):'],
  ],
  ['what was typed and deleted again is no change', AREA, (t) => t.typeAt(0, 'oops').backspace(4), []],
  ['a name typed over with itself is no change', AREA, (t) => t.typeOver(4, 8, 'area'), []],
  ['an edit undone soon after is forgotten', AREA, (t) => t.typeOver(9, 10, 'width').replace(9, 14, 'w', undo), []],
  [
    'an edit undone much later is history',
    AREA,
    (t) => t.typeOver(9, 10, 'width').wait(60_000).replace(9, 14, 'w', undo),
    ['def area(w, h): -> def area(width, h):', 'def area(width, h): -> def area(w, h):'],
  ],
  [
    'the edit between a typo and its correction stays',
    LONG,
    (t) => t.typeAt(0, 'x').wait(2_000).typeAt(t.length, 'end').wait(2_000).replace(0, 1, ''),
    ['line59 -> line59end'],
  ],
  [
    'the edit before a forgotten pair keeps its place when both are above it',
    LONG,
    (t) => t.typeAt(startOf(LONG, 'line30'), 'a').wait(2_000).typeAt(0, 'x').wait(2_000).backspace(1),
    ['line30 -> aline30'],
  ],
  [
    'a jump begins another change',
    LONG,
    (t) => t.typeAt(0, 'a').typeAt(startOf(t.text, 'line20'), 'b'),
    ['line0 -> aline0', 'line20 -> bline20'],
  ],
  ['near lines belong together', 'a\nb\nc', (t) => t.typeAt(0, 'x').typeAt(3, 'y'), ['a\nb -> xa\nyb']],
  [
    'a pause begins another change',
    'a\nb\nc',
    (t) => t.typeAt(0, 'x').wait(1_500).typeAt(3, 'y'),
    ['a -> xa', 'b -> yb'],
  ],
  [
    'a pause after a word begins another change',
    'a',
    (t) => t.typeAt(1, ' =').wait(1_500).type(' 1'),
    ['a -> a =', 'a = -> a = 1'],
  ],
  ['a longer pause ends even a word', 'a', (t) => t.typeAt(1, 'b').wait(6_000).type('c'), ['a -> ab', 'ab -> abc']],
  [
    'a paste stands alone',
    'a',
    (t) => t.typeAt(1, 'b').replace(2, 2, 'PASTED', paste).type('c'),
    ['a -> ab', 'ab -> abPASTED', 'abPASTED -> abPASTEDc'],
  ],
  [
    'a prediction accepted word by word is one change',
    'a',
    (t) => t.replace(1, 1, ' = ', accept('p')).replace(4, 4, 'b', accept('p')),
    ['a -> a = b'],
  ],
  [
    'two predictions taken are two changes',
    'a',
    (t) => t.replace(1, 1, 'b', accept('p')).replace(2, 2, 'c', accept('q')),
    ['a -> ab', 'ab -> abc'],
  ],
  ['a new line is shown with the line it came from', 'a\nb', (t) => t.typeAt(1, '\nc'), ['a -> a\nc']],
  ['a deleted line is shown with the line that took its place', 'a\nb\nc', (t) => t.replace(2, 4, ''), ['b\nc -> c']],
  ['CR LF stays out of a single line', 'a\r\nb\r\n', (t) => t.typeAt(0, 'x'), ['a -> xa']],
  [
    'a file replaced from outside forgets what was done to the old one',
    'a',
    (t) =>
      t
        .typeAt(1, 'b')
        .replace(0, 2, 'new', { source: { kind: 'load' } })
        .typeAt(3, 'er'),
    ['new -> newer'],
  ],
  [
    'a paste of a whole file is not shown, the edits around it are',
    'a',
    (t) =>
      t
        .typeAt(1, 'b')
        .replace(2, 2, `\n${'x'.repeat(5_000)}\n`, paste)
        .typeAt(0, 'c'),
    ['a -> ab', 'ab -> cab'],
  ],
];

const shown = (builder: HistoryBuilder): string[] =>
  builder.changes({ contextLines: 0 }).map(({ before, after }) => `${before} -> ${after}`);

describe('history from keystrokes', () => {
  it.each(sessions)('%s', (_, base, step, history) => {
    const typist = new Typist('d', base);
    step(typist);
    const { builder, fault } = deriveHistory({ version: 0, text: base }, typist.records);
    expect(fault).toBeNull();
    expect(shown(builder)).toEqual(history);
  });

  it('keeps keystrokes at many cursors together however far apart the cursors are', () => {
    const typist = new Typist('d', LONG);
    typist.change([
      { start: 0, end: 0, text: 'x' },
      { start: startOf(LONG, 'line50'), end: startOf(LONG, 'line50'), text: 'x' },
    ]);
    typist.change([
      { start: 1, end: 1, text: 'y' },
      { start: startOf(LONG, 'line50') + 2, end: startOf(LONG, 'line50') + 2, text: 'y' },
    ]);
    const { builder } = deriveHistory({ version: 0, text: LONG }, typist.records);
    expect(builder.edits().map(({ change }) => change.map(({ text }) => text))).toEqual([['xy', 'xy']]);
  });

  it('shows whole texts for a rename when asked for the file', () => {
    const { builder } = deriveHistory(
      { version: 0, text: AREA },
      new Typist('d', AREA).typeOver(9, 10, 'width').records,
    );
    expect(builder.changes()).toEqual([
      { before: AREA, after: AREA.replace('w,', 'width,'), source: { kind: 'typed' }, inProgress: true },
    ]);
  });

  it('gives the lines around a change when asked, and stops at the ends of the file', () => {
    const base = '\na\nb\nc\n';
    const { builder } = deriveHistory({ version: 0, text: base }, new Typist('d', base).typeAt(3, 'x').records);
    const around = (contextLines: number): string | undefined => builder.changes({ contextLines })[0]?.before;
    expect([0, 1, 2, 9].map(around)).toEqual(['b', 'a\nb\nc', '\na\nb\nc\n', '\na\nb\nc\n']);
  });

  it('says which change is still being made and which was an accepted prediction', () => {
    const { builder } = deriveHistory(
      { version: 0, text: 'a' },
      new Typist('d', 'a').replace(1, 1, 'b', accept('p')).typeAt(0, 'c').records,
    );
    expect(builder.edits().map(({ source, inProgress }) => [source, inProgress])).toEqual([
      [{ kind: 'prediction', predictionId: 'p' }, false],
      [{ kind: 'typed' }, true],
    ]);
  });

  it('begins anew after a reload, when the clock of the page starts over', () => {
    const typist = new Typist('d', 'a').typeAt(1, 'b');
    const next = { ...new Typist('d', 'ab', undefined, 1).typeAt(2, 'c').records[0]!, monoTime: 0 };
    const { builder } = deriveHistory({ version: 0, text: 'a' }, [...typist.records, next]);
    expect(shown(builder)).toEqual(['a -> ab', 'ab -> abc']);
  });

  it('refuses a record that does not follow, and stays as it was', () => {
    const builder = new HistoryBuilder({ version: 3, text: 'abc' });
    const record = new Typist('d', 'abc', undefined, 3).typeAt(3, 'd').records[0]!;
    expect(builder.push({ ...record, version: 4 })).toEqual({ kind: 'wrong-version', expected: 3, found: 4 });
    expect(builder.push({ ...record, change: [{ start: 9, end: 9, text: 'x' }] })).toMatchObject({
      kind: 'does-not-fit',
    });
    expect(builder.push(record)).toBeNull();
    expect(builder.push({ ...record, version: 4, document: 'other' })).toEqual({
      kind: 'wrong-document',
      expected: 'd',
      found: 'other',
    });
    expect([builder.text(), builder.version]).toEqual(['abcd', 4]);
  });
});

describe('the window over history', () => {
  it.each([
    [4, [0, 0, 0, 0, 0, 2, 2, 4, 4, 6]],
    [5, [0, 0, 0, 0, 0, 0, 2, 2, 4, 4]],
    [1, [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]],
    [0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('of at most %i moves in blocks', (max, starts) => {
    expect(starts.map((_, count) => windowStart(0, count, max))).toEqual(starts);
  });

  it('moves the same way whatever has been dropped from memory', () => {
    for (let count = 8; count < 40; count += 1) expect(windowStart(16, count, 8)).toBe(windowStart(0, count + 16, 8));
  });

  it('keeps the prefix of successive prompts, half a window at a time', () => {
    const typist = new Typist('d', LONG);
    const builder = new HistoryBuilder({ version: 0, text: LONG });
    let moves = 0;
    let previous: string[] = [];
    for (let index = 0; index < 200; index += 1) {
      typist.wait(20_000).typeAt(startOf(typist.text, `line${(index * 17) % 60}`), 'x');
      builder.push(typist.records.at(-1)!);
      const now = builder.changes({ maxEdits: 4, contextLines: 0 }).map(({ after }) => after);
      expect(now.length).toBe(Math.min(index + 1, index < 4 ? 4 : 3 + (index % 2)));
      if (JSON.stringify(now.slice(0, -1)) !== JSON.stringify(previous)) moves += 1;
      previous = now;
    }
    expect(moves).toBe(98);
  });
});

const source = fc.constantFrom<RandomStroke['source']>(
  { kind: 'typed' },
  { kind: 'typed' },
  { kind: 'typed' },
  { kind: 'paste' },
  { kind: 'undo' },
  { kind: 'redo' },
  { kind: 'prediction', predictionId: 'p' },
  { kind: 'inline-edit', instructionId: 'i' },
);
const stroke = fc.record({
  at: fc.nat(60),
  remove: fc.nat(3),
  insert: fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ', '😀'), maxLength: 3 }),
  pause: fc.constantFrom(0, 50, 900, 1_500, 7_000),
  source,
});
const session = fc.tuple(
  fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 40 }),
  fc.array(stroke, { maxLength: 60 }),
);
const small: HistoryParameters = { ...historyParameters, keepEdits: 6, groupLines: 2, maxSpanLines: 4 };

describe('derived edits', () => {
  it('form a chain that ends in the present text, each leading on and back', () => {
    fc.assert(
      fc.property(session, fc.constantFrom(small, historyParameters), ([base, strokes], parameters) => {
        const typist = randomSession('d', base, strokes);
        const { builder } = deriveHistory({ version: 0, text: base }, typist.records, parameters);
        const changes = builder.changes({ maxEdits: 1_000 });
        expect(builder.text()).toBe(typist.text);
        changes.forEach(({ before, after }, index) => {
          expect(after).toBe(changes[index + 1]?.before ?? typist.text);
          expect(before).not.toBe(after);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('are the same read once at the end or after every record', () => {
    fc.assert(
      fc.property(session, ([base, strokes]) => {
        const { records } = randomSession('d', base, strokes);
        const read = new HistoryBuilder({ version: 0, text: base }, small);
        for (const record of records) {
          read.push(record);
          read.changes();
        }
        const unread = deriveHistory({ version: 0, text: base }, records, small).builder;
        expect(unread.edits()).toEqual(read.edits());
        expect(unread.changes()).toEqual(read.changes());
      }),
      { numRuns: 200 },
    );
  });

  it('start from the first text when all are kept', () => {
    fc.assert(
      fc.property(session, ([base, strokes]) => {
        const { records } = randomSession('d', base, strokes);
        const { builder } = deriveHistory({ version: 0, text: base }, records, {
          ...historyParameters,
          keepEdits: 1_000,
        });
        expect(builder.changes({ maxEdits: 1_000 })[0]?.before ?? builder.text()).toBe(base);
      }),
      { numRuns: 200 },
    );
  });
});
