/** Runs programs in the sandboxed frame, one at a time: output as it comes, and always exactly one outcome. */
import { RUN_LIMITS, type RunFile, type RunLanguage, type RunLimits, type RunOutcome } from '../core/execution';
import type { FrameReply, OutputStream, WorkerReply } from '../protocol/execution';
import { openFrame, type Frame } from './frame';
import { parseWorkerReply } from './replies';
import { prepareJavaScript, preparePython, type Prepared, type Scripts } from './prepare';
import { messageOf } from '../core/message-of';

export interface RunRequest {
  readonly language: RunLanguage;
  readonly files: readonly RunFile[];
  /** The path of the file that is run. */
  readonly main: string;
  readonly limits?: RunLimits;
}

export interface RunEvents {
  output(stream: OutputStream, text: string): void;
  picture(png: Uint8Array<ArrayBuffer>, title: string): void;
  /** It waits for a line of input. */
  waiting(): void;
  /** Everything is loaded and the program itself begins. */
  began(): void;
}

export interface RunHandle {
  /** Never rejects. */
  readonly outcome: Promise<RunOutcome>;
  /** A line for a program that waits; null is the end of input. */
  input(line: string | null): void;
  /** Ends it whatever it does, within a second. */
  stop(): void;
}

export interface Sandbox {
  /** Runs a program; one that still runs is stopped. */
  run(request: RunRequest, events: RunEvents): RunHandle;
  dispose(): void;
}

export interface SandboxOptions {
  readonly page: Window;
  readonly scripts: Scripts;
  /** Absolute URL of the folder the program is served from, with a slash at its end. */
  readonly baseUrl: string;
}

const BEAT_MS = 1_000;
/**
 * After so many beats without a word the frame's process is gone: in practice, out of memory. Counted in beats of the
 * page itself, so that a machine on which everything is slow is not taken for one on which this is dead; a language
 * that starts gives its frame much to do.
 */
const DEAD_BEATS = 15;
const DEAD_BEATS_STARTING = 90;
const STOP_MS = 900;
const START_MS = 120_000;

interface Running {
  readonly id: number;
  readonly heard: (reply: WorkerReply) => void;
  readonly frameSaid: (reply: Extract<FrameReply, { type: 'broken' | 'flooded' | 'stopped' }>) => void;
  readonly finish: (outcome: RunOutcome) => void;
  readonly stop: () => void;
  /** Whether the program itself has begun. */
  readonly hasBegun: () => boolean;
}

export function createSandbox({ page, scripts, baseUrl }: SandboxOptions): Sandbox {
  let frame: Promise<Frame> | null = null;
  let running: Running | null = null;
  let lastId = 0;
  let beat = 0;
  /** Beats since the frame was last heard. */
  let silent = 0;
  let replies = 0;
  let beatTimer = 0;
  /** What this frame has been given already. */
  let given = new Set<string>();

  const discard = (): void => {
    const old = frame;
    frame = null;
    given = new Set();
    void old?.then(
      (opened) => {
        opened.remove();
      },
      () => undefined,
    );
  };

  const onReply = (reply: FrameReply): void => {
    silent = 0;
    replies += 1;
    switch (reply.type) {
      case 'ready':
      case 'pong':
        return;
      case 'said':
        for (const message of reply.messages) {
          const said = parseWorkerReply(message);
          if (said !== null && running?.id === reply.run) running.heard(said);
        }
        return;
      case 'broken':
      case 'flooded':
      case 'stopped':
        if (running?.id === reply.run) running.frameSaid(reply);
        return;
      default:
        reply satisfies never;
    }
  };

  const openedFrame = (): Promise<Frame> => {
    frame ??= openFrame(page, scripts.frame, onReply).catch((error: unknown) => {
      frame = null;
      throw error;
    });
    return frame;
  };

  const watch = (): void => {
    page.clearInterval(beatTimer);
    silent = 0;
    beatTimer = page.setInterval(() => {
      if (running === null) {
        page.clearInterval(beatTimer);
        return;
      }
      silent += 1;
      if (silent > (running.hasBegun() ? DEAD_BEATS : DEAD_BEATS_STARTING)) {
        discard();
        running.finish({ kind: 'memory-limit', limitBytes: null, failure: null });
        return;
      }
      beat += 1;
      void frame?.then(
        (opened) => {
          opened.send({ type: 'ping', beat });
        },
        () => undefined,
      );
    }, BEAT_MS);
  };

  const prepare = (request: RunRequest): Promise<Prepared> =>
    request.language === 'python'
      ? preparePython(scripts, baseUrl)
      : prepareJavaScript(scripts, request.files, request.main);

  return {
    dispose() {
      running?.stop();
      discard();
    },
    run(request, events) {
      running?.stop();
      lastId += 1;
      const id = lastId;
      const limits = request.limits ?? RUN_LIMITS;
      let opened: Frame | null = null;
      let prepared: Prepared | null = null;
      let begun = false;
      let settle: (outcome: RunOutcome) => void = () => undefined;
      const outcome = new Promise<RunOutcome>((resolve) => {
        settle = resolve;
      });

      // The clock of the program itself: stands while it waits for the user.
      let spent = 0;
      let since: number | null = null;
      let timer = page.setTimeout(() => {
        finish({
          kind: 'unavailable',
          reason: 'The program could not be started in time.',
          remedy: 'Run it again; your files are as they were.',
        });
      }, START_MS);
      const ms = (): number => spent + (since === null ? 0 : page.performance.now() - since);
      const resume = (): void => {
        since = page.performance.now();
        page.clearTimeout(timer);
        timer = page.setTimeout(
          () => {
            finish({ kind: 'time-limit', limitMs: limits.ms });
          },
          Math.max(0, limits.ms - spent),
        );
      };
      const pause = (): void => {
        spent = ms();
        since = null;
        page.clearTimeout(timer);
      };

      const isCurrent = (): boolean => running?.id === id;
      const finish = (ended: RunOutcome): void => {
        if (!isCurrent()) return;
        running = null;
        page.clearTimeout(timer);
        page.clearInterval(beatTimer);
        // A worker serves one run: nothing of this one is left for the next.
        if (opened !== null && frame !== null) opened.send({ type: 'stop', run: id });
        settle(ended);
      };

      const heard = (reply: WorkerReply): void => {
        switch (reply.type) {
          case 'loaded':
            opened?.send({
              type: 'tell',
              run: id,
              command: {
                type: 'run',
                files: request.files,
                main: request.main,
                memoryBytes: limits.memoryBytes,
                outputBytes: limits.outputBytes,
              },
            });
            return;
          case 'began':
            begun = true;
            resume();
            events.began();
            return;
          case 'output':
            events.output(reply.stream, reply.text);
            return;
          case 'picture':
            events.picture(reply.png, reply.title);
            return;
          case 'waiting':
            pause();
            events.waiting();
            return;
          case 'imports':
            void prepared?.packages(reply.modules).then((found) => {
              opened?.send(
                { type: 'tell', run: id, command: { type: 'packages', ...found } },
                found.wheels.map(({ bytes }) => bytes),
              );
            });
            return;
          case 'full':
            finish({ kind: 'output-limit', limitBytes: limits.outputBytes });
            return;
          case 'done':
            finish(reply.code === 0 ? { kind: 'finished', ms: ms() } : { kind: 'exited', code: reply.code, ms: ms() });
            return;
          case 'failed': {
            const failure = prepared?.failure(reply.error, request.files) ?? null;
            if (reply.memory || failure === null)
              finish({
                kind: 'memory-limit',
                limitBytes: request.language === 'python' ? limits.memoryBytes : null,
                failure,
              });
            else finish({ kind: 'failed', failure, ms: ms() });
            return;
          }
          case 'no-interpreter':
            finish({
              kind: 'unavailable',
              reason: 'Python could not be started.',
              remedy: `Run it again, or reload the page; your files are as they were. (${reply.detail})`,
            });
            return;
          default:
            reply satisfies never;
        }
      };

      running = {
        id,
        heard,
        finish,
        hasBegun: () => begun,
        frameSaid(reply) {
          switch (reply.type) {
            case 'stopped':
              return;
            case 'flooded':
              finish({ kind: 'output-limit', limitBytes: limits.outputBytes });
              return;
            case 'broken':
              finish({
                kind: 'failed',
                failure: prepared?.broken(reply) ?? {
                  type: 'Error',
                  message: reply.message,
                  location: null,
                  trace: reply.message,
                },
                ms: ms(),
              });
              return;
            default:
              reply satisfies never;
          }
        },
        stop() {
          const stopping = opened;
          if (stopping !== null) {
            // A frame that does not even end a worker is taken away whole.
            const before = replies;
            page.setTimeout(() => {
              if (running === null && replies === before && frame !== null) discard();
            }, STOP_MS);
          }
          finish({ kind: 'stopped', ms: ms() });
          stopping?.send({ type: 'ping', beat: (beat += 1) });
        },
      };
      watch();

      void (async () => {
        const [made, ready] = await Promise.all([prepare(request), openedFrame()]);
        if (!isCurrent()) return;
        if (made.fault !== null) {
          finish({ kind: 'failed', failure: made.fault, ms: 0 });
          return;
        }
        for (const { name, bytes } of made.assets) {
          if (given.has(name)) continue;
          given.add(name);
          // A copy: the page keeps its own for the next frame.
          ready.send({ type: 'asset', name, bytes });
        }
        prepared = made;
        opened = ready;
        ready.send({ type: 'spawn', run: id, script: made.script, assets: made.assets.map(({ name }) => name) });
      })().catch((error: unknown) => {
        if (!isCurrent()) return;
        const detail = messageOf(error);
        // Fetching and importing fail with a TypeError when nobody answers.
        const offline = !page.navigator.onLine || error instanceof TypeError;
        const python = request.language === 'python';
        finish({
          kind: 'unavailable',
          reason: python ? 'Python could not be loaded.' : 'The program could not be prepared.',
          remedy: offline
            ? `${python ? 'Python (13 MB) is' : 'What it runs with is'} fetched when it is first used, and there is no connection now. Connect once and run it; from then on it works offline too.`
            : `Run it again, or reload the page; your files are as they were. (${detail})`,
        });
      });

      return {
        outcome,
        input(line) {
          if (!isCurrent() || opened === null) return;
          resume();
          opened.send({ type: 'input', run: id, line });
        },
        stop() {
          if (isCurrent()) running?.stop();
        },
      };
    },
  };
}
