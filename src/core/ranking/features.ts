/**
 * What the ranking knows of a candidate: numbers only, in the order of `featureNames`. The same function is used when
 * the ranking is trained and when it is asked, so that the two cannot differ.
 */
import type { Moment, Proposal } from '../proposals';
import { bindingAt, hasScopes, occurrencesOf, type Syntax } from '../syntax';
import { changeDelta, type LineIndex } from '../text';
import { describeContext, type EditContext } from './context';
import { wordsOf } from './words';

export const FAMILIES = [
  'rename',
  'signature',
  'series',
  'run',
  'transformation',
  'copy',
  'imports',
  'async',
  'sibling',
  'structure',
  'types',
  'documents',
] as const;
const LANGUAGES = ['python', 'typescript', 'javascript', 'go', 'rust'] as const;

/** Larger counts say nothing more. */
const MOST = 50;

type Features = Readonly<Record<string, number>>;

/** One row for each proposal of a moment, in its order. Values are finite numbers. */
export function featuresOf(moment: Moment, proposals: readonly Proposal[]): Features[] {
  if (proposals.length === 0) return [];
  const context = describeContext(moment);
  const groups = new Map<string, number>();
  for (const { group } of proposals) groups.set(group, (groups.get(group) ?? 0) + 1);
  const seenOfFamily = new Map<string, number>();
  return proposals.map((proposal, index) => {
    const inFamily = seenOfFamily.get(proposal.family) ?? 0;
    seenOfFamily.set(proposal.family, inFamily + 1);
    return {
      ...ofCandidate(moment, proposal, context),
      ...context.features,
      'place in its family': Math.min(inFamily, MOST),
      'place among all': Math.min(index, MOST),
      candidates: Math.min(proposals.length, MOST),
      groups: Math.min(groups.size, MOST),
      'in its group': Math.min(groups.get(proposal.group) ?? 1, MOST),
      'of its family': Math.min(proposals.filter(({ family }) => family === proposal.family).length, MOST),
    };
  });
}

function ofCandidate({ language, text, cursor, syntax }: Moment, proposal: Proposal, context: EditContext): Features {
  const { change, evidence, faults, families, family } = proposal;
  const { lines, lastEdit } = context;
  const line = (at: number): string => lines.line(lines.lineAt(at));
  const [first] = change;
  const last = change.at(-1) ?? first;
  if (first === undefined || last === undefined) throw new Error('a proposal changes something');
  const firstLine = lines.lineAt(first.start);
  const lastLine = lines.lineAt(last.end);
  const cursorLine = lines.lineAt(cursor);
  const gap = (line: number): number => (line < firstLine ? firstLine - line : line > lastLine ? line - lastLine : 0);
  const inserted = change.map((edit) => edit.text).join('\n');
  const removed = change.map((edit) => text.slice(edit.start, edit.end)).join('\n');
  const removedWords = wordsOf(removed);
  const newWords = wordsOf(inserted).filter((word) => !removedWords.includes(word));
  const novel = newWords.filter((word) => !context.known.has(word)).length;
  const ofLastEdit = newWords.filter((word) => lastEdit.written.has(word)).length;
  const lost = removedWords.filter((word) => lastEdit.removed.has(word)).length;
  return {
    ...Object.fromEntries(FAMILIES.map((name) => [`family ${name}`, families.includes(name) ? 1 : 0])),
    [`variant ${family}/${evidence.variant}`]: 1,
    families: families.length,
    agreeing: Math.min(evidence.agreeing, MOST),
    against: Math.min(evidence.against, MOST),
    'share agreeing': evidence.agreeing / Math.max(1, evidence.agreeing + evidence.against),
    certain: evidence.certain,
    'lines from cursor': Math.min(gap(cursorLine), 200),
    'below cursor': firstLine > cursorLine ? 1 : 0,
    'on cursor line': gap(cursorLine) === 0 ? 1 : 0,
    'lines from last edit': Math.min(gap(lastEdit.line), 200),
    'same block as last edit': context.blockAt(first.start) === lastEdit.block ? 1 : 0,
    'units inserted': Math.min(inserted.length, 400),
    'units removed': Math.min(removed.length, 400),
    'lines inserted': inserted.split('\n').length - change.length,
    'lines removed': removed.split('\n').length - change.length,
    growth: Math.max(-400, Math.min(400, changeDelta(change))),
    edits: change.length,
    'words inserted': Math.min(newWords.length, MOST),
    'words that stand nowhere': Math.min(novel, MOST),
    'share of words that stand nowhere': novel / Math.max(1, newWords.length),
    'words of the last edit': Math.min(ofLastEdit, MOST),
    'words the last edit removed': Math.min(lost, MOST),
    'names of another scope': syntax === null ? 0 : foreignNames(syntax, newWords, first.start),
    'line like the one edited': likeness(line(first.start), lastEdit.lines.before),
    'line like the edited one now': likeness(line(first.start), lastEdit.lines.after),
    'result like the edited one now': likeness(
      inserted.trim() === '' ? line(first.start) : inserted,
      lastEdit.lines.after,
    ),
    'line built like the one edited': shapeOf(line(first.start)) === shapeOf(lastEdit.lines.before) ? 1 : 0,
    'only adds': removed === change.map(() => '').join('\n') ? 1 : 0,
    'only removes': inserted.trim() === '' ? 1 : 0,
    'white space only': inserted.replace(/\s+/g, '') === removed.replace(/\s+/g, '') ? 1 : 0,
    'in a comment or string': syntax === null ? 0 : context.isText(first.start) ? 1 : 0,
    'faults gained': faults === null ? 0 : Math.max(-5, Math.min(5, faults.after - faults.before)),
    'faults after': faults === null ? -1 : Math.min(faults.after, 5),
    'repeats a neighbour': repeatsNeighbour(change, lines) ? 1 : 0,
    ...Object.fromEntries(LANGUAGES.map((name) => [`language ${name}`, language === name ? 1 : 0])),
  };
}

/** Names that are declared in the file, but not where they would be put. */
function foreignNames(syntax: Syntax, words: readonly string[], at: number): number {
  if (!hasScopes(syntax)) return 0;
  return Math.min(
    10,
    words.filter((word) => {
      const all = occurrencesOf(syntax, word).filter(({ declares, role }) => declares && role !== 'member');
      return all.length > 0 && !bindingAt(syntax, word, at).declared;
    }).length,
  );
}

/** How much of the words of two lines is the same, 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [new Set(wordsOf(one)), new Set(wordsOf(other))];
  if (a.size + b.size === 0) return 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

const shapeOf = (line: string): string =>
  line
    .trim()
    .replace(/[\p{L}\p{N}_$]+/gu, 'w')
    .replace(/\s+/g, ' ');

/** Whether a line that is put in is the same as the one above or below it. */
function repeatsNeighbour(change: Proposal['change'], lines: LineIndex): boolean {
  return change.some((edit) => {
    if (!edit.text.includes('\n')) return false;
    const line = lines.lineAt(edit.start);
    const around = [lines.line(line), line + 1 < lines.lineCount ? lines.line(line + 1) : ''].map((one) => one.trim());
    return edit.text.split('\n').some((one) => one.trim().length > 2 && around.includes(one.trim()));
  });
}
