/** Words that an edit took from where it stood (the function's name in a message): elsewhere they are taken from there. */
import { findNames, nameOf } from './names';
import { parentRow, type Page } from './page';
import { tokensOf } from './rewriting';
import { withName } from './template';

const DECLARED =
  /\b(?:def|function|func|fn|class|interface|struct|enum|impl|trait)\s+(?:\([^)]*\)\s*)?([\p{L}_$][\p{L}\p{N}_$]*)/u;
const METHOD =
  /^\s*(?:(?:public|private|protected|static|async|override|get|set|export)\s+)*#?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^>]*>)?\([^;]*\)\s*(?::[^=;]+)?\{\s*$/u;
const BOUND =
  /^\s*(?:(?:export|const|let|var|static|readonly|public|private)\s+)*["'[]?([\p{L}_$][\p{L}\p{N}_$-]*)["'\]]?\s*(?::|=(?![=>]))/u;
const NO_NAMES = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'else',
  'try',
  'return',
  'case',
  'default',
  'function',
]);
const SHORTEST = 3;
const WORD = /^[\p{L}_$]/u;

/** The names around a row: its own key or binding ('' for none), then what is declared around it, from near to far. */
export function namesAround(page: Page, row: number): string[] {
  const names = [nameIn(BOUND, page.lines[row] ?? '')];
  for (let at = parentRow(page, row); at >= 0; at = parentRow(page, at)) {
    const line = page.lines[at] ?? '';
    const name = nameIn(DECLARED, line) || nameIn(METHOD, line) || nameIn(BOUND, line);
    if (name !== '') names.push(name);
  }
  return names;
}

function nameIn(pattern: RegExp, line: string): string {
  const name = pattern.exec(line)?.[1] ?? '';
  return NO_NAMES.has(name) ? '' : name;
}

export interface Edited {
  readonly row: number;
  /** The row before the edit. */
  readonly before: string;
  /** What the edit wrote that did not stand there. */
  readonly fresh: string;
}

/** `text` (what the edit says at another row) with the names of that row for those of the edited one; null where it took none. */
export function derivedAt(page: Page, edited: Edited, row: number, text: string, language: string): string | null {
  for (const [from, to] of pairsOf(page, edited, row)) {
    if (from.length < SHORTEST || to === '' || from === to || findNames(edited.fresh, [nameOf(from)]).length === 0)
      continue;
    const hits = findNames(text, [nameOf(from)]);
    if (hits.length === 0) continue;
    return withName(text, { start: 0, end: text.length, hits }, nameOf(to), language);
  }
  return null;
}

/** Names of the edited row and their counterparts at another one, the surest first. */
function pairsOf(page: Page, { row: own, before }: Edited, row: number): (readonly [string, string])[] {
  const [mine, theirs] = [namesAround(page, own), namesAround(page, row)];
  const pairs = mine.map((name, index): readonly [string, string] => [name, theirs[index] ?? '']);
  const [older, newer] = [before, page.lines[row] ?? ''].map((line) =>
    tokensOf(line).filter((token) => token.trim() !== ''),
  );
  for (const [index, token] of (older ?? []).entries()) {
    const other = newer?.[index] ?? '';
    if (token === other) continue;
    if (!WORD.test(token) || !WORD.test(other)) break;
    pairs.push([token, other]);
  }
  return pairs;
}
