/**
 * The model that is asked in words (inline changes, chat, fixes). It is the one that predicts, unless another was chosen:
 * then that runs in a worker of its own, from when it is first needed until it has not been for a while.
 */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../../core/prediction/completion';
import type { EngineClient, EngineState } from '../../engine/client/engine-client';
import type { EngineCapabilities, ModelSource } from '../../protocol/engine';
import type { Settings } from '../../platform/local-settings';
import type { Store } from '../../platform/store';
import { readChoice, type ModelChoice } from './choice';
import type { Chosen } from './fallback';
import { speakerFor, speakerOf, type Speaker } from './instruction-support';

type Complete = EngineClient['complete'];

/** A model that could be had for it, in words. */
export interface Suggestion {
  readonly name: string;
  /** Size, and time where the browser tells how fast the network is. */
  readonly cost: string;
}

export interface AskingState {
  /** Null: the model that predicts is asked. */
  readonly chosen: Chosen | null;
  /** How the chosen model stands; `absent` while it sleeps. */
  readonly engine: EngineState;
  /** What could be fetched on this machine; null while it is not known, or nothing fits. */
  readonly suggestion: Suggestion | null;
}

export interface Asking {
  readonly state: Store<AskingState>;
  /** Keeps the choice; null for the model that predicts. */
  readonly choose: (chosen: Chosen | null) => void;
  /** Whether something can be asked now, and how. */
  readonly speaker: () => Speaker;
  /** Loads the model first where it sleeps. @throws EngineClientError */
  readonly complete: Complete;
  /** The files of that model are about to go: the model that predicts is asked from then on. */
  readonly leave: (id: string) => void;
  /** Memory or battery is scarce: the model sleeps as soon as nothing is being asked. */
  readonly save: (saving: boolean) => void;
  readonly suggest: (suggestion: Suggestion | null) => void;
}

export interface AskingOptions {
  readonly store: <Value>(initial: Value) => Store<Value>;
  readonly settings: Settings;
  readonly predicting: {
    readonly engine: Pick<EngineClient, 'state' | 'complete'>;
    readonly models: Pick<ModelChoice, 'state'>;
  };
  readonly createEngine: (onState: (state: EngineState) => void) => EngineClient;
  /** Calls `act` after so many milliseconds; returns what calls it off. */
  readonly after: (ms: number, act: () => void) => () => void;
}

const settingName = 'ask-model';
/** A model that nobody asks for so long lets its memory go. */
const SLEEPS_AFTER_MS = 10 * 60_000;
const SLEEPS_SOON_MS = 15_000;

/** What is assumed of a model before it was loaded. */
const assumed = (source: ModelSource): EngineCapabilities => ({
  engine: source.engine,
  device: 'cpu',
  threads: 1,
  contextLength: source.contextLength,
  dialect: source.dialect,
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
});

const capabilitiesOf = (state: EngineState, source: ModelSource): EngineCapabilities =>
  state.kind === 'ready' || state.kind === 'busy' ? state.capabilities : assumed(source);

export function createAsking({ store, settings, predicting, createEngine, after }: AskingOptions): Asking {
  const state = store<AskingState>({
    chosen: readChoice(settings.read(settingName)),
    engine: { kind: 'absent' },
    suggestion: null,
  });
  let client: EngineClient | null = null;
  let loaded: Promise<unknown> | null = null;
  let asked = 0;
  let saving = false;
  let callOff: () => void = () => undefined;

  /** The model that is not the one that predicts; null when that is asked. */
  const other = (): Chosen | null => {
    const { chosen } = state.get();
    return chosen?.source.id === predicting.models.state.get().current?.source.id ? null : chosen;
  };

  const sleep = (): void => {
    callOff();
    const was = client;
    client = null;
    loaded = null;
    was?.dispose();
    state.update((now) => ({ ...now, engine: { kind: 'absent' } }));
  };

  const sleepLater = (): void => {
    callOff();
    if (client === null || asked > 0) return;
    callOff = after(saving ? SLEEPS_SOON_MS : SLEEPS_AFTER_MS, sleep);
  };

  const awake = async ({ source }: Chosen): Promise<EngineClient> => {
    // It gave up: begin anew.
    if (state.get().engine.kind === 'failed') sleep();
    const made =
      client ??
      createEngine((engine) => {
        if (made === client) state.update((now) => ({ ...now, engine }));
      });
    client = made;
    loaded ??= made.load(source);
    try {
      await loaded;
    } catch (error) {
      // The next question tries again.
      if (client === made) loaded = null;
      throw error;
    }
    return made;
  };

  const complete: Complete = async function* (
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    const chosen = other();
    if (chosen === null) return yield* predicting.engine.complete(request, signal);
    asked += 1;
    callOff();
    try {
      return yield* (await awake(chosen)).complete(request, signal);
    } finally {
      asked -= 1;
      sleepLater();
    }
  };

  const choose = (chosen: Chosen | null): void => {
    settings.write(settingName, chosen === null ? '' : JSON.stringify(chosen));
    if (chosen?.source.id !== state.get().chosen?.source.id) sleep();
    state.update((now) => ({ ...now, chosen }));
  };

  return {
    state,
    choose,
    speaker() {
      const chosen = other();
      if (chosen === null) return speakerOf(predicting.engine, predicting.models);
      return speakerFor(chosen, capabilitiesOf(state.get().engine, chosen.source));
    },
    complete,
    leave(id) {
      if (state.get().chosen?.source.id === id) choose(null);
    },
    save(now) {
      saving = now;
      sleepLater();
    },
    suggest(suggestion) {
      state.update((now) => ({ ...now, suggestion }));
    },
  };
}
