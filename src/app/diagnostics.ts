/** A window into the running program, to look through only: for browser tests, and for a user who reports a fault. */
import type { EditorHoldings } from '../editor';
import type { EngineState } from '../engine/client/engine-client';
import type { View } from '../session/view';

export interface Diagnostics {
  /** What the page shows and holds, as plain data. */
  state(): {
    readonly view: View;
    readonly engine: EngineState;
    /** The open file as it stands in the editor. */
    readonly text: string | null;
    readonly hunks: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  };
  /** What the editor holds: none of it may grow with what is typed. Zeros until the editor is there. */
  held(): EditorHoldings;
}

declare global {
  interface Window {
    inkling?: Diagnostics;
  }
}
