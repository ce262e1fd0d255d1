import { useEffect, useSyncExternalStore } from 'react';
import type { LeftOut } from '../../workspace';
import './import.css';
import type { GithubView } from './GithubDialog';
import type { Feature } from '../../shell/services';
import { chooseFiles } from './choose-files';
import { watchDrops } from './drop';
import type { FolderStorage } from '../../storage/folder';
import type { Conflict, Folder, LocalFolder } from './folder';
import type { Finder } from './finder';
import type { Importer } from './importer';
import type * as Sources from './sources';
import { saveFile } from '../../platform/save-file';
import { pageWorkClient } from '../../workspace/client/work-client';
import { messageOf } from '../../core/message-of';

const REPORT_PANEL = 'workspace-report';
const GITHUB_PANEL = 'workspace-github';
const CONFLICTS_PANEL = 'workspace-conflicts';

/** Where the browser has it; the typings lack it. */
interface FolderPicker {
  readonly showDirectoryPicker?: (options: { readonly id: string; readonly mode: 'read' }) => Promise<Folder>;
}

/** Place in the top bar and the palette. */
export const order = 20;

/** Files in and out: archives, the file chooser, drag and drop, a folder of this machine, GitHub; and finding in all of them. */
export const feature: Feature = (services) => {
  const { commands, panels, files, page, notice, archive, workbench, editor, visit } = services;
  const leftOut = services.store<readonly LeftOut[]>([]);
  const work = pageWorkClient(page);
  const sources = (): Promise<typeof Sources> => import('./sources');
  const importer = async (): Promise<Importer> => (await import('./importer')).createImporter(services, work, leftOut);
  /** Such work begins with a chunk that may not come. */
  const run = (what: string, act: () => Promise<unknown>): void => {
    act().catch((error: unknown) => {
      notice('workspace', {
        tone: 'problem',
        title: what,
        body: `Your files are as they were. ${messageOf(error)}`,
        actions: [],
        dismiss: () => {
          notice('workspace', null);
        },
      });
    });
  };

  const chosen = async (what: 'files' | 'folder'): Promise<void> => {
    const found = await chooseFiles(page, what);
    if (found.length === 0) return;
    const [from, { filesOf }] = await Promise.all([importer(), sources()]);
    const brought = await from.bring(filesOf(found));
    if (brought !== null && brought.length > 0) panels.open('files');
  };
  const conflicts = services.store<readonly Conflict[]>([]);
  const folderStorage = (): Promise<FolderStorage<Folder>> =>
    import('../../storage/folder').then(({ openFolderStorage }) => openFolderStorage<Folder>());
  let local: Promise<LocalFolder> | null = null;
  const localFolder = (): Promise<LocalFolder> => {
    local ??= Promise.all([import('./folder'), importer(), folderStorage()]).then(
      ([{ createLocalFolder }, from, storage]) =>
        createLocalFolder({
          services,
          importer: from,
          storage,
          conflicts,
          onConflicts: () => {
            panels.open(CONFLICTS_PANEL);
          },
        }),
    );
    // What failed once is tried again.
    local.catch(() => {
      local = null;
    });
    return local;
  };
  const { showDirectoryPicker } = page as FolderPicker;
  const openFolder = async (): Promise<void> => {
    if (showDirectoryPicker === undefined || visit.kind === 'link') {
      await chosen('folder');
      return;
    }
    try {
      const folder = await showDirectoryPicker.call(page, { id: 'inkling', mode: 'read' });
      await (await localFolder()).open(folder);
      panels.open('files');
    } catch (error) {
      // The user has closed the chooser.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  };
  /** To the folder that was opened, or as a download where there is none. What is typed is kept here in any case. */
  const save = async (): Promise<void> => {
    if (showDirectoryPicker !== undefined && visit.kind !== 'link' && (await (await localFolder()).save())) return;
    const id = workbench.active();
    const [name, text] = id === null ? [null, null] : [workbench.nameOf(id), await files.outgoing(id)];
    if (name !== null && text !== null)
      saveFile(page, name.slice(name.lastIndexOf('/') + 1), new Blob([text], { type: 'text/plain' }));
  };
  const exportAll = async (): Promise<void> => {
    await archive.flush();
    const all: { readonly name: string; readonly text: string }[] = [];
    for (const { id, name } of files.list.get()) {
      const text = await files.outgoing(id);
      // An archive that lacks a file without a word would be taken for a whole one.
      if (text === null) throw new Error(`${name} cannot be read, so no zip was made.`);
      all.push({ name, text });
    }
    saveFile(page, 'inkling.zip', new Blob([await work.zip(all)], { type: 'application/zip' }));
  };

  panels.register({
    id: REPORT_PANEL,
    title: 'What was left out',
    place: 'dialog',
    load: async () => {
      const { ImportReport } = await import('./ImportReport');
      return function Report() {
        return <ImportReport leftOut={useSyncExternalStore(leftOut.subscribe, leftOut.get)} />;
      };
    },
  });
  panels.register({
    id: CONFLICTS_PANEL,
    title: 'Changed on both sides',
    place: 'dialog',
    load: async () => {
      const [{ Conflicts }, folder] = await Promise.all([import('./Conflicts'), localFolder()]);
      return function BothChanged() {
        const all = useSyncExternalStore(conflicts.subscribe, conflicts.get);
        return (
          <Conflicts
            conflicts={all.map(({ document, name, disk }) => ({ document, name, gone: disk === null }))}
            onSettle={(document, choice) => {
              const conflict = all.find((one) => one.document === document);
              if (conflict !== undefined)
                run(`${conflict.name} is as it was.`, async () => {
                  await folder.settle(conflict, choice);
                  if (conflicts.get().length === 0) panels.close(CONFLICTS_PANEL);
                });
            }}
            onLeave={() => {
              panels.close(CONFLICTS_PANEL);
            }}
          />
        );
      };
    },
  });
  panels.register({
    id: GITHUB_PANEL,
    title: 'Open from GitHub',
    place: 'dialog',
    load: async () => {
      const [{ GithubDialog }, { createGithub }, from] = await Promise.all([
        import('./GithubDialog'),
        import('./github'),
        importer(),
      ]);
      const fetched = services.store<GithubView>({ kind: 'waiting' });
      const github = createGithub({
        fetch: (url, options) => services.network.fetchOutside(url, options),
        importer: from,
        view: fetched,
        now: () => Date.now(),
      });
      return function OpenFromGithub() {
        const view = useSyncExternalStore(fetched.subscribe, fetched.get);
        // What is closed is not wanted any more.
        useEffect(
          () => () => {
            github.stop();
          },
          [],
        );
        return (
          <GithubDialog
            view={view}
            onOpen={(address) => {
              void github.open(address).then((came) => {
                if (!came) return;
                panels.close(GITHUB_PANEL);
                panels.open('files');
              });
            }}
            onStop={() => {
              github.stop();
            }}
          />
        );
      };
    },
  });
  panels.register({
    id: 'search',
    title: 'Find in files',
    place: 'left',
    load: async () => {
      const [{ SearchPanel }, { createFinder }] = await Promise.all([import('./SearchPanel'), import('./finder')]);
      const finder = (finding ??= createFinder(services, work));
      takeSelection();
      return function Search() {
        const ask = useSyncExternalStore(finder.ask.subscribe, finder.ask.get);
        const found = useSyncExternalStore(finder.found.subscribe, finder.found.get);
        useEffect(() => {
          void finder.search();
        }, []);
        return (
          <SearchPanel
            ask={ask}
            found={found}
            onAsk={(next) => {
              finder.change(next);
            }}
            onSearch={() => {
              void finder.search();
            }}
            onOpen={(id, place) => {
              if (page.matchMedia('(width < 900px)').matches) panels.close('search');
              void finder.open(id, place);
            }}
          />
        );
      };
    },
  });
  let finding: Finder | null = null;
  /** What is selected in the code is most likely what is sought. */
  const takeSelection = (): void => {
    const selection = editor()?.selection();
    const text = workbench.text();
    if (finding === null || text === null || selection === null || selection === undefined) return;
    const selected = text.slice(Math.min(selection.anchor, selection.head), Math.max(selection.anchor, selection.head));
    if (selected !== '' && selected.length <= 200 && !selected.includes('\n'))
      finding.change({ ...finding.ask.get(), text: selected, regex: false });
  };
  const find = (): void => {
    if (!panels.isOpen('search')) {
      panels.open('search');
      return;
    }
    takeSelection();
    page.document.getElementById('search-field')?.focus();
  };

  commands.register(
    {
      id: 'workspace.search',
      title: 'Find in files',
      group: 'Edit',
      keys: 'Mod-Shift-F',
      icon: 'search',
      panel: 'search',
      field: '#search-field',
      run: find,
    },
    {
      id: 'workspace.import',
      title: 'Open files or a zip',
      group: 'File',
      icon: 'upload',
      run: () => {
        run('The files could not be opened.', () => chosen('files'));
      },
    },
    {
      id: 'workspace.folder',
      title: 'Open a folder',
      group: 'File',
      icon: 'folder',
      run: () => {
        run('The folder could not be opened.', openFolder);
      },
    },
    {
      id: 'workspace.github',
      title: 'Open from GitHub',
      group: 'File',
      icon: 'globe',
      panel: GITHUB_PANEL,
      run: () => {
        panels.toggle(GITHUB_PANEL);
      },
    },
    {
      id: 'workspace.save',
      title: 'Save to the folder, or download this file',
      group: 'File',
      keys: 'Mod-S',
      icon: 'save',
      available: () => workbench.active() !== null,
      run: () => {
        run('The file could not be saved.', save);
      },
    },
    {
      id: 'workspace.export',
      title: 'Download all files as a zip',
      group: 'File',
      icon: 'download',
      available: () => files.list.get().length > 0,
      run: () => {
        run('The zip could not be made.', exportAll);
      },
    },
  );
  watchDrops(page, ({ entries, files: alone }) => {
    run('The files could not be opened.', async () => {
      const [from, { dropped }] = await Promise.all([importer(), sources()]);
      const brought = await from.bring(dropped(entries, alone));
      if (brought !== null && brought.length > 0) panels.open('files');
    });
  });
};
