import { useEffect, useSyncExternalStore } from 'react';
import type { Benchmarks } from './benchmarks';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 110;

/** Measures the loaded model in the page, on benchmarks the user brings. */
export const feature: Feature = (services) => {
  const { commands, panels } = services;
  // A run goes on while its page is closed.
  let brought: Promise<Benchmarks> | null = null;
  panels.register({
    id: 'benchmarks',
    title: 'Benchmark of this model',
    place: 'dialog',
    load: async () => {
      brought ??= import('./benchmarks').then(({ createBenchmarks }) => createBenchmarks(services));
      brought.catch(() => {
        brought = null;
      });
      const [{ BenchmarkPanel }, work] = await Promise.all([import('./BenchmarkPanel'), brought]);
      return function BenchmarkPage() {
        const view = useSyncExternalStore(work.view.subscribe, work.view.get);
        useEffect(() => {
          work.load();
        }, []);
        return (
          <BenchmarkPanel
            view={view}
            onFiles={work.take}
            onStart={work.start}
            onResume={work.resume}
            onSave={work.save}
            onPause={work.pause}
            onShow={work.show}
            onCompare={work.compare}
            onRemove={work.remove}
            onTask={work.open}
          />
        );
      };
    },
  });
  commands.register({
    id: 'benchmarks.show',
    title: 'Benchmark of this model',
    group: 'Model',
    panel: 'benchmarks',
    run: () => {
      panels.toggle('benchmarks');
    },
  });
};
