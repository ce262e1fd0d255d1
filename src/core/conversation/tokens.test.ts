import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../text';
import { decodeAnswer, DIALECTS, encodeAnswer, renderPrompt, type ChangeFormat } from '.';
import { END_OF_TEXT, escapeTokens, findSpecialToken, SPECIAL_TOKENS, stripTargets, unescapeTokens } from './tokens';

const TOKEN_LIKE = [
  ...SPECIAL_TOKENS,
  END_OF_TEXT,
  '<|fim_prefix|>',
  '<|repo_name|>',
  '<｜fim▁begin｜>',
  '<|\u{1F600}|>',
];
const soup = fc.string({
  unit: fc.constantFrom('<', '|', '>', '\\', '｜', 'a', ' ', '\n', ...TOKEN_LIKE),
  maxLength: 16,
});

describe('escaping', () => {
  it.each(TOKEN_LIKE)('makes %s inert and gives it back', (token) => {
    const escaped = escapeTokens(`a${token}b`);
    expect(escaped).not.toContain(token);
    expect(unescapeTokens(escaped)).toBe(`a${token}b`);
  });

  it('can be undone whatever the text', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const escaped = escapeTokens(text);
        expect(unescapeTokens(escaped)).toBe(text);
        expect(TOKEN_LIKE.filter((token) => escaped.includes(token))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('works line by line', () => {
    fc.assert(
      fc.property(fc.array(soup.map((text) => text.replaceAll('\n', ''))), (lines) => {
        expect(escapeTokens(lines.join('\n'))).toBe(lines.map(escapeTokens).join('\n'));
      }),
    );
  });

  it.each(['a <| b |> c', 'x <|', '<||>', 'if (a<|b|c) {}', 'f <| g'])('leaves operators alone: %s', (code) => {
    expect(escapeTokens(code)).toBe(code);
  });

  it('an answer that was not escaped stays as it is', () => {
    expect(unescapeTokens('<|fim_prefix|>')).toBe('<|fim_prefix|>');
  });
});

describe('tokens in an answer', () => {
  it('target tokens are removed, others found, escaped ones neither', () => {
    expect(stripTargets('a<|target|>b<|target_start|><|target_end|>c<\\|target|>')).toBe('abc<\\|target|>');
    expect(findSpecialToken('a<|next_end|>')).toBe('<|next_end|>');
    expect(findSpecialToken(escapeTokens(SPECIAL_TOKENS.join(' ')))).toBe(null);
  });
});

describe('code that is made of special tokens', () => {
  const before = SPECIAL_TOKENS.map((token) => `print("${token}")`).join('\n');
  const after = before.replaceAll('print', 'log');

  it.each<ChangeFormat>(['wf', 'lc', 'sr', 'ud', 'lcn'])('is edited like any other: %s', (format) => {
    const current = { text: before, above: false, below: false, target: null };
    const result = decodeAnswer(current, 'python', format, encodeAnswer(before, after, 'python', format), {
      complete: true,
    });
    expect(result.kind === 'change' && applyChange(before, result.change)).toBe(after);
  });

  it.each(Object.values(DIALECTS))('adds no token to a prompt: $id', (dialect) => {
    const count = (prompt: string): number =>
      SPECIAL_TOKENS.reduce((sum, token) => sum + prompt.split(token).length - 1, 0);
    const prompt = (older: string, newer: string, user: string): string =>
      renderPrompt(
        {
          language: 'python',
          history: [{ before: older, after: newer }],
          current: { text: newer, above: false, below: false, target: { kind: 'cursor', offset: 3 } },
          user,
        },
        dialect,
        { kind: 'code-first' },
      ).parts.join('');
    const plain = (text: string): string => text.replaceAll(/<\|\w+\|>/g, 'token');
    expect(count(prompt(before, after, before))).toBe(count(prompt(plain(before), plain(after), 'x')));
  });
});
