/**
 * The script of the sandboxed frame: an origin of its own with no network and no storage, in which the user's code
 * runs in workers. It only starts and ends workers and passes messages on; decisions are made by the page.
 */
import type { FrameCommand, FrameReply, WorkerReply, WorkerSetup } from '../src/protocol/execution';
import { createInputBuffer, offerLine } from '../src/execution/sandbox/input';
import { parseWorkerReply, weightOf } from '../src/execution/replies';

interface Run {
  readonly worker: Worker;
  readonly url: string;
  readonly input: SharedArrayBuffer | null;
  queue: WorkerReply[];
  /** Messages since the page was last told; more than it could read is a flood. */
  count: number;
  /** What all its messages held. The worker cuts its output, but a program can break the worker. */
  weight: number;
}

const FLOOD = 100_000;
/** Several times what a run may put out. */
const HEAVY = 8 * 1024 * 1024;
const parentWindow = (self as unknown as { readonly parent: { postMessage(message: unknown, origin: string): void } })
  .parent;
const reply = (message: FrameReply): void => {
  parentWindow.postMessage(message, '*');
};

// The same text is allowed to run in the page itself by its hash; there it must do nothing.
if (self.origin === 'null') {
  const canWait = self.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
  const assets = new Map<string, Promise<unknown>>();
  const runs = new Map<number, Run>();

  const end = (id: number): void => {
    const run = runs.get(id);
    if (run === undefined) return;
    runs.delete(id);
    run.worker.terminate();
    URL.revokeObjectURL(run.url);
  };

  const pass = (id: number): void => {
    const run = runs.get(id);
    if (run === undefined || run.queue.length === 0) return;
    const messages = run.queue;
    run.queue = [];
    run.count = 0;
    reply({ type: 'said', run: id, messages });
  };

  const spawn = ({ run: id, script, assets: names }: Extract<FrameCommand, { type: 'spawn' }>): void => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    const run: Run = { worker, url, input: canWait ? createInputBuffer() : null, queue: [], count: 0, weight: 0 };
    runs.set(id, run);
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (runs.get(id) !== run) return;
      const said = parseWorkerReply(data);
      run.count += 1;
      run.weight += said === null ? 0 : weightOf(said);
      if (run.count > FLOOD || run.weight > HEAVY) {
        end(id);
        reply({ type: 'flooded', run: id });
        return;
      }
      if (said === null) return;
      if (run.queue.length === 0)
        setTimeout(() => {
          pass(id);
        }, 8);
      run.queue.push(said);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (runs.get(id) !== run) return;
      // Told once: a program can raise errors faster than the page can hear of them.
      pass(id);
      end(id);
      reply({ type: 'broken', run: id, message: event.message, line: event.lineno, column: event.colno });
    });
    void Promise.all(names.map(async (name) => [name, await assets.get(name)] as const)).then(
      (found) => {
        worker.postMessage({
          type: 'setup',
          input: run.input,
          assets: Object.fromEntries(found),
        } satisfies WorkerSetup);
      },
      (error: unknown) => {
        end(id);
        reply({
          type: 'broken',
          run: id,
          message: `Python could not be prepared: ${String(error)}`,
          line: 0,
          column: 0,
        });
      },
    );
  };

  self.addEventListener('message', (event: MessageEvent<FrameCommand>) => {
    if ((event.source as unknown) !== parentWindow) return;
    const command = event.data;
    switch (command.type) {
      case 'ping':
        reply({ type: 'pong', beat: command.beat });
        return;
      case 'asset':
        // Compiled once for all workers.
        assets.set(
          command.name,
          command.name.endsWith('.wasm') ? WebAssembly.compile(command.bytes) : Promise.resolve(command.bytes),
        );
        return;
      case 'spawn':
        spawn(command);
        return;
      case 'tell':
        runs.get(command.run)?.worker.postMessage(command.command);
        return;
      case 'input': {
        const input = runs.get(command.run)?.input;
        if (input !== null && input !== undefined) offerLine(input, command.line);
        return;
      }
      case 'stop':
        end(command.run);
        reply({ type: 'stopped', run: command.run });
        return;
      default:
        command satisfies never;
    }
  });
  reply({ type: 'ready', canWait });
}
