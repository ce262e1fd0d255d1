import { useSyncExternalStore } from 'react';
import type { PaletteItem } from '../../shell/Palette';
import { whenIdle } from '../../platform/idle';
import { keyNames } from '../../shell/key-chords';
import type { PreferenceName } from '../../shell/settings';
import type { Feature } from '../../shell/services';

const PANEL = 'palette';
const FIELD = '.ink-palette__field';
/** In which order the groups stand while nothing is sought. */
const GROUPS = ['File', 'Edit', 'View', 'Run', 'Predictions', 'Model', 'General'];
/** What an item stands for, before its own name. */
const COMMAND = 'command:';
const SETTING = 'setting:';
const FILE = 'file:';

const rankOf = (group: string): number => (GROUPS.indexOf(group) + GROUPS.length + 1) % (GROUPS.length + 1);

/** Place in the top bar and the palette. */
export const order = 160;

/** Every command with its key; once something is sought, settings and files as well. */
export const feature: Feature = (services) => {
  const { page, commands, panels, mac, files, view, models, preferences, opened } = services;
  const load = () => Promise.all([import('../../shell/Palette'), import('../../shell/settings-view')]);

  /** Opens the settings at one of them. */
  const goToSetting = (id: string): void => {
    panels.open('settings');
    const until = page.performance.now() + 5_000;
    const look = (): void => {
      const field = page.document.querySelector<HTMLElement>(
        `[data-setting="${CSS.escape(id)}"] :is(input, select, textarea, button)`,
      );
      if (field !== null) {
        field.scrollIntoView({ block: 'center' });
        field.focus();
      } else if (page.performance.now() < until) page.requestAnimationFrame(look);
    };
    look();
  };
  const choose = (item: string, openFile: (id: string) => void): void => {
    panels.close(PANEL);
    if (item.startsWith(COMMAND)) commands.run(item.slice(COMMAND.length));
    else if (item.startsWith(SETTING)) goToSetting(item.slice(SETTING.length));
    else openFile(item.slice(FILE.length));
  };

  panels.register({
    id: PANEL,
    title: 'Commands',
    place: 'dialog',
    load: async () => {
      const [{ Palette }, { settingsView }] = await load();
      return function CommandPalette() {
        const list = useSyncExternalStore(files.list.subscribe, files.list.get);
        const items = commands
          .list()
          .filter(({ id }) => id !== 'palette.open')
          .map(({ id, title, group, keys }): PaletteItem => ({
            id: COMMAND + id,
            title,
            group,
            keys: keys === undefined ? [] : keyNames(keys, mac),
          }))
          .sort((one, other) => rankOf(one.group) - rankOf(other.group));
        const { mode, theme } = view.get();
        const settings = settingsView({
          preferences: preferences.store.get(),
          text: (name: PreferenceName) => preferences.text(name),
          mode,
          theme,
          model: models.state.get().current?.name ?? '',
        }).flatMap((group) =>
          group.settings.map(({ id, label }): PaletteItem => ({
            id: SETTING + id,
            title: label,
            group: 'Setting',
            keys: [],
          })),
        );
        return (
          <Palette
            items={items}
            sought={[
              ...settings,
              ...list.map(({ id, name }): PaletteItem => ({ id: FILE + id, title: name, group: 'Go to', keys: [] })),
            ]}
            onRun={(item) => {
              choose(item, (id) => {
                void files.open(id);
              });
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
    panel: PANEL,
    field: FIELD,
    run: () => {
      panels.toggle(PANEL);
    },
  });
  // Ready before it is asked for, and after everything that a user waits for. Without it, it is loaded when opened.
  void opened.then(() => {
    whenIdle(
      page,
      () => {
        load().catch(() => undefined);
      },
      { latest: 10_000, otherwise: 3_000 },
    );
  });
};
