import { useSyncExternalStore } from 'react';
import type { ModeChoice, ThemeChoice } from '../../session/view-types';
import { languageOf } from '../../workspace';
import { editorKeys } from '../../shell/editor-keys';
import { keyNames } from '../../shell/key-chords';
import type { Command } from '../../shell/commands';
import type { PreferenceName } from '../../shell/settings';
import type { Feature, Services } from '../../shell/services';

const MODES: readonly (readonly [ModeChoice, string])[] = [
  ['eager', 'Show predictions as soon as they are there'],
  ['subtle', 'Show predictions as a mark only'],
  ['on-demand', 'Predict only on demand'],
  ['off', 'Turn predictions off'],
  ['snooze-5', 'Snooze predictions for 5 minutes'],
  ['snooze-15', 'Snooze predictions for 15 minutes'],
  ['snooze-60', 'Snooze predictions for an hour'],
];
const THEMES: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'Use the system’s theme'],
  ['light', 'Use the light theme'],
  ['dark', 'Use the dark theme'],
  ['contrast', 'Use the high-contrast theme'],
];

const isMode = (value: string): value is ModeChoice => MODES.some(([mode]) => mode === value);
const isTheme = (value: string): value is ThemeChoice => THEMES.some(([theme]) => theme === value);
const isPreference = (id: string, of: Services['preferences']): id is PreferenceName => id in of.store.get();

/** Place in the top bar and the palette. */
export const order = 150;

/** Everything that can be set, and the commands for what the mouse or the editor does otherwise. */
export const feature: Feature = (services) => {
  const { commands, panels, view, preferences, models, mac, workbench, editor, notice, announce } = services;

  const set = (id: string, value: string): string | null => {
    if (id === 'mode' && isMode(value)) services.chooseMode(value);
    else if (id === 'theme' && isTheme(value)) services.chooseTheme(value);
    else if (isPreference(id, preferences)) return preferences.enter(id, value);
    return null;
  };

  panels.register({
    id: 'settings',
    title: 'Settings',
    place: 'dialog',
    load: async () => {
      const [{ SettingsPanel }, { settingsView }] = await Promise.all([
        import('./SettingsPanel'),
        import('../../shell/settings-view'),
      ]);
      return function AllSettings() {
        const now = useSyncExternalStore(preferences.store.subscribe, preferences.store.get);
        const { mode, theme } = useSyncExternalStore(view.subscribe, view.get);
        const { current } = useSyncExternalStore(models.state.subscribe, models.state.get);
        return (
          <SettingsPanel
            groups={settingsView({
              preferences: now,
              text: preferences.text,
              mode,
              theme,
              model: current?.name ?? 'None yet',
            })}
            onSet={set}
            onLink={(id) => {
              commands.run(id);
            }}
            onReset={() => {
              preferences.reset();
              services.chooseMode('eager');
              services.chooseTheme('system');
            }}
          />
        );
      };
    },
  });

  panels.register({
    id: 'keys',
    title: 'Keyboard shortcuts',
    place: 'dialog',
    load: async () => {
      const { ShortcutsPanel } = await import('./ShortcutsPanel');
      return function AllKeys() {
        const withKeys = commands
          .all()
          .flatMap(({ title, group, keys }) =>
            keys === undefined ? [] : [{ title, group, keys: keyNames(keys, mac) }],
          );
        const titles = [...new Set(withKeys.map(({ group }) => group))];
        return (
          <ShortcutsPanel
            groups={[
              ...titles.map((title) => ({ title, rows: withKeys.filter(({ group }) => group === title) })),
              { title: 'In the code', rows: editorKeys(mac) },
            ]}
          />
        );
      };
    },
  });

  const activeName = (): string | null => {
    const id = workbench.active();
    return id === null ? null : workbench.nameOf(id);
  };
  const isOpen = (): boolean => activeName() !== null;

  const toggleLanguage = (): void => {
    const name = activeName();
    if (name === null) return;
    const language = languageOf(name);
    const { offLanguages } = preferences.store.get();
    const isOff = offLanguages.includes(language.id);
    preferences.enter(
      'offLanguages',
      (isOff ? offLanguages.filter((id) => id !== language.id) : [...offLanguages, language.id]).join('\n'),
    );
    announce(`Predictions are ${isOff ? 'on' : 'off'} in ${language.name}.`);
  };

  const exclude = (): void => {
    const name = activeName();
    if (name === null) return;
    const why = preferences.enter('excluded', [...preferences.store.get().excluded, name].join('\n'));
    notice('excluded', {
      tone: why === null ? 'info' : 'problem',
      title: why === null ? `${name} is excluded from all models.` : `${name} could not be excluded.`,
      body: why ?? 'The patterns are in the settings.',
      actions: [
        {
          label: 'Open the settings',
          primary: false,
          run: () => {
            notice('excluded', null);
            panels.open('settings');
          },
        },
      ],
      dismiss: () => {
        notice('excluded', null);
      },
    });
  };

  const inPalette = (id: string, group: string, title: string, run: () => void): Command => ({ id, group, title, run });
  commands.register(
    {
      id: 'settings.open',
      title: 'Settings',
      group: 'General',
      keys: 'Mod-,',
      icon: 'settings',
      bar: 'wide',
      panel: 'settings',
      run: () => {
        panels.toggle('settings');
      },
    },
    {
      id: 'keys.show',
      title: 'Keyboard shortcuts',
      group: 'General',
      keys: 'Alt-K',
      run: () => {
        panels.toggle('keys');
      },
    },
    {
      id: 'editor.focus',
      title: 'Focus the editor',
      group: 'View',
      keys: 'Alt-1',
      run: () => {
        editor()?.focus();
      },
    },
    {
      id: 'page.next',
      title: 'Focus the next pane',
      group: 'View',
      keys: 'F6',
      run: () => {
        services.walkParts(1);
      },
    },
    {
      id: 'page.previous',
      title: 'Focus the previous pane',
      group: 'View',
      keys: 'Shift-F6',
      run: () => {
        services.walkParts(-1);
      },
    },
    {
      id: 'prediction.take',
      title: 'Accept the prediction',
      group: 'Predictions',
      keys: 'Tab',
      keysAreTheEditors: true,
      available: () => workbench.predictor.current() !== null,
      run: () => {
        workbench.take();
      },
    },
    {
      id: 'prediction.dismiss',
      title: 'Dismiss the prediction',
      group: 'Predictions',
      keys: 'Escape',
      keysAreTheEditors: true,
      available: () => workbench.predictor.current() !== null,
      run: () => {
        workbench.predictor.send({ type: 'escape' });
      },
    },
    {
      id: 'prediction.takeAll',
      title: 'Accept all of the prediction',
      group: 'Predictions',
      available: () => workbench.predictor.current()?.presentation === 'review',
      run: () => {
        workbench.takeReviewed('all');
      },
    },
    {
      id: 'prediction.before',
      title: 'Show the previous prediction, or restore the last dismissed one',
      group: 'Predictions',
      keys: 'Alt-[',
      available: isOpen,
      run: () => {
        workbench.predictor.send(
          workbench.predictor.current() === null ? { type: 'recalled' } : { type: 'cycled', by: -1 },
        );
      },
    },
    {
      id: 'prediction.next',
      title: 'Show the next alternative',
      group: 'Predictions',
      keys: 'Alt-]',
      available: () => workbench.predictor.current() !== null,
      run: () => {
        workbench.predictor.send({ type: 'cycled', by: 1 });
      },
    },
    {
      id: 'prediction.now',
      title: 'Predict my next edit now',
      group: 'Predictions',
      keys: 'Alt-\\',
      keysAreTheEditors: true,
      available: isOpen,
      run: () => {
        editor()?.focus();
        workbench.editorEvents.asked();
      },
    },
    ...MODES.map(([mode, title]) =>
      inPalette(`predictions.${mode}`, 'Predictions', title, () => {
        services.chooseMode(mode);
      }),
    ),
    {
      id: 'predictions.language',
      title: 'Toggle predictions for this language',
      group: 'Predictions',
      available: isOpen,
      run: toggleLanguage,
    },
    {
      id: 'predictions.exclude',
      title: 'Exclude this file from models',
      group: 'Predictions',
      available: isOpen,
      run: exclude,
    },
    ...THEMES.map(([theme, title]) =>
      inPalette(`theme.${theme}`, 'View', title, () => {
        services.chooseTheme(theme);
      }),
    ),
  );
};
