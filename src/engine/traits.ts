/** What the program has to know of an engine without loading it. */
import type { EngineCapabilities, ModelSource } from '../protocol/engine';
import type { DownloadRequest } from '../protocol/models';
import type { Fields } from './fields';

export interface EngineTraits {
  /** How its models run, for the model menu. */
  readonly runs: string;
  /** Whether it ends with the graphics device. */
  readonly needsGpu: boolean;
  /** The worker that it runs in: `network` is the one that may reach other hosts; absent for the inference worker. */
  readonly runsIn?: 'network';
  /** How much of the context H may take, 0 to 1; null for the small budget that models of the CPU read quickly. */
  readonly historyShare: number | null;
  /** Whether a prompt that is read in advance makes the answer come sooner. */
  readonly readsAhead: (capabilities: EngineCapabilities) => boolean;
  /** Whether the fields of a model source, which came in a message, are those of this engine. */
  readonly isSource: (fields: Fields) => boolean;
  /**
   * Where a kept model can be fetched again; null where there is no address.
   * @param from what the model came from, for people
   */
  readonly originOf: (source: ModelSource, from: string) => DownloadRequest['origin'] | null;
}
