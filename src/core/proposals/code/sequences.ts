/** What comes after a name: in a list, an enum or a run of lines of the file, in the alphabet, in the week. */
import type { Moment } from '../types';
import { siblingsAt } from './elements';
import { sourceOf } from './joined';
import { findNames, nameOf, wordsOf } from './names';

/** Names that follow one another, and where they do (a row of the text; null for common knowledge). */
export interface Sequel {
  readonly names: readonly string[];
  readonly row: number | null;
  /** Names of the sequence that come before, the nearest last. */
  readonly before: readonly string[];
}

const KNOWN: readonly (readonly string[])[] = [
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ],
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['north', 'east', 'south', 'west'],
  ['top', 'right', 'bottom', 'left'],
  ['first', 'second', 'third', 'fourth', 'fifth'],
  ['one', 'two', 'three', 'four', 'five', 'six'],
  ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ['xs', 'sm', 'md', 'lg', 'xl'],
  ['x', 'y', 'z'],
  ['x', 'y', 'w', 'h'],
  ['r', 'g', 'b', 'a'],
  ['red', 'green', 'blue', 'alpha'],
];
const MOST_PLACES = 30;

const flat = (name: string): string => wordsOf(name).join('');

/** What follows `name`, given that `before` (the nearest last; may be empty) came before it; the likeliest first. */
export function sequelsOf(
  moment: Moment,
  name: string,
  before: readonly string[],
  ownRows: (row: number) => boolean,
): Sequel[] {
  const wanted = flat(name);
  const previous = before.at(-1);
  const earlier = previous === undefined ? null : flat(previous);
  const found: Sequel[] = [];
  const follow = (names: readonly string[], row: number | null): void => {
    const flats = names.map(flat);
    const at = flats.indexOf(wanted);
    if (
      at < 0 ||
      at + 1 >= names.length ||
      (earlier !== null && flats[at - 1] !== earlier) ||
      (earlier === null && (at !== 0 || row === null))
    )
      return;
    const rest = names.slice(at + 1).filter((next) => flat(next) !== '');
    if (!found.some((other) => other.names.map(flat).join(' ') === rest.map(flat).join(' ')))
      found.push({ names: rest, row, before: names.slice(0, at) });
  };
  const source = sourceOf(moment);
  let places = 0;
  let skipTo = -1;
  for (const hit of findNames(moment.text, [nameOf(name)])) {
    const row = source.page.index.lineAt(hit.start);
    if (hit.start < skipTo || ownRows(row)) continue;
    if ((places += 1) > MOST_PLACES) break;
    const siblings = siblingsAt(source, hit.start, hit.end);
    if (siblings === null) continue;
    skipTo = hit.end;
    if (siblings.elements.some(({ start }) => ownRows(source.page.index.lineAt(start)))) continue;
    follow(
      siblings.elements.map((element) => element.name),
      row,
    );
  }
  if (found.length === 0) for (const names of KNOWN) follow(names, null);
  const next = numberedAfter(name, previous);
  if (next !== null) found.push({ names: [next], row: null, before });
  return found;
}

/** `row3` after `row1`, `row2`; `c` after `a`, `b`. */
function numberedAfter(name: string, previous: string | undefined): string | null {
  if (previous === undefined) return null;
  const [one, two] = [/^(.*?)(\d+)(\D*)$/.exec(previous), /^(.*?)(\d+)(\D*)$/.exec(name)];
  if (one !== null && two !== null && one[1] === two[1] && one[3] === two[3]) {
    const step = Number(two[2]) - Number(one[2]);
    return step === 0 ? null : `${two[1] ?? ''}${String(Number(two[2]) + step)}${two[3] ?? ''}`;
  }
  if (
    name.length === 1 &&
    previous.length === 1 &&
    /[a-zA-Z]/.test(name) &&
    name.charCodeAt(0) - previous.charCodeAt(0) === 1 &&
    !/[zZ]/.test(name)
  )
    return String.fromCharCode(name.charCodeAt(0) + 1);
  return null;
}
