/**
 * A block was copied and is being made different: what its first differences imply for the rest of it. A name that was
 * replaced in one place is replaced in the others, in its other forms too; so is a number that tells the copies apart.
 */
import { commonEnds, diffSequences, type TextEdit } from '../../text';
import { copyAt, type Copy } from '../code/copies';
import { findNames, nameOf, wordsOf, writeName } from '../code/names';
import { pageOf, type Page } from '../code/page';
import type { Candidate, Moment, Proposer, Range } from '../types';

interface Difference {
  readonly from: string;
  readonly to: string;
}

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+(?:\.\p{N}+)?|\s+|[^\s\p{L}\p{N}_$]/gu;
const NEVER = new Set([
  'self',
  'this',
  'return',
  'def',
  'const',
  'let',
  'function',
  'if',
  'for',
  'in',
  'of',
  'true',
  'false',
  'True',
  'False',
  'None',
  'null',
]);

export const copy: Proposer = (moment) => {
  const page = pageOf(moment);
  const found = copyAt(moment, page);
  if (found === null) return [];
  const { differences, changed } = differencesOf(page, found);
  const byRow = new Map<number, TextEdit[]>();
  const range = { start: page.index.startOf(found.rows.first), end: page.index.endOf(found.rows.last) };
  for (const edit of impliedBy(moment, page, found, range, differences)) {
    if (changed.some(({ start, end }) => edit.start < end && start < edit.end)) continue;
    const row = page.index.lineAt(edit.start);
    byRow.set(row, [...(byRow.get(row) ?? []), edit]);
  }
  const caret = page.index.lineAt(moment.edits.at(-1)?.places[0]?.start ?? 0);
  const rows = [...byRow.keys()].sort((one, other) => distance(one, caret) - distance(other, caret));
  const make = (edits: readonly TextEdit[], row: number, suffix: string): Candidate => ({
    family: 'copy',
    group: 'copy',
    change: [...edits].sort((one, other) => one.start - other.start),
    evidence: {
      agreeing: changed.length,
      against: 0,
      certain: found.variant === 'pasted' ? 1 : 0.7,
      variant: found.variant + suffix,
    },
    like: found.model + row - found.rows.first,
  });
  const single = rows.map((row) => make(byRow.get(row) ?? [], row, ''));
  // Neighbouring rows are one place.
  const hunks = together([...byRow.keys()].sort((one, other) => one - other))
    .filter((list) => list.length > 1)
    .map((list) =>
      make(
        list.flatMap((row) => byRow.get(row) ?? []),
        list[0] ?? 0,
        '-rows',
      ),
    );
  return [...single, ...hunks];
};

const distance = (row: number, from: number): number => (row >= from ? row - from : 1000 + from - row);

function together(rows: readonly number[]): number[][] {
  const lists: number[][] = [];
  for (const row of rows) {
    const last = lists.at(-1);
    if (last?.at(-1) === row - 1) last.push(row);
    else lists.push([row]);
  }
  return lists;
}

/** What became what, and where in the present text. */
function differencesOf(
  page: Page,
  { rows, model }: Copy,
): { readonly differences: Difference[]; readonly changed: Range[] } {
  const differences: Difference[] = [];
  const changed: Range[] = [];
  for (let row = rows.first; row <= rows.last; row += 1) {
    const [mine, theirs] = [page.lines[row] ?? '', page.lines[model + row - rows.first] ?? ''];
    if (mine === theirs) continue;
    const newer = mine.match(TOKENS) ?? [];
    const older = theirs.match(TOKENS) ?? [];
    const starts: number[] = [];
    let at = page.index.startOf(row);
    for (const token of newer) {
      starts.push(at);
      at += token.length;
    }
    starts.push(at);
    for (const { oldStart, oldEnd, newStart, newEnd } of diffSequences(older, newer)) {
      changed.push({ start: starts[newStart] ?? at, end: starts[newEnd] ?? at });
      const [from, to] = [older.slice(oldStart, oldEnd), newer.slice(newStart, newEnd)];
      if (from.length === 1 && to.length === 1) differences.push({ from: from[0] ?? '', to: to[0] ?? '' });
    }
  }
  return {
    differences: [...new Map(differences.map((one) => [one.from, one])).values()].filter(
      ({ from, to }) => /[\p{L}\p{N}]/u.test(from) && /[\p{L}\p{N}]/u.test(to) && !NEVER.has(from),
    ),
    changed,
  };
}

function impliedBy(
  moment: Moment,
  page: Page,
  found: Copy,
  range: Range,
  differences: readonly Difference[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  const take = (edit: TextEdit): void => {
    if (
      !edits.some(({ start, end }) => edit.start < end && start < edit.end) &&
      page.text.slice(edit.start, edit.end) !== edit.text
    )
      edits.push(edit);
  };
  for (const { from, to } of differences) {
    const number = numbersOf(from, to);
    if (number !== null) {
      for (const match of page.text
        .slice(range.start, range.end)
        .matchAll(new RegExp(`(?<![\\p{N}.])${number.from}(?![\\p{N}.])`, 'gu'))) {
        const at = range.start + match.index;
        // Alone, or at the end of a name as in the first difference.
        const isAlone = !/[\p{L}_]/u.test(page.text.charAt(at - 1));
        if (isAlone !== (from === number.from) && isAlone && found.variant !== 'pasted') continue;
        take({ start: at, end: at + number.from.length, text: number.to });
      }
      continue;
    }
    for (const [one, other] of [[from, to] as const, telling(from, to)]) {
      if (one === '' || other === '' || NEVER.has(one)) continue;
      const [older, newer] = [nameOf(one), nameOf(other)];
      for (const hit of findNames(page.text, [older], range.start, range.end)) {
        take({
          start: hit.start,
          end: hit.end,
          text: writeName(newer, {
            letters: hit.letters,
            plural: hit.plural,
            join: hit.join,
            before: page.text.slice(Math.max(0, hit.start - 8), hit.start),
            language: moment.language,
          }),
        });
      }
    }
  }
  return edits;
}

/** Names that differ in one number. */
function numbersOf(from: string, to: string): { readonly from: string; readonly to: string } | null {
  const [one, other] = [/^(\D*)(\d+)(\D*)$/.exec(from), /^(\D*)(\d+)(\D*)$/.exec(to)];
  return one !== null && other !== null && one[1] === other[1] && one[3] === other[3]
    ? { from: one[2] ?? '', to: other[2] ?? '' }
    : null;
}

/** The words in which two names differ. */
function telling(from: string, to: string): readonly [string, string] {
  const [one, other] = [wordsOf(from), wordsOf(to)];
  const { head, tail } = commonEnds(one, other);
  const mine = one.slice(head, one.length - tail);
  const theirs = other.slice(head, other.length - tail);
  return head + tail === 0 || mine.join('').length < 2 ? ['', ''] : [mine.join('_'), theirs.join('_')];
}
