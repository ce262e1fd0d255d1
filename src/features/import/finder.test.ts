import { expect, it } from 'vitest';
import { search } from '../../workspace/search/search';
import { createStore, type Store } from '../../platform/store';
import { createFinder, type FinderServices } from './finder';
import type { SearchResult, WorkClient } from '../../workspace/client/work-client';

interface Page {
  readonly reads: string[];
  readonly revealed: (readonly [number, number])[];
  readonly texts: Map<string, string>;
  readonly list: Store<readonly { id: string; name: string }[]>;
  readonly services: FinderServices;
}

function page(open: readonly string[]): Page {
  const now = (tell: () => void): void => {
    tell();
  };
  const texts = new Map([
    ['a', 'one\n  x = 1\n'],
    ['b', 'x\n'],
  ]);
  const list = createStore(
    [
      { id: 'a', name: 'a.py' },
      { id: 'b', name: 'b.py' },
    ] as readonly { id: string; name: string }[],
    now,
  );
  const reads: string[] = [];
  const revealed: (readonly [number, number])[] = [];
  const services = {
    files: {
      list,
      open: () => Promise.resolve(true),
      read: (id: string) => {
        reads.push(id);
        return Promise.resolve(texts.get(id) ?? null);
      },
    },
    workbench: { isOpen: (id: string) => open.includes(id), text: (id: string) => texts.get(id) ?? null },
    editor: () => ({
      reveal: (from: number, to: number) => {
        revealed.push([from, to]);
      },
    }),
    page: { setTimeout, clearTimeout },
    store: <Value>(initial: Value) => createStore(initial, now),
  } as unknown as FinderServices;
  return { reads, revealed, texts, list, services };
}

const here: Pick<WorkClient, 'search'> = { search: (files, query) => Promise.resolve(search(files, query)) };
const plain = { caseSensitive: false, wholeWord: false, regex: false };

it('finds in files with and without a tab, reads the latter once, and again when the list has changed', async () => {
  const { services, reads, list } = page(['a']);
  const finder = createFinder(services, here);
  finder.ask.set({ ...plain, text: 'x' });
  await finder.search();
  await finder.search();
  expect(finder.found.get()).toMatchObject({ kind: 'found', count: 2, files: [{ name: 'a.py' }, { name: 'b.py' }] });
  expect(reads).toEqual(['b']);
  list.set([...list.get()]);
  await finder.search();
  expect(reads).toEqual(['b', 'b']);
});

it('goes to a place by its line, also when what stands before it has changed', async () => {
  const { services, revealed, texts } = page(['a']);
  texts.set('a', 'one more\n  x = 1\n');
  await createFinder(services, here).open('a', { line: 2, column: 3, length: 1 });
  expect(revealed).toEqual([[11, 12]]);
});

it('does not show what was found for something asked before', async () => {
  const { services } = page([]);
  let answer: (result: SearchResult) => void = () => undefined;
  const finder = createFinder(services, {
    search: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  finder.ask.set({ ...plain, text: 'old' });
  const searched = finder.search();
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  finder.ask.set({ ...plain, text: 'new' });
  answer({ kind: 'found', files: [], count: 0, cut: false });
  await searched;
  expect(finder.found.get()).toEqual({ kind: 'empty' });
});
