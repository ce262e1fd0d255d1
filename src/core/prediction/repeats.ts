/** What an answer writes twice: what was just typed, and lines that stand where it puts them. */
import { diffText, dominantEol, LineIndex } from '../text';
import { hunkOf, shiftEdits, type Hunk } from './hunks';
import { linesOfHunk, type HunkLines } from './hunk-lines';
import { madeAt, type LastEdit, type Range } from './last-edit';

type LastEditOf = Pick<LastEdit, 'before' | 'change'>;

const isWord = (sign: string): boolean => /^[\p{L}\p{N}_$]$/u.test(sign);

/** Whether a hunk replaces some of what the last edit wrote, or makes other words of it. To go on behind it is not to rewrite it. */
export function rewrites(text: string, lastEdit: LastEditOf, hunk: Hunk): boolean {
  const written = madeAt(lastEdit).filter(({ start, end }) => end > start);
  const cuts = ({ start, end }: Range, at: number, put: string): boolean =>
    start <= at &&
    at < end &&
    isWord(text.charAt(at)) &&
    (isWord(put.slice(-1)) || (start < at && isWord(text.charAt(at - 1))));
  return hunk.edits.some((edit) =>
    written.some((range) =>
      edit.end > edit.start ? edit.start < range.end && range.start < edit.end : cuts(range, edit.start, edit.text),
    ),
  );
}

/** Shorter texts stand twice in a line for a reason, unless they stand side by side. */
const LEAST_REPEATED = 3;

/** Whether a hunk puts what was just typed into the same line once more. What it makes of other words is no repetition. */
export function repeats(text: string, lastEdit: LastEditOf, hunk: Hunk): boolean {
  const lines = new LineIndex(text);
  return madeAt(lastEdit).some((range) => {
    const typed = bare(text.slice(range.start, range.end));
    if (!tells(typed) || typed.includes('\n')) return false;
    return hunk.edits.some((edit) => {
      const put = bare(edit.text);
      const changesWord =
        (isWord(text.charAt(edit.start - 1)) && isWord(edit.text.charAt(0))) ||
        (isWord(text.charAt(edit.end)) && isWord(edit.text.slice(-1)));
      if (edit.end > edit.start || changesWord || lines.lineAt(edit.start) !== lines.lineAt(range.start)) return false;
      if (put === typed && bare(text.slice(Math.min(edit.start, range.end), Math.max(edit.start, range.start))) === '')
        return true;
      if (put.length < LEAST_REPEATED || typed.length < LEAST_REPEATED) return false;
      return typed.endsWith(put) || (put.startsWith(typed) && /^\s*[,;)\]}]/.test(put.slice(typed.length)));
    });
  });
}

/** Without white space and separators at the ends. */
const bare = (code: string): string => code.replace(/^[\s,;]+|[\s,;]+$/g, '');
const tells = (code: string): boolean => /[\p{L}\p{N}]/u.test(code);

/** Lines that stand beside themselves rightly: a bracket, what closes a block, a statement of one word. */
const CLOSES =
  /^(?:<\/[\w.:-]*>|end\w*|fi|done|esac|else|pass|break|continue|return|begin|try|do|loop|then)?[\s()[\]{};,.:]*$/i;
const isLine = (line: string): boolean => /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(line) && !CLOSES.test(line.trim());

/** A hunk without the new lines that stand directly above or below it already; null when no new line is left. */
export function withoutDoubles(text: string, hunk: Hunk): Hunk | null {
  const lines = new LineIndex(text);
  const of = linesOfHunk(text, hunk, lines);
  // A line that becomes like its neighbour was carried on; one more line is a copy.
  if (of.put.length <= of.gone.length) return hunk;
  const [from, to] = around(of, lines);
  if (to - from === of.put.length) return hunk;
  const kept = of.put.slice(from, to);
  if (kept.every((line) => line.trim() === '')) return null;
  const next = lineHunk(text, lines, of, kept);
  return next === null ? null : withoutDoubles(text, next);
}

/** Which of the new lines are no copies of those that stand around: from and to, an index each. */
function around({ put, from, to }: HunkLines, lines: LineIndex): [from: number, to: number] {
  const stands = (one: string, at: number): boolean =>
    at >= 0 && at < lines.lineCount && lines.line(at).trimEnd() === one.trimEnd();
  const counts = put.map((_, index) => put.length - index);
  const below =
    counts.find(
      (count) => put.slice(-count).some(isLine) && put.slice(-count).every((line, index) => stands(line, to + index)),
    ) ?? 0;
  const above =
    counts.find(
      (count) =>
        count <= put.length - below &&
        put.slice(0, count).some(isLine) &&
        put.slice(0, count).every((line, index) => stands(line, from - count + index)),
    ) ?? 0;
  return [above, put.length - below];
}

/** The lines of a hunk replaced by others; null when they are the same. */
function lineHunk(text: string, lines: LineIndex, { from, to, gone }: HunkLines, put: readonly string[]): Hunk | null {
  const eol = dominantEol(text);
  const isEnd = to >= lines.lineCount;
  // At the end of the text a line has its terminator before it.
  const start = isEnd && from > 0 ? lines.endOf(from - 1) : lines.startOf(from);
  const fresh = isEnd
    ? from > 0
      ? put.map((line) => eol + line).join('')
      : put.join(eol)
    : put.map((line) => line + eol).join('');
  const older = text.slice(start, isEnd ? text.length : lines.startOf(to));
  if (put.length === gone.length && put.every((line, index) => line === gone[index])) return null;
  return hunkOf(text, shiftEdits(diffText(older, fresh, true), start));
}
