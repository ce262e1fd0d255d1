/** The items of a list in brackets put right: new ones in between, some taken out, others in another order. */
import { normalizeChange, type TextChange, type TextEdit } from '../../../text';

export interface WrittenList {
  /** Offsets inside of the brackets. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly start: number; readonly end: number }[];
}

/** One wanted item: the index of one that stands there already (with another text, if it has one), or a new one. */
export interface Wanted {
  readonly of: number | null;
  readonly text: string;
}

/** The change that makes a list hold what is wanted; null when nothing is to change. */
export function rewriteList(text: string, list: WrittenList, wanted: readonly Wanted[]): TextChange | null {
  const { items } = list;
  const kept = wanted.flatMap(({ of }) => (of === null ? [] : [of]));
  const inOrder = kept.every((one, index) => index === 0 || one > (kept[index - 1] ?? -1));
  const edits: TextEdit[] = inOrder ? inPlace(text, list, wanted, kept) : reordered(text, list, wanted);
  const change = normalizeChange(edits.filter(({ start, end, text: put }) => text.slice(start, end) !== put));
  return change.length === 0 || items.length + wanted.length === 0 ? null : change;
}

function inPlace(
  text: string,
  { from, to, items }: WrittenList,
  wanted: readonly Wanted[],
  kept: readonly number[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  const separator = separatorOf(text, from, items);
  const stays = new Set(kept);
  // Taken out with the sign before it; the first ones that go, with the sign behind.
  const firstKept = items.findIndex((_, index) => stays.has(index));
  for (const [index, item] of items.entries()) {
    if (stays.has(index)) continue;
    if (firstKept < 0) {
      if (index === 0) edits.push({ start: from, end: to, text: '' });
    } else if (index < firstKept) edits.push({ start: item.start, end: items[index + 1]?.start ?? item.end, text: '' });
    else edits.push({ start: items[index - 1]?.end ?? item.start, end: item.end, text: '' });
  }
  let at: number | null = null;
  const fresh: string[] = [];
  const flush = (before: number | null): void => {
    if (fresh.length === 0) return;
    const joined = fresh.splice(0).join(separator);
    if (at !== null) edits.push({ start: at, end: at, text: separator + joined });
    else if (before !== null) edits.push({ start: before, end: before, text: joined + separator });
    else if (firstKept < 0 && items.length > 0) edits.splice(0, edits.length, { start: from, end: to, text: joined });
    else edits.push({ start: from, end: from, text: joined });
  };
  for (const { of, text: put } of wanted) {
    const item = of === null ? undefined : items[of];
    if (item === undefined) fresh.push(put);
    else {
      flush(at === null ? item.start : null);
      if (text.slice(item.start, item.end) !== put) edits.push({ start: item.start, end: item.end, text: put });
      at = item.end;
    }
  }
  flush(null);
  return edits;
}

function reordered(text: string, { from, to, items }: WrittenList, wanted: readonly Wanted[]): TextEdit[] {
  if (wanted.length === items.length)
    return items.map(({ start, end }, index) => ({ start, end, text: wanted[index]?.text ?? text.slice(start, end) }));
  const [first, last] = [items[0], items.at(-1)];
  const joined = wanted.map(({ text: put }) => put).join(separatorOf(text, from, items));
  return first === undefined || last === undefined
    ? [{ start: from, end: to, text: joined }]
    : [{ start: first.start, end: last.end, text: joined }];
}

/** What stands between two items: `, ` or a sign with a line break and the indentation. */
function separatorOf(text: string, from: number, items: WrittenList['items']): string {
  const [first, second] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return ', ';
  const between =
    second === undefined ? text.slice(from, first.start) : text.slice(items.at(-2)?.end ?? first.end, last.start);
  const gap = second === undefined ? between : between.slice(between.indexOf(',') + 1);
  return /^\s*$/.test(gap) && gap.includes('\n') ? `,${gap}` : ', ';
}
