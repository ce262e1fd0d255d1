/**
 * The lines just typed run parallel to lines above, with some words changed throughout: the rest of the line at the
 * cursor, or the next line, is the counterpart of the line that comes next above.
 */
import { pageOf, type Page } from '../code/page';
import type { Candidate, Proposer } from '../types';

/** How far above the parallel lines may stand. */
const FARTHEST = 60;
const MOST_ALIGNED = 8;
const MOST = 2;
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s]/gu;
const SEGMENT = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu;

export const restOfLine: Proposer = (moment) => {
  const place = moment.edits.at(-1)?.places.at(-1);
  const page = pageOf(moment);
  const row = page.index.lineAt(moment.cursor);
  const { cursor } = moment;
  if (place === undefined || cursor !== place.end || page.text.slice(cursor, page.index.endOf(row)).trim() !== '')
    return [];
  const typed = page.text.slice(page.index.startOf(row), cursor);
  const found: Candidate[] = [];
  for (let distance = 2; distance <= Math.min(FARTHEST, row - 1) && found.length < MOST; distance += 1) {
    const rest = typed.trim() === '' ? null : following(page, row, distance, typed);
    const next = rest !== null || typed.trim() === '' ? null : following(page, row + 1, distance, '');
    const started = typed.trim() === '' ? following(page, row, distance, typed) : null;
    const at = rest ?? started ?? next;
    if (at === null || isThere(page, row, at.line)) continue;
    const isNext = at === next;
    const end = page.index.endOf(row);
    found.push({
      family: 'structure',
      group: 'rest-of-line',
      change: [
        isNext
          ? { start: end, end, text: page.eol + at.line }
          : { start: cursor, end, text: at.line.slice(typed.length) },
      ],
      evidence: {
        agreeing: at.aligned,
        against: 0,
        certain: Math.min(1, 0.5 + at.aligned * 0.15),
        variant: isNext ? 'parallel-line' : 'rest-of-line',
      },
      like: at.like,
    });
  }
  return found;
};

interface Followed {
  readonly line: string;
  readonly like: number;
  readonly aligned: number;
}

/** What stands in `row`, by the rows above it and those `distance` above them; null where they are not parallel. */
function following(page: Page, row: number, distance: number, typed: string): Followed | null {
  const model = page.lines[row - distance] ?? '';
  if (model.trim().length < 4) return null;
  const words = new Map<string, string>();
  let aligned = 0;
  // Rows of the model are above all rows that it is compared with.
  for (let up = 1; up <= Math.min(MOST_ALIGNED, distance - 1); up += 1) {
    const [mine, theirs] = [page.lines[row - up] ?? '', page.lines[row - up - distance] ?? ''];
    const pairs = pairsOf(theirs, mine);
    if (pairs === null || !pairs.every(([from, to]) => (words.get(from) ?? to) === to)) break;
    for (const [from, to] of pairs) words.set(from, to);
    if (mine.trim() !== '') aligned += 1;
  }
  if (aligned < 2 || words.size === 0 || [...words].every(([from, to]) => from === to)) return null;
  const line = model.replace(SEGMENT, (segment) => {
    const to = words.get(segment.toLowerCase());
    return to === undefined ? segment : inCaseOf(segment, to);
  });
  // Nothing changed in it: the parallel says nothing of this line.
  return line === model || !line.startsWith(typed) || line === typed ? null : { line, like: row - distance, aligned };
}

/** The words of two lines that are built alike, in pairs, in small letters; null where they are not. */
function pairsOf(one: string, other: string): (readonly [string, string])[] | null {
  if (/^\s*/.exec(one)?.[0] !== /^\s*/.exec(other)?.[0]) return null;
  const [mine, theirs] = [one.match(TOKEN) ?? [], other.match(TOKEN) ?? []];
  if (mine.length !== theirs.length) return null;
  const pairs: (readonly [string, string])[] = [];
  for (const [index, token] of mine.entries()) {
    const counterpart = theirs[index] ?? '';
    const [from, to] = [token.match(SEGMENT) ?? [], counterpart.match(SEGMENT) ?? []];
    if (token === counterpart) {
      pairs.push(...from.map((word) => [word.toLowerCase(), word.toLowerCase()] as const));
      continue;
    }
    if (from.length === 0 || from.length !== to.length) return null;
    pairs.push(...from.map((word, at) => [word.toLowerCase(), (to[at] ?? '').toLowerCase()] as const));
  }
  return pairs;
}

function inCaseOf(model: string, word: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  return model.charAt(0) === model.charAt(0).toLowerCase() ? word : word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether the line stands directly below already. */
const isThere = ({ lines }: Page, row: number, line: string): boolean =>
  [1, 2].some((down) => (lines[row + down] ?? '').trim() === line.trim());
