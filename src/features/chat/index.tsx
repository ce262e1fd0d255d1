import { useEffect, useSyncExternalStore } from 'react';
import type { Chat } from './chat';
import type { Feature } from '../../shell/services';

/** Place in the top bar and the palette. */
export const order = 50;

/** Talking with the model about the code; what it writes can be applied. */
export const feature: Feature = (services) => {
  const { commands, panels } = services;
  // Made once: an answer goes on while the panel is closed.
  let made: Chat | null = null;
  let draft = '';
  panels.register({
    id: 'chat',
    title: 'Chat',
    place: 'right',
    load: async () => {
      const [{ ChatPanel }, { createChat }] = await Promise.all([import('./ChatPanel'), import('./chat')]);
      const talk = made ?? createChat(services);
      made = talk;
      return function ChatInside() {
        const view = useSyncExternalStore(talk.view.subscribe, talk.view.get);
        useEffect(() => talk.open(), []);
        return view === null ? (
          <p className="ink-panel__waiting">Opening…</p>
        ) : (
          <ChatPanel
            view={view}
            actions={talk.actions}
            draft={draft}
            onDraft={(text) => {
              draft = text;
            }}
          />
        );
      };
    },
  });
  commands.register({
    id: 'chat.show',
    title: 'Chat',
    group: 'View',
    keys: 'Alt-T',
    icon: 'chat',
    bar: 'always',
    panel: 'chat',
    field: '.ink-chat__field',
    run: () => {
      panels.toggle('chat');
    },
  });
};
