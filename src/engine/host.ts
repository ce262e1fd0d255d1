/** The worker's side of the protocol: commands in, replies out, one engine call at a time. */
import { CANCELLED_BEFORE_IT_BEGAN } from '../core/prediction/completion';
import type { EngineCommand, EngineReply, ModelSource } from '../protocol/engine';
import type { Engine } from './engine';
import { engineFailure, failureOf } from './errors';
import { idOf, parseCommand } from './messages';

/** Makes the engine of a kind; called once for each kind that is loaded. */
export type EngineFactory = (kind: ModelSource['engine']) => Engine;

export interface EngineHost {
  /** Handles one message from the page, whatever it is; answers through `post`. Never throws. */
  readonly receive: (message: unknown) => void;
}

/**
 * Serves engines over messages. Commands that need the engine run one after another in the order they came; `load`
 * and `unload` first cancel what is running or waiting. A message that is not a command is answered by `failed`
 * with its id, or -1 where it has none.
 */
export function createEngineHost(factory: EngineFactory, post: (reply: EngineReply) => void): EngineHost {
  const engines = new Map<ModelSource['engine'], Engine>();
  const running = new Map<number, AbortController>();
  let current: Engine | null = null;
  let tail: Promise<void> = Promise.resolve();

  const engineFor = (kind: ModelSource['engine']): Engine => {
    const existing = engines.get(kind);
    if (existing) return existing;
    const made = factory(kind);
    engines.set(kind, made);
    return made;
  };

  const enqueue = (id: number, work: (signal: AbortSignal) => Promise<void>): void => {
    const controller = new AbortController();
    running.set(id, controller);
    tail = tail
      .then(() => work(controller.signal))
      .catch((error: unknown) => post({ type: 'failed', id, failure: failureOf(error) }))
      .finally(() => running.delete(id));
  };

  const cancelAll = (): void => {
    for (const controller of running.values()) controller.abort();
  };

  const load = async (id: number, model: ModelSource, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const engine = engineFor(model.engine);
    if (current && current !== engine) await current.unload();
    current = null;
    const capabilities = await engine.load(model, (progress) => post({ type: 'progress', id, progress }), signal);
    current = engine;
    post({ type: 'loaded', id, capabilities });
  };

  const unload = async (id: number): Promise<void> => {
    await current?.unload();
    current = null;
    post({ type: 'unloaded', id });
  };

  const complete = async (
    command: Extract<EngineCommand, { type: 'complete' }>,
    signal: AbortSignal,
  ): Promise<void> => {
    const { id, request } = command;
    if (signal.aborted) {
      post({ type: 'completed', id, figures: CANCELLED_BEFORE_IT_BEGAN });
      return;
    }
    if (!current) {
      post({ type: 'failed', id, failure: engineFailure('not-loaded', 'No model is loaded.') });
      return;
    }
    const stream = current.complete(request, signal);
    for (;;) {
      const step = await stream.next();
      if (step.done) {
        post({ type: 'completed', id, figures: step.value });
        return;
      }
      post({ type: 'piece', id, piece: step.value });
    }
  };

  const handle = (command: EngineCommand): void => {
    switch (command.type) {
      case 'ping':
        post({ type: 'pong', id: command.id });
        return;
      case 'cancel':
        running.get(command.id)?.abort();
        return;
      case 'load':
        cancelAll();
        enqueue(command.id, (signal) => load(command.id, command.model, signal));
        return;
      case 'unload':
        cancelAll();
        enqueue(command.id, () => unload(command.id));
        return;
      case 'complete':
        enqueue(command.id, (signal) => complete(command, signal));
        return;
      default:
        command satisfies never;
    }
  };

  return {
    receive(message) {
      const command = parseCommand(message);
      if (command) handle(command);
      else
        post({
          type: 'failed',
          id: idOf(message) ?? -1,
          failure: engineFailure('unknown', 'The worker got a message it cannot read.'),
        });
    },
  };
}
