/** Unified diff. */
import { failed, type ChangeCodec } from './format';

export const unifiedDiff: ChangeCodec = {
  encode: () => '',
  decode: () => failed('malformed', 'not written yet'),
  preview: () => [],
  historyBase: 'older',
};
