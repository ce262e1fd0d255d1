import { isCount, isRecord, isSha256 } from '../fields';
import type { EngineTraits } from '../traits';

/** Only what the page itself serves is applied, and nothing without a digest. */
const isAdapter = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) &&
    typeof value['url'] === 'string' &&
    /^[a-z][\w./-]*$/i.test(value['url']) &&
    value['sha256'] !== null &&
    isSha256(value['sha256']) &&
    isCount(value['bytes'], 1));

/** llama.cpp in WebAssembly. */
export const wllamaTraits: EngineTraits = {
  runs: 'runs in llama.cpp',
  needsGpu: false,
  historyShare: null,
  readsAhead: ({ device }) => device === 'cpu',
  isSource: (fields) =>
    typeof fields['url'] === 'string' &&
    isSha256(fields['sha256']) &&
    (fields['device'] === undefined || fields['device'] === 'auto' || fields['device'] === 'cpu') &&
    isAdapter(fields['adapter']),
  originOf: (_source, from) => (/^https?:/.test(from) ? { kind: 'gguf', url: from, sha256: null } : null),
};
