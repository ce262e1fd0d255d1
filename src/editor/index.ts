/**
 * The light side of this folder: types, and a door to Monaco. `host` is fetched on demand so that the page's first
 * script stays small.
 */
import type { createEditor } from './host';

export type { OwnReason } from './changes';
export type { DocumentChange } from './document';
export type { EditorEvents, EditorHoldings, EditorHost, EditorOptions, OpenDocument, Prominence } from './types';
export type { EditorLook } from './look';
export type { Offer } from './next-edit';
export type { Predicted } from './tab-key';
export type { EditorTheme } from './themes';
export type { EditorZone, LineMark } from './zones';
export { silenceKnownMonacoErrors } from './known-errors';

/** Fetches Monaco and the editor around it. @throws whatever the network throws when a chunk cannot be fetched. */
export async function loadEditor(): Promise<{ readonly createEditor: typeof createEditor }> {
  return import('./host');
}
