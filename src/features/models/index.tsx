import { useSyncExternalStore } from 'react';
import { whenIdle } from '../../platform/idle';
import type { ModelMenu } from './menu';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 80;

/** The menu of models: what runs, what is kept, what can be had, and models of the user's own. */
export const feature: Feature = (services) => {
  const { asking, commands, page, panels } = services;
  // Made once and kept: downloads go on while the menu is closed.
  let menu: ModelMenu | null = null;
  const opened = async (): Promise<ModelMenu> => {
    const { createModelMenu } = await import('./menu');
    if (menu !== null) void menu.refresh();
    menu ??= createModelMenu(services);
    return menu;
  };
  panels.register({
    id: 'models',
    title: 'Models',
    place: 'dialog',
    load: async () => {
      const [{ ModelsPanel }, made] = await Promise.all([import('./ModelsPanel'), opened()]);
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
            onList={(url, key) => {
              void made.listServer(url, key);
            }}
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
  let suggested: string | null = null;
  commands.register({
    id: 'models.get-suggested',
    title: 'Get a model to ask in words',
    group: 'Model',
    available: () => suggested !== null,
    run: () => {
      if (suggested === null) panels.open('models');
      else void getSuggested(suggested);
    },
  });
  const suggest = async (): Promise<void> => {
    try {
      const { suggestion } = await import('./suggest');
      const found = await suggestion(page.navigator);
      suggested = found?.id ?? null;
      asking.suggest(found?.words ?? null);
    } catch (error) {
      // Without a network, before this part was kept: there is nothing to fetch a model from either.
      console.info('No model is suggested.', error);
    }
  };
  const getSuggested = async (id: string): Promise<void> => (await opened()).getToAsk(id);
  // Whoever opens Inline or Chat for the first time is to find it there.
  whenIdle(
    page,
    () => {
      void suggest();
    },
    { latest: 20_000, otherwise: 5_000 },
  );
};
