/**
 * The one worker that may reach other hosts: it is served with a policy of its own (vite.config.ts), while the page and
 * the inference worker can only reach the host they came from. It runs no code that it fetched.
 */
import { createEngineHost } from '../src/engine/host';
import { parseCommand } from '../src/engine/messages';
import { createServerEngine } from '../src/engine/server/adapter';
import { createNetworkHost } from '../src/models/network-host';
import type { NetworkCommand, NetworkReply } from '../src/models/network-messages';
import { createModelStore } from '../src/models/store';

const channel = 'BroadcastChannel' in self ? new BroadcastChannel('inkling-models') : null;

/** Absent outside of secure contexts and in older browsers, whatever the typings say. */
const locks = (navigator as { readonly locks?: LockManager }).locks;

const receive = createNetworkHost({
  store: createModelStore(),
  fetch: (input, init) => fetch(input, init),
  async alone(model, work) {
    if (locks === undefined) {
      await work();
      return true;
    }
    return locks.request(`inkling-model ${model}`, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    });
  },
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        self.removeEventListener('online', end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      self.addEventListener('online', end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    }),
  changed: () => {
    channel?.postMessage('changed');
  },
  post: (reply: NetworkReply, transfer = []) => {
    self.postMessage(reply, { transfer });
  },
});

/** The engine that asks a server of the user's own: what it is sent are commands for an engine, and no others' types. */
const engine = createEngineHost(
  () => createServerEngine({ fetch: (input, init) => fetch(input, init), now: () => performance.now() }),
  (reply) => {
    self.postMessage(reply);
  },
);

self.addEventListener('message', (event: MessageEvent<NetworkCommand>) => {
  if (parseCommand(event.data) === null) receive(event.data);
  else engine.receive(event.data);
});
