/** All engines. A new one is a folder, a line here and one where the worker makes it (`workers/inference.ts`). */
import type { EngineKind } from '../protocol/engine';
import { scriptedTraits } from './scripted-traits';
import type { EngineTraits } from './traits';
import { serverTraits } from './server/traits';
import { webLlmTraits } from './webllm/traits';
import { wllamaTraits } from './wllama/traits';

/** The proposers of the page: nothing is loaded for them, so the worker never hears of them. */
const builtInTraits: EngineTraits = {
  runs: 'comes with the page',
  needsGpu: false,
  historyShare: null,
  readsAhead: () => false,
  isSource: () => false,
  originOf: () => null,
};

export const ENGINES: Readonly<Record<EngineKind, EngineTraits>> = {
  wllama: wllamaTraits,
  'web-llm': webLlmTraits,
  server: serverTraits,
  scripted: scriptedTraits,
  'built-in': builtInTraits,
};

/** What is known of an engine of that name; null when there is none. */
export const traitsOf = (kind: unknown): EngineTraits | null =>
  typeof kind === 'string' && Object.hasOwn(ENGINES, kind) ? ENGINES[kind as EngineKind] : null;
