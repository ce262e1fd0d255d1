/**
 * Rules for what was just done elsewhere and is done again: names, replacements, insertions and removals. A pattern
 * counts only where it says *which* places change too: among the lines shown that it would fit, most must be among
 * those that do change, or a reader could not have foreseen it.
 */
import { alike } from '../steps';
import { isWord, keyOf, shapeOf, wordsAndMarks, type TokenChange } from '../tokens';
import { kindOf, recent, type Candidate, type Situation, type StepFacts } from './situation';

/** At least this share of the lines that a pattern fits must be lines that change. */
export const LEAST_HITS = 0.7;
/** A line is like another when their shapes have this share in common. */
const SAME_SHAPE = 0.75;
/** Where only its likeness tells that a line is meant, it must be this near to one that was changed, in lines. */
const NEAR = 12;

/** The pattern's trace in one step that was done. */
interface Precedent {
  readonly change: TokenChange;
  readonly step: StepFacts;
}

/** How closely a change is like its precedent. */
type Fit = 'word' | 'both-sides' | 'alike';

/** Every change of the candidate is one name for another, and the same was done before. */
export function renamed(candidate: Candidate, situation: Situation): boolean {
  return everyChange(candidate, situation, ({ removed, added }) => isName(removed) && isName(added));
}

/** Something else was replaced by something, and is again. */
export function replacedAgain(candidate: Candidate, situation: Situation): boolean {
  return everyChange(candidate, situation, ({ removed, added }) => removed.length > 0 && added.length > 0);
}

/** The same was put in at a like place. */
export function insertedAgain(candidate: Candidate, situation: Situation): boolean {
  return everyChange(candidate, situation, ({ removed }) => removed.length === 0);
}

/** The same was taken out. */
export function removedAgain(candidate: Candidate, situation: Situation): boolean {
  return everyChange(candidate, situation, ({ added }) => added.length === 0);
}

/** Several such changes in one line, all of which were made together before. */
export function changedAgain(candidate: Candidate, situation: Situation): boolean {
  return everyChange(candidate, situation, () => true);
}

const isName = (tokens: readonly string[]): boolean => tokens.length === 1 && isWord(tokens[0] ?? '');

function everyChange(candidate: Candidate, situation: Situation, wanted: (change: TokenChange) => boolean): boolean {
  const { facts } = candidate;
  if (kindOf(facts) !== 'change' || facts.changes.length === 0 || !facts.changes.every(wanted)) return false;
  if (facts.oldLines.length !== facts.newLines.length) return false;
  return recent(situation).some(
    (step) => kindOf(step) === 'change' && facts.changes.every((change) => follows(change, candidate, step, situation)),
  );
}

/** Whether the step that was done holds the same change, and C tells that it is meant here too. */
function follows(change: TokenChange, candidate: Candidate, step: StepFacts, situation: Situation): boolean {
  for (const precedent of step.changes) {
    const fit = fitOf(change, { change: precedent, step }, candidate);
    if (fit !== null && tellsWhere({ change: precedent, step }, fit, candidate, situation)) return true;
  }
  return false;
}

function fitOf(change: TokenChange, precedent: Precedent, candidate: Candidate): Fit | null {
  const was = precedent.change;
  if (keyOf(was.removed) !== keyOf(change.removed) || keyOf(was.added) !== keyOf(change.added)) return null;
  if (change.removed.some((token) => isWord(token) && token.length > 1) || isName(change.removed)) return 'word';
  if (was.left === change.left && was.right === change.right) return 'both-sides';
  return besideAlike(was, change.left, change.right) && sameShape(candidate.facts.oldTokens, precedent.step)
    ? 'alike'
    : null;
}

/** One neighbour is the same, or both are of the same sort (a name, a number). */
function besideAlike(was: TokenChange, left: string, right: string): boolean {
  return (
    was.left === left || was.right === right || keyOf(shapeOf([was.left, was.right])) === keyOf(shapeOf([left, right]))
  );
}

const sameShape = (tokens: readonly string[], step: StepFacts): boolean =>
  alike(shapeOf(tokens), shapeOf(step.oldTokens)) >= SAME_SHAPE;

/**
 * Of the lines that the pattern fits enough are to change: all of those shown, or, as names and habits belong to a
 * block, of some block around both places.
 */
function tellsWhere(precedent: Precedent, fit: Fit, candidate: Candidate, situation: Situation): boolean {
  const fitting: { readonly line: number; readonly changes: boolean }[] = [];
  for (let line = situation.from; line < situation.to; line += 1) {
    if (fit === 'alike' && Math.abs(line - candidate.start) > NEAR) continue;
    if (!suits(wordsAndMarks(situation.lines[line] ?? ''), precedent, fit)) continue;
    const changes = situation.candidates.some(
      ({ start, end, facts }) =>
        line >= start &&
        line < end &&
        facts.changes.some((change) => keyOf(change.added) === keyOf(precedent.change.added)),
    );
    fitting.push({ line, changes });
  }
  return scopesAround(situation, precedent.step.newLines[0] ?? '', candidate.start).some(({ from, to }) => {
    const inside = fitting.filter(({ line }) => line >= from && line < to);
    const hits = inside.filter(({ changes }) => changes).length;
    return hits > 0 && hits >= LEAST_HITS * inside.length;
  });
}

interface Scope {
  readonly from: number;
  readonly to: number;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** All that is shown, and the indented blocks that hold both the line `made` (with its head) and the place. */
function scopesAround({ lines, from, to }: Situation, made: string, place: number): Scope[] {
  const scopes: Scope[] = [{ from, to }];
  const at = lines.indexOf(made);
  if (at < 0) return scopes;
  let depth = Number.POSITIVE_INFINITY;
  for (let head = Math.min(at, place); head >= from && depth > 0; head -= 1) {
    const line = lines[head] ?? '';
    if (line.trim() === '' || indentOf(line) >= depth) continue;
    depth = indentOf(line);
    const end = blockEnd(lines, head, to);
    if (end > Math.max(at, place)) scopes.push({ from: head, to: end });
  }
  return scopes;
}

/** The line after the block that a line opens; the line after it where it opens none. */
function blockEnd(lines: readonly string[], head: number, to: number): number {
  const depth = indentOf(lines[head] ?? '');
  let end = head + 1;
  while (end < to && ((lines[end] ?? '').trim() === '' || indentOf(lines[end] ?? '') > depth)) end += 1;
  return end;
}

/** Whether the pattern could be applied to a line of C that does not show it yet. */
function suits(tokens: readonly string[], { change, step }: Precedent, fit: Fit): boolean {
  if (fit === 'alike' && !sameShape(tokens, step)) return false;
  for (let at = 0; at + change.removed.length <= tokens.length; at += 1) {
    if (!change.removed.every((token, index) => tokens[at + index] === token)) continue;
    const [left, right] = [tokens[at - 1] ?? '', tokens[at + change.removed.length] ?? ''];
    // A line that already reads as the pattern leaves it is no place for it.
    if (change.removed.length === 0 && startsWith(tokens, at, change.added)) continue;
    if (
      fit === 'word' ||
      (fit === 'both-sides' ? left === change.left && right === change.right : besideAlike(change, left, right))
    )
      return true;
  }
  return false;
}

const startsWith = (tokens: readonly string[], at: number, wanted: readonly string[]): boolean =>
  wanted.every((token, index) => tokens[at + index] === token);

/** A whole line (or several) that was just taken out elsewhere, all like it are. */
export function lineRemovedAgain({ facts }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'removal' || facts.oldTokens.length < 2) return false;
  const key = keyOf(facts.oldTokens);
  if (!recent(situation).some((step) => kindOf(step) === 'removal' && keyOf(step.oldTokens) === key)) return false;
  const first = facts.oldLines[0]?.trim() ?? '';
  let kept = 0;
  for (let line = situation.from; line < situation.to; line += 1) {
    if (
      situation.lines[line]?.trim() === first &&
      !situation.candidates.some(
        (other) => line >= other.start && line < other.end && kindOf(other.facts) === 'removal',
      )
    )
      kept += 1;
  }
  return kept === 0;
}

/** A whole line that was just written elsewhere is written again, after (or before) a line like the one it stands by there. */
export function lineInsertedAgain({ facts, start }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'insertion' || facts.newTokens.length < 3) return false;
  const key = keyOf(facts.newTokens);
  const precedent = recent(situation).find((step) => kindOf(step) === 'insertion' && keyOf(step.newTokens) === key);
  if (precedent === undefined) return false;
  const first = precedent.newLines[0]?.trim() ?? '';
  const size = precedent.newLines.length;
  const there = situation.lines.findIndex((line, at) => line.trim() === first && at !== start);
  if (there < 0) return false;
  return (
    situation.lines[there - 1]?.trim() === situation.lines[start - 1]?.trim() ||
    situation.lines[there + size]?.trim() === situation.lines[start]?.trim()
  );
}
