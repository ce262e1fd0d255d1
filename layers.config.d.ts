/** What `layers.config.js` exports, for the unit test that reads it. */
export interface Layer {
  readonly folder: string;
  readonly forbidden: readonly { readonly layer: string; readonly allowTypes: boolean }[];
  /** Packages it may import at run time; empty means any. */
  readonly packages: readonly string[] | 'none';
}

export const layers: readonly Layer[];
