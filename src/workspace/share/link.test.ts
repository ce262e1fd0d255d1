import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checksumBytes, randomSession, replay } from '../../core/history';
import {
  decodeLink,
  encodeLink,
  isLink,
  LINK_LIMITS,
  SAFE_LENGTH,
  type SharedFile,
  type SharedWorkspace,
} from './link';

const file = (name: string, text: string): SharedFile => ({
  name,
  base: { version: 0, text },
  records: [],
  outcomes: [],
});
const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
/** A link around any body, with a checksum that is right: as someone would make it who means harm. */
const forged = (body: string | Uint8Array): string => {
  const packed = deflateSync(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  return `#s=1.${base64Url(packed)}.${checksumBytes(packed).toString(36)}`;
};
const header = (files: unknown, shown: unknown = 0): string => `${JSON.stringify({ shown, files })}\0`;
const item = (more: object = {}): object => ({ name: 'a.py', text: 'x', from: 0, bytes: 0, outcomes: [], ...more });

const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z_é字]{1,8}){0,2}\.[a-z]{1,3}$/);
const stroke = fc.record({
  at: fc.nat(60),
  remove: fc.nat(3),
  insert: fc.string({ unit: fc.constantFrom('a', 'é', '→', '\n', '😀'), maxLength: 4 }),
  pause: fc.nat(2000),
  source: fc.constantFrom({ kind: 'typed' } as const, { kind: 'prediction', predictionId: 'p' } as const),
});
const shared = fc
  .uniqueArray(
    fc.record({
      name,
      text: fc.string({ unit: 'grapheme', maxLength: 80 }),
      strokes: fc.array(stroke, { maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 4, selector: (one) => one.name },
  )
  .map((files): SharedWorkspace => ({
    shown: files.length - 1,
    files: files.map(({ name: path, text, strokes }, index) => ({
      name: path,
      base: { version: 0, text },
      records: randomSession(`d${index}`, text, strokes).records,
      outcomes: strokes.length > 1 ? [{ version: 1, kind: 'accepted' }] : [],
    })),
  }));

describe('a link', () => {
  it('brings back every file, its course and its text', () => {
    fc.assert(
      fc.property(shared, (workspace) => {
        const fragment = encodeLink(workspace);
        expect(fragment).toMatch(/^#[\w=.-]+$/);
        const outcome = decodeLink(fragment);
        if (outcome.kind !== 'workspace') throw new Error(outcome.why);
        const read = outcome.workspace;
        expect(read.shown).toBe(workspace.shown);
        expect(
          read.files.map((one) => [
            one.name,
            one.base,
            one.outcomes,
            one.records.map(({ change, source }) => [change, source]),
          ]),
        ).toEqual(
          workspace.files.map((one) => [
            one.name,
            one.base,
            one.outcomes,
            one.records.map(({ change, source }) => [change, source]),
          ]),
        );
        expect(read.files.map((one) => replay(one.base, one.records).text)).toEqual(
          workspace.files.map((one) => replay(one.base, one.records).text),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not tell when it was written', () => {
    const records = randomSession('d', '', [
      { at: 0, remove: 0, insert: 'a', pause: 5, source: { kind: 'typed' } },
    ]).records.map((record) => ({ ...record, wallTime: 1_700_000_000_000 }));
    const outcome = decodeLink(encodeLink({ shown: 0, files: [{ ...file('a.py', ''), records }] }));
    expect(outcome.kind === 'workspace' && outcome.workspace.files[0]!.records[0]!.wallTime).toBe(0);
  });

  it('of a small file is short enough for any chat', () => {
    const code = 'def area(width, height):\n    return width * height\n\n\n'.repeat(30);
    expect(encodeLink({ shown: 0, files: [file('area.py', code)] }).length).toBeLessThan(SAFE_LENGTH);
  });

  it('is written in one way only', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const text of ['', 'x', 'xy', 'xyz']) {
      const [head = '', payload = '', checksum = ''] = encodeLink({ shown: 0, files: [file('area.py', text)] }).split(
        '.',
      );
      const others = Array.from(letters)
        .map((letter) => payload.slice(0, -1) + letter)
        .filter((other) => other !== payload);
      expect(others.filter((other) => decodeLink([head, other, checksum].join('.')).kind !== 'refused')).toEqual([]);
    }
  });

  it('is refused when any character of it is changed or cut', () => {
    const fragment = encodeLink({ shown: 0, files: [file('area.py', 'def area(w): return w\n')] });
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: fragment.length - 1 }),
        fc.constantFrom('A', 'b', '3', '-', '.', '%'),
        (at, letter) => {
          fc.pre(fragment.charAt(at) !== letter);
          expect(decodeLink(fragment.slice(0, at) + letter + fragment.slice(at + 1)).kind).toBe('refused');
          expect(decodeLink(fragment.slice(0, at)).kind).toBe('refused');
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each<[string, string]>([
    ['nothing at all', '#s='],
    ['another version', '#s=9.AAAA.0'],
    [
      'what is not packed',
      `#s=1.${base64Url(Uint8Array.of(255, 255, 255))}.${checksumBytes(Uint8Array.of(255, 255, 255)).toString(36)}`,
    ],
    ['no header', forged('hello')],
    ['a header that is no JSON', forged('{\0')],
    ['a header of another shape', forged(`${JSON.stringify([1])}\0`)],
    ['files that are no list', forged(header({ length: 1 }))],
    ['a file without text', forged(header([{ name: 'a.py' }]))],
    ['a path that leaves the workspace', forged(header([item({ name: '../../.bashrc' })]))],
    ['a name that hides its ending', forged(header([item({ name: 'a\u202eyp.exe' })]))],
    ['the same name twice', forged(header([item(), item()]))],
    ['a version that is no number', forged(header([item({ from: -1 })]))],
    ['more bytes than there are', forged(header([item({ bytes: 1000 })]))],
    ['a history that is none', forged(`${header([item({ bytes: 4 })])}abcd`)],
    ['bytes that belong to nothing', forged(`${header([item()])}rest`)],
    ['a file to show that is not there', forged(header([item()], 7))],
    ['too many files', forged(header(Array.from({ length: 501 }, (_, index) => item({ name: `${index}.py` }))))],
    ['a fragment without end', `#s=1.${'A'.repeat(LINK_LIMITS.fragment)}`],
  ])('is refused when it holds %s', (_what, fragment) => {
    expect(decodeLink(fragment)).toSatisfy(
      (outcome: ReturnType<typeof decodeLink>) => outcome.kind === 'refused' && /[.]$/.test(outcome.why),
    );
  });

  it('is refused when it swells beyond the limit, without being unpacked whole', () => {
    const bomb = forged(header([item({ text: 'a'.repeat(3_000_000) })]));
    expect(bomb.length).toBeLessThan(20_000);
    expect(decodeLink(bomb, { ...LINK_LIMITS, inflated: 1_000_000 })).toMatchObject({ kind: 'refused' });
    expect(decodeLink(bomb).kind).toBe('workspace');
  });

  it('holds how a file is written where its text does not tell', () => {
    const written = { ...file('a.txt', 'a\nb\n'), raw: '\uFEFFa\r\nb\n' };
    const outcome = decodeLink(encodeLink({ shown: 0, files: [written, file('b.txt', 'b')] }));
    expect(outcome.kind === 'workspace' && outcome.workspace.files.map(({ raw }) => raw)).toEqual([
      '\uFEFFa\r\nb\n',
      undefined,
    ]);
  });

  it('takes names like those of prototypes as names', () => {
    const outcome = decodeLink(encodeLink({ shown: 0, files: [file('__proto__', 'x'), file('constructor', 'y')] }));
    expect(outcome.kind === 'workspace' && outcome.workspace.files.map(({ name: path }) => path)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

it.each([
  ['#s=1.a.b', true],
  ['#scripted', false],
  ['', false],
])('%s is a link: %s', (fragment, is) => {
  expect(isLink(fragment)).toBe(is);
});
