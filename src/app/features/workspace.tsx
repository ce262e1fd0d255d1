import { useSyncExternalStore } from 'react';
import type { LeftOut } from '../../workspace';
import '../../ui/styles/workspace.css';
import type { Feature } from '../services';
import { chooseFiles } from '../workspace/choose-files';
import { watchDrops } from '../workspace/drop';
import type { Importer } from '../workspace/importer';
import type * as Sources from '../workspace/sources';
import { saveFile } from '../workspace/save-file';
import { createWorkClient } from '../workspace/work-client';

const REPORT_PANEL = 'workspace-report';

/** Files in and out: archives, the file chooser, drag and drop. */
export const workspace: Feature = (services) => {
  const { commands, panels, files, page, notice, archive } = services;
  const leftOut = services.store<readonly LeftOut[]>([]);
  const work = createWorkClient({
    spawn: () => new Worker(new URL('../../../workers/workspace.ts', import.meta.url), { type: 'module', name: 'workspace' }),
    after: (ms, act) => {
      const timer = page.setTimeout(act, ms);
      return () => { page.clearTimeout(timer); };
    },
  });
  const sources = (): Promise<typeof Sources> => import('../workspace/sources');
  const importer = async (): Promise<Importer> => (await import('../workspace/importer')).createImporter(services, work, leftOut);
  /** Such work begins with a chunk that may not come. */
  const run = (what: string, act: () => Promise<unknown>): void => {
    act().catch((error: unknown) => {
      notice('workspace', { tone: 'problem', title: what, body: `Your files are as they were. ${error instanceof Error ? error.message : String(error)}`, actions: [], dismiss: () => { notice('workspace', null); } });
    });
  };

  const chosen = async (what: 'files' | 'folder'): Promise<void> => {
    const found = await chooseFiles(page, what);
    if (found.length === 0) return;
    const [from, { filesOf }] = await Promise.all([importer(), sources()]);
    await from.bring(filesOf(found));
    panels.open('files');
  };
  const exportAll = async (): Promise<void> => {
    await archive.flush();
    const all: { readonly name: string; readonly text: string }[] = [];
    for (const { id, name } of files.list.get()) {
      const text = await files.read(id);
      // An archive that lacks a file without a word would be taken for a whole one.
      if (text === null) throw new Error(`${name} cannot be read, so no archive was made.`);
      all.push({ name, text });
    }
    saveFile(page, 'inkling.zip', new Blob([await work.zip(all)], { type: 'application/zip' }));
  };

  panels.register({
    id: REPORT_PANEL,
    title: 'What was left out',
    place: 'dialog',
    load: async () => {
      const { ImportReport } = await import('../../ui/workspace/ImportReport');
      return function Report() {
        return <ImportReport leftOut={useSyncExternalStore(leftOut.subscribe, leftOut.get)} />;
      };
    },
  });
  commands.register(
    { id: 'workspace.import', title: 'Open files or a zip', group: 'File', icon: 'upload', run: () => { run('The files could not be opened.', () => chosen('files')); } },
    { id: 'workspace.folder', title: 'Open a folder', group: 'File', icon: 'folder', run: () => { run('The folder could not be opened.', () => chosen('folder')); } },
    { id: 'workspace.export', title: 'Download all files as a zip', group: 'File', icon: 'download', available: () => files.list.get().length > 0, run: () => { run('The archive could not be made.', exportAll); } },
  );
  watchDrops(page, (entries) => {
    if (entries.length === 0) return;
    run('The files could not be opened.', async () => {
      const [from, { dropped }] = await Promise.all([importer(), sources()]);
      await from.bring(dropped(entries));
      panels.open('files');
    });
  });
};
