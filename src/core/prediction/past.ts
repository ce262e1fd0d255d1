/** What the latest edits of the session changed, so that a prediction does not bring it back. Immutable. */
import { applyChange, LineIndex, mapOffset, splitLines, type TextChange } from '../text';
import { linesOfHunk } from './hunk-lines';
import { changeOf, shiftEdits, type Hunk } from './hunks';
import { moveRanges, touches, type Range } from './last-edit';

interface PastBlock {
  /** The whole lines that were changed, where they stand in the present text. */
  readonly place: Range;
  /** How they read before each of the changes, without white space that says nothing; the latest last. */
  readonly was: readonly string[];
}

/** The latest last. */
export type Past = readonly PastBlock[];

export const NO_PAST: Past = [];
const MOST = 24;
/** States of one block; the first and the latest. */
const MOST_STATES = 12;
/** Of a whole file that was replaced, nothing is remembered. */
const MOST_UNITS = 4_000;

/** What is remembered after a change of `before`. */
export function remember(past: Past, before: string, change: TextChange): Past {
  const first = change[0];
  const last = change.at(-1);
  const moved = past.map(({ place, was }) => ({ was, place: moveRanges([place], change)[0] ?? place }));
  if (first === undefined || last === undefined) return moved;
  const lines = new LineIndex(before);
  const start = lines.startOf(lines.lineAt(first.start));
  const end = lines.endOf(lines.lineAt(last.end));
  if (end - start > MOST_UNITS) return moved;
  const newest = past.at(-1);
  const goesOn =
    newest !== undefined && touches([newest.place], change) && start >= newest.place.start && end <= newest.place.end;
  if (goesOn && newest.place.end - newest.place.start <= MOST_UNITS) {
    const { was, place } = moved.at(-1) ?? newest;
    const state = squeeze(before.slice(newest.place.start, newest.place.end));
    return [
      ...moved.slice(0, -1),
      { place, was: was.includes(state) ? was : [...was.slice(0, 1), ...was.slice(1).slice(2 - MOST_STATES), state] },
    ];
  }
  const place = { start: mapOffset(start, change, 'before'), end: mapOffset(end, change, 'after') };
  return [...moved, { place, was: [squeeze(before.slice(start, end))] }].slice(-MOST);
}

/** A line that is put in is written before the next one or behind the last. */
const LINE_BREAK = 2;

/** Whether lines would read again as they did before one of the changes, or only lines would be put in that were taken away there. */
export function bringsBack(past: Past, text: string, hunk: Hunk): boolean {
  const near = past.filter(({ place }) => hunk.end + LINE_BREAK >= place.start && hunk.start <= place.end + LINE_BREAK);
  return near.length > 0 && (restoresState(near, text, hunk) || restoresLines(near, text, hunk));
}

function restoresState(near: Past, text: string, hunk: Hunk): boolean {
  return near.some(({ place, was }) => {
    const now = squeeze(text.slice(place.start, place.end));
    const from = Math.min(place.start, hunk.start);
    const to = Math.max(place.end, hunk.end);
    const after = applyChange(text.slice(from, to), shiftEdits(changeOf([hunk]), -from));
    const shift = after.length - (to - from);
    const then = squeeze(after.slice(place.start - from, place.end - from + shift));
    return then !== now && was.includes(then);
  });
}

/** Lines of one bracket or so come back by chance. */
const tells = (line: string): boolean => /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(line);

function restoresLines(near: Past, text: string, hunk: Hunk): boolean {
  const { gone, put } = linesOfHunk(text, hunk);
  const fresh = put.map(squeeze).filter((line) => line.trim() !== '' && !gone.some((other) => squeeze(other) === line));
  if (!fresh.some(tells)) return false;
  return near.some(({ place, was }) => {
    const stand = new Set(splitLines(text.slice(place.start, place.end)).map(squeeze));
    return was.some((state) => {
      const taken = new Set(state.split('\n').filter((line) => !stand.has(line)));
      return fresh.every((line) => taken.has(line));
    });
  });
}

/** Each line with its indentation, other white space made one space; blank lines are left out. A string of its own, so that no older text is kept for it. */
function squeeze(code: string): string {
  return splitLines(code)
    .filter((line) => line.trim() !== '')
    .map((line) => `${/^\s*/.exec(line)?.[0] ?? ''}${line.trim().split(/\s+/).join(' ')}`)
    .join('\n');
}
