/** Rules for what a single edit asks for: the argument for a new parameter, the closing half, the indented body. */
import { isWord, type TokenChange } from '../tokens';
import { kindOf, recent, type Candidate, type Situation, type StepFacts } from './situation';

const HEAD =
  /\b(?:def|function|async|constructor|fn|func)\b|=>|^\s*(?:public|private|protected|static)?\s*[\w$]+\s*\([^)]*\)\s*[:{]/;
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Names that a step added to the parameters of a function's head, with the function's name. */
function newParameters(step: StepFacts): { readonly callee: string; readonly names: readonly string[] } | null {
  const line = step.newLines.find((one) => HEAD.test(one));
  if (line === undefined || kindOf(step) !== 'change') return null;
  const callee =
    /(?:def|function)\s*\*?\s*([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(line)?.[1] ??
    /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:=\s*(?:async\s*)?)?\(/u.exec(line)?.[1];
  const names = step.changes
    .filter(({ removed }) => removed.length === 0)
    .flatMap(({ added }) => added.filter(isWord))
    .slice(0, 3);
  return callee === undefined || names.length === 0 ? null : { callee, names };
}

const PLAIN: ReadonlySet<string> = new Set([',', '=', ':', 'None', 'null', 'undefined', 'self', 'this', '.']);

/** A parameter was added; a call of that function gets an argument of the same name. */
export function parameterPassed({ facts }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'change' || !facts.changes.every(({ removed }) => removed.length === 0)) return false;
  return recent(situation).some((step) => {
    const parameter = newParameters(step);
    if (parameter === null || !facts.oldTokens.includes(parameter.callee)) return false;
    return facts.changes.every(
      ({ added }) =>
        added.some((token) => parameter.names.includes(token)) &&
        added.every((token) => PLAIN.has(token) || parameter.names.includes(token)),
    );
  });
}

/** A parameter was taken out of a function's head; a call of it loses the argument of that name. */
export function parameterDropped({ facts }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'change' || !facts.changes.every(({ added }) => added.length === 0)) return false;
  return recent(situation).some((step) => {
    const line = step.newLines.find((one) => HEAD.test(one));
    const callee =
      line === undefined ? undefined : /(?:def|function)\s*\*?\s*([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(line)?.[1];
    const names = step.changes
      .filter(({ added }) => added.length === 0)
      .flatMap(({ removed }) => removed.filter(isWord));
    if (callee === undefined || names.length === 0 || !facts.oldTokens.includes(callee)) return false;
    return facts.changes.every(
      ({ removed }) =>
        removed.some((token) => names.includes(token)) &&
        removed.every((token) => PLAIN.has(token) || names.includes(token)),
    );
  });
}

/** How many more brackets of each kind are opened than closed. */
function balance(tokens: readonly string[]): Map<string, number> {
  const open = new Map<string, number>();
  for (const token of tokens) {
    for (const [opener, closer] of Object.entries(CLOSERS)) {
      if (token === opener) open.set(opener, (open.get(opener) ?? 0) + 1);
      if (token === closer) open.set(opener, (open.get(opener) ?? 0) - 1);
    }
  }
  return open;
}

/** Brackets that a step leaves open, minus those it leaves closed too many. */
function opened(step: StepFacts): Map<string, number> {
  const after = balance(step.newTokens);
  for (const [opener, count] of balance(step.oldTokens)) after.set(opener, (after.get(opener) ?? 0) - count);
  return after;
}

const onlyMarks = ({ added }: TokenChange): boolean =>
  added.every((token) => Object.values(CLOSERS).includes(token) || token === ';' || token === ',');

/** The newest edit opened brackets; the candidate adds exactly what closes them, and nothing else. */
export function closingHalf({ facts, start }: Candidate, situation: Situation): boolean {
  const newest = situation.done.at(-1);
  if (newest === undefined || facts.newTokens.length === 0) return false;
  if (!facts.changes.every((change) => change.removed.length === 0 && onlyMarks(change)) || facts.changes.length === 0)
    return false;
  const [wanted, given] = [opened(newest), opened(facts)];
  const left = [...wanted].filter(([, count]) => count > 0);
  if (left.length === 0 || [...wanted.values()].some((count) => count < 0)) return false;
  if (
    !left.every(([opener, count]) => given.get(opener) === -count) ||
    [...given].some(([opener, count]) => count !== -(wanted.get(opener) ?? 0))
  )
    return false;
  // What is closed stands below what was opened.
  const first = newest.newLines[0] ?? '';
  const there = situation.lines.indexOf(first);
  if (there < 0 || there > start) return false;
  // What is to become of the lines between must be settled, or more is wanted than the closing half.
  return !situation.candidates.some((other) => other.facts !== facts && other.start >= there && other.start <= start);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The newest edit wrote (or took away) the head of a block right above; the candidate moves the lines into it (or out). */
export function bodyMoved({ facts, start }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'indentation') return false;
  const newest = situation.done.at(-1);
  const shifts = new Set(
    facts.newLines
      .map((line, at) => (line.trim() === '' ? Number.NaN : indentOf(line) - indentOf(facts.oldLines[at] ?? '')))
      .filter((shift) => !Number.isNaN(shift)),
  );
  const [shift] = shifts;
  if (newest === undefined || shifts.size !== 1 || shift === undefined || shift === 0) return false;
  const head = shift > 0 ? newest.newLines.at(-1) : newest.oldLines.at(-1);
  if (head === undefined || !/[:{(\[]\s*$|=>\s*$/.test(head)) return false;
  const body = indentOf(facts.oldLines.find((line) => line.trim() !== '') ?? '');
  if (shift > 0) return situation.lines[start - 1] === head && indentOf(head) <= body;
  return kindOf(newest) === 'removal' && indentOf(head) < body;
}

/** The newest edit took the last use of a local name away; the candidate takes away the line that only sets it. */
export function unusedRemoved({ facts }: Candidate, situation: Situation): boolean {
  if (kindOf(facts) !== 'removal' || facts.oldLines.length !== 1) return false;
  const name = /^\s*(?:const |let |var )?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?::[^=]+)?=(?!=|>)/u.exec(
    facts.oldLines[0] ?? '',
  )?.[1];
  if (name === undefined) return false;
  const gone = recent(situation).some((step) => step.oldTokens.includes(name) && !step.newTokens.includes(name));
  const uses = situation.lines.filter((line) => line.includes(name)).length;
  return gone && uses === 1;
}
