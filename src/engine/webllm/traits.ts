import type { MlcModel } from '../../protocol/engine';
import { isHttpUrl, isSha256 } from '../fields';
import type { EngineTraits } from '../traits';

/** Weights that were converted on this device are kept under an address that leads nowhere. */
const isLocal = (url: string): boolean => new URL(url).hostname.endsWith('.invalid');

/** MLC models on the GPU. */
export const webLlmTraits: EngineTraits = {
  runs: 'runs on the GPU (web-llm)',
  needsGpu: true,
  // On the GPU it is read quickly and, unlike the code, hardly ever anew.
  historyShare: 1 / 3,
  readsAhead: ({ speculates }) => speculates,
  isSource: (fields) =>
    isHttpUrl(fields['url']) &&
    isHttpUrl(fields['library']) &&
    isSha256(fields['librarySha256']) &&
    typeof fields['needsF16'] === 'boolean',
  originOf: (source) => {
    if (source.engine !== 'web-llm') return null;
    const { url, library } = source;
    return isLocal(url) ? { kind: 'library', library } : { kind: 'mlc', url, library };
  },
};

/** A model of this engine whose library nobody gave a digest of. */
export const mlcModel = (fields: Omit<MlcModel, 'engine' | 'librarySha256'>): MlcModel => ({
  ...fields,
  engine: 'web-llm',
  librarySha256: null,
});
