/** Locate-and-change: `start,end` (0-based, half-open lines of what is shown), newline, the new lines in a fence. */
import { diffLines } from '../../text';
import { fenceLines, readFences, type FencedBlock } from '../fence';
import { escapeTokens } from '../tokens';
import { wireText, type LineReplacement } from '../wire';
import { failed, readAnswerLines, whileWriting, type ChangeCodec, type DecodeInput, type FormatFailure, type FormatResult } from './format';

const LOCATION = /^(\d{1,9})\s*,\s*(\d{1,9})$/;

function encode(from: string, to: string, language: string): string {
  const { lines: older } = wireText(from);
  const { lines: newer } = wireText(to, from);
  return diffLines(older, newer)
    .map(({ oldStart, oldEnd, newStart, newEnd }) =>
      `${oldStart},${oldEnd}\n${fenceLines(language, newer.slice(newStart, newEnd).map(escapeTokens))}`)
    .join('\n');
}

function readBlock(block: FencedBlock, lineCount: number): LineReplacement | FormatFailure {
  const location = LOCATION.exec(block.header ?? '');
  if (location === null) return failed('malformed', 'a block has no line numbers before it');
  const start = Number(location[1]);
  const end = Number(location[2]);
  if (start > end || end > lineCount) {
    return failed('location-out-of-range', `lines ${start},${end} of ${lineCount}`);
  }
  const content = readAnswerLines(block.lines);
  return content.kind === 'failed' ? content : { start, end, lines: content.lines };
}

function decode({ current, body, ended }: DecodeInput): FormatResult {
  const { blocks, open, stray } = readFences(body, ended);
  const replacements: LineReplacement[] = [];
  for (const block of blocks) {
    const replacement = readBlock(block, current.lines.length);
    if ('kind' in replacement) return replacement;
    replacements.push(replacement);
  }
  if (stray.length > 0) return failed('malformed', 'there is text outside the blocks');
  if (ended && open !== null) return failed('malformed', 'a block is not closed');
  return { kind: 'replacements', replacements, whole: ended };
}

export const locateAndChange: ChangeCodec = { encode, decode, preview: whileWriting(decode), historyBase: 'newer' };
