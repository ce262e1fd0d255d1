/**
 * Servers of the user's own: which models of which servers were chosen, and the keys. The keys are kept apart: they are in
 * no choice, no export and no list of what was sent, and nothing shows them again.
 */
import { hostOf } from '../../engine/server/failures';
import { baseOf } from '../../engine/server/request';
import type { ModelSource, ServerModel } from '../../protocol/engine';
import type { Settings } from '../../platform/local-settings';
import type { Chosen } from './fallback';

export interface ServerEntry extends Chosen {
  readonly source: ServerModel;
}

export interface Servers {
  readonly list: () => readonly ServerEntry[];
  /** Keeps a model of a server, in place of one of the same address and name; `key` empty for none. */
  readonly add: (described: {
    readonly url: string;
    readonly model: string;
    readonly dialect: string;
    readonly key: string;
  }) => ServerEntry;
  /** Forgets it, and the key of its server with the last. */
  readonly remove: (id: string) => void;
  /** A model as the worker needs it. */
  readonly withKey: (model: ModelSource) => ModelSource;
}

const LIST = 'servers';
const keyName = (url: string): string => `server-key.${baseOf(url)}`;
/** Servers are made for more than an excerpt; more would only make them slower. Tokens. */
const CONTEXT = 8192;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function readList(text: string | null): readonly ServerEntry[] {
  if (text === null || text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return [];
    return (value as readonly unknown[]).flatMap((entry) => {
      if (!isRecord(entry) || !isRecord(entry['source']) || typeof entry['name'] !== 'string') return [];
      const { id, url, model, dialect, engine } = entry['source'];
      const isServer = engine === 'server' && typeof id === 'string' && typeof url === 'string';
      if (!isServer || typeof model !== 'string' || typeof dialect !== 'string') return [];
      return [{ name: entry['name'], source: { engine, id, url, model, dialect, contextLength: CONTEXT } }];
    });
  } catch {
    return [];
  }
}

export function createServers(settings: Settings): Servers {
  const list = (): readonly ServerEntry[] => readList(settings.read(LIST));
  const keep = (entries: readonly ServerEntry[]): void => {
    settings.write(LIST, JSON.stringify(entries));
  };
  return {
    list,
    add({ url, model, dialect, key }) {
      const base = baseOf(url);
      const entry: ServerEntry = {
        name: `${model} at ${hostOf(base)}`,
        source: { engine: 'server', id: `server ${base} ${model}`, url: base, model, dialect, contextLength: CONTEXT },
      };
      keep([...list().filter(({ source }) => source.id !== entry.source.id), entry]);
      settings.write(keyName(base), key);
      return entry;
    },
    remove(id) {
      const gone = list().find(({ source }) => source.id === id);
      if (gone === undefined) return;
      const rest = list().filter((entry) => entry !== gone && entry.source.id !== id);
      keep(rest);
      if (rest.every(({ source }) => source.url !== gone.source.url)) settings.write(keyName(gone.source.url), '');
    },
    withKey(model) {
      if (model.engine !== 'server') return model;
      const key = settings.read(keyName(model.url)) ?? '';
      return key === '' ? model : { ...model, key };
    },
  };
}
