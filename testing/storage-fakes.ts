/** Stand-ins for `navigator.locks` and BroadcastChannel, so that two tabs can be played in one process. */
import type { Channel, Locks } from '../src/storage/ownership';

interface Holder {
  readonly fail: (error: unknown) => void;
}

interface Waiter {
  readonly grant: () => void;
}

class FakeLocks {
  private readonly held = new Map<string, Holder>();
  private readonly queues = new Map<string, Waiter[]>();

  readonly request = (name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const grant = (): void => {
        const holder: Holder = { fail: reject };
        this.held.set(name, holder);
        Promise.resolve(callback({ name, mode: 'exclusive' }))
          .then(resolve, reject)
          .finally(() => {
            if (this.held.get(name) === holder) this.free(name);
          });
      };
      if (options.steal === true) {
        this.held.get(name)?.fail(new DOMException('stolen', 'AbortError'));
        grant();
      } else if (!this.held.has(name)) grant();
      else if (options.ifAvailable === true) Promise.resolve(callback(null)).then(resolve, reject);
      else {
        const waiter: Waiter = { grant };
        const queue = this.queues.get(name) ?? [];
        this.queues.set(name, [...queue, waiter]);
        options.signal?.addEventListener('abort', () => {
          const waiting = this.queues.get(name) ?? [];
          if (!waiting.includes(waiter)) return;
          this.queues.set(
            name,
            waiting.filter((other) => other !== waiter),
          );
          reject(new DOMException('aborted', 'AbortError'));
        });
      }
    });

  private free(name: string): void {
    this.held.delete(name);
    const [next, ...rest] = this.queues.get(name) ?? [];
    this.queues.set(name, rest);
    next?.grant();
  }
}

/** Locks shared by all who are given them. */
export function fakeLocks(): Locks {
  return new FakeLocks() as unknown as Locks;
}

/** Channels that hear one another, though not themselves; a `deaf` one stands for a frozen tab. */
export function fakeChannels(): (deaf?: boolean) => Channel {
  const all: { readonly listeners: Set<(event: MessageEvent<unknown>) => void> }[] = [];
  return (deaf = false) => {
    const own = { listeners: new Set<(event: MessageEvent<unknown>) => void>() };
    if (!deaf) all.push(own);
    return {
      postMessage: (data) => {
        for (const other of all) {
          if (other !== own)
            for (const listener of other.listeners) queueMicrotask(() => listener({ data } as MessageEvent<unknown>));
        }
      },
      addEventListener: (_, listener) => own.listeners.add(listener),
      removeEventListener: (_, listener) => own.listeners.delete(listener),
    };
  };
}
