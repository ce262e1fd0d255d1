import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceLanguage } from './languages';
import { lex } from './lexer';

const names = (text: string, language: SourceLanguage): string[] | undefined =>
  lex(text, language)
    ?.tokens.filter((token) => token.kind === 'name')
    .map((token) => token.text);

describe('the names of a text', () => {
  const rows: readonly (readonly [string, SourceLanguage, string, readonly string[]])[] = [
    ['leaves strings and comments out', 'python', "a = \"b\" # c\nd = 'e\\'f'", ['a', 'd']],
    ['spans long strings', 'python', 'a = """b\nc"""\nd', ['a', 'd']],
    [
      'reads the code of f-strings, not their text, conversion and format',
      'python',
      'f"b {c!r} {d:>{e}} {{f}}"',
      ['c', 'd', 'e'],
    ],
    ['knows raw strings', 'python', 'a = r"\\d{b}"', ['a']],
    ['joins continued lines', 'python', 'a = b + \\\n  c', ['a', 'b', 'c']],
    ['tells keywords from names', 'python', 'for a in b: pass', ['a', 'b']],
    ['reads the code of template strings', 'typescript', 'const a = `b ${c.d + `${e}`} f`;', ['a', 'c', 'd', 'e']],
    [
      'leaves regular expressions out',
      'javascript',
      'const a = /b[/]c/g.test(d) ? e / f / g : h;',
      ['a', 'test', 'd', 'e', 'f', 'g', 'h'],
    ],
    ['leaves block comments out', 'javascript', '/* a\n b */ c // d', ['c']],
    ['keeps private names whole', 'typescript', 'this.#a = b', ['#a', 'b']],
    ['skips the line that names the interpreter', 'javascript', '#!/usr/bin/env node\na()', ['a']],
    ['takes numbers of every form as one token', 'python', '0xff + 1_000.5e-3j + .5', []],
  ];
  it.each(rows)('%s', (_title, language, text, expected) => {
    expect(names(text, language)).toEqual(expected);
  });

  const refused: readonly (readonly [string, SourceLanguage, string])[] = [
    ['an open bracket', 'python', 'f(a'],
    ['a bracket closed by another', 'typescript', 'f(a]'],
    ['an open string', 'python', 'a = "b\n'],
    ['an open long string', 'python', 'a = """b\n'],
    ['an open template', 'javascript', '`a ${b'],
    ['an open comment', 'javascript', '/* a'],
    ['a character no program holds', 'python', 'a ? b'],
    [
      'a slash after a closing brace, which may be a division or a regular expression',
      'javascript',
      'if (a) {} /b/.test(c)',
    ],
    ['an open field of an f-string', 'python', 'f"{a'],
    ['an open format of an f-string', 'python', 'f"{a:b'],
    ['an open regular expression', 'javascript', 'a = /b'],
  ];
  it.each(refused)('refuses %s', (_title, language, text) => {
    expect(lex(text, language)).toBeNull();
  });
});

describe('tokens', () => {
  it('stand where they say, in order, with brackets in pairs', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '`',
      '${',
      '#',
      '//',
      '/*',
      '*/',
      '1.5',
      '=',
      '=>',
      ':',
      'f"',
      '\\',
      '.',
      'def',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.constantFrom<SourceLanguage>('python', 'typescript'),
        (pieces, language) => {
          const text = pieces.join('');
          const lexed = lex(text, language);
          if (lexed === null) return;
          let last = 0;
          lexed.tokens.forEach((token, at) => {
            expect(token.start).toBeGreaterThanOrEqual(last);
            expect(text.slice(token.start, token.end)).toBe(token.text);
            expect(token.line).toBe(text.slice(0, token.start).split('\n').length - 1);
            last = token.end;
            const partner = lexed.partner[at] ?? -1;
            if (partner >= 0) expect(lexed.partner[partner]).toBe(at);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
