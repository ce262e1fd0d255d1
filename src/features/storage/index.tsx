import { useSyncExternalStore } from 'react';
import type { Feature } from '../../shell/services';
import type { StoragePanelState } from './storage-panel';

/** Place in the top bar and the palette. */
export const order = 140;

/** What is stored where, how much it is, and how to be rid of it or take it along. */
export const feature: Feature = (services) => {
  const { commands, panels } = services;
  let kept: StoragePanelState | null = null;
  panels.register({
    id: 'storage',
    title: 'Storage',
    place: 'dialog',
    load: async () => {
      const [{ StoragePanel }, { createStoragePanel }] = await Promise.all([
        import('./StoragePanel'),
        import('./storage-panel'),
      ]);
      const state = (kept ??= createStoragePanel(services));
      void state.refresh();
      return function Stored() {
        const view = useSyncExternalStore(state.view.subscribe, state.view.get);
        return view === null ? (
          <p className="ink-panel__waiting" role="status">
            Checking what is stored…
          </p>
        ) : (
          <StoragePanel
            view={view}
            onKeep={state.keep}
            onPutBack={state.putBack}
            onErase={state.erase}
            onEmptyBin={state.emptyBin}
            onModels={() => {
              commands.run('models.open');
            }}
            onEraseOther={state.eraseOther}
            onExport={() => {
              // What it came to is told above the editor.
              panels.close('storage');
              commands.run('session.export');
            }}
            onImport={state.importFile}
            onEraseAll={state.eraseAll}
          />
        );
      };
    },
  });
  commands.register({
    id: 'storage.show',
    title: 'Storage: what is kept, the bin, import, delete',
    group: 'General',
    run: () => {
      panels.open('storage');
    },
  });
};
