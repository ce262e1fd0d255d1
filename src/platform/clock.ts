/** The time a program lives in: the page's own, or one that a replay moves on. Milliseconds. */
export interface Clock {
  /** Never goes back. */
  now(): number;
  /** Since the epoch; may be set. */
  wall(): number;
  /** Does something once, later; the function given back calls it off. */
  after(ms: number, act: () => void): () => void;
}

export const PAGE_CLOCK: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
