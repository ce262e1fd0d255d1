import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunOutcome } from '../core/execution';
import type { FrameCommand, FrameReply, WorkerReply } from '../protocol/execution';
import { createSandbox, type RunHandle, type Sandbox } from './sandbox-client';

interface Scene {
  readonly sandbox: Sandbox;
  readonly sent: FrameCommand[];
  /** As the frame says it; as somebody else where that is given. */
  readonly say: (reply: FrameReply, source?: object) => void;
  readonly frames: () => number;
  readonly said: string[];
  readonly start: () => Promise<RunHandle>;
  readonly worker: (...messages: readonly WorkerReply[]) => void;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page whose frame is played by the test. `answers` says whether it answers pings. */
function scene({
  answers = true,
  javascript = () => Promise.resolve('prelude'),
  onLine = true,
}: { answers?: boolean; javascript?: () => Promise<string>; onLine?: boolean } = {}): Scene {
  const listeners = new Set<(event: object) => void>();
  const frames = new Set<object>();
  const sent: FrameCommand[] = [];
  const said: string[] = [];
  let lastRun = 0;
  const contentWindow = {
    postMessage: (command: FrameCommand) => {
      sent.push(command);
      if (command.type === 'spawn') lastRun = command.run;
      if (command.type === 'ping' && answers) say({ type: 'pong', beat: command.beat });
    },
  };
  const say = (reply: FrameReply, source: object = contentWindow): void => {
    for (const listener of [...listeners]) listener({ source, data: reply });
  };
  const page = {
    document: {
      createElement: () => {
        const element = {
          setAttribute: () => undefined,
          remove: () => {
            frames.delete(element);
          },
          contentWindow,
        };
        return element;
      },
      body: {
        append: (element: object) => {
          frames.add(element);
          queueMicrotask(() => {
            say({ type: 'ready', canWait: true });
          });
        },
      },
    },
    addEventListener: (_type: string, listener: (event: object) => void) => {
      listeners.add(listener);
    },
    removeEventListener: (_type: string, listener: (event: object) => void) => {
      listeners.delete(listener);
    },
    setTimeout: (act: () => void, ms?: number) => setTimeout(act, ms),
    clearTimeout,
    setInterval: (act: () => void, ms?: number) => setInterval(act, ms),
    clearInterval,
    performance: { now: () => Date.now() },
    navigator: { onLine },
  } as unknown as Window;
  const sandbox = createSandbox({
    page,
    baseUrl: 'https://host/',
    scripts: {
      frame: { code: '', hash: '' },
      python: () => Promise.reject(new TypeError('Failed to fetch')),
      javascript,
    },
  });
  const worker = (...messages: readonly WorkerReply[]): void => {
    say({ type: 'said', run: lastRun, messages });
  };
  return {
    sandbox,
    sent,
    say,
    said,
    worker,
    frames: () => frames.size,
    async start() {
      const handle = sandbox.run(
        { language: 'javascript', files: [{ path: 'a.js', text: '' }], main: 'a.js' },
        {
          output: (_stream, text) => {
            said.push(text);
          },
          picture: () => undefined,
          waiting: () => {
            said.push('(waiting)');
          },
          began: () => {
            said.push('(began)');
          },
        },
      );
      await vi.advanceTimersByTimeAsync(0);
      return handle;
    },
  };
}

const kindOf = async (handle: RunHandle): Promise<RunOutcome['kind'] | 'none'> => {
  const outcome = await Promise.race([handle.outcome, vi.advanceTimersByTimeAsync(0).then(() => null)]);
  return outcome?.kind ?? 'none';
};
const types = (sent: readonly FrameCommand[]): string[] =>
  sent.map(({ type }) => type).filter((type) => type !== 'ping');

describe('a run', () => {
  it('is spawned, told to begin, heard, and ended with its worker', async () => {
    const { start, worker, sent, said } = scene();
    const handle = await start();
    worker({ type: 'loaded' }, { type: 'began' }, { type: 'output', stream: 'out', text: 'hi' });
    worker({ type: 'done', code: 0 });
    expect(await handle.outcome).toMatchObject({ kind: 'finished' });
    expect([types(sent), said]).toEqual([
      ['spawn', 'tell', 'stop'],
      ['(began)', 'hi'],
    ]);
  });

  it('may take 60 s of its own time; what it waits for a user does not count', async () => {
    const { start, worker } = scene();
    const handle = await start();
    worker({ type: 'loaded' }, { type: 'began' });
    await vi.advanceTimersByTimeAsync(50_000);
    worker({ type: 'waiting' });
    await vi.advanceTimersByTimeAsync(500_000);
    handle.input('x');
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await kindOf(handle)).toBe('none');
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await handle.outcome).toEqual({ kind: 'time-limit', limitMs: 60_000 });
  });

  it('is stopped at once, and its worker with it', async () => {
    const { start, worker, sent, frames } = scene();
    const handle = await start();
    worker({ type: 'loaded' }, { type: 'began' });
    handle.stop();
    expect(await handle.outcome).toMatchObject({ kind: 'stopped' });
    expect(types(sent).at(-1)).toBe('stop');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(frames()).toBe(1);
  });

  it('takes a frame with it that does not even answer, within a second', async () => {
    const { start, worker, frames } = scene({ answers: false });
    const handle = await start();
    worker({ type: 'loaded' }, { type: 'began' });
    handle.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(frames()).toBe(0);
  });

  it('ends when the frame’s process is gone, as it is when memory runs out', async () => {
    const { start, worker, frames } = scene({ answers: false });
    const handle = await start();
    worker({ type: 'loaded' }, { type: 'began' });
    await vi.advanceTimersByTimeAsync(14_000);
    expect(await kindOf(handle)).toBe('none');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await handle.outcome).toEqual({ kind: 'memory-limit', limitBytes: null, failure: null });
    expect(frames()).toBe(0);
  });

  it('hears no other window, no other run, and nothing after its end', async () => {
    const { start, say, worker, said } = scene();
    const first = await start();
    worker({ type: 'loaded' }, { type: 'began' });
    const done = [
      { type: 'output', text: 'forged' },
      { type: 'done', code: 0 },
    ];
    say({ type: 'said', run: 1, messages: done }, {});
    say({ type: 'said', run: 2, messages: done });
    say({ type: 'flooded', run: 7 });
    say({ type: 'broken', run: 0, message: 'forged', line: 1, column: 1 });
    expect(await kindOf(first)).toBe('none');
    const second = await start();
    expect(await first.outcome).toMatchObject({ kind: 'stopped' });
    say({ type: 'said', run: 1, messages: done });
    expect(await kindOf(second)).toBe('none');
    expect(said).toEqual(['(began)']);
  });

  it.each<[string, FrameReply, RunOutcome['kind']]>([
    ['a flood', { type: 'flooded', run: 1 }, 'output-limit'],
    [
      'a script that does not parse',
      { type: 'broken', run: 1, message: 'Uncaught SyntaxError: no', line: 1, column: 1 },
      'failed',
    ],
  ])('ends with %s', async (_what, reply, kind) => {
    const { start, say } = scene();
    const handle = await start();
    say(reply);
    expect((await handle.outcome).kind).toBe(kind);
  });
});

describe('what cannot be fetched', () => {
  it.each([
    ['nobody answers', true, new TypeError('Failed to fetch'), /there is no connection now\. Connect once/],
    ['the machine is offline', false, new Error('x'), /there is no connection now/],
    ['it is broken', true, new Error('status 500'), /reload the page; your files are as they were\. \(status 500\)/],
  ])('is told when %s', async (_what, onLine, error, remedy) => {
    const { start } = scene({ onLine, javascript: () => Promise.reject(error) });
    expect(await (await start()).outcome).toMatchObject({
      kind: 'unavailable',
      remedy: expect.stringMatching(remedy) as string,
    });
  });

  it('is told of Python with its size', async () => {
    const { sandbox } = scene();
    const handle = sandbox.run(
      { language: 'python', files: [{ path: 'a.py', text: '' }], main: 'a.py' },
      { output: () => undefined, picture: () => undefined, waiting: () => undefined, began: () => undefined },
    );
    vi.useRealTimers();
    expect(await handle.outcome).toMatchObject({
      kind: 'unavailable',
      reason: 'Python could not be loaded.',
      remedy: expect.stringMatching(/^Python \(13 MB\) is fetched/) as string,
    });
  });
});
