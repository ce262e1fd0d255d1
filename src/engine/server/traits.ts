import { isHttpUrl } from '../fields';
import type { EngineTraits } from '../traits';

/** A server of the user's own. */
export const serverTraits: EngineTraits = {
  runs: 'runs on a server of your own',
  needsGpu: false,
  runsIn: 'network',
  historyShare: null,
  readsAhead: () => false,
  isSource: ({ url, model, key }) =>
    isHttpUrl(url) &&
    typeof model === 'string' &&
    model.length < 300 &&
    (key === undefined || (typeof key === 'string' && /^[\x21-\x7e]{0,500}$/.test(key))),
  originOf: () => null,
};
