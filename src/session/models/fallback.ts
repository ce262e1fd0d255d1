/** What becomes of the page's model when it fails: pure rules, and the words for them. */
import { ENGINES } from '../../engine/kinds';
import type { EngineErrorCode, EngineFailure, ModelSource } from '../../protocol/engine';

/** A model the user can choose, with the name it is shown under. */
export interface Chosen {
  readonly name: string;
  readonly source: ModelSource;
}

export interface Situation {
  readonly failed: Chosen;
  readonly failure: EngineFailure;
  /** The engine starts the same model again by itself. */
  readonly restarts: boolean;
  /** The model that ships with the program; null when even that cannot be found. */
  readonly embedded: Chosen | null;
  /** The model that ran before this one, if any. */
  readonly before: Chosen | null;
  /** Ids of models that have failed since one last ran. */
  readonly failedBefore: readonly string[];
}

export type Decision =
  /** It is being started again; nothing to decide yet. */
  | { readonly kind: 'wait' }
  /** There is nothing to fall back to: the user decides. */
  | { readonly kind: 'stop' }
  /** `keepChoice`: the next visit tries the failed model again. */
  | { readonly kind: 'fall-back'; readonly to: Chosen; readonly keepChoice: boolean };

/** Trying the same model at once again would end the same way. */
const hopeless: ReadonlySet<EngineErrorCode> = new Set(['out-of-memory', 'device-lost']);
/** Faults of the moment or of the machine, not of the choice. */
const passing: ReadonlySet<EngineErrorCode> = new Set(['device-lost', 'crashed', 'load-timeout']);

/**
 * Falls back in the order: the model that ran before, then the embedded one. A lost graphics device skips every model
 * of the GPU. Models that have failed since one last ran are not tried twice, so it always ends.
 */
export function decide({ failed, failure, restarts, embedded, before, failedBefore }: Situation): Decision {
  if (failed.source.id === embedded?.source.id) return restarts ? { kind: 'wait' } : { kind: 'stop' };
  if (restarts && !hopeless.has(failure.code)) return { kind: 'wait' };
  const usable = (candidate: Chosen | null): candidate is Chosen =>
    candidate !== null &&
    candidate.source.id !== failed.source.id &&
    !failedBefore.includes(candidate.source.id) &&
    !(failure.code === 'device-lost' && ENGINES[candidate.source.engine].needsGpu);
  const to = [before, embedded].find(usable);
  return to === undefined ? { kind: 'stop' } : { kind: 'fall-back', to, keepChoice: passing.has(failure.code) };
}

function whatHappened(name: string, { code, message }: EngineFailure): string {
  switch (code) {
    case 'device-lost':
      return `The graphics device was lost while ${name} was running.`;
    case 'out-of-memory':
      return `${name} does not fit into the memory of this device.`;
    case 'model-not-found':
      return `${name} is not on this device any more.`;
    case 'model-corrupt':
      return `The file of ${name} cannot be read.`;
    case 'model-unsupported':
      return `${name} cannot run here.`;
    case 'load-timeout':
      return `${name} did not start in time.`;
    case 'crashed':
      return `${name} stopped again and again.`;
    case 'prompt-too-long':
    case 'not-loaded':
    case 'unknown':
      return `${name} could not be used: ${message}`;
  }
}

function whatToDo({ code, message }: EngineFailure): string {
  switch (code) {
    case 'device-lost':
      return 'Another program, a sleeping computer or a driver can cause this.';
    case 'out-of-memory':
      return 'Close other tabs and programs that use the graphics card, or choose a smaller model.';
    case 'model-not-found':
    case 'model-corrupt':
      return `Delete it and get it again. (${message})`;
    case 'model-unsupported':
      return message;
    case 'load-timeout':
    case 'crashed':
    case 'prompt-too-long':
    case 'not-loaded':
    case 'unknown':
      return 'Try it again later, or choose a smaller model.';
  }
}

/** The explanation above the editor. */
export function fallbackWords(
  failed: Chosen,
  failure: EngineFailure,
  to: Chosen,
): { readonly title: string; readonly body: string } {
  return {
    title: whatHappened(failed.name, failure),
    body: `Predictions now come from ${to.name}; your text is not touched. ${whatToDo(failure)}`,
  };
}
