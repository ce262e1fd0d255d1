import type { ModelPart, StoredModel } from '../src/protocol/models';
import { MemoryFile } from '../src/models/memory-file';
import type { ModelStore } from '../src/models/store';

/** A store in memory, with what web-llm would find. For tests. */
export interface MemoryStore extends ModelStore {
  readonly files: Map<string, MemoryFile>;
  /** By scope and URL. */
  readonly cached: Map<string, Uint8Array<ArrayBuffer>>;
}

const cacheKey = ({ cache }: ModelPart): string => `${cache?.scope ?? ''} ${cache?.url ?? ''}`;

/** `room` in bytes for each file. */
export function createMemoryStore(room = Number.POSITIVE_INFINITY): MemoryStore {
  const records = new Map<string, StoredModel>();
  const files = new Map<string, MemoryFile>();
  const cached = new Map<string, Uint8Array<ArrayBuffer>>();
  const key = (id: string, path: string): string => `${id}/${path}`;
  const size = (id: string, path: string): number => files.get(key(id, path))?.size() ?? 0;
  return {
    files,
    cached,
    list: () => Promise.resolve([...records.values()]),
    read: (id) => Promise.resolve(records.get(id) ?? null),
    write: (model) => {
      records.set(model.id, model);
      return Promise.resolve();
    },
    open: (id, path) => {
      const file = files.get(key(id, path)) ?? new MemoryFile(new Uint8Array(), room);
      files.set(key(id, path), file);
      return Promise.resolve(file);
    },
    size: (id, path) => Promise.resolve(size(id, path)),
    commit: (id, part) => {
      if (part.cache !== null) {
        cached.set(cacheKey(part), files.get(key(id, part.path))?.content() ?? new Uint8Array());
        files.delete(key(id, part.path));
      }
      return Promise.resolve();
    },
    holds: (id, part) =>
      Promise.resolve(part.cache === null ? files.has(key(id, part.path)) : cached.has(cacheKey(part))),
    discard: (id, part) => {
      files.delete(key(id, part.path));
      cached.delete(cacheKey(part));
      return Promise.resolve();
    },
    remove: ({ id, parts }) => {
      for (const part of parts) {
        files.delete(key(id, part.path));
        cached.delete(cacheKey(part));
      }
      records.delete(id);
      return Promise.resolve();
    },
    bytes: ({ id, parts }) =>
      Promise.resolve(
        parts.reduce((sum, part) => sum + size(id, part.path) + (cached.get(cacheKey(part))?.byteLength ?? 0), 0),
      ),
  };
}
