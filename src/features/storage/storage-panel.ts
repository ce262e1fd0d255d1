/** The storage panel at work: looks what is kept, and does what the user asks about it. Loaded when first opened. */
import { withoutMark } from '../../core/text';
import { diskFacts } from '../../models/machine';
import { canStore, createModelStore } from '../../models/store';
import { databasesNamed, eraseDatabase, failureOf, fileNamesIn, type Workspace } from '../../storage';
import type { StorageOverview, StoredRowView } from './StoragePanel';
import { textOf } from '../../workspace/intake/intake';
import type { FileEntry } from '../../session/documents/file-store';
import { keepWords } from '../../platform/keep-storage';
import { sizeWords } from '../../platform/size-words';
import type { Services } from '../../shell/services';
import { failureWords } from '../../session/documents/storage-words';
import { newId } from '../../platform/new-id';
import type { Store } from '../../platform/store';
import { eraseAll } from './erase-all';
import { importSession, LONGEST_SESSION } from './import-session';
import { importWords, kindRows, otherRows, totalWords } from './words';

export interface StoragePanelState {
  /** Null until the browser has been asked. */
  readonly view: Store<StorageOverview | null>;
  readonly refresh: () => Promise<void>;
  readonly keep: () => void;
  readonly putBack: (id: string) => void;
  readonly erase: (id: string) => void;
  readonly emptyBin: () => void;
  readonly eraseOther: (id: string) => void;
  readonly importFile: (file: File) => void;
  readonly eraseAll: () => void;
}

const LINK_PREFIX = 'inkling-link-';

export function createStoragePanel({
  page,
  store,
  archive,
  files,
  engine,
  notice,
  keeper,
}: Services): StoragePanelState {
  const view = store<StorageOverview | null>(null);
  let message: StorageOverview['message'] = null;
  let busy: string | null = null;

  const tell = (tone: 'info' | 'problem', ...lines: readonly string[]): void => {
    message = { tone, lines: [...new Set(lines)] };
  };

  const rowsOf = async (
    entries: readonly FileEntry[],
    workspace: Workspace | null,
  ): Promise<readonly StoredRowView[]> => {
    const rows: { readonly row: StoredRowView; readonly bytes: number }[] = [];
    for (const { id, name } of entries) {
      const usage = workspace === null ? null : await workspace.usage(id);
      const bytes = usage === null ? 0 : usage.recordBytes + usage.snapshotBytes;
      rows.push({
        bytes,
        row: {
          id,
          name,
          size: usage === null ? 'in memory only' : sizeWords(bytes),
          about:
            usage === null
              ? ''
              : usage.recordBytes === 0
                ? 'nothing typed yet'
                : `${sizeWords(usage.recordBytes)} of keystrokes`,
        },
      });
    }
    return rows.sort((one, other) => other.bytes - one.bytes).map(({ row }) => row);
  };

  const modelRows = async (): Promise<readonly StoredRowView[]> => {
    if (!canStore()) return [];
    const kept = createModelStore();
    return Promise.all(
      (await kept.list()).map(async (model) => ({
        id: model.id,
        name: model.name,
        about: '',
        size: sizeWords(await kept.bytes(model)),
      })),
    );
  };

  const others = async (workspace: Workspace | null): Promise<readonly StoredRowView[]> => {
    const names = otherRows((await databasesNamed('inkling')) ?? [], workspace?.name ?? null, LINK_PREFIX);
    return Promise.all(
      names.map(async (row) => {
        const inside = await fileNamesIn(row.id);
        return {
          ...row,
          about:
            inside === null
              ? 'cannot be read'
              : inside.length === 0
                ? 'no files'
                : inside.slice(0, 4).join(', ') + (inside.length > 4 ? ` and ${inside.length - 4} more` : ''),
        };
      }),
    );
  };

  const estimate = async (): Promise<object> =>
    'storage' in page.navigator ? await page.navigator.storage.estimate().catch(() => ({})) : {};

  const refresh = async (): Promise<void> => {
    const workspace = archive.workspace();
    try {
      await archive.flush();
      const here = archive.files();
      const [disk, answer, told, listed, binned, models, linked] = await Promise.all([
        diskFacts(),
        keeper.answer(),
        estimate(),
        here.list(),
        here.deleted(),
        modelRows(),
        others(workspace),
      ]);
      view.set({
        total: totalWords(disk),
        kept: keepWords(answer),
        canAskToKeep: answer === 'refused' || answer === 'not-asked',
        files: await rowsOf(listed, workspace),
        bin: await rowsOf(binned, workspace),
        models,
        others: linked,
        rest: kindRows(told),
        canImport: workspace !== null,
        busy,
        message,
      });
    } catch (error) {
      view.set({
        total: 'What is stored cannot be read.',
        kept: '',
        canAskToKeep: false,
        files: [],
        bin: [],
        models: [],
        others: [],
        rest: [],
        canImport: false,
        busy: null,
        message: {
          tone: 'problem',
          lines: [failureWords(failureOf(error)), 'Nothing has been changed. Close this and open it again.'],
        },
      });
    }
  };

  /** One thing at a time; what it comes to is told in the panel. */
  const during = (what: string, failed: string, act: () => Promise<void>): void => {
    if (busy !== null) return;
    busy = what;
    message = null;
    view.update((shown) => (shown === null ? null : { ...shown, busy, message }));
    void act()
      .catch((error: unknown) => {
        tell('problem', `${failed} ${failureWords(failureOf(error))}`);
      })
      .then(() => {
        busy = null;
        return refresh();
      });
  };

  return {
    view,
    refresh,
    keep: () => {
      during('Asking the browser…', 'The browser could not be asked.', async () => {
        tell(
          'info',
          (await keeper.ask()) === 'granted'
            ? 'The browser keeps it from now on.'
            : 'The browser did not promise it. Many do once the page is installed as an app or bookmarked.',
        );
      });
    },
    putBack: (id) => {
      during('Putting it back…', 'It could not be put back.', async () => {
        await files.putBack(id);
      });
    },
    erase: (id) => {
      during('Erasing…', 'It could not be erased.', async () => {
        await archive.files().erase(id);
        notice(`deleted:${id}`, null);
      });
    },
    emptyBin: () => {
      during('Erasing…', 'Not all of it could be erased.', async () => {
        for (const { id } of await archive.files().deleted()) {
          await archive.files().erase(id);
          notice(`deleted:${id}`, null);
        }
      });
    },
    eraseOther: (name) => {
      during('Deleting…', 'It could not be deleted.', async () => {
        if (!(await eraseDatabase(name)))
          tell('problem', 'Another tab has it open. Close that tab; it is deleted then.');
      });
    },
    importFile: (file) => {
      during('Importing…', 'Not all of the session could be imported; what could is there.', async () => {
        const workspace = archive.workspace();
        if (workspace === null) return;
        if (file.size > LONGEST_SESSION) {
          tell('problem', 'The file is larger than any session that Inkling exports. Nothing was changed.');
          return;
        }
        try {
          const taken = (await workspace.list()).map(({ name }) => name);
          const text = textOf(new Uint8Array(await file.arrayBuffer()));
          if (text === null) {
            tell(
              'problem',
              'The file is not text in UTF-8, so it is no session that Inkling exports. Nothing was changed.',
            );
            return;
          }
          const outcome = await importSession(withoutMark(text), { workspace, taken, newId: () => newId(page.crypto) });
          const { tone, lines } = importWords(outcome);
          tell(tone, ...lines);
        } finally {
          await files.changed();
        }
      });
    },
    eraseAll: () => {
      during('Deleting everything…', 'Not everything could be deleted.', async () => {
        engine.dispose();
        await archive.workspace()?.shutDown();
        const left = await eraseAll(page);
        if (left.length === 0) page.location.reload();
        else tell('problem', ...left, 'The rest is gone. Reload the page to go on.');
      });
    },
  };
}
