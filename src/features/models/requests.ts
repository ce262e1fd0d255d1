import { ENGINES } from '../../engine/kinds';
import { mlcModel } from '../../engine/webllm/traits';
import type { ModelSource } from '../../protocol/engine';
import type { CatalogEntry, DownloadRequest, StoredModel } from '../../protocol/models';
import { storedUrl } from '../../models/store';

function sourceOf(entry: CatalogEntry): ModelSource {
  const common = { id: entry.id, contextLength: entry.contextLength, dialect: entry.dialect };
  return entry.origin.kind === 'mlc'
    ? mlcModel({ ...common, url: entry.origin.url, library: entry.origin.library, needsF16: entry.needsF16 })
    : {
        ...common,
        engine: 'wllama',
        url: storedUrl(entry.id),
        sha256: null,
        ...(entry.adapter === undefined ? {} : { adapter: entry.adapter }),
      };
}

/**
 * What to ask the network worker for: a line of the catalog, or what is kept in part. Null where there is no address
 * to fetch from: for models that are converted, and files of the user's own that were not copied to the end.
 */
export function requestFor(entry: CatalogEntry | null, kept: StoredModel | null): DownloadRequest | null {
  if (kept !== null) {
    const { id, name, source, from, warning } = kept;
    const origin = ENGINES[source.engine].originOf(source, from);
    return origin === null ? null : { id, name, source, origin, ...(warning === undefined ? {} : { warning }) };
  }
  if (entry === null || (entry.origin.kind !== 'gguf' && entry.origin.kind !== 'mlc')) return null;
  return { id: entry.id, name: entry.name, origin: entry.origin, source: sourceOf(entry) };
}
