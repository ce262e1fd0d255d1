/**
 * Characters as people see them (grapheme clusters: a letter with its accents, a joined emoji, a flag) and words made of
 * whole ones. Offsets are UTF-16 units.
 */

const CLUSTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

/** What can make a cluster of several code points; a text without it needs no looking up. */
const JOINED =
  /[\p{M}\p{Emoji_Modifier}\p{Regional_Indicator}\u200C\u200D\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF\u{10000}-\u{10FFFF}]/u;
const WORD_START = /^[\p{L}\p{N}_]/u;
const BLANK_START = /^[^\S\r\n]/;
/** Letters of writing without blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether a text has characters of several code points, or outside the basic plane. */
export const hasClusters = (text: string): boolean => JOINED.test(text);

/** The cluster that an offset of a line lies inside of; null when the offset is between two. */
export function clusterAround(line: string, offset: number): { readonly start: number; readonly end: number } | null {
  if (offset <= 0 || offset >= line.length || !hasClusters(line)) return null;
  const found = CLUSTERS.segment(line).containing(offset);
  return found === undefined || found.index === offset
    ? null
    : { start: found.index, end: found.index + found.segment.length };
}

/** Combining marks alone after a letter: a user who has typed them takes them back one by one. */
const SPELLED = /^\p{L}[\p{M}\u200C\u200D\p{L}]*$/u;

/**
 * How many units before an offset Backspace takes: a whole emoji, flag or symbol, the last mark of a letter (as every
 * system does, so that spelling can be mended). Null where one code point is all there is.
 */
export function unitsBefore(line: string, offset: number): number | null {
  if (offset <= 0 || !hasClusters(line)) return null;
  const found = CLUSTERS.segment(line).containing(offset - 1);
  if (
    found === undefined ||
    found.index + found.segment.length !== offset ||
    Array.from(found.segment).length < 2 ||
    SPELLED.test(found.segment)
  )
    return null;
  return found.segment.length;
}

/** Words, runs of blanks without a line break, single line breaks, and single other characters, none of them cut. */
export function wordsAndGaps(text: string): readonly string[] {
  const out: string[] = [];
  let kind: 'word' | 'blank' | null = null;
  for (const { segment } of CLUSTERS.segment(text)) {
    const next = WORD_START.test(segment)
      ? 'word'
      : BLANK_START.test(segment) && segment.trim() === ''
        ? 'blank'
        : null;
    if (next !== null && next === kind) out.push((out.pop() ?? '') + segment);
    else out.push(segment);
    kind = next;
  }
  return out.flatMap((part) =>
    UNSPACED.test(part) ? Array.from(WORDS.segment(part), ({ segment }) => segment) : [part],
  );
}
