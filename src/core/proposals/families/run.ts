/**
 * Lines or blocks that were just typed differ by a name that runs along a known series (an enum, a list, parameters,
 * numbers, days): the next of them, or all that are left; and the rest of a line that is begun like those above.
 */
import { analogous } from '../code/analogous';
import type { Hit } from '../code/names';
import { findNames, nameOf } from '../code/names';
import { sourceOf } from '../code/joined';
import { lineSiblings, type Element } from '../code/elements';
import { pageOf, parentRow, unitEnd, type Page } from '../code/page';
import { stepsOf } from '../code/steps';
import { sequelsOf, type Sequel } from '../code/sequences';
import { templateOf, withName, type Piece } from '../code/template';
import type { TextEdit } from '../../text';
import type { Candidate, Moment, Proposer } from '../types';

const MOST_SEQUELS = 3;
const MOST_LEFT = 12;

export const run: Proposer = (moment) => {
  const last = moment.edits.at(-1);
  const written = last === undefined ? undefined : stepsOf(last).at(-1)?.written;
  if (written === undefined || written === null) return [];
  const page = pageOf(moment);
  let row = page.index.lineAt(written.end);
  // A line break at the end of what was written belongs to the line above it.
  if (row > 0 && written.end === page.index.startOf(row) && page.indents[row] !== -1) row -= 1;
  const isFinal = row === page.lines.length - 1 && page.lines[row] === '';
  const blank = page.indents[row] === -1 && !isFinal && page.index.lineAt(moment.cursor) === row ? row : null;
  while (row > 0 && page.indents[row] === -1) row -= 1;
  if (page.index.endOf(row) < written.start) return [];
  const begun =
    written.end <= page.index.endOf(row) &&
    page.text.slice(written.end, page.index.endOf(row)).replace(/[)\]}"'`;,\s]/g, '') === ''
      ? restOfLine(moment, page, row, written.end)
      : [];
  const next: Candidate[] = [];
  // The line itself, or a block that it ends.
  for (let header = row; header >= 0 && next.length === 0; header = parentRow(page, header)) {
    if (unitEnd(page, header) < row || unitEnd(page, header) - header > 30) break;
    next.push(...after(moment, page, header, blank));
  }
  return [...begun, ...next, ...analogous(moment, page)];
};

interface RunUnit extends Piece {
  readonly element: Element;
  readonly template: string;
  readonly lastRow: number;
}

function unitFor(page: Page, element: Element): RunUnit {
  const row = page.index.lineAt(element.nameStart);
  const lastRow = unitEnd(page, row);
  const [start, end] = [page.index.startOf(row), page.index.endOf(lastRow)];
  const hits: readonly Hit[] = findNames(page.text, [nameOf(element.name)], start, end);
  const piece = { start, end, hits };
  return { ...piece, element, lastRow, template: templateOf(page.text, piece) };
}

const loose = (template: string): string =>
  template
    .replace(/\d+/g, '0')
    .replace(/[,;]?\s*$/, '')
    .replace(/^(\s*)(?:\} ?)?(?:elif|else if)\b/, '$1if');

/** The units up to one that are built like it, the one itself last. */
function unitsUpTo(page: Page, elements: readonly Element[], at: number): RunUnit[] {
  const units: RunUnit[] = [];
  for (let index = at; index >= 0; index -= 1) {
    const element = elements[index];
    if (element === undefined) break;
    const unit = unitFor(page, element);
    if (
      units[0] !== undefined &&
      (loose(unit.template) !== loose(units[0].template) || gapBetween(page, unit, units[0]) > 1)
    )
      break;
    units.unshift(unit);
  }
  return units;
}

const gapBetween = (page: Page, unit: RunUnit, next: RunUnit): number =>
  page.index.lineAt(next.start) - unit.lastRow - 1;

/** What comes after a unit that begins on a row and was just written. */
function after(moment: Moment, page: Page, row: number, blank: number | null): Candidate[] {
  const siblings = lineSiblings(sourceOf(moment), row);
  const at = siblings?.elements.findIndex(({ nameStart }) => page.index.lineAt(nameStart) === row) ?? -1;
  if (siblings === null || at < 0) return alone(moment, page, row, blank);
  const units = unitsUpTo(page, siblings.elements, at);
  const unit = units.at(-1);
  if (unit === undefined) return [];
  if (units.length < 2) return alone(moment, page, row, blank);
  const known = new Set(siblings.elements.map(({ name }) => name));
  const before = units.slice(0, -1).map(({ element }) => element.name);
  const rows = { first: page.index.lineAt(units[0]?.start ?? 0), last: unit.lastRow };
  const sequels = sequelsOf(moment, unit.element.name, before, (other) => other >= rows.first && other <= rows.last);
  return sequels
    .slice(0, MOST_SEQUELS)
    .flatMap((sequel, index) => nextOf(moment, page, units, sequel, known, blank, 1 - index * 0.2));
}

/** One line that says a name twice, the first of a list: the next of the list. */
function alone(moment: Moment, page: Page, row: number, blank: number | null): Candidate[] {
  const line = page.lines[row] ?? '';
  if (unitEnd(page, row) > row) return [];
  const name = /([\p{L}_][\p{L}\p{N}_]*)["'`]?\]?\s*(?::|=(?!=))\s*.*\b\1\b/u.exec(line)?.[1];
  if (name === undefined || name.length > 40 || ['self', 'this'].includes(name)) return [];
  const start = page.index.startOf(row);
  const element: Element = { start, end: page.index.endOf(row), name, nameStart: start + line.indexOf(name), rest: '' };
  const sequels = sequelsOf(moment, name, [], (other) => other === row);
  return sequels
    .slice(0, 1)
    .flatMap((sequel) => nextOf(moment, page, [unitFor(page, element)], sequel, new Set([name]), blank, 0.6));
}

function nextOf(
  moment: Moment,
  page: Page,
  units: readonly RunUnit[],
  sequel: Sequel,
  known: ReadonlySet<string>,
  blank: number | null,
  certain: number,
): Candidate[] {
  const unit = units.at(-1);
  if (unit === undefined || sequel.names[0] === undefined || known.has(sequel.names[0])) return [];
  const left = sequel.names.filter((name) => !known.has(name)).slice(0, MOST_LEFT);
  const texts = left.map((name, index) => bodyFor(moment, page, units, name, index + 1));
  const gap = page.eol.repeat(1 + Math.max(0, units.length < 2 ? 0 : gapBetween(page, units.at(-2) ?? unit, unit)));
  const source = sequel.row === null ? 'known' : 'listed';
  const make = (bodies: readonly string[], variant: string): Candidate => ({
    family: 'run',
    group: 'run',
    change: [placed(page, unit, bodies, gap, blank)],
    evidence: { agreeing: units.length, against: 0, certain, variant },
    like: page.index.lineAt(unit.start),
  });
  const one = make(texts.slice(0, 1), units.length === 1 ? 'after-first' : `next-${source}`);
  return texts.length < 2 ? [one] : [one, make(texts, units.length === 1 ? 'all-after-first' : `all-${source}`)];
}

function placed(page: Page, unit: RunUnit, bodies: readonly string[], gap: string, blank: number | null): TextEdit {
  if (blank !== null && blank > unit.lastRow && blank <= unit.lastRow + 2) {
    const lead = blank === unit.lastRow + 1 && gap.length > page.eol.length ? page.eol : '';
    return { start: page.index.startOf(blank), end: page.index.endOf(blank), text: lead + bodies.join(gap) };
  }
  return { start: unit.end, end: unit.end, text: bodies.map((body) => gap + body).join('') };
}

/** A unit like the last with another name, its numbers counted on. */
function bodyFor(moment: Moment, page: Page, units: readonly RunUnit[], name: string, step: number): string {
  const [one, two] = units.slice(-2);
  const model = units.at(-1);
  if (model === undefined) return '';
  const body = withName(page.text, model, nameOf(name), moment.language);
  if (one === undefined || two === undefined) return body;
  const numbers = (unit: RunUnit): string[] => unit.template.match(NUMBER) ?? [];
  const steps = numbers(two).map((value, index) => Number(value) - Number(numbers(one)[index] ?? value));
  if (steps.every((value) => value === 0)) return body;
  const values = numbers(two);
  let index = 0;
  return body.replace(NUMBER, (value) => {
    if (values[index] !== value) return value;
    const by = steps[index] ?? 0;
    index += 1;
    return by === 0 ? value : String(Number(value) + by * step);
  });
}

const NUMBER = /(?<![\p{L}\p{N}_.])\d+(?![\p{L}_.])/gu;

/** The rest of a line that is begun like the lines above it (or below), up to where the cursor is. */
function restOfLine(moment: Moment, page: Page, row: number, caret: number): Candidate[] {
  const typed = page.text.slice(page.index.startOf(row), caret);
  const indent = page.indents[row] ?? -1;
  if (indent < 0 || typed.trim().length < 2) return [];
  const model = [row - 1, row + 1].find((other) => page.indents[other] === indent && unitEnd(page, other) === other);
  if (model === undefined) return [];
  const siblings = lineSiblings(sourceOf(moment), model);
  const elements = siblings?.elements.filter(({ start }) => page.index.lineAt(start) !== row) ?? [];
  const at = elements.findIndex(({ nameStart }) => page.index.lineAt(nameStart) === model);
  const units =
    model < row ? unitsUpTo(page, elements, at) : elements.slice(at, at + 2).map((element) => unitFor(page, element));
  const unit = model < row ? units.at(-1) : units[0];
  if (unit === undefined) return [];
  const found: Candidate[] = [];
  const offer = (line: string, certain: number, variant: string): void => {
    if (!line.startsWith(typed) || line.trimEnd() === (page.lines[row] ?? '').trimEnd()) return;
    found.push({
      family: 'run',
      group: 'rest',
      change: [{ start: caret, end: page.index.endOf(row), text: line.slice(typed.length) }],
      evidence: { agreeing: units.length, against: 0, certain, variant },
      like: model,
    });
  };
  if (model < row && units.length > 0) {
    const before = units.slice(0, -1).map(({ element }) => element.name);
    const rows = { first: page.index.lineAt(units[0]?.start ?? 0), last: row };
    const sequels = sequelsOf(moment, unit.element.name, before, (other) => other >= rows.first && other <= rows.last);
    for (const { names } of sequels.slice(0, MOST_SEQUELS)) {
      if (names[0] !== undefined)
        offer(bodyFor(moment, page, units, names[0], 1), units.length > 1 ? 1 : 0.7, 'rest-listed');
    }
  }
  const name = nameTyped(page, unit, typed);
  if (name !== null) offer(bodyFor(moment, page, units, name, 1), units.length > 1 ? 0.9 : 0.5, 'rest-alike');
  return found;
}

/** The name in what is typed, at the place where the unit has its own, when something follows it already. */
function nameTyped(page: Page, unit: RunUnit, typed: string): string | null {
  const [hit] = unit.hits;
  if (hit === undefined) return null;
  const head = page.text.slice(unit.start, hit.start);
  if (!typed.startsWith(head)) return null;
  const word = /^[\p{L}_$][\p{L}\p{N}_$]*(?=[^\p{L}\p{N}_$])/u.exec(typed.slice(head.length))?.[0];
  return word === undefined || word === unit.element.name ? null : word;
}
