/** Long tasks of a page's main thread, as the page itself sees them and as the browser's trace does. */
import type { Browser, Page } from 'playwright';

/** As in the Long Tasks specification. */
export const LONG_MS = 50;

export interface SeenTask {
  readonly startMs: number;
  readonly durationMs: number;
}

/** A frame of more than 50 ms with the scripts that ran in it for 5 ms or more. */
export interface SlowFrame extends SeenTask {
  readonly blockingMs: number;
  readonly scripts: readonly { readonly invoker: string; readonly source: string; readonly durationMs: number }[];
}

export interface Seen {
  readonly tasks: readonly SeenTask[];
  readonly frames: readonly SlowFrame[];
}

/** What newer Chromium tells of a long frame; the typings lack it. */
interface FrameEntry extends PerformanceEntry {
  readonly blockingDuration: number;
  readonly scripts: readonly {
    readonly invoker: string;
    readonly sourceURL: string;
    readonly sourceFunctionName: string;
    readonly duration: number;
  }[];
}

interface Watching {
  tasks: SeenTask[];
  frames: SlowFrame[];
}

/** From now on the page notes its long tasks and long frames; also those since it was opened, as far as the browser keeps them. */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Watching = { tasks: [], frames: [] };
    (window as unknown as { seen: Watching }).seen = seen;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        seen.tasks.push({ startMs: startTime, durationMs: duration });
    }).observe({ type: 'longtask', buffered: true });
    if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) return;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as FrameEntry[]) {
        seen.frames.push({
          startMs: entry.startTime,
          durationMs: entry.duration,
          blockingMs: entry.blockingDuration,
          scripts: entry.scripts.map(({ invoker, sourceURL, sourceFunctionName, duration }) => ({
            invoker,
            source: `${sourceURL.split('/').at(-1) ?? ''} ${sourceFunctionName}`,
            durationMs: duration,
          })),
        });
      }
    }).observe({ type: 'long-animation-frame', buffered: true });
  });
}

/** What was noted so far; the notes begin anew. */
export const takeSeen = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const holder = window as unknown as { seen: Watching };
    const { tasks, frames } = holder.seen;
    const out = { tasks: [...tasks], frames: [...frames] };
    tasks.length = 0;
    frames.length = 0;
    return out;
  });

/** One task of the main thread as the browser traced it. */
export interface TracedTask {
  readonly wallMs: number;
  /** Time the thread really ran: what is missing to `wallMs` the machine gave to others. */
  readonly cpuMs: number;
  /** The longest pieces of work in it. */
  readonly work: readonly string[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly type?: string; readonly functionName?: string; readonly url?: string };
  };
}

export async function startTrace(browser: Browser, page: Page): Promise<void> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
}

export interface Traced {
  /** All tasks of the page's main thread. */
  readonly count: number;
  /** Those that took at least so long, longest first. */
  readonly tasks: readonly TracedTask[];
}

/** Ends the trace. */
export async function endTrace(browser: Browser, fromMs: number): Promise<Traced> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const perThread = new Map<string, TraceEvent[]>();
  for (const event of traceEvents) {
    const key = `${event.pid}:${event.tid}`;
    if (event.ph !== 'X' || !mains.has(key)) continue;
    const events = perThread.get(key) ?? [];
    events.push(event);
    perThread.set(key, events);
  }
  // A spare renderer has a main thread too, which does next to nothing.
  const events = [...perThread.values()].sort((one, other) => other.length - one.length)[0] ?? [];
  const isTask = ({ name }: TraceEvent): boolean => name.endsWith('RunTask');
  const tasks = events.filter(isTask);
  const long = tasks.filter(({ dur = 0 }) => dur >= fromMs * 1_000);
  return {
    count: tasks.length,
    tasks: long
      .sort((one, other) => (other.dur ?? 0) - (one.dur ?? 0))
      .map((task) => ({
        wallMs: (task.dur ?? 0) / 1_000,
        cpuMs: (task.tdur ?? 0) / 1_000,
        work: longestOf(
          events.filter(
            (event) =>
              !isTask(event) && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0),
          ),
        ),
      })),
  };
}

function longestOf(inside: readonly TraceEvent[]): readonly string[] {
  return [...inside]
    .sort((one, other) => (other.dur ?? 0) - (one.dur ?? 0))
    .slice(0, 4)
    .map(({ name, dur = 0, args }) => {
      const { type, functionName, url } = args?.data ?? {};
      const what = [type, functionName, url?.split('/').at(-1)]
        .filter((part) => part !== undefined && part !== '')
        .join(' ');
      return `${name}${what === '' ? '' : ` (${what})`} ${(dur / 1_000).toFixed(0)} ms`;
    });
}
