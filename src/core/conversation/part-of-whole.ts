/** Whole-file answers that are only a part of the file: a model wrote what it changed, and nothing else. */
import { diffLines, splitLines } from '../text';

/** So many lines at an end are not deleted by mistake. */
const FEW_LINES = 3;

const isBlank = (line: string): boolean => line.trim() === '';

/**
 * Whether `after` changes something and leaves out, at an end of the code, much of it or half a block, so that to use it
 * would delete the rest. To take away lines and nothing else is a change like any other.
 */
export function isPartOfWhole(before: string, after: string): boolean {
  const [older, newer] = [splitLines(before), splitLines(after)];
  const changes = diffLines(older, newer);
  const writes = changes.some(({ newStart, newEnd }) => !newer.slice(newStart, newEnd).every(isBlank));
  if (!writes) return false;
  const much = older.filter((line) => !isBlank(line)).length / 3;
  return changes.some(({ oldStart, oldEnd, newStart, newEnd }) => {
    const gone = older.slice(oldStart, oldEnd).filter((line) => !isBlank(line));
    if (gone.length < FEW_LINES || !newer.slice(newStart, newEnd).every(isBlank)) return false;
    const atEnd = older.slice(oldEnd).every(isBlank);
    if (!atEnd && !older.slice(0, oldStart).every(isBlank)) return false;
    const edge = atEnd ? gone[0] : older.slice(oldEnd).find((line) => !isBlank(line));
    return gone.length > much || /^\s/.test(edge ?? '');
  });
}
