/** Characters that change what a text looks like and cannot be seen themselves. */

/**
 * Control characters but tab, line feed and carriage return; those that turn the direction of text; those of no width
 * that no script needs (joiners stay: emoji and Persian are written with them).
 */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/**
 * Writes them out, as the editor does: what a model or a stranger wrote must not look like other code than it is.
 * @returns the same text where there are none
 */
export function showHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

export interface Blanks {
  readonly lead: string;
  readonly body: string;
  readonly trail: string;
}

const WRITTEN: Readonly<Record<string, string>> = { ' ': '·', '\t': '→\t' };
const writeOut = (blanks: string): string => Array.from(blanks, (sign) => WRITTEN[sign] ?? sign).join('');

/** A line with the white space at its ends written out: a dot for a space, an arrow for a tab. */
export function showBlanks(line: string): Blanks {
  const body = line.trim();
  const at = body === '' ? line.length : line.indexOf(body);
  return { lead: writeOut(line.slice(0, at)), body, trail: writeOut(line.slice(at + body.length)) };
}

/** What lines hold that are removed and added again with other white space at their ends: there it has to be seen. */
export function onlyBlanksDiffer(
  rows: readonly { readonly kind: string; readonly text?: string }[],
): ReadonlySet<string> {
  const bodies = (kind: string): string[] =>
    rows.flatMap((row) => (row.kind === kind && row.text !== undefined ? [row.text.trim()] : []));
  const added = new Set(bodies('added'));
  return new Set(bodies('removed').filter((body) => added.has(body)));
}
