/** Taking a stretch of a recorded course away for good. */
import { diffText } from '../text';
import type { EditRecord } from './record';
import { replay, type VersionedText } from './replay';

/**
 * The records of versions `[from, to)` without what happened in between: the first leads straight to where the last
 * led, the others change nothing. Versions keep their numbers, so that what refers to them still does; times and
 * cursors of the stretch are those of its end.
 * @param before the text at `from`
 * @param records those of the stretch, complete and in order
 * @throws RangeError when the records are not those of the stretch
 */
export function wipe(before: VersionedText, records: readonly EditRecord[]): readonly EditRecord[] {
  const after = replay(before, records);
  const last = records.at(-1);
  if (last === undefined) return [];
  if (after.kind !== 'replayed' || records[0]?.version !== before.version)
    throw new RangeError('The records do not follow from the text before them.');
  const change = diffText(before.text, after.text);
  return records.map((record, index) => ({
    ...record,
    change: index === 0 ? change : [],
    selection: index === records.length - 1 ? record.selection : null,
    source: { kind: 'load' },
    wallTime: last.wallTime,
    monoTime: last.monoTime,
  }));
}
