/**
 * The mechanical prediction: when the last edit replaced one name by another, do the same to its other occurrences.
 * It is the baseline a model must beat, and the draft that speculative decoding starts from.
 */
import type { HistoryChange } from '../../src/core/conversation/types';
import {
  diffLines,
  diffTextLines,
  splitLines,
  splitLinesKeepingEnds,
  type TextChange,
  type TextEdit,
} from '../../src/core/text';

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|\s+|./gu;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** A line of the newer text in which it happened. */
  readonly line: string;
}

/**
 * The change of `text` (the excerpt now) that carries the last renaming on; null when the last edit was no renaming of
 * one name, or nothing is left to rename. When the renamed line opens a block, only that block is touched.
 */
export function propagate(last: HistoryChange, text: string): TextChange | null {
  const renaming = findRenaming(last);
  if (renaming === null) return null;
  const lines = splitLinesKeepingEnds(text);
  const { from, to } = scopeOf(splitLines(text), renaming.line);
  const edits: TextEdit[] = [];
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (index >= from && index < to) edits.push(...occurrences(line, at, renaming));
    at += line.length;
  }
  return edits.length > 0 ? edits : null;
}

function findRenaming({ before, after }: HistoryChange): Renaming | null {
  const older = splitLinesKeepingEnds(before);
  const newer = splitLinesKeepingEnds(after);
  let found: Renaming | null = null;
  for (const group of diffTextLines(before, after)) {
    const oldTokens = tokens(older.slice(group.oldStart, group.oldEnd));
    const newTokens = tokens(newer.slice(group.newStart, group.newEnd));
    for (const change of diffLines(oldTokens, newTokens)) {
      const from = oldTokens[change.oldStart];
      const to = newTokens[change.newStart];
      const isOneForOne = change.oldEnd - change.oldStart === 1 && change.newEnd - change.newStart === 1;
      if (!isOneForOne || from === undefined || to === undefined || !NAME.test(from) || !NAME.test(to)) return null;
      if (found !== null && (found.from !== from || found.to !== to)) return null;
      found ??= { from, to, line: (newer[group.newStart] ?? '').replace(/\r?\n$/, '') };
    }
  }
  return found;
}

function tokens(lines: readonly string[]): string[] {
  return lines.join('').match(TOKENS) ?? [];
}

/** Lines `[from, to)`: the block that `line` opens, or everything. */
function scopeOf(lines: readonly string[], line: string): { from: number; to: number } {
  const everything = { from: 0, to: lines.length };
  const from = lines.indexOf(line);
  if (from < 0) return everything;
  const next = lines.findIndex((other, index) => index > from && other.trim() !== '');
  if (next < 0 || indent(lines[next] ?? '') <= indent(line)) return everything;
  const end = lines.findIndex((other, index) => index > next && other.trim() !== '' && indent(other) <= indent(line));
  return { from, to: end < 0 ? lines.length : end };
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function occurrences(line: string, at: number, { from, to }: Renaming): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const match of line.matchAll(TOKENS)) {
    if (match[0] === from) edits.push({ start: at + match.index, end: at + match.index + from.length, text: to });
  }
  return edits;
}
