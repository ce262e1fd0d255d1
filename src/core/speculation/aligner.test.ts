import { describe, expect, it } from 'vitest';
import { createDraftAligner } from './aligner';

/** Feeds single letters as tokens and tells what is proposed next. */
function proposedAfter(draft: string, generated: string, prompt = '', most = 6): string {
  const ids = (text: string): number[] => Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const aligner = createDraftAligner(ids(draft), ids(prompt));
  for (const token of ids(generated)) aligner.take(token);
  return String.fromCodePoint(...aligner.propose(most).tokens);
}

describe('following a draft', () => {
  it.each([
    ['from its beginning', 'the quick brown fox', '', 'the qu'],
    ['as far as it was right', 'the quick brown fox', 'the q', 'uick b'],
    ['to its end', 'the quick', 'the qui', 'ck'],
    ['no further than its end', 'the quick', 'the quick', ''],
    ['over a token that is another', 'the quick brown fox', 'the Q', 'uick b'],
    ['over a token that is another, once more follows', 'the quick brown fox', 'the Qu', 'ick br'],
    ['over tokens put in', 'the quick brown fox', 'the very quick', ' brown'],
    ['over tokens left out', 'the quick brown fox', 'the brow', 'n fox'],
    [
      'to the nearest of several places that match',
      'a = b + 1; a = b + 2; a = b + 3;',
      'a = b + 1; x; a = b',
      ' + 2; ',
    ],
    ['to a place before, when only that matches', 'abcdefghij', 'abcdefghijbcde', 'fghij'],
  ])('%s', (_name, draft, generated, expected) => {
    expect(proposedAfter(draft, generated)).toBe(expected);
  });

  it.each([
    ['what followed the same tokens there', 'if (left < right) swap(left, right);', 'while (left <', ' right'],
    ['nothing after a match too short to mean something', 'if (a < b)', 'z <', ''],
    ['what followed last', 'for x in a; for x in b;', 'q for x in', ' b;q f'],
  ])('searches the prompt where there is no draft, and proposes %s', (_name, prompt, generated, expected) => {
    expect(proposedAfter('', generated, prompt)).toBe(expected);
  });

  it('tells how long it has been right', () => {
    const aligner = createDraftAligner([1, 2, 3, 4, 5, 6], []);
    const seen = [1, 2, 9, 4, 5, 6, 7].map((token) => [aligner.take(token), aligner.propose(9).streak]);
    expect(seen).toEqual([
      [true, 5],
      [true, 6],
      [false, 0],
      [true, 1],
      [true, 2],
      [true, 3],
      [null, 0],
    ]);
  });
});
