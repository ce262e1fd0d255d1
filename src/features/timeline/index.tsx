import { useEffect, useSyncExternalStore } from 'react';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 60;

/** How files came to be: walked, played, compared, restored, erased, and what is predicted at each point. */
export const feature: Feature = (services) => {
  const { commands, panels, view, files } = services;
  panels.register({
    id: 'timeline',
    title: 'Timeline',
    place: 'right',
    load: async () => {
      const [{ TimelinePanel }, { createTimeline }] = await Promise.all([
        import('./TimelinePanel'),
        import('./timeline'),
      ]);
      const line = createTimeline(services);
      return function TimelineOfFile() {
        const shown = useSyncExternalStore(line.view.subscribe, line.view.get);
        const { active, model } = useSyncExternalStore(view.subscribe, view.get);
        const list = useSyncExternalStore(files.list.subscribe, files.list.get);
        useEffect(() => {
          void line.load();
        }, [active, list]);
        useEffect(() => line.follow(), [active]);
        useEffect(() => {
          line.modelChanged();
        }, [model.kind]);
        useEffect(
          () => () => {
            line.leave();
          },
          [],
        );
        return (
          <TimelinePanel
            view={shown}
            onSeek={line.seek}
            onPlay={line.play}
            onSpeed={line.setSpeed}
            onScope={line.setScope}
            onPredicting={line.setPredicting}
            onCompare={line.compare}
            onCheckpoint={(name) => {
              void line.addCheckpoint(name);
            }}
            onForget={(position) => {
              void line.removeCheckpoint(position);
            }}
            onRestore={() => {
              void line.restore();
            }}
            onErase={() => {
              void line.erase();
            }}
            onDemo={
              services.visit.kind === 'own'
                ? () => {
                    commands.run('share.demo');
                  }
                : null
            }
          />
        );
      };
    },
  });
  commands.register({
    id: 'timeline.show',
    title: 'Timeline',
    group: 'View',
    keys: 'Alt-H',
    icon: 'history',
    bar: 'wide',
    panel: 'timeline',
    run: () => {
      panels.toggle('timeline');
    },
  });
};
