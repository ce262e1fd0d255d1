/** Differences between two texts, as changes by character and by line. Offsets are UTF-16, lines 0-based, half-open. */
import DiffMatchPatch from 'diff-match-patch';
import { normalizeChange, type TextChange, type TextEdit } from './edit';
import { splitLinesKeepingEnds } from './lines';

/** Lines `[oldStart, oldEnd)` of the older text became lines `[newStart, newEnd)` of the newer. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;
const LOW_SURROGATE = /^[\uDC00-\uDFFF]/;

function engine(): DiffMatchPatch {
  const dmp = new DiffMatchPatch();
  dmp.Diff_Timeout = 0.2;
  return dmp;
}

/**
 * A small change that turns `before` into `after`: never splits a surrogate pair, and is cleaned up for a human
 * reader when `semantic` is set (fewer, larger edits).
 */
export function diffText(before: string, after: string, semantic = false): TextChange {
  if (before === after) return [];
  const dmp = engine();
  const diffs = dmp.diff_main(before, after);
  if (semantic) dmp.diff_cleanupSemantic(diffs);
  const edits: TextEdit[] = [];
  let at = 0;
  for (const [operation, text] of diffs) {
    if (operation === 0) at += text.length;
    else if (operation < 0) {
      edits.push({ start: at, end: at + text.length, text: '' });
      at += text.length;
    } else edits.push({ start: at, end: at, text });
  }
  return normalizeChange(edits).map((edit) => keepPairsWhole(before, edit));
}

/** Widens an edit by one unit where it would cut a surrogate pair of the text in two. */
function keepPairsWhole(before: string, edit: TextEdit): TextEdit {
  let { start, end, text } = edit;
  if (start > 0 && HIGH_SURROGATE.test(before.slice(start - 1, start)) && LOW_SURROGATE.test(before.slice(start, start + 1) || text)) {
    start -= 1;
    text = before.slice(start, start + 1) + text;
  }
  if (end < before.length && LOW_SURROGATE.test(before.slice(end, end + 1)) && (end === start || HIGH_SURROGATE.test(before.slice(end - 1, end)) || HIGH_SURROGATE.test(text))) {
    text += before.slice(end, end + 1);
    end += 1;
  }
  return { start, end, text };
}

/** The line changes from `before` to `after`, in order, at least one unchanged line apart from each other. */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const codes = new Map<string, string>();
  const encode = (line: string): string => {
    const known = codes.get(line);
    if (known !== undefined) return known;
    // One UTF-16 unit a distinct line; skips the surrogate range so that no pair can form.
    const size = codes.size;
    const code = String.fromCharCode(size < 0xd7ff ? size + 1 : size + 1 + 0x800);
    codes.set(line, code);
    return code;
  };
  const dmp = engine();
  const diffs = dmp.diff_main(before.map(encode).join(''), after.map(encode).join(''), false);
  const out: LineChange[] = [];
  let oldAt = 0;
  let newAt = 0;
  let open: { oldStart: number; newStart: number } | undefined;
  const close = (): void => {
    if (open !== undefined) out.push({ ...open, oldEnd: oldAt, newEnd: newAt });
    open = undefined;
  };
  for (const [operation, text] of diffs) {
    if (operation === 0) {
      close();
      oldAt += text.length;
      newAt += text.length;
    } else {
      open ??= { oldStart: oldAt, newStart: newAt };
      if (operation < 0) oldAt += text.length;
      else newAt += text.length;
    }
  }
  close();
  return out;
}

/** The line changes between two texts; terminators count as part of their lines. */
export function diffTextLines(before: string, after: string): LineChange[] {
  return diffLines(splitLinesKeepingEnds(before), splitLinesKeepingEnds(after));
}
