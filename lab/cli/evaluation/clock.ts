/** Time for a replay: it passes only when told to, so that hours of pauses take no time. */
import type { Clock } from '../../../src/platform/clock';

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

export class ReplayClock implements Clock {
  private time: number;
  private readonly timers = new Set<Timer>();

  /** @param start both clocks' first moment, milliseconds. */
  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  wall(): number {
    return this.time;
  }

  after(ms: number, act: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), act };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  /** Lets time pass; what a timer sets off is finished (`settled`) before time goes on. */
  async passTo(time: number, settled: () => Promise<void>): Promise<void> {
    for (;;) {
      const due = [...this.timers].filter((timer) => timer.at <= time).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.act();
      await settled();
    }
    this.time = Math.max(this.time, time);
  }
}
