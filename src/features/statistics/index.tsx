import { useSyncExternalStore } from 'react';
import type { OutcomesState } from './outcomes-panel';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 120;

/** What became of the predictions, as plots; all of it on this device. */
export const feature: Feature = (services) => {
  const { commands, panels } = services;
  let kept: OutcomesState | null = null;
  panels.register({
    id: 'outcomes',
    title: 'Prediction statistics',
    place: 'dialog',
    load: async () => {
      const [{ OutcomesPanel }, { createOutcomes }] = await Promise.all([
        import('./OutcomesPanel'),
        import('./outcomes-panel'),
      ]);
      const state = (kept ??= createOutcomes(services));
      void state.refresh();
      return function Outcomes() {
        const view = useSyncExternalStore(state.view.subscribe, state.view.get);
        return view === null ? (
          <p className="ink-panel__waiting" role="status">
            Counting…
          </p>
        ) : (
          <OutcomesPanel
            view={view}
            onKeepPrompts={state.keepPrompts}
            onExportPairs={state.exportPairs}
            onDelete={state.deleteAll}
          />
        );
      };
    },
  });
  commands.register({
    id: 'outcomes.show',
    title: 'Prediction statistics',
    group: 'Model',
    icon: 'chart',
    bar: 'wide',
    panel: 'outcomes',
    run: () => {
      panels.toggle('outcomes');
    },
  });
};
