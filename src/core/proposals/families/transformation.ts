/**
 * The last edit turned one form of code into another: the same for every other place of the first form. What differs
 * between the places stays as it is in each. Two edits of one kind are stronger, and leave open what differs in them.
 */
import { carryOn } from '../../prediction/carry-on';
import type { TextEdit } from '../../text';
import { bracketsOf, quotedAround } from '../code/brackets';
import { derivedAt, namesAround } from '../code/derived';
import { findNames, nameOf } from '../code/names';
import { pageOf, type Page } from '../code/page';
import { leftOf, placesOf, rightOf } from '../code/rewrite-places';
import { generalised, rewritingOf, tokensOf, type Rewriting } from '../code/rewriting';
import { stepsOf, type Step } from '../code/steps';
import type { Candidate, Moment, PastEdit, Proposer } from '../types';

/** Earlier edits that are compared with the last. */
const LOOKED_BACK = 6;
const MOST = 40;

/** One row that an edit changed, or a few rows that became one or a few others. */
interface LineEdit {
  readonly before: string;
  readonly after: string;
  /** The first row, of the present text. */
  readonly row: number;
}

const MOST_ROWS = 3;

export const transformation: Proposer = (moment) => {
  const page = pageOf(moment);
  const last = lineEdits(moment, page, moment.edits.length - 1)[0];
  if (last === undefined) return [];
  const found: Candidate[] = [];
  let most = 1;
  for (const wide of [false, true]) {
    const own = rewritingOf(last.before, last.after, wide);
    if (own === null) continue;
    let rule: Rewriting = own;
    let agreeing = 1;
    for (let index = moment.edits.length - 2; index >= Math.max(0, moment.edits.length - LOOKED_BACK); index -= 1) {
      const earlier = lineEdits(moment, page, index)[0];
      const other =
        earlier === undefined || earlier.row === last.row ? null : rewritingOf(earlier.before, earlier.after, wide);
      const both = other === null ? null : generalised(rule, other);
      if (both === null) continue;
      rule = both;
      agreeing += 1;
    }
    // What more edits agree on stands for what one of them says.
    if (agreeing > most) found.length = 0;
    if (agreeing >= most) found.push(...byRule(moment, page, rule, last, agreeing, wide ? 'call' : ''));
    most = Math.max(most, agreeing);
  }
  if (most === 1 && !(last.before + last.after).includes('\n') && !isDerived(page, last))
    found.push(...bySubstitution(moment, page, last));
  return found.slice(0, MOST);
};

/** The rows that an edit changed without adding or removing any, as they were before all edits of the row that follow one another. */
function lineEdits(moment: Moment, page: Page, index: number): LineEdit[] {
  const edit = moment.edits[index];
  if (edit === undefined) return [];
  const steps = stepsOf(edit);
  if (steps.some(({ removed, added }) => removed.includes('\n') || added.includes('\n')))
    return rowsEdit(page, edit, steps);
  const rows = new Map<number, string>();
  for (const step of steps) {
    const place = step.written ?? placeOfGone(moment, edit, index, step.gone.start);
    if (place === null) continue;
    rows.set(page.index.lineAt(place.start), lineAt(edit.before, step.gone.start));
  }
  return [...rows]
    .map(([row, before]) => ({ row, before: earliest(moment, index, before), after: page.lines[row] ?? '' }))
    .filter(({ before, after }) => before !== after && before.trim() !== '');
}

/** A row that became a few, or a few that became one; nothing where rows were only put in or taken out. */
function rowsEdit(page: Page, { before, after }: PastEdit, steps: readonly Step[]): LineEdit[] {
  const written = steps.find((step) => step.written !== null)?.written;
  const start = Math.min(...steps.map(({ gone }) => gone.start));
  const end = Math.max(...steps.map(({ gone }) => gone.end));
  if (written == null) return [];
  const from = before.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = before.indexOf('\n', end);
  const to = lineEnd < 0 ? before.length : lineEnd;
  const [older, newer] = [before.slice(from, to), after.slice(from, to + after.length - before.length)].map((rows) =>
    rows.replace(/\r/g, ''),
  );
  if (older === undefined || newer === undefined || older.trim() === '' || newer.trim() === '') return [];
  const [olds, news] = [older.split('\n'), newer.split('\n')];
  if (
    olds.length > MOST_ROWS ||
    news.length > MOST_ROWS ||
    olds.some((row) => news.includes(row)) ||
    news.some((row) => row.trim() === '')
  )
    return [];
  return [{ row: page.index.lineAt(written.start), before: older, after: newer }];
}

/** The line as it was before the edits just before that led to it. */
function earliest({ edits }: Moment, index: number, before: string): string {
  let line = before;
  for (let at = index - 1; at >= 0; at -= 1) {
    const edit = edits[at];
    const [step, ...more] = edit === undefined ? [] : stepsOf(edit);
    if (edit === undefined || step === undefined || more.length > 0 || (step.removed + step.added).includes('\n'))
      break;
    if (lineAt(edit.after, step.gone.start) !== line) break;
    const earlier = lineAt(edit.before, step.gone.start);
    if (earlier.trim() === '') break;
    line = earlier;
  }
  return line;
}

function placeOfGone(
  { edits }: Moment,
  edit: PastEdit,
  index: number,
  offset: number,
): { readonly start: number } | null {
  return index === edits.length - 1 || edits[index] !== edit ? { start: offset } : null;
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}

interface Scored extends Candidate {
  readonly score: number;
}

function byRule(
  moment: Moment,
  page: Page,
  rule: Rewriting,
  last: LineEdit,
  agreeing: number,
  kind: string,
): Candidate[] {
  const places = placesOf(moment.text, rule).filter(({ start, end }) => allowed(moment, page, last, start, end));
  const byRow = new Map<number, typeof places>();
  for (const place of places) {
    const row = page.index.lineAt(place.start);
    byRow.set(row, [...(byRow.get(row) ?? []), place]);
  }
  const isConstant =
    rule.from.some((part) => part.kind === 'code' && /\p{N}$/u.test(part.text)) &&
    !rule.to.some((part) => part.kind === 'hole');
  const variant = isConstant
    ? 'constant'
    : (kind || (rule.from.some((part) => part.kind === 'hole') ? 'holes' : 'same')) + (agreeing > 1 ? '-again' : '');
  const fresh = freshOf(rule);
  const derived = (row: number, text: string): string =>
    derivedAt(page, { row: last.row, before: last.before, fresh }, row, text, moment.language) ?? text;
  return [...byRow]
    .map(([row, list]): Scored => {
      const [first] = list;
      const neighbours =
        first === undefined
          ? 0
          : Number(leftOf(moment.text, first.start) === rule.left) +
            Number(rightOf(moment.text, first.end) === rule.right);
      const certain = (0.5 + neighbours / 4) * (isConstant ? 0.4 : 1);
      const score = certain * 4 + likeness(page.lines[row] ?? '', last.before) * 4 - distance(row, last.row) / 50;
      const change = list.map(({ start, end, text }) => ({
        start,
        end,
        text: derived(row, indentedAs(text, last.after, page.lines[row] ?? '', page.eol)),
      }));
      return {
        family: 'transformation',
        group: 'transformation',
        change,
        evidence: { agreeing, against: 0, certain, variant },
        like: last.row,
        score,
      };
    })
    .sort((one, other) => other.score - one.score)
    .map(({ family, group, change, evidence, like }) => ({ family, group, change, evidence, like }));
}

/** Whether an edit wrote a name of its row or of what that stands in: as it is, that is not right elsewhere. */
function isDerived(page: Page, { row, before, after }: LineEdit): boolean {
  const left = tokensOf(before);
  const put = tokensOf(after).filter((token) => {
    const at = left.indexOf(token);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const names = [...namesAround(page, row), ...tokensOf(before)].filter((name) => /^[\p{L}_$]\S{2}/u.test(name));
  return findNames(put.join(' '), names.map(nameOf)).length > 0;
}

/** What a rule writes that is not in what it takes. */
function freshOf({ from, to }: Rewriting): string {
  const gone = new Set(from.flatMap((part) => (part.kind === 'code' ? tokensOf(part.text) : [])));
  return to
    .flatMap((part) =>
      part.kind === 'code' ? tokensOf(part.text).filter((token) => !gone.has(token) || token.trim() === '') : [' '],
    )
    .join('');
}

/** Further rows are indented from the row of the place. */
function indentedAs(text: string, model: string, line: string, eol: string): string {
  const indentOf = (code: string): string => /^\s*/.exec(code)?.[0] ?? '';
  return text.split(`\n${indentOf(model)}`).join(eol + indentOf(line));
}

/** The mechanical continuation, row by row. */
function bySubstitution(moment: Moment, page: Page, last: LineEdit): Candidate[] {
  const change = carryOn({ before: last.before, after: last.after }, moment.text) ?? [];
  const byRow = new Map<number, TextEdit[]>();
  for (const edit of change) {
    if (!allowed(moment, page, last, edit.start, edit.end)) continue;
    const row = page.index.lineAt(edit.start);
    byRow.set(row, [...(byRow.get(row) ?? []), edit]);
  }
  return [...byRow]
    .sort(([one], [other]) => distance(one, last.row) - distance(other, last.row))
    .map(([, edits]) => ({
      family: 'transformation',
      group: 'substitution',
      change: edits,
      evidence: { agreeing: 1, against: 0, certain: 0.5, variant: 'substitution' },
      like: last.row,
    }));
}

/** Not where edits were made, and not in comments and strings unless the edit was in one. */
function allowed(moment: Moment, page: Page, last: LineEdit, start: number, end: number): boolean {
  if (page.index.lineAt(start) === last.row) return false;
  if (
    moment.edits.some(({ places }) =>
      places.some((place) => start < place.end && place.start < Math.max(end, start + 1)),
    )
  )
    return false;
  const brackets = bracketsOf(moment);
  const quoted = quotedAround(brackets, start) ?? (end > start ? quotedAround(brackets, end) : null);
  if (quoted === null) return true;
  const written = moment.edits.at(-1)?.places[0];
  return written !== undefined && quotedAround(brackets, written.start) !== null;
}

/** Below is nearer than above. */
const distance = (row: number, from: number): number => (row >= from ? row - from : 1.5 * (from - row));

/** The share of words and signs that two lines have in common, 0 to 1. */
function likeness(one: string, other: string): number {
  const parts = (line: string): string[] => line.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
  const [mine, theirs] = [parts(one), parts(other)];
  const known = new Set(theirs);
  return mine.length + theirs.length === 0
    ? 0
    : mine.filter((part) => known.has(part)).length / Math.max(mine.length, theirs.length);
}
