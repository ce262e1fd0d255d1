/** Where a block of code out of a conversation belongs in a file. A guess that is shown as a difference before it counts. */
import { diffLines, LineIndex, splitLines } from '../text';

export type PlaceKind = 'part' | 'file' | 'selection' | 'cursor';

export interface Placed {
  readonly kind: PlaceKind;
  /** The file with the code in it. */
  readonly after: string;
}

/** A block is a new version of the file when it repeats at least this share of the file's lines. */
const SAME_FILE = 0.5;

const DEFINITION = /^(\s*)(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:def|class|function\*?|const|let|var|interface|type|enum|fn|func|struct|trait|impl)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u;
const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

/**
 * The ways to put `code` into `text`, the likeliest first; never empty. A definition that the file has once is
 * replaced; code that repeats most of the file replaces it; else it goes where the person is.
 * @param at cursor or selection, UTF-16 offsets of `text`
 */
export function placeCode(text: string, code: string, at: { readonly start: number; readonly end: number }): readonly [Placed, ...Placed[]] {
  const block = code.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  const selected = at.end > at.start;
  const here: Placed = selected ? { kind: 'selection', after: intoSelection(text, block, at) } : { kind: 'cursor', after: atCursor(text, block, at.start) };
  const file: Placed = { kind: 'file', after: `${block}\n` };
  const part = intoPart(text, block);
  const found: Placed[] = part === null ? [] : [{ kind: 'part', after: part }];
  if (text.trim() === '' || likeFile(text, block)) return [file, ...found, here];
  const [first, ...rest] = [...found, here];
  return [first, ...rest, file];
}

function likeFile(text: string, block: string): boolean {
  const older = splitLines(text).filter((line) => line.trim() !== '');
  const newer = splitLines(block).filter((line) => line.trim() !== '');
  const gone = diffLines(older, newer).reduce((sum, { oldStart, oldEnd }) => sum + oldEnd - oldStart, 0);
  return older.length > 2 && (older.length - gone) / older.length >= SAME_FILE;
}

function intoSelection(text: string, block: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const trailing = text.slice(start, end).endsWith('\n') ? '\n' : '';
  return text.slice(0, start) + block + trailing + text.slice(end);
}

/** On lines of its own after the cursor's line, indented as that is; in place of it when it is blank. */
function atCursor(text: string, block: string, offset: number): string {
  const lines = new LineIndex(text);
  const line = lines.lineAt(offset);
  const content = lines.line(line);
  const start = lines.startOf(line);
  const end = lines.endOf(line);
  const put = reindent(block, content.trim() === '' ? /^\s*/.exec(content)?.[0] ?? '' : '');
  return content.trim() === '' ? text.slice(0, start) + put + text.slice(end) : `${text.slice(0, end)}\n${put}${text.slice(end)}`;
}

/** The block with its own margin replaced by another. */
function reindent(block: string, margin: string): string {
  const lines = splitLines(block);
  const own = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  return lines.map((line) => (line.trim() === '' ? '' : margin + line.slice(Number.isFinite(own) ? own : 0))).join('\n');
}

/** In place of the definition it is a new version of; null when the block is not one definition, or the file has it not exactly once. */
function intoPart(text: string, block: string): string | null {
  const lines = splitLines(block);
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  const heads = lines.flatMap((line) => {
    const found = DEFINITION.exec(line);
    return found !== null && indentOf(line) === margin ? [found[2]] : [];
  });
  if (heads.length !== 1) return null;
  const first = lines.find((line) => line.trim() !== '') ?? '';
  // Decorators and comments above it would be doubled; the file's own stay.
  if (DEFINITION.exec(first)?.[2] !== heads[0]) return null;
  const older = splitLines(text);
  const places = older.flatMap((line, index) => (DEFINITION.exec(line)?.[2] === heads[0] ? [index] : []));
  const [from] = places;
  if (from === undefined || places.length !== 1) return null;
  const indent = /^\s*/.exec(older[from] ?? '')?.[0] ?? '';
  const index = new LineIndex(text);
  return text.slice(0, index.startOf(from)) + reindent(block, indent) + text.slice(index.endOf(lastOfDefinition(older, from, indent.length)));
}

/** The last line of a definition: deeper lines follow it, and a line that closes it. */
function lastOfDefinition(lines: readonly string[], from: number, indent: number): number {
  let last = from;
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const closes = indentOf(line) === indent && /^\s*[)\]}]/.test(line);
    if (indentOf(line) <= indent && !closes) break;
    last = at;
    // `) {` and `}: T {` go on.
    if (closes && !/[{([:]\s*$/.test(line)) break;
  }
  return last;
}
