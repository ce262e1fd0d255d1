import type { CatalogEntry } from '../../protocol/models';
import type { Chosen } from './fallback';

/** The line of the model that comes with the program; its figures are those of its card. */
export function embeddedEntry(embedded: Chosen | null): CatalogEntry {
  const source = embedded?.source;
  return {
    id: source?.id ?? 'embedded',
    name: embedded?.name ?? 'Inkling Edit',
    about: 'Carries a change on to where else it belongs. Runs anywhere, at once.',
    origin: { kind: 'embedded' },
    parameters: 4_951_808,
    downloadBytes: source?.bytes ?? 10_036_256,
    gpuBytes: null,
    largestBufferBytes: 0,
    memoryBytes: 100_000_000,
    needsF16: false,
    dialect: source?.dialect ?? 'inkling-sr-lc',
    contextLength: source?.contextLength ?? 2048,
    licence: 'Apache-2.0',
    source: '',
  };
}
