/**
 * An element joins its siblings (a parameter, a field, an enum member, an entry, an import): wherever siblings have
 * counterparts that differ only in the sibling's name, the new one needs its own; one that went takes its own along.
 */
import { searchFor, seriesOf, type Search, type Series, type Unit } from '../code/counterparts';
import type { Element } from '../code/elements';
import { itemRunsOf, itemWith, type ItemRun } from '../code/items';
import { joinedBy, tellingNames, type Joined } from '../code/joined';
import { joinSeries } from '../code/join-series';
import { pageOf } from '../code/page';
import { withName } from '../code/template';
import { caretOf, completing } from '../code/typed';
import type { TextEdit } from '../../text';
import type { Candidate, Moment, Proposer } from '../types';

/** Edits that are looked back at for an element whose counterparts are not all there yet. */
const LOOKED_BACK = 3;
const MOST = 24;
const LONGEST_BLOCK = 14;
/** Of the siblings, so many must have counterparts in a place. */
const LEAST_SHARE = 0.4;
const LEAST_CERTAIN = 0.34;

export const series: Proposer = (moment) => {
  const found: Candidate[] = [];
  const seen = new Set<string>();
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    const joined = joinedBy(moment, edit);
    if (joined === null) continue;
    const key = joined.subjects.map(({ name }) => name).join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(...candidatesFor(moment, joined));
  }
  return found.slice(0, MOST);
};

interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
}

function candidatesFor(moment: Moment, joined: Joined): Candidate[] {
  const { siblings, subjects, was } = joined;
  const elements: Element[] = [...siblings, ...subjects, ...(was === null ? [] : [was])];
  const page = pageOf(moment);
  const search = searchFor(page, moment.language, tellingNames(elements), elements, joined.own, joined.scope);
  const group = `series:${joined.what}:${subjects.map(({ name }) => name).join(',')}`;
  const scored = joined.what === 'added' ? added(search, joined, group) : goneOrReplaced(search, joined, group);
  if (joined.what === 'added') scored.push(...placeholders(search, joined, group));
  const caret = caretOf(moment, page);
  return scored
    .sort((one, other) => other.score - one.score)
    .map(({ candidate }) => {
      const change = completing(page, caret, candidate.change);
      return change === null
        ? candidate
        : { ...candidate, change, evidence: { ...candidate.evidence, variant: `rest-${candidate.evidence.variant}` } };
    });
}

function added(search: Search, joined: Joined, group: string): Scored[] {
  const { siblings, subjects, position } = joined;
  const count = siblings.length;
  const news = subjects.map((_, index) => count + index);
  const isNew = (name: number): boolean => name >= count;
  const found: Scored[] = [];
  const asItems = new Set<number>();
  for (const row of search.hits.keys()) {
    const runs = itemRunsOf(search, row);
    if (runs.length === 0) continue;
    asItems.add(row);
    const edits: TextEdit[] = [];
    for (const run of runs)
      if (!run.items.some(({ name }) => isNew(name))) edits.push(...itemEdits(search, run, news, position));
    const longest = [...runs].sort((one, other) => other.items.length - one.items.length)[0];
    if (
      edits.length === 0 ||
      longest === undefined ||
      longest.items.length < LEAST_SHARE * Math.min(count, 8) ||
      search.hits.get(row)?.some(({ name }) => isNew(name)) === true
    )
      continue;
    const holders = placeholderEdit(search, row, longest.items.length, news.length, longest);
    if (holders?.row === row) edits.push(holders.edit);
    found.push(
      scoredOf(search, joined, edits, {
        group,
        agreeing: longest.items.length,
        against: Math.max(0, count - longest.items.length),
        certain: 1,
        variant: longest.variant,
        row,
      }),
    );
    if (holders !== null && holders.row !== row)
      found.push(
        scoredOf(search, joined, [holders.edit], {
          group,
          agreeing: longest.items.length,
          against: 0,
          certain: 1,
          variant: 'placeholders',
          row: holders.row,
        }),
      );
  }
  const fewest = count === 1 ? 1 : 2;
  for (const one of seriesOf(search, asItems, fewest)) {
    const olds = one.filter(({ name }) => !isNew(name));
    if (olds.length < fewest || olds.length < one.length || isOwn(search, olds)) continue;
    const [only] = olds;
    if (
      only === undefined ||
      only.lastRow - only.firstRow > LONGEST_BLOCK ||
      olds.length < LEAST_SHARE * Math.min(count, 8)
    )
      continue;
    if (count === 1 && (only.hits.length < 2 || only.lastRow > only.firstRow || joined.kind === 'lines')) continue;
    const unit = joinSeries(search, olds, news, position);
    if (unit === null || unit.certain < LEAST_CERTAIN) continue;
    const variant = (unit.model.lastRow > unit.model.firstRow ? 'block' : 'line') + (count === 1 ? '-one' : '');
    found.push(
      scoredOf(search, joined, unit.edits, {
        group,
        agreeing: olds.length,
        against: Math.max(0, count - olds.length),
        certain: unit.certain,
        variant,
        row: unit.model.firstRow,
      }),
    );
  }
  return found;
}

const isOwn = ({ own }: Search, units: Series): boolean =>
  units.some(({ start, end }) => start < own.end && own.start < end);

/** Behind the item of the sibling before, or before the first. */
function itemEdits(search: Search, run: ItemRun, news: readonly number[], position: number): TextEdit[] {
  const { items, separator } = run;
  const order = items.map(({ name }) => name);
  const rising = order.every((name, index) => index === 0 || (order[index - 1] ?? 0) < name);
  const before = rising ? items.filter(({ name }) => name < position).at(-1) : items.at(-1);
  const model = before ?? items[0];
  if (model === undefined) return [];
  const texts = news.map((name) => itemWith(search, model, name));
  if (before !== undefined)
    return [{ start: before.end, end: before.end, text: texts.map((text) => separator + text).join('') }];
  return [{ start: model.start, end: model.start, text: texts.map((text) => text + separator).join('') }];
}

const HOLDERS = /(?:\?|%s|\$\d+|\{\})(?:\s*,\s*(?:\?|%s|\$\d+|\{\}))*/g;
const ROWS_TO_HOLDERS = 4;

/** A list of as many placeholders as there were items, on the row or a few below. */
function placeholderEdit(
  { page }: Search,
  row: number,
  items: number,
  added: number,
  run: ItemRun | null,
): { readonly row: number; readonly edit: TextEdit } | null {
  if (run !== null && run.separator.trim() !== ',') return null;
  for (let at = row; at <= Math.min(row + ROWS_TO_HOLDERS, page.lines.length - 1); at += 1) {
    for (const match of (page.lines[at] ?? '').matchAll(HOLDERS)) {
      const holders = match[0].split(',').map((holder) => holder.trim());
      if (holders.length !== items) continue;
      const end = page.index.startOf(at) + match.index + match[0].length;
      const last = holders.at(-1) ?? '';
      const next = Array.from({ length: added }, (_, index) =>
        last.startsWith('$') ? `$${Number(last.slice(1)) + index + 1}` : last,
      );
      return { row: at, edit: { start: end, end, text: next.map((holder) => `, ${holder}`).join('') } };
    }
  }
  return null;
}

/** Below the siblings themselves. */
function placeholders(search: Search, joined: Joined, group: string): Scored[] {
  if (joined.kind !== 'items') return [];
  const row = search.page.index.lineAt(joined.own.end);
  const holders = placeholderEdit(search, row, joined.siblings.length, joined.subjects.length, null);
  if (holders === null || (holders.edit.start >= joined.own.start && holders.edit.start <= joined.own.end)) return [];
  return [
    scoredOf(search, joined, [holders.edit], {
      group,
      agreeing: joined.siblings.length,
      against: 0,
      certain: 1,
      variant: 'placeholders',
      row: holders.row,
    }),
  ];
}

/** Counterparts of what went go too; those of what was replaced take the new name. */
function goneOrReplaced(search: Search, joined: Joined, group: string): Scored[] {
  const { siblings, subjects, was, what } = joined;
  const count = siblings.length;
  const old = was === null ? new Set(subjects.map((_, index) => count + index)) : new Set([count + 1]);
  const wanted = search.names[count];
  const found: Scored[] = [];
  const asItems = new Set<number>();
  const replaced = (piece: Unit | ItemRun['items'][number]): TextEdit => ({
    start: piece.start,
    end: piece.end,
    text: wanted === undefined ? '' : withName(search.page.text, piece, wanted, search.language),
  });
  for (const row of search.hits.keys()) {
    const runs = itemRunsOf(search, row);
    if (runs.length > 0) asItems.add(row);
    const edits = runs.flatMap(({ items }) =>
      items.flatMap((item, index): TextEdit[] => {
        if (!old.has(item.name)) return [];
        if (what === 'replaced') return [replaced(item)];
        const before = items[index - 1];
        const after = items[index + 1];
        return before !== undefined
          ? [{ start: before.end, end: item.end, text: '' }]
          : after === undefined
            ? []
            : [{ start: item.start, end: after.start, text: '' }];
      }),
    );
    const [run] = runs;
    if (edits.length > 0 && run !== undefined)
      found.push(
        scoredOf(search, joined, edits, {
          group,
          agreeing: run.items.length - 1,
          against: 0,
          certain: 1,
          variant: `${what}-${run.variant}`,
          row,
        }),
      );
  }
  for (const one of seriesOf(search, asItems)) {
    const gone = one.filter(({ name }) => old.has(name));
    const kept = one.filter(({ name }) => name < count);
    if (gone.length === 0 || kept.length === 0) continue;
    const edits = gone.map((unit) => (what === 'replaced' ? replaced(unit) : removalOf(search, unit, one)));
    const agreeing = kept.length;
    const certain = kept.some(({ template }) => gone.some((unit) => unit.template === template)) ? 1 : 0.6;
    found.push(
      scoredOf(search, joined, edits, {
        group,
        agreeing,
        against: 0,
        certain,
        variant: `${what}-line`,
        row: kept[0]?.firstRow ?? 0,
      }),
    );
  }
  return found;
}

/** The rows of a unit, with the blank lines that part it from the next. */
function removalOf({ page }: Search, { firstRow, lastRow }: Unit, all: Series): TextEdit {
  let end = lastRow;
  while (all.length > 1 && page.indents[end + 1] === -1 && page.indents[firstRow - 1] === -1) end += 1;
  if (end + 1 < page.lines.length)
    return { start: page.index.startOf(firstRow), end: page.index.startOf(end + 1), text: '' };
  return { start: page.index.endOf(firstRow - 1), end: page.index.endOf(end), text: '' };
}

interface Facts {
  readonly group: string;
  readonly agreeing: number;
  readonly against: number;
  readonly certain: number;
  readonly variant: string;
  readonly row: number;
}

function scoredOf(
  { page }: Search,
  { own }: Joined,
  edits: readonly TextEdit[],
  { group, agreeing, against, certain, variant, row }: Facts,
): Scored {
  const at = page.index.lineAt(edits[0]?.start ?? 0);
  const from = page.index.lineAt(own.end);
  const distance = at >= from ? at - from : 2 * (from - at) + 10;
  const score = certain * (agreeing / (agreeing + against + 0.5)) * 10 - distance / 100;
  return {
    candidate: {
      family: 'series',
      group,
      change: [...edits].sort((one, other) => one.start - other.start),
      evidence: { agreeing, against, certain, variant },
      like: row,
    },
    score,
  };
}
