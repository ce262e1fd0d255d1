import { useSyncExternalStore } from 'react';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 10;

/** The tree of files, and going to one by a few letters of its name. */
export const feature: Feature = ({ commands, panels, files: all, view, page, editor }) => {
  const openAndFocus = async (id: string): Promise<void> => {
    if (!(await all.open(id))) return;
    if (page.matchMedia('(width < 900px)').matches) panels.close('files');
    editor()?.focus();
  };
  panels.register({
    id: 'files',
    title: 'Files',
    place: 'left',
    load: async () => {
      const { FilesPanel } = await import('./FilesPanel');
      return function Files() {
        const list = useSyncExternalStore(all.list.subscribe, all.list.get);
        const { active } = useSyncExternalStore(view.subscribe, view.get);
        return (
          <FilesPanel
            files={list}
            active={active}
            actions={commands.list().flatMap(({ id, title, icon }) =>
              id.startsWith('workspace.') && icon !== undefined
                ? [
                    {
                      label: title,
                      icon,
                      run: () => {
                        commands.run(id);
                      },
                    },
                  ]
                : [],
            )}
            onOpen={(id) => {
              void openAndFocus(id);
            }}
            onCreate={(name) => {
              void all.create(name, '');
            }}
            onRename={(id, name) => all.rename(id, name)}
            onRemove={(id) => {
              void all.remove(id);
            }}
          />
        );
      };
    },
  });
  panels.register({
    id: 'go-to-file',
    title: 'Go to file',
    place: 'dialog',
    load: async () => {
      const { Palette } = await import('../../shell/Palette');
      return function GoToFile() {
        const list = useSyncExternalStore(all.list.subscribe, all.list.get);
        return (
          <Palette
            prompt="Which file?"
            items={list.map(({ id, name }) => ({ id, title: name, group: '', keys: [] }))}
            onRun={(id) => {
              panels.close('go-to-file');
              void openAndFocus(id);
            }}
          />
        );
      };
    },
  });
  commands.register(
    {
      id: 'files.show',
      title: 'Files',
      group: 'View',
      keys: 'Mod-Shift-E',
      icon: 'files',
      bar: 'always',
      panel: 'files',
      run: () => {
        panels.toggle('files');
      },
    },
    {
      id: 'files.go',
      title: 'Go to file',
      group: 'File',
      keys: 'Mod-P',
      panel: 'go-to-file',
      field: '.ink-palette__field',
      run: () => {
        panels.toggle('go-to-file');
      },
    },
    {
      id: 'files.new',
      title: 'New file',
      group: 'File',
      keys: 'Alt-N',
      run: () => {
        void all.create('untitled.py', '');
      },
    },
    {
      id: 'files.close',
      title: 'Close file',
      group: 'File',
      keys: 'Alt-W',
      available: () => view.get().active !== null,
      run: () => {
        const { active } = view.get();
        if (active !== null) void all.close(active);
      },
    },
    {
      id: 'files.delete',
      title: 'Delete file',
      group: 'File',
      available: () => view.get().active !== null,
      run: () => {
        const { active } = view.get();
        if (active !== null) void all.remove(active);
      },
    },
  );
};
