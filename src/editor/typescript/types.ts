/** What the light part and the service itself share. */
import type { monaco } from '../monaco';

/** Monaco's ids of the languages that the service knows. */
export const LANGUAGES: readonly string[] = ['typescript', 'javascript'];

export interface ServiceOptions {
  /** Whether a document may be changed. */
  readonly writable: (uri: monaco.Uri) => boolean;
  readonly errorMarks: boolean;
}

export interface TypeScriptService {
  setErrorMarks(on: boolean): void;
  dispose(): void;
}
