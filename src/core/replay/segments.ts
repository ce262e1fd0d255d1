/** A text with what was just typed and what is predicted in it, as stretches to be drawn one after another. */
import type { TextChange, TextEdit } from '../text';

export interface Segment {
  /** `typed`: what led to this text; `removed` and `added`: what the prediction would take away and put in. */
  readonly kind: 'same' | 'typed' | 'removed' | 'added';
  readonly text: string;
}

/**
 * All of `text` and what `predicted` (sorted, fitting) adds to it, in order; no segment is empty.
 * @param typed offsets of `text`; null for nothing
 */
export function segmentsOf(
  text: string,
  typed: { readonly start: number; readonly end: number } | null,
  predicted: TextChange,
): readonly Segment[] {
  const out: Segment[] = [];
  const put = (kind: Segment['kind'], part: string): void => {
    if (part !== '') out.push({ kind, text: part });
  };
  const plain = (from: number, to: number): void => {
    const start = Math.min(to, Math.max(from, typed?.start ?? to));
    const end = Math.min(to, Math.max(start, typed?.end ?? start));
    put('same', text.slice(from, start));
    put('typed', text.slice(start, end));
    put('same', text.slice(end, to));
  };
  let at = 0;
  for (const edit of inWholeWords(text, predicted)) {
    plain(at, edit.start);
    put('removed', text.slice(edit.start, edit.end));
    put('added', edit.text);
    at = edit.end;
  }
  plain(at, text.length);
  return out;
}

const WORD = /[\p{L}\p{N}_$]/u;

/** The same change without splitting words: "items" that becomes "goods" reads better than "item" that becomes "good". */
function inWholeWords(text: string, change: TextChange): readonly TextEdit[] {
  const isWord = (at: number): boolean => WORD.test(text.charAt(at));
  const out: TextEdit[] = [];
  for (const edit of change) {
    const startsInWord =
      WORD.test((text.slice(edit.start, edit.end) || edit.text).charAt(0)) || WORD.test(edit.text.charAt(0));
    const endsInWord =
      WORD.test((text.slice(edit.start, edit.end) || edit.text).slice(-1)) || WORD.test(edit.text.slice(-1));
    let { start, end } = edit;
    while (startsInWord && start > 0 && isWord(start - 1)) start -= 1;
    while (endsInWord && end < text.length && isWord(end)) end += 1;
    const before = out.at(-1);
    if (before !== undefined && start < before.end) {
      // Both are in one word: it is drawn once, with all that changes in it.
      const kept = before.text.slice(0, before.text.length - (before.end - edit.start));
      out[out.length - 1] = {
        start: before.start,
        end: Math.max(end, before.end),
        text: kept + edit.text + text.slice(edit.end, Math.max(end, before.end)),
      };
    } else out.push({ start, end, text: text.slice(start, edit.start) + edit.text + text.slice(edit.end, end) });
  }
  return out;
}
