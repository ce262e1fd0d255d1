import { useSyncExternalStore } from 'react';
import { languageOf } from '../../workspace';
import { keyNames } from '../../shell/key-chords';
import type { Runner } from './run';
import type { Feature } from '../../shell/services';

const RUNNABLE = new Set(['python', 'javascript', 'typescript']);
const KEYS = 'Mod-Enter';

/** Place in the top bar and the palette. */
export const order = 30;

/** Runs the open file in a sandbox on this device. */
export const feature: Feature = (services) => {
  const { commands, panels, mac, workbench } = services;
  let runner: Promise<Runner> | null = null;
  const bring = (): Promise<Runner> => {
    runner ??= import('./run').then(({ createRunner }) => createRunner(services));
    runner.catch(() => {
      runner = null;
    });
    return runner;
  };
  panels.register({
    id: 'run',
    title: 'Run',
    place: 'bottom',
    load: async () => {
      const [{ RunPanel }, brought] = await Promise.all([import('./RunPanel'), bring()]);
      const keys = keyNames(KEYS, mac).join(mac ? '' : '+');
      return function Run() {
        const view = useSyncExternalStore(brought.view.subscribe, brought.view.get);
        return (
          <RunPanel
            view={view}
            keys={keys}
            onRun={brought.start}
            onStop={brought.stop}
            onClear={brought.clear}
            onInput={brought.input}
            onPlace={brought.show}
            onFix={brought.fix}
          />
        );
      };
    },
  });
  commands.register(
    {
      id: 'run.start',
      title: 'Run this file',
      group: 'Run',
      keys: KEYS,
      icon: 'play',
      bar: 'always',
      panel: 'run',
      available: () => {
        const id = workbench.active();
        const name = id === null ? null : workbench.nameOf(id);
        return name !== null && RUNNABLE.has(languageOf(name).id);
      },
      run: () => {
        panels.open('run');
        void bring().then(
          (brought) => {
            brought.start();
          },
          () => undefined,
        );
      },
    },
    {
      id: 'run.stop',
      title: 'Stop the running program',
      group: 'Run',
      run: () => {
        void runner?.then(
          (brought) => {
            brought.stop();
          },
          () => undefined,
        );
      },
    },
  );
};
