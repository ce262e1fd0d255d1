import { keyNames } from '../key-chords';
import type { Feature } from '../services';

/** Every command with its key. */
export const palette: Feature = ({ commands, panels, mac }) => {
  panels.register({
    id: 'palette',
    title: 'Commands',
    place: 'dialog',
    load: async () => {
      const { Palette } = await import('../../ui/Palette');
      return function CommandPalette() {
        const items = commands.list()
          .filter(({ id }) => id !== 'palette.open')
          .map(({ id, title, group, keys }) => ({ id, title, group, keys: keys === undefined ? [] : keyNames(keys, mac) }));
        return (
          <Palette
            items={items}
            onRun={(id) => {
              panels.close('palette');
              commands.run(id);
            }}
          />
        );
      };
    },
  });
  commands.register({
    id: 'palette.open',
    title: 'Show all commands',
    group: 'General',
    keys: 'Mod-Shift-P',
    icon: 'command',
    bar: 'always',
    run: () => { panels.toggle('palette'); },
  });
};
