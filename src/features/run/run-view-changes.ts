/** How the run panel's view changes as a program prints. Pure. */
import type { RunView } from './run-view';

/** Characters in one piece of the page, and pieces kept: a page that shows a megabyte at once stutters. */
const ENTRY = 4_000;
const ENTRIES = 60;

export const EMPTY_RUN: RunView = {
  file: null,
  phase: { kind: 'idle' },
  entries: [],
  cut: false,
  files: [],
  place: null,
  fixable: false,
};

/** Adds a picture. Those that are let go for it, with the oldest text, are still to be freed: `forgotten` tells which. */
export function pictured(view: RunView, url: string, title: string): RunView {
  return kept(view, [...view.entries, { kind: 'picture', key: (view.entries.at(-1)?.key ?? 0) + 1, url, title }]);
}

/** Addresses of pictures that the newer view shows no more. */
export function forgotten(older: RunView, newer: RunView): readonly string[] {
  const shown = new Set(newer.entries.map((entry) => (entry.kind === 'picture' ? entry.url : '')));
  return older.entries.flatMap((entry) => (entry.kind === 'picture' && !shown.has(entry.url) ? [entry.url] : []));
}

const kept = (view: RunView, entries: RunView['entries']): RunView => ({
  ...view,
  entries: entries.slice(-ENTRIES),
  cut: view.cut || entries.length > ENTRIES,
});

/** Adds printed text: joined to what came before of its kind, cut into pieces that draw quickly, old ones let go. */
export function appended(view: RunView, kind: 'out' | 'err' | 'typed', text: string): RunView {
  const entries = [...view.entries];
  const last = entries.at(-1);
  let rest = text;
  if (last !== undefined && last.kind === kind && last.text.length < ENTRY) {
    entries[entries.length - 1] = { ...last, text: last.text + rest.slice(0, ENTRY) };
    rest = rest.slice(ENTRY);
  }
  let key = (last?.key ?? 0) + 1;
  for (; rest !== ''; rest = rest.slice(ENTRY)) {
    entries.push({ kind, key, text: rest.slice(0, ENTRY) });
    key += 1;
  }
  return kept(view, entries);
}
