/** Blocks that are copies of others in the file, and in what a copy has been made different so far. */
import type { Moment } from '../types';
import { lineSiblings } from './elements';
import { sourceOf } from './joined';
import { parentRow, unitEnd, type Page } from './page';
import { stepsOf } from './steps';

export interface Copy {
  /** Rows of the copy, first and last, and of what it is a copy of. */
  readonly rows: { readonly first: number; readonly last: number };
  readonly model: number;
  /** `pasted`: it was put in as a whole; `alike`: it equals its neighbour but for the last edits. */
  readonly variant: 'pasted' | 'alike';
}

const LEAST_ROWS = 2;
const MOST_ROWS = 80;

/** The copy that the last edit was made in; null where there is none. */
export function copyAt(moment: Moment, page: Page): Copy | null {
  const last = moment.edits.at(-1);
  const place = last === undefined ? undefined : stepsOf(last)[0]?.written;
  if (place == null) return null;
  const row = page.index.lineAt(place.start);
  return pasted(moment, page, row) ?? alike(moment, page, row);
}

/** Rows that an earlier edit put in and that stood in the text already. */
function pasted(moment: Moment, page: Page, row: number): Copy | null {
  for (let index = moment.edits.length - 2; index >= 0; index -= 1) {
    const edit = moment.edits[index];
    if (edit === undefined) continue;
    const step = stepsOf(edit).find(({ added }) => added.includes('\n'));
    if (step?.written == null) continue;
    const added = step.added
      .replace(/^\s*\n/, '')
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd());
    const first = firstRow(page, step.written.start, step.added);
    const last = first + added.length - 1;
    if (
      row < first ||
      row > last ||
      added.length > MOST_ROWS ||
      added.filter((line) => line.trim() !== '').length < LEAST_ROWS
    )
      continue;
    const model = find(page, added, first, last);
    if (model !== null) return { rows: { first, last }, model, variant: 'pasted' };
  }
  return null;
}

const firstRow = (page: Page, start: number, added: string): number =>
  page.index.lineAt(start) +
  (/^[^\S\n]*\n/.test(added) || added.startsWith('\n')
    ? 1 + ((/^(?:[^\S\n]*\n)+/.exec(added)?.[0].split('\n').length ?? 2) - 2)
    : 0);

/** Where lines stand, but for what is trimmed of the first; not within rows `[first, last]`. */
function find({ lines }: Page, wanted: readonly string[], first: number, last: number): number | null {
  const head = (wanted[0] ?? '').trim();
  for (let row = 0; row + wanted.length <= lines.length; row += 1) {
    if (row <= last && first <= row + wanted.length - 1) continue;
    if ((lines[row] ?? '').trim() !== head) continue;
    const same = wanted.filter((line, index) => (lines[row + index] ?? '').trim() === line.trim()).length;
    if (same >= wanted.length * 0.8) return row;
  }
  return null;
}

/** A block whose neighbour is the same but for what the last edits wrote. */
function alike(moment: Moment, page: Page, row: number): Copy | null {
  for (let header = row, depth = 0; header >= 0 && depth < 4; header = parentRow(page, header), depth += 1) {
    const end = unitEnd(page, header);
    if (end - header + 1 < LEAST_ROWS || end - header > MOST_ROWS) continue;
    const indent = page.indents[header];
    const neighbours =
      lineSiblings(sourceOf(moment), header)?.elements.map(({ nameStart }) => page.index.lineAt(nameStart)) ??
      rowsOfIndent(page, header);
    const near = neighbours
      .filter((other) => other !== header && page.indents[other] === indent)
      .sort((one, other) => Math.abs(one - header) - Math.abs(other - header))
      .slice(0, 4);
    const model = near.find(
      (other) =>
        unitEnd(page, other) - other === end - header && sameButForEdits(moment, page, header, other, end - header + 1),
    );
    if (model !== undefined) return { rows: { first: header, last: end }, model, variant: 'alike' };
  }
  return null;
}

function rowsOfIndent(page: Page, header: number): number[] {
  const parent = parentRow(page, header);
  const rows: number[] = [];
  for (let row = parent + 1; row <= (parent < 0 ? page.lines.length - 1 : unitEnd(page, parent)); row += 1)
    if (
      page.indents[row] === page.indents[header] &&
      (page.lines[row] ?? '').trim() === (page.lines[header] ?? '').trim()
    )
      rows.push(row);
  return rows;
}

/** Whether rows differ only where edits wrote. */
function sameButForEdits(moment: Moment, page: Page, first: number, model: number, count: number): boolean {
  let edited = 0;
  for (let index = 0; index < count; index += 1) {
    const [mine, theirs] = [page.lines[first + index] ?? '', page.lines[model + index] ?? ''];
    if (mine === theirs) continue;
    const start = page.index.startOf(first + index);
    if (
      !moment.edits.some(({ places }) =>
        places.some(
          (place) =>
            place.start < start + mine.length &&
            place.end > start &&
            !moment.text.slice(place.start, place.end).trim().includes('\n'),
        ),
      )
    )
      return false;
    edited += 1;
  }
  return edited > 0 && edited < count;
}
