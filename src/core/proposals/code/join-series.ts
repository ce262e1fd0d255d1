/** One more unit in a series of lines or blocks: what it says, and where it goes. */
import type { TextEdit } from '../../text';
import type { Search, Series, Unit } from './counterparts';
import { withName } from './template';

export interface NewUnit {
  readonly edits: readonly TextEdit[];
  readonly model: Unit;
  /** Units that are built like the model. */
  readonly agreeing: number;
  /** The share of it that is not guessed, 0 to 1. */
  readonly certain: number;
}

const TAIL = /\s*(?:,|;|&&|\|\||\+|\*|\band|\bor|\|)?[ \t]*$/;
const END = /[\s,;)\]}]*$/;

/**
 * What puts units for `added` (indices of names) into a series; `position` siblings stand before them.
 * `rest` of an element is what follows its name: who shares it is the better model.
 */
export function joinSeries(search: Search, series: Series, added: readonly number[], position: number): NewUnit | null {
  const { page, language, names } = search;
  const [first] = added;
  const last = series.at(-1);
  if (first === undefined || last === undefined) return null;
  const { model, agreeing, certain } = modelOf(search, series, first);
  const place = placeOf(series, position);
  const isLast = place.after === last;
  const neighbour = place.after ?? place.before;
  if (neighbour === null) return null;
  const tail = isLast && series.length > 1 ? tailsOf(series, last, page.text) : null;
  const allJoins = series.flatMap(({ hits }) => hits);
  const bodies = added.map((name, index) => {
    const wanted = names[name];
    if (wanted === undefined) return '';
    let body = withName(page.text, model, wanted, language, allJoins);
    body = withTypeOf(body, search, model.name, name);
    if (isLast) body = numbered(body, series, index + 1, page.text);
    if (tail === null) return body;
    return withoutTail(body) + (index === added.length - 1 ? tail.end : tail.between);
  });
  if (bodies.some((body) => body === '')) return null;
  const gap = page.eol.repeat(1 + blanksOf(search, series));
  if (place.after !== null) {
    const edits: TextEdit[] = [];
    let at = place.after.end;
    if (tail !== null && tail.between !== tail.end) {
      at = place.after.end - tail.end.length;
      edits.push({ start: at, end: place.after.end, text: tail.between + gap + bodies.join(gap) });
    } else edits.push({ start: at, end: at, text: gap + bodies.join(gap) });
    return { edits, model, agreeing, certain };
  }
  return {
    edits: [{ start: neighbour.start, end: neighbour.start, text: bodies.join(gap) + gap }],
    model,
    agreeing,
    certain,
  };
}

/** Which unit the new one is like: one of the same type where the elements have types, else as most are. */
function modelOf(
  { elements }: Search,
  series: Series,
  added: number,
): { readonly model: Unit; readonly agreeing: number; readonly certain: number } {
  const keys = series.map((unit) => loose(unit.template));
  const votes = (index: number): number => keys.filter((key) => key === keys[index]).length;
  const rest = elements[added]?.rest ?? '';
  const scores = series.map(
    (unit, index) => (sameRest(elements[unit.name]?.rest ?? '', rest) ? 100 : 0) + votes(index) + index / 100,
  );
  const best = scores.indexOf(Math.max(...scores));
  const model = series[best] ?? series[0];
  if (model === undefined) throw new Error('a series has units');
  const agreeing = votes(best);
  if (agreeing > 1)
    return {
      model,
      agreeing,
      certain: series.length === 2 || agreeing >= series.length - 1 ? 1 : 0.5 + (0.5 * agreeing) / series.length,
    };
  const plain = plainOf(series);
  if (plain !== null && !sameRest(elements[model.name]?.rest ?? '', rest))
    return { model: plain, agreeing: 1, certain: 0.7 };
  const words = wordsIn(model.template);
  const known = new Set(series.filter((unit) => unit !== model).flatMap(({ template }) => wordsIn(template)));
  const share = words.length === 0 ? 1 : words.filter((word) => known.has(word)).length / words.length;
  return { model, agreeing, certain: series.length === 1 ? 0.4 : 0.8 * share };
}

/** Where all do something of their own to the name (`int(age)`, `name.strip()`), a unit that does nothing to it. */
function plainOf(series: Series): Unit | null {
  const [unit] = series;
  if (
    unit === undefined ||
    series.length < 2 ||
    unit.hits.length < 2 ||
    series.some(({ firstRow, lastRow }) => firstRow !== lastRow)
  )
    return null;
  const heads = series.map(({ template }) => /^[^\u0001]*\u0001[a-z]+\u0001\s*[=:]\s*/.exec(template)?.[0] ?? '');
  const [head = ''] = heads;
  const last = /\u0001[a-z]+\u0001/g;
  const marks = series.map(({ template }) => template.slice(head.length).match(last) ?? []);
  if (
    head === '' ||
    heads.some((other) => other !== head) ||
    marks.some((list) => list.length !== 1 || list[0] !== marks[0]?.[0])
  )
    return null;
  const [first, second] = unit.hits;
  if (first === undefined || second === undefined) return null;
  const shift = head.length - (/\u0001[a-z]+\u0001/.exec(head)?.[0].length ?? 0) + (first.end - first.start);
  // Two stretches of the line put together: what opens it, and the name.
  return {
    ...unit,
    hits: [first, { ...second, start: unit.start + shift, end: unit.start + shift + (second.end - second.start) }],
    end: unit.start + shift + (second.end - second.start),
  };
}

/** Templates that differ in numbers, or in what ends them, are one. */
const loose = (template: string): string =>
  template
    .replace(/\p{N}+(?:\.\p{N}+)?/gu, '0')
    .replace(/^(\s*)(?:\} ?)?(?:elif|else if)\b/, '$1if')
    .replace(TAIL, '')
    .replace(END, '');
const wordsIn = (template: string): string[] => template.match(/\u0001[a-z]+\u0001|[\p{L}\p{N}_]+/gu) ?? [];
const sameRest = (one: string, other: string): boolean =>
  one !== '' && one.replace(/\s+/g, '') === other.replace(/\s+/g, '');

/** A type that the model repeats from its element is replaced by the new element's. */
function withTypeOf(body: string, { elements }: Search, model: number, added: number): string {
  const typeOf = (name: number): string =>
    /^\s*\??:\s*([\p{L}_][\p{L}\p{N}_.<>[\]| ]*)/u.exec(elements[name]?.rest ?? '')?.[1]?.trim() ?? '';
  const [from, to] = [typeOf(model), typeOf(added)];
  if (from === '' || to === '' || from === to) return body;
  return body.split(`: ${from}`).join(`: ${to}`);
}

/** Numbers that run along the series go on. */
function numbered(body: string, series: Series, step: number, text: string): string {
  const numbers = (unit: Unit): string[] =>
    unit.template.replace(/\u0001/g, ' ').match(/(?<![\p{L}_.])\d+(?![\p{L}_.])/gu) ?? [];
  const [one, two] = series.slice(-2);
  if (one === undefined || two === undefined || text === '') return body;
  const [older, newer] = [numbers(one), numbers(two)];
  if (older.length !== newer.length || older.length === 0) return body;
  const steps = newer.map((value, index) => Number(value) - Number(older[index]));
  if (steps.every((value) => value === 0)) return body;
  let index = -1;
  return body.replace(/(?<![\p{L}_.])\d+(?![\p{L}_.])/gu, (value) => {
    index += 1;
    const by = steps[index] ?? 0;
    return by === 0 ? value : String(Number(newer[index]) + by * step);
  });
}

function placeOf(series: Series, position: number): { readonly after: Unit | null; readonly before: Unit | null } {
  const order = series.map(({ name }) => name);
  const rising = order.every((name, index) => index === 0 || (order[index - 1] ?? 0) < name);
  const last = series.at(-1) ?? null;
  if (!rising) return { after: last, before: null };
  // Siblings come first among the names, so that an index below `position` stands before the new one.
  const before = series.filter(({ name }) => name < position).at(-1);
  return before === undefined ? { after: null, before: series[0] ?? null } : { after: before, before: null };
}

/** What ends units in the middle of a series and the last one, where they differ only in that. */
function tailsOf(series: Series, last: Unit, text: string): { readonly between: string; readonly end: string } | null {
  const others = series.slice(0, -1).map(({ start, end }) => TAIL.exec(text.slice(start, end))?.[0] ?? '');
  const between = others[0] ?? '';
  const end = END.exec(text.slice(last.start, last.end))?.[0] ?? '';
  if (others.some((tail) => tail !== between)) return null;
  if (/[)\]}]/.test(end) && opensOf(text.slice(last.start, last.end)) >= 0)
    return between === (/[,;]?\s*$/.exec(end)?.[0] ?? '') ? null : { between, end: /[,;]?\s*$/.exec(end)?.[0] ?? '' };
  return between === end ? null : { between, end };
}

/** Opening brackets less closing ones. */
function opensOf(code: string): number {
  let depth = 0;
  for (const sign of code) {
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
  }
  return depth;
}

const withoutTail = (body: string): string => {
  const bare = body.replace(/[,;]?[ \t]*$/, '').replace(TAIL, '');
  return opensOf(bare) < 0 ? bare.replace(END, '') : bare;
};

/** Blank lines between the last two units. */
function blanksOf({ page: { indents } }: Search, series: Series): number {
  const [one, two] = series.slice(-2);
  if (one === undefined) return 0;
  if (two === undefined) return one.lastRow > one.firstRow && indents[one.firstRow - 1] === -1 ? 1 : 0;
  let blanks = 0;
  for (let row = one.lastRow + 1; row < two.firstRow && indents[row] === -1; row += 1) blanks += 1;
  return blanks;
}
