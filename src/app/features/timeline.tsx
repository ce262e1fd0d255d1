import { useEffect, useSyncExternalStore } from 'react';
import type { Feature } from '../services';

/** How a file came to be: walked, played, compared, restored, erased. */
export const timeline: Feature = (services) => {
  const { commands, panels, view } = services;
  panels.register({
    id: 'timeline',
    title: 'Timeline',
    place: 'right',
    load: async () => {
      const [{ TimelinePanel }, { createTimeline }] = await Promise.all([import('../../ui/timeline/TimelinePanel'), import('../timeline/timeline')]);
      const line = createTimeline(services);
      return function TimelineOfFile() {
        const shown = useSyncExternalStore(line.view.subscribe, line.view.get);
        const { active } = useSyncExternalStore(view.subscribe, view.get);
        useEffect(() => {
          void line.load();
          return () => { line.stop(); };
        }, [active]);
        return (
          <TimelinePanel
            view={shown}
            onSeek={line.seek}
            onPlay={line.play}
            onSpeed={line.setSpeed}
            onCompare={line.compare}
            onCheckpoint={(name) => { void line.addCheckpoint(name); }}
            onForget={(version) => { void line.removeCheckpoint(version); }}
            onRestore={line.restore}
            onErase={() => { void line.erase(); }}
          />
        );
      };
    },
  });
  commands.register({ id: 'timeline.show', title: 'Timeline', group: 'View', keys: 'Alt-H', icon: 'history', bar: 'wide', panel: 'timeline', run: () => { panels.toggle('timeline'); } });
};
