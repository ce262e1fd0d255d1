import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 130;

/** What was sent to the model, and what came back. */
export const feature: Feature = ({ commands, panels, sent: log, store, page }) => {
  const listed = store(log.list());
  const copy = async (text: string): Promise<boolean> => {
    try {
      await page.navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };
  panels.register({
    id: 'sent',
    title: 'What was sent to the model',
    place: 'dialog',
    load: async () => {
      const [{ SentPanel }, { sentView }] = await Promise.all([import('./SentPanel'), import('./sent-view')]);
      const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
      listed.set(log.list());
      return function Sent() {
        // Nobody is told of anything while this is closed.
        useEffect(
          () =>
            log.subscribe(() => {
              listed.set(log.list());
            }),
          [],
        );
        const list = useSyncExternalStore(listed.subscribe, listed.get);
        const requests = useMemo(() => list.map((one) => sentView(one, (at) => time.format(at))), [list]);
        return <SentPanel requests={requests} onCopy={copy} onClear={log.clear} />;
      };
    },
  });
  commands.register({
    id: 'sent.show',
    title: 'What was sent to the model',
    group: 'Model',
    run: () => {
      panels.open('sent');
    },
  });
};
