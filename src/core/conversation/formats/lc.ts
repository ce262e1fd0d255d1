/**
 * Locate-and-change: `start,end` (0-based, half-open lines of what is shown), newline, the new lines in a fence. In the
 * numbered kind each new line carries the number it would have if all the lines before it stayed: `start + 1` and up.
 */
import { diffLines } from '../../text';
import { fenceLines, readFences, type FencedBlock } from '../fence';
import { escapeTokens } from '../tokens';
import { wireText, type LineReplacement } from '../wire';
import {
  failed,
  NUMBER_MARK,
  readAnswerLines,
  type ChangeCodec,
  type DecodeInput,
  type FormatFailure,
  type FormatResult,
} from './format';

const LOCATION = /^(\d{1,9})\s*,\s*(\d{1,9})$/;

/** Puts numbers before new lines, and takes them off again. */
interface Numbering {
  readonly write: (line: string, number: number) => string;
  /** Null when the line does not carry its number. */
  readonly read: (line: string, number: number) => string | null;
}

const plain: Numbering = { write: (line) => line, read: (line) => line };

const numbered: Numbering = {
  write: (line, number) => `${number}${NUMBER_MARK}${line}`,
  read: (line, number) => {
    const mark = `${number}${NUMBER_MARK}`;
    return line.startsWith(mark) ? line.slice(mark.length) : null;
  },
};

function encode(numbering: Numbering, from: string, to: string, language: string): string {
  const { lines: older } = wireText(from);
  const { lines: newer } = wireText(to, from);
  return diffLines(older, newer)
    .map(({ oldStart, oldEnd, newStart, newEnd }) => {
      const lines = newer
        .slice(newStart, newEnd)
        .map((line, index) => numbering.write(escapeTokens(line), oldStart + 1 + index));
      return `${oldStart},${oldEnd}\n${fenceLines(language, lines)}`;
    })
    .join('\n');
}

function readBlock(numbering: Numbering, block: FencedBlock, lineCount: number): LineReplacement | FormatFailure {
  const location = LOCATION.exec(block.header ?? '');
  if (location === null) return failed('malformed', 'a block has no line numbers before it');
  const start = Number(location[1]);
  const end = Number(location[2]);
  if (start > end || end > lineCount) {
    return failed('location-out-of-range', `lines ${start},${end} of ${lineCount}`);
  }
  const lines: string[] = [];
  for (const [index, line] of block.lines.entries()) {
    const bare = numbering.read(line, start + 1 + index);
    if (bare === null) return failed('malformed', `line ${start + 1 + index} of the answer does not carry its number`);
    lines.push(bare);
  }
  const content = readAnswerLines(lines);
  return content.kind === 'failed' ? content : { start, end, lines: content.lines };
}

function decode(numbering: Numbering, { current, body, ended }: DecodeInput): FormatResult {
  const { blocks, open, stray } = readFences(body, ended);
  const replacements: LineReplacement[] = [];
  for (const block of blocks) {
    const replacement = readBlock(numbering, block, current.lines.length);
    if ('kind' in replacement) return replacement;
    replacements.push(replacement);
  }
  if (stray.length > 0) return failed('malformed', 'there is text outside the blocks');
  if (ended && open !== null) return failed('malformed', 'a block is not closed');
  return { kind: 'replacements', replacements, whole: ended };
}

function locate(numbering: Numbering): ChangeCodec {
  const read: ChangeCodec['decode'] = (input) => decode(numbering, input);
  return {
    encode: (from, to, language) => encode(numbering, from, to, language),
    decode: read,
    historyBase: 'newer',
    whole: false,
  };
}

export const locateAndChange: ChangeCodec = locate(plain);
export const locateAndChangeNumbered: ChangeCodec = locate(numbered);
