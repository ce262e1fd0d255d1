/** Whole file: the new code in a fence; in an excerpt between the same ellipses as C. */
import { bracketsBalanced, diffCodeLines } from '../../text';
import { fenceLines, readFences, type FencedBlock } from '../fence';
import { escapeTokens } from '../tokens';
import { wireText, type LineReplacement } from '../wire';
import {
  ELLIPSIS,
  failed,
  readAnswerLines,
  type ChangeCodec,
  type DecodeInput,
  type Edges,
  type FormatResult,
} from './format';

function encode(from: string, to: string, language: string, { above, below }: Edges): string {
  return fenceLines(language, [
    ...(above ? [ELLIPSIS] : []),
    ...wireText(to, from).lines.map(escapeTokens),
    ...(below ? [ELLIPSIS] : []),
  ]);
}

function decode({ current, edges, body, ended }: DecodeInput): FormatResult {
  if (ended && body.trim() === '') return { kind: 'replacements', replacements: [], whole: true };
  const { blocks, open, stray } = readFences(body, ended);
  const [block] = blocks;
  // Without its end the file would lose all that was not written yet.
  if (block === undefined) {
    if (!ended) return failed('truncated', 'the new code breaks off');
    return failed('malformed', open === null ? 'there is no fenced code' : 'the fence is not closed');
  }
  if (blocks.length > 1 || open !== null) return failed('malformed', 'there is more than one fenced block');
  const content = readAnswerLines(withoutEllipses(block.lines, edges, true));
  if (content.kind === 'failed') return content;
  const { lines } = content;
  if (losesItsEnd(current.lines, lines, stray))
    return failed('truncated', 'the fence was closed before the code was over');
  return { kind: 'replacements', replacements: compare(current.lines, lines), whole: true };
}

/** So many lines at the end are not deleted by mistake. */
const FEW_LINES = 3;

/** Whether the answer is the beginning of the code and no more, while something follows behind its fence or its brackets stay open. */
function losesItsEnd(older: readonly string[], newer: readonly string[], stray: readonly string[]): boolean {
  const lost = older.length - newer.length;
  if (lost < FEW_LINES || !older.slice(newer.length).some((line) => line.trim() !== '')) return false;
  const last = newer.findLastIndex((line) => line.trim() !== '');
  const begins = newer.slice(0, last + 1).filter((line, index) => older[index] === line).length;
  if (begins < (last + 1) * 0.8) return false;
  return stray.length > 0 || (bracketsBalanced(older.join('\n'), '') && !bracketsBalanced(newer.join('\n'), ''));
}

/** Exactly one ellipsis at each edge that has one in C: a line of code that looks like one stays. */
function withoutEllipses(lines: FencedBlock['lines'], { above, below }: Edges, whole: boolean): readonly string[] {
  const from = above && lines[0] === ELLIPSIS ? 1 : 0;
  const to = whole && below && lines.length > from && lines.at(-1) === ELLIPSIS ? lines.length - 1 : lines.length;
  return lines.slice(from, to);
}

function compare(older: readonly string[], newer: readonly string[]): LineReplacement[] {
  const lines = newer.length === 0 ? [''] : newer;
  return diffCodeLines(older, lines).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: oldStart,
    end: oldEnd,
    lines: lines.slice(newStart, newEnd),
  }));
}

export const wholeFile: ChangeCodec = { encode, decode, historyBase: 'newer', whole: true };
