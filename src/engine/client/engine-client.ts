/** The page's side of the inference worker: loads, asks, notices a dead worker and starts another. */
import {
  CANCELLED_BEFORE_IT_BEGAN,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
} from '../../core/prediction/completion';
import type {
  BuiltIn,
  EngineCapabilities,
  EngineCommand,
  EngineFailure,
  EngineReply,
  LoadProgress,
  ModelSource,
} from '../../protocol/engine';
import { ENGINES } from '../kinds';
import type { EngineTraits } from '../traits';
import { createAnswerStream, type AnswerStream } from './answer-stream';
import { parseReply } from './engine-replies';

/** What the engine is doing, as the rest of the page sees it. */
export type EngineState =
  | { readonly kind: 'absent' }
  /** `progress` is null until the worker has said something. */
  | { readonly kind: 'loading'; readonly model: ModelSource; readonly progress: LoadProgress | null }
  | { readonly kind: 'ready'; readonly model: ModelSource; readonly capabilities: EngineCapabilities }
  | { readonly kind: 'busy'; readonly model: ModelSource; readonly capabilities: EngineCapabilities }
  /** `retryInMs` is the delay after which it is started again by itself; null when it waits for `retry` or `load`. */
  | {
      readonly kind: 'failed';
      readonly model: ModelSource;
      readonly failure: EngineFailure;
      readonly retryInMs: number | null;
    };

/** Thrown by `load` and `complete`. */
export class EngineClientError extends Error {
  override readonly name = 'EngineClientError';
  readonly failure: EngineFailure;

  constructor(failure: EngineFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface EngineClientOptions {
  /** Starts the worker that runs such a model: workers/inference.ts, or the one that may reach other hosts. */
  readonly spawn: (runsIn: EngineTraits['runsIn']) => Worker;
  /** What the worker gets of a model to load, where that is more than the page knows of it (a key). */
  readonly complete?: (model: ModelSource) => ModelSource;
  readonly onState: (state: EngineState) => void;
  /** Milliseconds between signs of life asked of a worker that has work; three unanswered ones count as a crash. */
  readonly heartbeatMs?: number;
  /** The same while it has nothing to do. */
  readonly idleHeartbeatMs?: number;
  /** The first delay before a crashed worker is started again; it doubles with each crash in a row, up to 30 s. */
  readonly restartMs?: number;
  /** Crashes in a row after which it waits for the user. */
  readonly maxRestarts?: number;
}

export interface EngineClient {
  readonly state: () => EngineState;
  /**
   * Loads a model in the worker, replacing any other.
   * @throws EngineClientError when it cannot; after a crash while loading it is tried again by itself.
   */
  load(model: ModelSource): Promise<EngineCapabilities>;
  /**
   * Streams one completion; several at once are answered one after another. Aborting `signal` ends the stream
   * normally with `end: 'cancelled'`; leaving the loop early cancels too.
   * @throws EngineClientError; code `not-loaded` at once when no model is ready, `crashed` when the worker died.
   */
  complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
  /** Starts a failed engine again now. Does nothing in any other state. */
  retry(): void;
  /** Stops the worker for good and fails what is pending. */
  dispose(): void;
  /** Terminates the worker behind the client's back, as a crash would. For tests of the recovery. */
  kill(): void;
}

const crashedFailure: EngineFailure = {
  code: 'crashed',
  message: 'The model stopped unexpectedly.',
  remedy: 'It is being started again; your text is not touched.',
};
const gaveUpFailure: EngineFailure = {
  code: 'crashed',
  message: 'The model stopped again and again.',
  remedy: 'Start it again, choose a smaller model, or reload the page; your text is not touched.',
};
const notLoadedFailure: EngineFailure = {
  code: 'not-loaded',
  message: 'No model is ready.',
  remedy: 'Wait until the model is loaded, or load one.',
};
const replacedFailure: EngineFailure = {
  code: 'not-loaded',
  message: 'Loading was cancelled.',
  remedy: 'Load the model again.',
};

const longestRestartMs = 30_000;
const missedBeatsOfADeadWorker = 3;

/** Failures after which the worker's memory is not to be trusted, so that a new worker is started. */
const needsNewWorker = (failure: EngineFailure): boolean =>
  failure.code === 'crashed' || failure.code === 'device-lost' || failure.code === 'out-of-memory';

interface Loading {
  readonly id: number;
  readonly resolve: (capabilities: EngineCapabilities) => void;
  readonly reject: (error: EngineClientError) => void;
}

/** Makes a client; it starts no worker before the first `load`. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const {
    spawn,
    complete: completed = (model: ModelSource): ModelSource => model,
    onState,
    heartbeatMs = 1500,
    idleHeartbeatMs = 5000,
    restartMs = 250,
    maxRestarts = 5,
  } = options;
  let state: EngineState = { kind: 'absent' };
  let worker: Worker | null = null;
  let workerRuns: EngineTraits['runsIn'];
  let loading: Loading | null = null;
  const answers = new Map<number, AnswerStream>();
  let lastId = 0;
  let crashesInARow = 0;
  let missedBeats = 0;
  let beatTimer: ReturnType<typeof setTimeout> | undefined;
  let restartTimer: ReturnType<typeof setTimeout> | undefined;

  const setState = (next: EngineState): void => {
    state = next;
    onState(next);
  };
  const send = (command: EngineCommand): void => worker?.postMessage(command);
  const nextId = (): number => ++lastId;

  const beat = (): void => {
    if (!worker) return;
    if (missedBeats >= missedBeatsOfADeadWorker) {
      crash(crashedFailure);
      return;
    }
    missedBeats += 1;
    send({ type: 'ping', id: nextId() });
    keepBeating();
  };
  const keepBeating = (): void => {
    clearTimeout(beatTimer);
    // An unanswered ping is followed up quickly, idle or not.
    const idle = answers.size === 0 && !loading && missedBeats <= 1;
    beatTimer = setTimeout(beat, idle ? idleHeartbeatMs : heartbeatMs);
  };
  const expectWork = (): void => {
    missedBeats = 0;
    beat();
  };

  const dropWorker = (): void => {
    clearTimeout(beatTimer);
    worker?.terminate();
    worker = null;
  };

  const failPending = (failure: EngineFailure): void => {
    const error = new EngineClientError(failure);
    for (const answer of answers.values()) answer.fail(error);
    answers.clear();
    loading?.reject(error);
    loading = null;
  };

  const crash = (failure: EngineFailure): void => {
    dropWorker();
    // A model that could not be loaded is not tried again because its worker ended too.
    if (state.kind === 'absent' || state.kind === 'failed') return;
    const { model } = state;
    crashesInARow += 1;
    const giveUp = crashesInARow > maxRestarts;
    const retryInMs = giveUp ? null : Math.min(restartMs * 2 ** (crashesInARow - 1), longestRestartMs);
    setState({ kind: 'failed', model, failure: giveUp ? gaveUpFailure : failure, retryInMs });
    failPending(failure);
    if (retryInMs !== null) restartTimer = setTimeout(() => start(model), retryInMs);
  };

  /** Needs no worker; one that runs is ended, and its memory is free. */
  const startBuiltIn = (model: BuiltIn): EngineCapabilities => {
    clearTimeout(restartTimer);
    dropWorker();
    failPending(replacedFailure);
    const capabilities: EngineCapabilities = {
      engine: 'built-in',
      device: 'cpu',
      threads: 1,
      contextLength: model.contextLength,
      dialect: model.dialect,
      speculates: false,
      note: null,
      stopsOnSpecialTokens: true,
    };
    setState({ kind: 'ready', model, capabilities });
    return capabilities;
  };

  /** Starts loading `model`, in a new worker if there is none; who waits for it is in `loading`. */
  const start = (
    model: ModelSource,
    waiter: Omit<Loading, 'id'> = { resolve: () => undefined, reject: () => undefined },
  ): void => {
    clearTimeout(restartTimer);
    loading?.reject(new EngineClientError(replacedFailure));
    loading = { id: nextId(), ...waiter };
    setState({ kind: 'loading', model, progress: null });
    const { runsIn } = ENGINES[model.engine];
    if (worker !== null && runsIn !== workerRuns) {
      dropWorker();
      for (const answer of answers.values()) answer.fail(new EngineClientError(replacedFailure));
      answers.clear();
    }
    workerRuns = runsIn;
    worker ??= listenTo(spawn(runsIn));
    send({ type: 'load', id: loading.id, model: completed(model) });
    expectWork();
  };

  const listenTo = (made: Worker): Worker => {
    const ifCurrent = (act: () => void) => (): void => {
      if (worker === made) act();
    };
    made.addEventListener('message', (event: MessageEvent<unknown>) => ifCurrent(() => receive(event.data))());
    made.addEventListener('error', (event) => {
      event.preventDefault();
      ifCurrent(() => crash({ ...crashedFailure, message: event.message || crashedFailure.message }))();
    });
    made.addEventListener(
      'messageerror',
      ifCurrent(() => crash(crashedFailure)),
    );
    return made;
  };

  const settleAnswer = (id: number): void => {
    answers.delete(id);
    if (state.kind === 'busy' && answers.size === 0) setState({ ...state, kind: 'ready' });
  };

  const failed = (id: number, failure: EngineFailure): void => {
    const answer = answers.get(id);
    if (answer) {
      if (needsNewWorker(failure)) {
        crash(failure);
        return;
      }
      answer.fail(new EngineClientError(failure));
      settleAnswer(id);
    } else if (loading?.id === id && state.kind !== 'absent') {
      const { reject } = loading;
      loading = null;
      setState({ kind: 'failed', model: state.model, failure, retryInMs: null });
      reject(new EngineClientError(failure));
    }
  };

  const receive = (message: unknown): void => {
    const reply: EngineReply | null = parseReply(message);
    if (!reply) {
      crash({ ...crashedFailure, message: 'The model sent a message that cannot be read.' });
      return;
    }
    missedBeats = 0;
    switch (reply.type) {
      case 'pong':
      case 'unloaded':
        return;
      case 'progress':
        if (state.kind === 'loading' && loading?.id === reply.id) setState({ ...state, progress: reply.progress });
        return;
      case 'loaded':
        if (state.kind === 'loading' && loading?.id === reply.id) {
          const { resolve } = loading;
          loading = null;
          setState({ kind: 'ready', model: state.model, capabilities: reply.capabilities });
          resolve(reply.capabilities);
        }
        return;
      case 'piece':
        answers.get(reply.id)?.piece(reply.piece);
        return;
      case 'completed':
        crashesInARow = 0;
        answers.get(reply.id)?.done(reply.figures);
        settleAnswer(reply.id);
        return;
      case 'failed':
        failed(reply.id, reply.failure);
        return;
      default:
        reply satisfies never;
    }
  };

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    if (signal.aborted) return CANCELLED_BEFORE_IT_BEGAN;
    if ((state.kind !== 'ready' && state.kind !== 'busy') || state.model.engine === 'built-in')
      throw new EngineClientError(notLoadedFailure);
    const id = nextId();
    const answer = createAnswerStream();
    const cancel = (): void => {
      if (answers.get(id) === answer) send({ type: 'cancel', id });
    };
    answers.set(id, answer);
    send({ type: 'complete', id, request });
    if (state.kind === 'ready') setState({ ...state, kind: 'busy' });
    expectWork();
    signal.addEventListener('abort', cancel);
    try {
      return yield* answer.read();
    } finally {
      signal.removeEventListener('abort', cancel);
      cancel();
    }
  }

  return {
    state: () => state,
    load: (model) =>
      new Promise((resolve, reject) => {
        crashesInARow = 0;
        if (model.engine === 'built-in') resolve(startBuiltIn(model));
        else start(model, { resolve, reject });
      }),
    complete,
    retry() {
      if (state.kind !== 'failed') return;
      crashesInARow = 0;
      start(state.model);
    },
    dispose() {
      clearTimeout(restartTimer);
      dropWorker();
      failPending(notLoadedFailure);
      setState({ kind: 'absent' });
    },
    kill: () => worker?.terminate(),
  };
}
