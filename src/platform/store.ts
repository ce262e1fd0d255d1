/** One value that changes over time and can be watched. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly set: (next: Value) => void;
  readonly update: (change: (value: Value) => Value) => void;
  /** Calls `listener` after changes; several changes within one frame are told once. Returns the undo. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * `later` decides when listeners hear of a change: off the typing path, for the page (an animation frame), or at
 * once, for tests. It is given the telling, and called at most once until that has run.
 */
export function createStore<Value>(initial: Value, later: (tell: () => void) => void): Store<Value> {
  let value = initial;
  let pending = false;
  const listeners = new Set<() => void>();
  const set = (next: Value): void => {
    if (Object.is(next, value)) return;
    value = next;
    if (pending) return;
    pending = true;
    later(() => {
      pending = false;
      for (const listener of [...listeners]) listener();
    });
  };
  return {
    get: () => value,
    set,
    update: (change) => {
      set(change(value));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
