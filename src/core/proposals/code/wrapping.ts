/** A header was typed above lines that are to stand in its block: they are indented, and the block is closed. */
import type { TextEdit } from '../../text';
import type { Candidate, Moment } from '../types';
import { HEADER } from './headers';
import { CLOSING, openBracketsOf } from './open';
import { pageOf, unitEnd, type Page } from './page';
import { indentUnitOf } from './style';
import { stepsOf } from './steps';
import { endingOf } from './endings';

const MOST_ROWS = 40;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const KEYWORDS = new Set(
  'if elif else for while with try def class async as in not and or is True False None null true false undefined const let var of new typeof await return function match case catch finally let mut err nil len range self this'.split(
    ' ',
  ),
);

export function wrappings(moment: Moment): Candidate[] {
  const page = pageOf(moment);
  const row = headerRow(moment, page);
  if (row === null) return [];
  const below = row + 1;
  const own = page.indents[row] ?? 0;
  const cursorRow = page.index.lineAt(moment.cursor);
  if (page.indents[below] !== own || (cursorRow !== row && cursorRow !== below)) return [];
  const line = (page.lines[row] ?? '').trim();
  const closers = closersFor(moment, page, row, line);
  if (closers === null) return [];
  const units = unitsBelow(page, below, own);
  const [first] = units;
  if (first === undefined) return [];
  const found: Candidate[] = [];
  for (const { last, variant, certain } of extents(page, line, units)) {
    const body = indentBlock(moment, page, below, last);
    const close =
      closers === '' ? '' : page.eol + indentText(page, row) + closers + endingOf(moment, page, row, closers);
    for (const { text, like } of handlers(moment, page, row, line, close)) {
      const end = page.index.endOf(last);
      found.push({
        family: 'structure',
        group: 'wrap',
        change: text === '' ? body : [...body, { start: end, end, text }],
        evidence: {
          agreeing: units.findIndex((unit) => unit.last === last) + 1,
          against: units.length,
          certain,
          variant,
        },
        like,
      });
    }
  }
  return found;
}

const indentText = (page: Page, row: number): string => (page.lines[row] ?? '').slice(0, page.indents[row] ?? 0);

/** The header that the last edit wrote, when it stands directly above other lines. */
function headerRow(moment: Moment, page: Page): number | null {
  const last = moment.edits.at(-1);
  const written = last === undefined ? undefined : stepsOf(last).at(-1)?.written;
  if (written == null || written.end === written.start) return null;
  let row = page.index.lineAt(written.end);
  if (page.text.slice(page.index.startOf(row), written.end).trim() === '') row -= 1;
  if (row < 0 || (page.indents[row] ?? -1) < 0) return null;
  // The end of the header must have been typed: a header that is changed is no new one.
  return written.end >= page.index.startOf(row) + (page.lines[row] ?? '').trimEnd().length ? row : null;
}

/** What closes the block of a header; '' where nothing does, null where the row begins no block that stands open. */
function closersFor(moment: Moment, page: Page, row: number, line: string): string | null {
  if (moment.language === 'python') return HEADER.python.test(line) && /:\s*(?:#.*)?$/.test(line) ? '' : null;
  if (!/[{([]$|\{\s*\|[^|]*\|$|\|\s*\{$/.test(line)) return null;
  const open = openBracketsOf(moment).open.filter((one) => one.row === row);
  if (open.at(-1)?.offset !== page.index.startOf(row) + (page.lines[row] ?? '').trimEnd().length - 1) return null;
  return open
    .reverse()
    .map(({ sign }) => CLOSING[sign] ?? '')
    .join('');
}

interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** The statements below, up to a blank line or the end of the block. */
function unitsBelow(page: Page, from: number, own: number): Stretch[] {
  const units: Stretch[] = [];
  let row = from;
  while (row < page.lines.length && row - from < MOST_ROWS && page.indents[row] === own) {
    const text = (page.lines[row] ?? '').trim();
    if (
      /^(?:[)\]}]|elif\b|else\b|except\b|finally\b|case\b|default\b|@|(?:export |async )*(?:class|def|function|fn|func)\b)/.test(
        text,
      )
    )
      break;
    let last = unitEnd(page, row);
    while (last > row && page.indents[last] === -1) last -= 1;
    // What goes on in an `else` belongs to it.
    while (
      /^(?:\} ?)?(?:elif|else|except|finally|catch)\b|^[)\]}]/.test((page.lines[last + 1] ?? '').trim()) &&
      page.indents[last + 1] === own
    )
      last = unitEnd(page, last + 1);
    units.push({ first: row, last });
    row = last + 1;
  }
  return units;
}

interface Extent {
  readonly last: number;
  readonly variant: string;
  readonly certain: number;
}

/** How far the block may reach, the likeliest first. */
function extents(page: Page, line: string, units: readonly Stretch[]): Extent[] {
  const whole = units.at(-1);
  const [first] = units;
  if (whole === undefined || first === undefined) return [];
  const names = new Set([...namesOf(line)]);
  const uses = ({ first: from, last }: Stretch): boolean =>
    page.lines.slice(from, last + 1).some((text) => [...namesOf(text)].some((name) => names.has(name)));
  const bound = boundBy(line);
  const usesBound = ({ first: from, last }: Stretch): boolean =>
    page.lines.slice(from, last + 1).some((text) => [...namesOf(text)].some((name) => bound.has(name)));
  const found: Extent[] = [];
  const add = (unit: Stretch | undefined, variant: string, certain: number): void => {
    if (unit !== undefined && !found.some(({ last }) => last === unit.last))
      found.push({ last: unit.last, variant, certain });
  };
  const lastBound = units.findLast(usesBound);
  if (bound.size > 0 && lastBound !== undefined) add(lastBound, 'wrap-bound', 0.9);
  if (isWithoutCondition(line)) {
    add(whole, 'wrap-all', units.length === 1 ? 0.9 : 0.7);
    add(first, 'wrap-first', 0.5);
    return found;
  }
  let reach = -1;
  while (reach + 1 < units.length && uses(units[reach + 1] ?? first)) reach += 1;
  if (bound.size === 0 && reach >= 0) add(units[reach], 'wrap-named', units.length === 1 ? 0.9 : 0.7);
  add(whole, 'wrap-all', units.length === 1 ? 0.8 : 0.5);
  add(first, 'wrap-first', 0.4);
  return found;
}

const isWithoutCondition = (line: string): boolean =>
  /^(?:try|else|do|loop|while True|unsafe|finally)\b|^(?:async )?with\b/.test(line);

const namesOf = (text: string): string[] => (text.match(WORD) ?? []).filter((word) => !KEYWORDS.has(word));

/** The names that a header binds for its block. */
function boundBy(line: string): Set<string> {
  const python = /^(?:async\s+)?for\s+(.+?)\s+in\b/.exec(line)?.[1];
  const others =
    /^for\s*\(\s*(?:const|let|var)\s+(.+?)\s+(?:of|in)\b/.exec(line)?.[1] ??
    /^for\s+(.+?)\s*:=/.exec(line)?.[1] ??
    /\bas\s+\(?([^:)]+)\)?:/.exec(line)?.[1] ??
    /^(?:if|while) let (?:\w+\()?(\w+)/.exec(line)?.[1] ??
    /\(?([\w$, ]*)\)? => \{$/.exec(line)?.[1];
  return new Set(namesOf(python ?? others ?? '').filter((name) => name !== '_'));
}

function indentBlock(moment: Moment, page: Page, first: number, last: number): TextEdit[] {
  const unit = indentUnitOf(moment);
  const edits: TextEdit[] = [];
  for (let row = first; row <= last; row += 1) {
    const at = page.index.startOf(row);
    if ((page.indents[row] ?? -1) >= 0) edits.push({ start: at, end: at, text: unit });
  }
  return edits;
}

interface Handler {
  readonly text: string;
  readonly like: number | null;
}

/** What closes the block; after a `try` also what its siblings catch. */
function handlers(moment: Moment, page: Page, row: number, line: string, close: string): Handler[] {
  if (!/^try\b/.test(line)) return [{ text: close, like: null }];
  const pattern = moment.language === 'python' ? /^except\b.*:/ : /^\} ?catch\b.*\{$/;
  const model = page.lines.findIndex((text, at) => at !== row && pattern.test(text.trim()));
  if (model < 0) return [{ text: close, like: null }];
  const from = page.indents[model] ?? 0;
  let end = unitEnd(page, model);
  if (end > model + 6) return [{ text: close, like: null }];
  while (end > model && page.indents[end] === -1) end -= 1;
  const lead = indentText(page, row);
  const rows = page.lines.slice(model, end + 1).map((text) => (text.trim() === '' ? '' : lead + text.slice(from)));
  return [
    { text: page.eol + rows.join(page.eol), like: model },
    { text: close, like: null },
  ];
}
