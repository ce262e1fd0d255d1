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
type Fit = 'word' | 'both-sides' | 'one-side';

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
  return recent(situation).some((step) => kindOf(step) === 'change' && facts.changes.every((change) => follows(change, candidate, step, situation)));
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
  const left = was.left === change.left;
  const right = was.right === change.right;
  if (left && right) return 'both-sides';
  return (left || right) && sameShape(candidate.facts.oldTokens, precedent.step) ? 'one-side' : null;
}

const sameShape = (tokens: readonly string[], step: StepFacts): boolean => alike(shapeOf(tokens), shapeOf(step.oldTokens)) >= SAME_SHAPE;

/** Of the lines shown that the pattern fits, enough are to change, and none that will not stands in between. */
function tellsWhere(precedent: Precedent, fit: Fit, candidate: Candidate, situation: Situation): boolean {
  let hits = 0;
  let misses = 0;
  for (let line = situation.from; line < situation.to; line += 1) {
    if (fit === 'one-side' && Math.abs(line - candidate.start) > NEAR) continue;
    const tokens = wordsAndMarks(situation.lines[line] ?? '');
    if (!suits(tokens, precedent, fit)) continue;
    const changes = situation.candidates.some(({ start, end, facts }) => line >= start && line < end && facts.changes.some((change) => keyOf(change.added) === keyOf(precedent.change.added)));
    if (changes) hits += 1;
    else misses += 1;
  }
  return hits >= LEAST_HITS * (hits + misses) && hits > 0;
}

/** Whether the pattern could be applied to a line of C that does not show it yet. */
function suits(tokens: readonly string[], { change, step }: Precedent, fit: Fit): boolean {
  if (fit === 'one-side' && !sameShape(tokens, step)) return false;
  for (let at = 0; at + change.removed.length <= tokens.length; at += 1) {
    if (!change.removed.every((token, index) => tokens[at + index] === token)) continue;
    const left = (tokens[at - 1] ?? '') === change.left;
    const right = (tokens[at + change.removed.length] ?? '') === change.right;
    // A line that already reads as the pattern leaves it is no place for it.
    if (change.removed.length === 0 && startsWith(tokens, at, change.added)) continue;
    if (fit === 'word' || (fit === 'both-sides' ? left && right : left || right)) return true;
  }
  return false;
}

const startsWith = (tokens: readonly string[], at: number, wanted: readonly string[]): boolean => wanted.every((token, index) => tokens[at + index] === token);

/** A whole line (or several) that was just taken out elsewhere, all like it are. */
export function lineRemovedAgain({ facts }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'removal' || facts.oldTokens.length < 2) return false;
  const key = keyOf(facts.oldTokens);
  if (!recent(situation).some((step) => kindOf(step) === 'removal' && keyOf(step.oldTokens) === key)) return false;
  const first = facts.oldLines[0]?.trim() ?? '';
  let kept = 0;
  for (let line = situation.from; line < situation.to; line += 1) {
    if (situation.lines[line]?.trim() === first && !situation.candidates.some((other) => line >= other.start && line < other.end && kindOf(other.facts) === 'removal')) kept += 1;
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
  return situation.lines[there - 1]?.trim() === situation.lines[start - 1]?.trim() || situation.lines[there + size]?.trim() === situation.lines[start]?.trim();
}
