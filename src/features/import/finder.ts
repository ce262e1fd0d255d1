/** Finding in all files: what is asked, what is found, and going there. */
import type { FoundView, SearchAsk } from './SearchPanel';
import { offsetOf, type Match, type SearchedFile } from '../../workspace/search/search';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import type { WorkClient } from '../../workspace/client/work-client';

export interface Finder {
  readonly ask: Store<SearchAsk>;
  readonly found: Store<FoundView>;
  /** Asks something else, and searches when the user stops typing. */
  change(ask: SearchAsk): void;
  /** Searches the files as they stand. */
  search(): Promise<void>;
  open(id: string, match: Pick<Match, 'line' | 'column' | 'length'>): Promise<void>;
}

export type FinderServices = Pick<Services, 'files' | 'workbench' | 'editor' | 'page' | 'store'>;

/** Between two keys of someone who types. */
const PAUSE_MS = 150;

export function createFinder(
  { files, workbench, editor, page, store }: FinderServices,
  work: Pick<WorkClient, 'search'>,
): Finder {
  const ask = store<SearchAsk>({ text: '', caseSensitive: false, wholeWord: false, regex: false });
  const found = store<FoundView>({ kind: 'empty' });
  /** Texts of files without a tab, which change only together with the list. */
  const closed = new Map<string, string>();
  files.list.subscribe(() => {
    closed.clear();
  });
  let timer = 0;

  const textOf = async (id: string): Promise<string | null> => {
    if (workbench.isOpen(id)) {
      closed.delete(id);
      return workbench.text(id);
    }
    const known = closed.get(id);
    if (known !== undefined) return known;
    const text = await files.read(id);
    if (text !== null) closed.set(id, text);
    return text;
  };

  const search = async (): Promise<void> => {
    page.clearTimeout(timer);
    const query = ask.get();
    if (query.text === '') {
      found.set({ kind: 'empty' });
      return;
    }
    const all: SearchedFile[] = [];
    for (const { id, name } of files.list.get()) {
      const text = await textOf(id);
      if (text !== null) all.push({ id, name, text });
    }
    if (query !== ask.get()) return;
    const result = await work.search(all, query);
    if (result.kind !== 'overtaken' && query === ask.get()) found.set(result);
  };

  return {
    ask,
    found,
    search,
    change(next) {
      ask.set(next);
      page.clearTimeout(timer);
      timer = page.setTimeout(() => {
        void search();
      }, PAUSE_MS);
    },
    async open(id, { line, column, length }) {
      if (!(await files.open(id))) return;
      const text = workbench.text(id);
      if (text === null) return;
      const at = offsetOf(text, line, column);
      editor()?.reveal(at, Math.min(text.length, at + length));
    },
  };
}
