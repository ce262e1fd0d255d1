/**
 * Unified diff in a fence: hunks with three lines of context, and `\ No newline at end of file` where that is so.
 * Reading it, a hunk belongs where its header says if its old lines stand there, else to the one place where they
 * do; what it says about lines must be exact.
 */
import { diffSequences, type SequenceChange } from '../../text';
import { fenceLines, readFences } from '../fence';
import { escapeTokens } from '../tokens';
import { wireText, type LineReplacement } from '../wire';
import {
  failed,
  readAnswerLines,
  type ChangeCodec,
  type DecodeInput,
  type FormatFailure,
  type FormatResult,
} from './format';
import { findRuns } from './search';

const CONTEXT = 3;
const NO_NEWLINE = '\\ No newline at end of file';
const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;
const FILE_NAMES = /^(---|\+\+\+|diff |index )/;

/** Lines as diffs count them: each with its newline, an unterminated last one without; the empty text has none. */
function terminated(lines: readonly string[]): string[] {
  const out = lines.map((line) => `${line}\n`);
  const last = out.pop();
  return last === undefined || last === '\n' ? out : [...out, last.slice(0, -1)];
}

function encode(from: string, to: string): string {
  const lines = diffOf(terminated(wireText(from).lines), terminated(wireText(to, from).lines), CONTEXT);
  return lines.length === 0 ? '' : fenceLines('diff', lines);
}

/**
 * The hunks of a unified diff, line by line, escaped; none where nothing changed.
 * @param older lines with their terminators, of which those without one are marked
 * @param context lines around each change
 * @param first number of the first line, 0-based
 */
export function diffOf(older: readonly string[], newer: readonly string[], context: number, first = 0): string[] {
  return group(diffSequences(older, newer), context).flatMap((changes) =>
    writeHunk(older, newer, changes, context, first),
  );
}

/** Changes whose contexts would touch go into one hunk. */
function group(changes: readonly SequenceChange[], context: number): SequenceChange[][] {
  const out: SequenceChange[][] = [];
  for (const change of changes) {
    const last = out.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && change.oldStart - previous.oldEnd <= 2 * context)
      last.push(change);
    else out.push([change]);
  }
  return out;
}

function writeHunk(
  older: readonly string[],
  newer: readonly string[],
  changes: readonly SequenceChange[],
  context: number,
  line: number,
): string[] {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return [];
  const lead = Math.min(context, first.oldStart);
  const trail = Math.min(context, older.length - last.oldEnd);
  const lines: string[] = [];
  const write = (mark: string, from: readonly string[], start: number, end: number): void => {
    for (const line of from.slice(start, end)) {
      lines.push(mark + escapeTokens(line.replace(/\n$/, '')));
      if (!line.endsWith('\n')) lines.push(NO_NEWLINE);
    }
  };
  let at = first.oldStart - lead;
  for (const change of changes) {
    write(' ', older, at, change.oldStart);
    write('-', older, change.oldStart, change.oldEnd);
    write('+', newer, change.newStart, change.newEnd);
    at = change.oldEnd;
  }
  write(' ', older, at, last.oldEnd + trail);
  const oldRange = range(line + first.oldStart - lead, line + last.oldEnd + trail);
  const newRange = range(line + first.newStart - lead, line + last.newEnd + trail);
  return [`@@ -${oldRange} +${newRange} @@`, ...lines];
}

/** A range of lines as hunk headers write it: an empty one by the line before it. */
function range(start: number, end: number): string {
  return `${end > start ? start + 1 : start},${end - start}`;
}

interface HunkLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

interface Hunk {
  readonly kind: 'hunk';
  /** Number of the first old line, 1-based; of the line before where there is no old line. */
  readonly oldStart: number;
  readonly lines: readonly HunkLine[];
  /** Whether the old and the new side say that they end without a newline. */
  readonly oldBare: boolean;
  readonly newBare: boolean;
}

/** The groups of lines that hunk headers begin; null when a line stands outside of all of them. */
function splitHunks(lines: readonly string[]): string[][] | null {
  const out: string[][] = [];
  for (const line of lines) {
    if (HUNK.test(line)) out.push([line]);
    else if (out.length > 0) out.at(-1)?.push(line);
    else if (line.trim() !== '' && !FILE_NAMES.test(line)) return null;
  }
  return out;
}

function readHunk(raw: readonly string[]): Hunk | FormatFailure {
  const [header = '', ...body] = raw;
  const oldStart = Number(HUNK.exec(header)?.[1]);
  const lines: HunkLine[] = [];
  let oldBare = false;
  let newBare = false;
  for (const line of body) {
    if (line.startsWith('\\')) {
      const mark = lines.at(-1)?.mark;
      oldBare ||= mark !== '+';
      newBare ||= mark !== '-';
      continue;
    }
    // Models drop the blank that marks an empty line of context.
    const mark = line === '' ? ' ' : line[0];
    if (mark !== ' ' && mark !== '-' && mark !== '+') return failed('malformed', 'a line of a hunk has no mark');
    const content = readAnswerLines([line.slice(1)]);
    if (content.kind === 'failed') return content;
    lines.push({ mark, text: content.lines[0] ?? '' });
  }
  return { kind: 'hunk', oldStart, lines, oldBare, newBare };
}

/** Where the hunk's old lines stand: the index of the first one, or null. */
function locate(hunk: Hunk, lines: readonly string[], bareEnd: boolean): number | null {
  const old = hunk.lines.filter(({ mark }) => mark !== '+').map(({ text }) => text);
  const fits = (at: number): boolean =>
    (hunk.oldBare ? bareEnd && at + old.length === lines.length : true) &&
    old.every((text, index) => lines[at + index] === text);
  if (old.length === 0) return hunk.oldStart <= lines.length ? hunk.oldStart : null;
  const stated = hunk.oldStart - 1;
  if (stated >= 0 && fits(stated)) return stated;
  const places = findRuns(lines, old).filter(fits);
  return places.length === 1 ? (places[0] ?? null) : null;
}

function applyHunk(hunk: Hunk, current: DecodeInput['current']): LineReplacement[] | FormatFailure {
  const bareEnd = current.lines.at(-1) !== '';
  const lines = bareEnd ? current.lines : current.lines.slice(0, -1);
  const start = locate(hunk, lines, bareEnd);
  if (start === null) return failed('patch-does-not-apply', `no one place for the hunk of line ${hunk.oldStart}`);
  const oldCount = hunk.lines.filter(({ mark }) => mark !== '+').length;
  if (start + oldCount === lines.length && hunk.oldBare !== hunk.newBare) {
    const text = hunk.lines.filter(({ mark }) => mark !== '-').map((line) => line.text);
    return [{ start, end: current.lines.length, lines: hunk.newBare ? text : [...text, ''] }];
  }
  const out: LineReplacement[] = [];
  let at = start;
  for (const { mark, text } of hunk.lines) {
    if (mark === '-') out.push({ start: at, end: at + 1, lines: [] });
    if (mark === '+') out.push({ start: at, end: at, lines: [text] });
    if (mark !== '+') at += 1;
  }
  return out;
}

function decode({ current, body, ended }: DecodeInput): FormatResult {
  if (body.trim() === '') return { kind: 'replacements', replacements: [], whole: ended };
  const { blocks, open } = readFences(body, ended);
  const fenced = blocks.length > 0 || open !== null;
  if (ended && open !== null) return failed('malformed', 'the fence is not closed');
  const loose = ended ? body.split('\n') : body.split('\n').slice(0, -1);
  const groups = splitHunks(
    fenced ? [...blocks, ...(open === null ? [] : [open])].flatMap((block) => block.lines) : loose,
  );
  if (groups === null || (ended && groups.length === 0)) return failed('malformed', 'there is no hunk');
  const whole = ended || (fenced && open === null);
  const replacements: LineReplacement[] = [];
  // The last hunk of a diff that breaks off may lack lines.
  for (const raw of whole ? groups : groups.slice(0, -1)) {
    const hunk = readHunk(raw);
    if (hunk.kind === 'failed') return hunk;
    const applied = applyHunk(hunk, current);
    if ('kind' in applied) return applied;
    replacements.push(...applied);
  }
  return { kind: 'replacements', replacements, whole: ended };
}

export const unifiedDiff: ChangeCodec = { encode, decode, historyBase: 'older', whole: false };
