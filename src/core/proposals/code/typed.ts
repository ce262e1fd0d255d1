/** Where the user is: the row of the cursor, what is typed of it, and what new rows say to it. */
import type { TextChange } from '../../text';
import type { Moment } from '../types';
import type { Page } from './page';

export interface Caret {
  readonly row: number;
  readonly offset: number;
  /** The row up to the cursor. */
  readonly typed: string;
  /** Whether nothing, or only what editors put in by themselves, follows the cursor in its row. */
  readonly isAtEnd: boolean;
}

/** The cursor, when the last edit ended in its row (or just above it, where a line was opened); else null. */
export function caretOf(moment: Moment, page: Page): Caret | null {
  const place = moment.edits.at(-1)?.places.at(-1);
  if (place === undefined) return null;
  const row = page.index.lineAt(moment.cursor);
  if (moment.cursor < place.start || row > page.index.lineAt(place.end) + 1) return null;
  const end = page.index.endOf(row);
  return {
    row,
    offset: moment.cursor,
    typed: page.text.slice(page.index.startOf(row), moment.cursor),
    isAtEnd: /^[)\]}"'`;,\s]*$/.test(page.text.slice(moment.cursor, end)),
  };
}

/**
 * The change that puts `rows` where the user is: they complete what is typed when that begins the first of them, fill a
 * blank row, or go below a row that is whole. Null where they do not fit.
 */
export function completion(
  page: Page,
  caret: Caret,
  rows: readonly string[],
  place: 'here' | 'below',
): TextChange | null {
  const [first = ''] = rows;
  if (!caret.isAtEnd) return null;
  const end = page.index.endOf(caret.row);
  if (place === 'below') {
    if (page.text.slice(caret.offset, end).trim() !== '') return null;
    return [{ start: end, end, text: rows.map((row) => page.eol + row).join('') }];
  }
  const line = page.lines[caret.row] ?? '';
  if (caret.typed.trim() === '' && line.trim() !== '') {
    const above = page.index.startOf(caret.row);
    return [{ start: above, end: above, text: rows.map((row) => row + page.eol).join('') }];
  }
  // The empty last row of a text stays its last.
  if (line === '' && caret.row === page.lines.length - 1 && caret.row > 0) {
    const above = page.index.endOf(caret.row - 1);
    return [{ start: above, end: above, text: rows.map((row) => page.eol + row).join('') }];
  }
  if (caret.typed.trim() === '' && !first.startsWith(caret.typed))
    return [{ start: page.index.startOf(caret.row), end, text: rows.join(page.eol) }];
  if (!first.startsWith(caret.typed) || rows.join(page.eol).trimEnd() === line.trimEnd()) return null;
  return [{ start: caret.offset, end, text: rows.join(page.eol).slice(caret.typed.length) }];
}

/** A candidate's new rows that begin with the half-typed row that they would stand beside complete it instead; null where they do not. */
export function completing(page: Page, caret: Caret | null, change: TextChange): TextChange | null {
  const [edit, ...more] = change;
  if (
    caret === null ||
    edit === undefined ||
    more.length > 0 ||
    edit.start !== edit.end ||
    caret.typed.trim().length < 2 ||
    !caret.isAtEnd
  )
    return null;
  const row = page.index.lineAt(edit.start);
  if (row < caret.row - 1 || row > caret.row + 1) return null;
  const isBelow = /^\r?\n/.test(edit.text) && edit.start === page.index.endOf(row) && row <= caret.row;
  const isAbove = /\n$/.test(edit.text) && edit.start === page.index.startOf(row) && row >= caret.row;
  if (!isBelow && !isAbove) return null;
  const rows = edit.text.replace(/^(?:\r?\n)+|(?:\r?\n)+$/g, '').split(/\r?\n/);
  return completion(page, caret, rows, 'here');
}
