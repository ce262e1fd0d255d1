import { useSyncExternalStore } from 'react';
import type { ModelMenu } from './menu';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 80;

/** The menu of models: what runs, what is kept, what can be had, and models of the user's own. */
export const feature: Feature = (services) => {
  const { commands, panels } = services;
  // Made once and kept: downloads go on while the menu is closed.
  let menu: ModelMenu | null = null;
  panels.register({
    id: 'models',
    title: 'Models',
    place: 'dialog',
    load: async () => {
      const [{ ModelsPanel }, { createModelMenu }] = await Promise.all([import('./ModelsPanel'), import('./menu')]);
      const made = menu ?? createModelMenu(services);
      if (menu !== null) void made.refresh();
      menu = made;
      return function Models() {
        const view = useSyncExternalStore(made.view.subscribe, made.view.get);
        return view === null ? (
          <p className="ink-panel__waiting" role="status">
            Asking the browser what this machine can do…
          </p>
        ) : (
          <ModelsPanel
            view={view}
            onAction={made.act}
            onOwn={made.own}
            onKeep={made.keepStorage}
            onStop={made.stopConverting}
          />
        );
      };
    },
  });
  commands.register({
    id: 'models.open',
    title: 'Choose a model',
    group: 'Model',
    run: () => {
      panels.open('models');
    },
  });
};
