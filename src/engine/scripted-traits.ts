import { isRecord } from './fields';
import type { EngineTraits } from './traits';

const isScript = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) &&
    value.every((line) => isRecord(line) && typeof line['when'] === 'string' && typeof line['answer'] === 'string'));

/** Answers that were written down beforehand, for tests. */
export const scriptedTraits: EngineTraits = {
  runs: 'scripted',
  needsGpu: false,
  historyShare: null,
  readsAhead: () => false,
  isSource: ({ script }) => isScript(script),
  originOf: () => null,
};
