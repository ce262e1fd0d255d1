/** Search-and-replace: a fence holding the old lines, the token on a line of its own, and the new lines. */
import { diffLines, type LineChange } from '../../text';
import { fenceLines, readFences, type FencedBlock } from '../fence';
import { escapeTokens, SEARCH_AND_REPLACE } from '../tokens';
import { wireText, type LineReplacement } from '../wire';
import { findRuns, locateLines } from './search';
import {
  ELLIPSIS,
  failed,
  readAnswerLines,
  type ChangeCodec,
  type DecodeInput,
  type FormatFailure,
  type FormatResult,
} from './format';

/** Changes at most this many lines apart are written as one. */
const MERGE_DISTANCE = 2;

function encode(from: string, to: string, language: string): string {
  const { lines: older } = wireText(from);
  const { lines: newer } = wireText(to, from);
  return widenUntilUnique(older, diffLines(older, newer))
    .map(({ oldStart, oldEnd, newStart, newEnd }) =>
      fenceLines(language, [
        ...older.slice(oldStart, oldEnd).map(escapeTokens),
        SEARCH_AND_REPLACE,
        ...newer.slice(newStart, newEnd).map(escapeTokens),
      ]),
    )
    .join('\n');
}

function merge(changes: readonly LineChange[]): LineChange[] {
  const out: LineChange[] = [];
  for (const next of changes) {
    const last = out.at(-1);
    if (last !== undefined && next.oldStart - last.oldEnd <= MERGE_DISTANCE) {
      out[out.length - 1] = { ...last, oldEnd: next.oldEnd, newEnd: next.newEnd };
    } else out.push(next);
  }
  return out;
}

/**
 * Merges changes that are near and widens each, first upward, by lines that are the same on both sides, until its
 * old lines occur once in `older`. After merging three equal lines lie between two changes, so a step of widening
 * never reaches into a neighbour: both ranges grow by the same lines.
 */
function widenUntilUnique(older: readonly string[], changes: readonly LineChange[]): LineChange[] {
  let out = merge(changes);
  let at = 0;
  for (let change = out[at]; change !== undefined; change = out[at]) {
    // What is merged into a change left of here, which occurs once, occurs once as well.
    if (occursOnce(older, change)) at += 1;
    else out = merge(out.with(at, widen(change, older.length)));
  }
  return out;
}

function occursOnce(older: readonly string[], { oldStart, oldEnd }: LineChange): boolean {
  return findRuns(older, older.slice(oldStart, oldEnd), 2).length === 1;
}

/** One line more on each side; where no old line is there yet, one above alone (or below, at the top of the text). */
function widen(change: LineChange, lineCount: number): LineChange {
  const canUp = change.oldStart > 0;
  const canDown = change.oldEnd < lineCount;
  if (canUp && canDown && change.oldStart < change.oldEnd) {
    return {
      oldStart: change.oldStart - 1,
      newStart: change.newStart - 1,
      oldEnd: change.oldEnd + 1,
      newEnd: change.newEnd + 1,
    };
  }
  return canUp
    ? { ...change, oldStart: change.oldStart - 1, newStart: change.newStart - 1 }
    : { ...change, oldEnd: change.oldEnd + 1, newEnd: change.newEnd + 1 };
}

interface Sides {
  readonly kind: 'sides';
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

function readSides(block: FencedBlock): Sides | FormatFailure {
  const at = block.lines.findIndex((line) => line.trim() === SEARCH_AND_REPLACE);
  if (at < 0) return failed('malformed', 'a block has no search-and-replace token on a line of its own');
  const search = readAnswerLines(block.lines.slice(0, at));
  if (search.kind === 'failed') return search;
  const replace = readAnswerLines(block.lines.slice(at + 1));
  if (replace.kind === 'failed') return replace;
  return { kind: 'sides', search: search.lines, replace: replace.lines };
}

/** Without the ellipses that a model may have copied from the edges of the excerpt. */
function withoutEllipses(sides: Sides, { above, below }: DecodeInput['edges']): Sides {
  const both = (at: 0 | -1): boolean => sides.search.at(at) === ELLIPSIS && sides.replace.at(at) === ELLIPSIS;
  const from = above && both(0) ? 1 : 0;
  const cut = below && both(-1) ? 1 : 0;
  return {
    kind: 'sides',
    search: sides.search.slice(from, Math.max(from, sides.search.length - cut)),
    replace: sides.replace.slice(from, Math.max(from, sides.replace.length - cut)),
  };
}

function resolve(
  block: FencedBlock,
  { current, edges }: Omit<DecodeInput, 'ended'>,
): readonly LineReplacement[] | FormatFailure {
  const sides = readSides(block);
  if (sides.kind === 'failed') return sides;
  let located = locateLines(current.lines, sides.search, sides.replace);
  if (located.kind === 'failed' && located.reason === 'search-not-found') {
    const bare = withoutEllipses(sides, edges);
    if (bare.search.length < sides.search.length) located = locateLines(current.lines, bare.search, bare.replace);
  }
  return located.kind === 'failed' ? located : located.replacements;
}

function decode(input: DecodeInput): FormatResult {
  const { blocks, open, stray } = readFences(input.body, input.ended);
  const replacements: LineReplacement[] = [];
  for (const block of blocks) {
    const found = resolve(block, input);
    if ('kind' in found) return found;
    replacements.push(...found);
  }
  if (stray.length > 0) return failed('malformed', 'there is text outside the blocks');
  if (input.ended && open !== null) return failed('malformed', 'a block is not closed');
  return { kind: 'replacements', replacements, whole: input.ended };
}

export const searchAndReplace: ChangeCodec = { encode, decode, historyBase: 'older', whole: false };
