import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, inForm, uniformEnds, withoutMark, type LineEnd } from '.';

const MARK = '\uFEFF';
/** What Monaco makes of a text: one kind of terminator, CR LF when most have a CR. */
const asEditor = (raw: string): string => {
  const ends = withoutMark(raw).match(/\r\n|\r|\n/g) ?? [];
  return uniformEnds(withoutMark(raw), ends.filter((end) => end !== '\n').length > ends.length / 2 ? '\r\n' : '\n');
};
const edited = (raw: string, edit: (text: string) => string): string => inForm(edit(asEditor(raw)), formOf(raw));

describe('a text goes out as it came', () => {
  it.each<[string, string]>([
    ['of LF', 'a\nb\n'],
    ['of CR LF', 'a\r\nb\r\n'],
    ['of lone CR', 'a\rb\r'],
    ['of all three', 'a\nb\r\nc\rd'],
    ['without a final line end', 'a\r\nb\nc'],
    ['with a mark', `${MARK}a\r\nb\r\n`],
    ['with two marks', `${MARK}${MARK}a\nb`],
    ['with a mark inside', `a${MARK}\n`],
    ['of nothing', ''],
    ['of a mark alone', MARK],
    ['with line separators', 'a\u2028b\r\nc\u2029d\n\u0085'],
    ['of blank lines', '\r\n\n\r\r\n\n'],
    ['with CR CR LF', 'a\r\r\nb\n'],
  ])('%s', (_name, raw) => {
    expect(inForm(asEditor(raw), formOf(raw))).toBe(raw);
    expect(inForm(withoutMark(raw), formOf(raw))).toBe(raw);
  });

  it('whatever it is', () => {
    const raw = fc
      .array(fc.constantFrom('a', 'b ', '\t', '\n', '\r\n', '\r', '\u2028', MARK, '😀'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(raw, (text) => {
        expect(inForm(asEditor(text), formOf(text))).toBe(text);
      }),
    );
  });
});

describe('what is edited', () => {
  const MIXED = 'one\r\ntwo\nthree\rfour\r\nfive';
  it.each<[string, string, (text: string) => string, string]>([
    ['a word', MIXED, (text) => text.replace('two', '2'), 'one\r\n2\nthree\rfour\r\nfive'],
    [
      'a line break within a line',
      MIXED,
      (text) => text.replace('two', 't\r\nwo'),
      'one\r\nt\r\nwo\nthree\rfour\r\nfive',
    ],
    ['a new line', MIXED, (text) => text.replace('three', 'three\r\nnew'), 'one\r\ntwo\nthree\rnew\r\nfour\r\nfive'],
    ['a line gone', MIXED, (text) => text.replace('two\r\n', ''), 'one\r\nthree\rfour\r\nfive'],
    ['two lines joined', MIXED, (text) => text.replace('two\r\nthree', 'twothree'), 'one\r\ntwothree\rfour\r\nfive'],
    ['a last line', MIXED, (text) => `${text}\r\nsix`, `${MIXED}\r\nsix`],
    [
      'every line, indented',
      MIXED,
      (text) => text.replace(/^(?=\w)/gm, '  '),
      '  one\r\n  two\n  three\r  four\r\n  five',
    ],
    ['all', MIXED, () => '', ''],
    ['a file of CR', 'a\rb\r', (text) => text.replace('b', 'b\r\nc'), 'a\rb\rc\r'],
    ['a file of CR LF whose last break went and came as LF', 'a\r\n', () => 'a\nb\n', 'a\r\nb\r\n'],
    ['a file of one line', 'a', () => 'a\nb\n', 'a\nb\n'],
  ])('%s', (_name, raw, edit, expected) => {
    expect(edited(raw, edit)).toBe(expected);
  });

  it('leaves all other lines as they were', () => {
    const end = fc.constantFrom<LineEnd>('\n', '\r\n', '\r');
    const lines = fc
      .array(end, { minLength: 1, maxLength: 30 })
      .map((ends) => ends.map((eol, index) => ({ text: `line ${index};`, eol })));
    const edits = fc.array(fc.record({ at: fc.nat(29), kind: fc.constantFrom('change', 'insert', 'remove') }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(lines, edits, (before, wanted) => {
        const raw = before.map(({ text, eol }) => text + eol).join('');
        const touched = new Set<number>();
        const shown = before.map(({ text }) => text);
        for (const { at, kind } of wanted) {
          if (at >= shown.length || touched.has(at)) continue;
          touched.add(at);
          shown[at] = { change: `${shown[at] ?? ''} changed`, insert: `new\n${shown[at] ?? ''}`, remove: '' }[kind];
        }
        const out = inForm(
          shown.map((text, index) => (text === '' && touched.has(index) ? '' : `${text}\n`)).join(''),
          formOf(raw),
        );
        for (const [index, { text, eol }] of before.entries())
          if (!touched.has(index)) expect(out).toContain(text + eol);
        expect(withoutMark(uniformEnds(out, '\n'))).toBe(
          shown.map((text, index) => (text === '' && touched.has(index) ? '' : `${text}\n`)).join(''),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('leaves them so where more has changed than is compared', () => {
    const before = Array.from(
      { length: 1500 },
      (_, index) => `value_${index} = ${index}${index % 3 === 0 ? '\r\n' : '\n'}`,
    ).join('');
    const after = before.replace(/^(?=\w)/gm, '    ');
    expect(inForm(asEditor(after), formOf(before))).toBe(after);
  });
});
