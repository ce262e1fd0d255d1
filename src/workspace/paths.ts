/** Names of files in a workspace: relative paths with forward slashes, as they come from people, archives and folders. */

export type PathOutcome =
  | { readonly kind: 'path'; readonly path: string }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'bad'; readonly why: string };

/** UTF-16 units. */
const LONGEST = 255;

/**
 * Characters that cannot be seen or that change how others are seen: controls, line ends, halves of pairs, marks of
 * direction, letters without a shape. A name must look like what it is. Joiners stay: words and emoji are written with them.
 */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\u{e0000}-\u{e0fff}]/u;
const EACH_UNSEEN = new RegExp(UNSEEN, 'gu');

/** Whether a text holds a character that cannot be seen. */
export const holdsUnseen = (text: string): boolean => UNSEEN.test(text);

/** The text with a replacement character for each that cannot be seen. */
export const withoutUnseen = (text: string): string => text.replaceAll(EACH_UNSEEN, '\ufffd');

/**
 * A path that stays inside the workspace. Backslashes are taken for slashes and `.` is dropped; a path that would
 * leave the workspace (`..`, a drive, a leading slash), or that cannot be a file's name, is refused.
 */
export function workspacePath(name: string): PathOutcome {
  const bad = (why: string): PathOutcome => ({ kind: 'bad', why });
  const slashed = name.trim().replaceAll('\\', '/');
  if (holdsUnseen(slashed)) return bad('The name holds characters that cannot be seen.');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed))
    return bad('The path must begin inside the workspace, without a slash or a drive.');
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return bad('The path leaves the workspace.');
  const path = parts.join('/');
  if (path === '' || slashed.endsWith('/')) return bad('A file needs a name.');
  if (path.length > LONGEST) return bad(`The path is longer than ${LONGEST} characters.`);
  return { kind: 'path', path };
}

/** The path itself, or with a number before its ending when it is taken: `area.py`, `area-2.py`. */
export function freePath(path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(path)) return path;
  const dot = path.lastIndexOf('.');
  const [stem, ending] = dot > path.lastIndexOf('/') + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ''];
  for (let number = 2; ; number += 1) {
    const next = `${stem}-${number}${ending}`;
    if (!taken.has(next)) return next;
  }
}
