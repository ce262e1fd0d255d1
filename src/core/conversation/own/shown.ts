/** C as a form of its own shows it. */
import { escapeTokens } from '../tokens';
import type { Current, Shown } from '../types';
import { wireText } from '../wire';

export function shownOf({ text, target, above, below }: Current): Shown {
  const pairs = wireText(text).eol === '\r\n';
  const bare = (part: string): string => (pairs ? part.replaceAll('\r\n', '\n').replace(/\r$/, '') : part);
  const offset = target === null ? text.length : target.kind === 'cursor' ? target.offset : target.end;
  return { text: bare(text), cursor: bare(text.slice(0, offset)).length, above, below };
}

/** A range of what is shown, half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of what is shown, escaped, with a mark at the cursor when that lies in it. */
export function marked({ text, cursor }: Shown, { start, end }: Span, mark: string): string {
  return cursor < start || cursor > end
    ? escapeTokens(text.slice(start, end))
    : escapeTokens(text.slice(start, cursor)) + mark + escapeTokens(text.slice(cursor, end));
}

/** A path as a prompt names it. */
export const pathShown = (path: string | undefined): string =>
  escapeTokens(path ?? 'untitled').replace(/\s*\n\s*/g, ' ');

/** The lines of a document, without terminators. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/);

/** Whether one of the texts holds one of the marks. */
export function holds(texts: readonly (string | undefined)[], marks: readonly string[]): boolean {
  return texts.some((text) => text !== undefined && marks.some((mark) => text.includes(mark)));
}
