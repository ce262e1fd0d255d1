/** Whole-file answers that are only a part of the file: a model wrote what it changed, and nothing else. */
import { applyChange, diffCodeLines, type LineChange, type TextChange } from '../text';
import { replacementsToChange, wireText } from './wire';

const isBlank = (line: string): boolean => line.trim() === '';

/**
 * The change without what it takes away at the ends of the code: a model that leaves out the lines before and behind its
 * change does not mean that they go. Only for instructions that do not ask for less (see {@link mayDelete}).
 * @param text the code that the whole answer was about
 */
export function withEdgesKept(text: string, change: TextChange): TextChange {
  const wire = wireText(text);
  const { lines: newer } = wireText(applyChange(text, change), text);
  const older = wire.lines;
  const changes = diffCodeLines(older, newer);
  const put = ({ newStart, newEnd }: LineChange): readonly string[] => newer.slice(newStart, newEnd);
  const atEdge = ({ oldStart, oldEnd }: LineChange): boolean =>
    older.slice(oldEnd).every(isBlank) || older.slice(0, oldStart).every(isBlank);
  const lost = (one: LineChange): boolean =>
    put(one).every(isBlank) && !older.slice(one.oldStart, one.oldEnd).every(isBlank) && atEdge(one);
  if (!changes.some(lost)) return change;
  return replacementsToChange(
    wire,
    changes.filter((one) => !lost(one)).map((one) => ({ start: one.oldStart, end: one.oldEnd, lines: put(one) })),
  );
}

/** Whether an answer writes something and leaves lines out at the ends. To take away lines and nothing else is a change like any other. */
export function leavesEdgesOut(text: string, change: TextChange): boolean {
  const kept = withEdgesKept(text, change);
  return kept !== change && kept.length > 0;
}

const DELETES =
  /\b(?:remove|delete|drop|strip|clean|shorten|shrink|only|keep just|get rid|rid of|unused|simplif\w+|replace|rewrite|move|extract|split|merge|entire|whole)\b/i;

/** Whether an instruction may mean that lines go. */
export const mayDelete = (instruction: string): boolean => DELETES.test(instruction);
