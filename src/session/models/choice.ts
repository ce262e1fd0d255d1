/** Which model runs: what the user chose, kept from visit to visit, and what runs instead when that fails. */
import type { ModelSource } from '../../protocol/engine';
import type { NoticeView } from '../view-types';
import type { EngineClient, EngineState } from '../../engine/client/engine-client';
import type { Settings } from '../../platform/local-settings';
import type { Store } from '../../platform/store';
import { decide, fallbackWords, type Chosen } from './fallback';
import { messageOf } from '../../core/message-of';

/** What the rest of the page may know of it. */
export interface ChoiceState {
  /** The model that is to run now; null before the first is known. */
  readonly current: Chosen | null;
  /** The model that ships with the program; null while it is not known. */
  readonly embedded: Chosen | null;
}

export interface ModelChoice {
  readonly state: Store<ChoiceState>;
  /** Loads what was chosen last, or the embedded model. Never throws: what went wrong is told. */
  start(): Promise<void>;
  /** Switches to a model and keeps the choice. */
  choose(chosen: Chosen): void;
  /** Switches to the embedded model if `id` is running: its files are about to go. Resolves when nothing reads them any more. */
  leave(id: string): Promise<void>;
  /** Hears of each state of the engine, in order. */
  heard(state: EngineState): void;
}

export interface ModelChoiceOptions {
  readonly engine: () => Pick<EngineClient, 'load' | 'retry' | 'state'>;
  /** Where the choice is told; empty at first. */
  readonly state: Store<ChoiceState>;
  readonly settings: Settings;
  readonly notice: (id: string, content: Omit<NoticeView, 'id'> | null) => void;
  /** Finds the model that ships with the program. @throws Error with a message for the user */
  readonly findEmbedded: () => Promise<ModelSource>;
  /** The page shows that there is no model, and why. */
  readonly onMissing: (message: string) => void;
  /** Runs `act` after what is going on has ended. */
  readonly later: (act: () => void) => void;
}

const settingName = 'model';
/** Counts the loads of the chosen model that have not ended: a model that takes the whole tab down with it is not loaded for ever. */
const attemptsName = 'model-attempts';
const mostAttempts = 2;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The model kept under the setting; null when there is none or it cannot be read. The worker checks it again, field by field. */
export function readChoice(text: string | null): Chosen | null {
  if (text === null || text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (
      !isRecord(value) ||
      typeof value['name'] !== 'string' ||
      !isRecord(value['source']) ||
      typeof value['source']['id'] !== 'string'
    )
      return null;
    return { name: value['name'], source: value['source'] as unknown as ModelSource };
  } catch {
    return null;
  }
}

export const embeddedName = 'Inkling';

export function createModelChoice({
  engine,
  state,
  settings,
  notice,
  findEmbedded,
  onMissing,
  later,
}: ModelChoiceOptions): ModelChoice {
  let before: Chosen | null = null;
  let failedBefore: readonly string[] = [];
  let settled: Chosen | null = null;

  const isEmbedded = ({ source }: Chosen): boolean => source.id === state.get().embedded?.source.id;

  const load = (chosen: Chosen): void => {
    state.update((was) => ({ ...was, current: chosen }));
    notice('engine', null);
    // A failure is heard as a state of the engine.
    engine()
      .load(chosen.source)
      .catch(() => undefined);
  };

  const keep = (chosen: Chosen): void => {
    settings.write(settingName, isEmbedded(chosen) ? '' : JSON.stringify(chosen));
    settings.write(attemptsName, '0');
  };

  const offerAgain = (chosen: Chosen, title: string, body: string, tone: NoticeView['tone']): void => {
    notice('model', {
      tone,
      title,
      body,
      actions: [
        {
          label: `Use ${chosen.name} again`,
          primary: false,
          run: () => {
            choose(chosen);
          },
        },
      ],
      dismiss: () => {
        notice('model', null);
      },
    });
  };

  const choose = (chosen: Chosen): void => {
    notice('model', null);
    failedBefore = [];
    keep(chosen);
    load(chosen);
  };

  const embeddedModel = async (): Promise<Chosen | null> => {
    const known = state.get().embedded;
    if (known !== null) return known;
    try {
      const embedded = { name: embeddedName, source: await findEmbedded() };
      state.update((was) => ({ ...was, embedded }));
      return embedded;
    } catch (error) {
      const message = messageOf(error);
      if (state.get().current === null) {
        onMissing(message);
        notice('model', {
          tone: 'problem',
          title: message,
          body: 'You can edit; predictions start when the model is there.',
          actions: [
            {
              label: 'Try again',
              primary: true,
              run: () => {
                notice('model', null);
                void start();
              },
            },
          ],
          dismiss: () => {
            notice('model', null);
          },
        });
      }
      return null;
    }
  };

  const start = async (): Promise<void> => {
    const chosen = readChoice(settings.read(settingName));
    if (chosen === null) {
      const embedded = await embeddedModel();
      if (embedded !== null) load(embedded);
      return;
    }
    const attempts = Number(settings.read(attemptsName) ?? '0');
    if (attempts >= mostAttempts) {
      const embedded = await embeddedModel();
      if (embedded !== null) {
        settings.write(attemptsName, '0');
        load(embedded);
        offerAgain(
          chosen,
          `${chosen.name} did not finish loading the last ${mostAttempts} times.`,
          `Predictions come from ${embedded.name} for now.`,
          'info',
        );
        return;
      }
    }
    settings.write(attemptsName, String(attempts + 1));
    load(chosen);
    // Known early, so that falling back needs no network.
    await embeddedModel();
  };

  const failed = async (chosen: Chosen, failure: Extract<EngineState, { kind: 'failed' }>): Promise<void> => {
    const embedded = await embeddedModel();
    if (state.get().current !== chosen) return;
    const decision = decide({
      failed: chosen,
      failure: failure.failure,
      restarts: failure.retryInMs !== null,
      embedded,
      before: settled === chosen ? before : settled,
      failedBefore,
    });
    switch (decision.kind) {
      case 'wait':
        return;
      case 'stop':
        notice('engine', {
          tone: 'problem',
          title: failure.failure.message,
          body: failure.failure.remedy,
          actions: [
            {
              label: 'Try again',
              primary: true,
              run: () => {
                engine().retry();
              },
            },
          ],
          dismiss: null,
        });
        return;
      case 'fall-back': {
        failedBefore = [...failedBefore, chosen.source.id];
        if (!decision.keepChoice) keep(decision.to);
        const { title, body } = fallbackWords(chosen, failure.failure, decision.to);
        load(decision.to);
        offerAgain(chosen, title, body, 'problem');
        return;
      }
      default:
        decision satisfies never;
    }
  };

  return {
    state,
    start,
    choose,
    leave: async (id) => {
      if (state.get().current?.source.id !== id) return;
      const embedded = await embeddedModel();
      if (embedded === null) return;
      notice('model', null);
      keep(embedded);
      state.update((was) => ({ ...was, current: embedded }));
      // A model that fails now says so by itself; its files are not those about to go.
      await engine()
        .load(embedded.source)
        .catch(() => undefined);
    },
    heard(now) {
      const { current } = state.get();
      if (current === null) return;
      if (now.kind === 'ready' && now.model.id === current.source.id && settled !== current) {
        if (settled !== null) before = settled;
        settled = current;
        failedBefore = [];
        settings.write(attemptsName, '0');
        notice('engine', null);
      }
      if (now.kind === 'failed' && now.model.id === current.source.id)
        later(() => {
          void failed(current, now);
        });
    },
  };
}
