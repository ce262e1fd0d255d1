/** What the prediction's state machine knows between two events. Plain immutable data. */
import type { CursorSelection, DocumentId } from '../history/record';
import type { CurrentPrediction } from './events';
import type { NothingReason } from './reasons';

export interface OpenDocument {
  readonly id: DocumentId;
  readonly path: string;
  readonly language: string;
  readonly version: number;
  readonly text: string;
  readonly cursor: CursorSelection;
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'shown'; readonly prediction: CurrentPrediction }
  | { readonly kind: 'settled'; readonly reason: NothingReason };

export interface PredictionState {
  readonly document: OpenDocument | null;
  readonly phase: Phase;
}

export interface MachineOptions {
  /** Goes into the ids of predictions so that they are unique across reloads, for example a random string. */
  readonly session: string;
  /** Globs of files whose text never reaches a model. */
  readonly excluded: readonly string[];
}
