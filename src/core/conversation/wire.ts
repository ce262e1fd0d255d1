/**
 * A text as the lines that a prompt shows. A text whose terminators are all CR LF is shown without its CRs and what a
 * model writes gets CR LF back; in every other text a line ends at LF alone and a CR stays part of its content, so
 * mixed terminators survive. A text that ends with a terminator has an empty last line; the empty text is one empty
 * line. (Bare LFs that an answer would bring into a pure CR LF text are therefore read as CR LF, as editors do.)
 */
import { normalizeChange, type TextChange, type TextEdit } from '../text';

export interface WireText {
  /** At least one; without terminators, not escaped. */
  readonly lines: readonly string[];
  readonly eol: '\n' | '\r\n';
}

/** Replace the lines `[start, end)` (0-based) by `lines`; `start === end` inserts before the line `start`. */
export interface LineReplacement {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const BARE_LF = /(?<!\r)\n/;

/** The lines of a text. `like` is the text whose convention counts when two texts are compared; default: itself. */
export function wireText(text: string, like: string = text): WireText {
  const eol = like.includes('\r\n') && !BARE_LF.test(like) ? '\r\n' : '\n';
  return { lines: eol === '\r\n' ? text.split(/\r?\n/) : text.split('\n'), eol };
}

/** Sorts replacements by position and joins those that touch; null when two of them overlap. */
export function orderReplacements(replacements: readonly LineReplacement[]): LineReplacement[] | null {
  const sorted = [...replacements].sort((a, b) => a.start - b.start || a.end - b.end);
  const out: LineReplacement[] = [];
  for (const next of sorted) {
    const last = out.at(-1);
    if (last === undefined || last.end < next.start) out.push(next);
    else if (last.end === next.start) {
      out[out.length - 1] = { start: last.start, end: next.end, lines: [...last.lines, ...next.lines] };
    } else return null;
  }
  return out;
}

/**
 * Replacements of lines as a change of the text's offsets, without the lines they leave as they were.
 * @param replacements ordered, not touching (see {@link orderReplacements}), within `wire.lines`.
 */
export function replacementsToChange(wire: WireText, replacements: readonly LineReplacement[]): TextChange {
  const starts = lineStarts(wire);
  const edits: TextEdit[] = [];
  for (const replacement of replacements) {
    const { start, end, lines } = trimReplacement(wire.lines, replacement);
    if (start === end && lines.length === 0) continue;
    edits.push(toEdit(wire, starts, start, end, lines));
  }
  return normalizeChange(edits);
}

/** Leaves out the leading and trailing lines that stay the same. */
function trimReplacement(old: readonly string[], replacement: LineReplacement): LineReplacement {
  let { start, end } = replacement;
  let from = 0;
  let to = replacement.lines.length;
  while (start < end && from < to && old[start] === replacement.lines[from]) {
    start += 1;
    from += 1;
  }
  while (start < end && from < to && old[end - 1] === replacement.lines[to - 1]) {
    end -= 1;
    to -= 1;
  }
  return { start, end, lines: replacement.lines.slice(from, to) };
}

/** Offset of each line, and of the end of the text as if it were one terminator further. */
function lineStarts(wire: WireText): number[] {
  const starts = [0];
  let at = 0;
  for (const line of wire.lines) {
    at += line.length + wire.eol.length;
    starts.push(at);
  }
  return starts;
}

function toEdit(
  wire: WireText,
  starts: readonly number[],
  start: number,
  end: number,
  lines: readonly string[],
): TextEdit {
  const offset = (line: number): number => starts[line] ?? 0;
  const length = offset(wire.lines.length) - wire.eol.length;
  if (end < wire.lines.length) {
    return { start: offset(start), end: offset(end), text: lines.map((line) => line + wire.eol).join('') };
  }
  // At the end of the text the terminator that goes or comes is the one before, not the one after.
  if (start === 0) return { start: 0, end: length, text: lines.join(wire.eol) };
  return { start: offset(start) - wire.eol.length, end: length, text: lines.map((line) => wire.eol + line).join('') };
}
