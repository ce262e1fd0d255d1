import type { CatalogEntry } from '../../protocol/models';
import type { BuiltIn } from '../../protocol/engine';
import type { Chosen } from './fallback';

/** What predicts where no model was chosen: proposers and their ranking, which are part of the page. */
export const BUILT_IN: BuiltIn = { id: 'built-in', engine: 'built-in', contextLength: 0, dialect: 'none', bytes: 0 };

/** The line of what comes with the program. */
export function embeddedEntry(embedded: Chosen | null): CatalogEntry {
  const source = embedded?.source;
  return {
    id: source?.id ?? 'embedded',
    name: embedded?.name ?? 'Inkling',
    about:
      'Works out from your code what follows from your last edits. No language model, nothing to download, no waiting.',
    origin: { kind: 'embedded' },
    parameters: 0,
    downloadBytes: 0,
    gpuBytes: null,
    largestBufferBytes: 0,
    memoryBytes: 30_000_000,
    needsF16: false,
    dialect: BUILT_IN.dialect,
    contextLength: 0,
    licence: 'Apache-2.0',
    source: '',
  };
}
