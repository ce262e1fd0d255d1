/**
 * A name was typed over: its other places take the new one. What a name means is told by its scope, so that another
 * binding of the same name stays as it is; where it is only mentioned (a comment, a message) the evidence is weak.
 */
import { bindingAt, hasScopes, meaningTheSame, occurrencesOf, type Occurrence, type Syntax } from '../../syntax';
import { commonEnds, LineIndex, mapOffset, type TextEdit } from '../../text';
import type { Candidate, Moment, PastEdit, Proposer } from '../types';

/** Edits that are looked back at for a name that has not been carried everywhere yet. */
const LOOKED_BACK = 4;
const MOST = 40;

interface Rename {
  readonly from: string;
  readonly to: string;
  /** Where the old name stood in `edit.before`, and where the new one stands in `edit.after`. */
  readonly was: number;
  readonly is: number;
  readonly edit: PastEdit;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly certain: number;
  readonly variant: string;
}

export const rename: Proposer = (moment) => {
  const seen = new Set<string>();
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    const renamed = renameOf(edit);
    if (renamed === null || seen.has(renamed.from)) continue;
    seen.add(renamed.from);
    const found = candidatesFor(moment, renamed);
    if (found.length > 0) return found;
  }
  return [];
};

const WORD = /[\p{L}\p{N}_$]/u;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Which name an edit replaced by which; null when it did anything else. */
function renameOf(edit: PastEdit): Rename | null {
  let found: Rename | null = null;
  let shift = 0;
  for (const { start, end, text } of edit.change) {
    // What was typed again as it was says nothing.
    const { head, tail } = commonEnds(edit.before.slice(start, end), text);
    const from = wordAround(edit.before, start + head, end - tail);
    const to = wordAround(edit.after, start + shift + head, start + shift + text.length - tail);
    shift += text.length - (end - start);
    if (from === null || to === null || from.word === to.word) return null;
    if (found !== null && (found.from !== from.word || found.to !== to.word)) return null;
    found ??= { from: from.word, to: to.word, was: from.start, is: to.start, edit };
  }
  return found;
}

function wordAround(text: string, from: number, to: number): { readonly word: string; readonly start: number } | null {
  let [start, end] = [from, to];
  while (start > 0 && WORD.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && WORD.test(text.charAt(end))) end += 1;
  const word = text.slice(start, end);
  return NAME.test(word) ? { word, start } : null;
}

/**
 * What the last edit renamed, where its scope is known: then no other family may replace the one name by the other
 * anywhere else, as it would mean another thing there.
 */
export function scopedRename(moment: Moment): { readonly from: string; readonly to: string } | null {
  const last = moment.edits.at(-1);
  const renamed = last === undefined ? null : renameOf(last);
  if (renamed === null || moment.syntaxBefore === null || !hasScopes(moment.syntaxBefore)) return null;
  const origin = occurrencesOf(moment.syntaxBefore, renamed.from).find(({ from }) => from === renamed.was);
  return origin === undefined || origin.role === 'keyword' ? null : { from: renamed.from, to: renamed.to };
}

function candidatesFor(moment: Moment, renamed: Rename): Candidate[] {
  const { syntax, text } = moment;
  const places =
    syntax === null || !hasScopes(syntax)
      ? wordsIn(moment, renamed)
      : [...namesIn(moment, syntax, renamed), ...mentionsIn(moment, syntax, renamed)];
  const lines = new LineIndex(text);
  const byLine = new Map<string, Place[]>();
  for (const place of places) {
    const key = `${lines.lineAt(place.start)} ${place.variant}`;
    byLine.set(key, [...(byLine.get(key) ?? []), place]);
  }
  const cursor = lines.lineAt(moment.cursor);
  const done = syntax === null ? 1 : Math.max(1, occurrencesOf(syntax, renamed.to).length);
  return [...byLine.values()]
    .map((together): { readonly candidate: Candidate; readonly line: number } => ({
      candidate: candidateOf(renamed, together, done, lines),
      line: lines.lineAt(together[0]?.start ?? 0),
    }))
    .sort(
      (one, other) =>
        other.candidate.evidence.certain - one.candidate.evidence.certain ||
        distance(one.line, cursor) - distance(other.line, cursor),
    )
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** What stands below is looked at first. */
const distance = (line: number, cursor: number): number => (line >= cursor ? line - cursor : (cursor - line) * 1.5);

function candidateOf({ from, to, is }: Rename, places: readonly Place[], done: number, lines: LineIndex): Candidate {
  const change: TextEdit[] = places.map(({ start, end, text }) => ({ start, end, text }));
  return {
    family: 'rename',
    group: `rename:${from}:${to}`,
    change,
    like: lines.lineAt(is),
    evidence: {
      agreeing: done,
      against: 0,
      certain: Math.min(...places.map(({ certain }) => certain)),
      variant: places[0]?.variant ?? 'use',
    },
  };
}

/** Places of the old name that mean what was renamed. */
function namesIn(moment: Moment, syntax: Syntax, renamed: Rename): Place[] {
  const before = renamed.edit === moment.edits.at(-1) ? moment.syntaxBefore : null;
  const origin =
    before === null ? undefined : occurrencesOf(before, renamed.from).find(({ from }) => from === renamed.was);
  if (before !== null && origin === undefined) return [];
  const now = occurrencesOf(syntax, renamed.from);
  const newName = occurrencesOf(syntax, renamed.to).find(({ from }) => from === placeNow(moment, renamed));
  // The new name was known before: another variable was meant, unless the renaming has been going on.
  if (before !== null && origin?.declares === false && isKnown(before, renamed) && !goesOn(moment, renamed)) return [];
  const same =
    before !== null && origin !== undefined && (origin.declares || !goesOn(moment, renamed))
      ? meaningBefore(before, renamed, origin)
      : now
          .filter((one) => one.role === newName?.role || (one.role !== 'member' && newName?.role !== 'member'))
          .filter((one) => inScope(syntax, renamed, newName, one));
  const positions =
    before !== null && origin !== undefined && (origin.declares || !goesOn(moment, renamed))
      ? new Set(
          same
            .filter(({ from }) => from !== renamed.was)
            .map(({ from }) => mapOffset(from, renamed.edit.change, 'after')),
        )
      : new Set(same.map(({ from }) => from));
  return now
    .filter(({ from }) => positions.has(from))
    .flatMap((one) => placeOf(one, renamed, origin ?? newName ?? null));
}

const placeNow = (moment: Moment, { is, edit }: Rename): number =>
  edit === moment.edits.at(-1) ? is : (edit.places[0]?.start ?? -1);

function isKnown(before: Syntax, { to, was }: Rename): boolean {
  return bindingAt(before, to, was).declared;
}

/** Whether an earlier edit made the same replacement. */
function goesOn(moment: Moment, { from, to, edit }: Rename): boolean {
  return moment.edits.some((other) => {
    if (other === edit) return false;
    const one = renameOf(other);
    return one?.from === from && one.to === to;
  });
}

function meaningBefore(before: Syntax, { from }: Rename, origin: Occurrence): readonly Occurrence[] {
  const same = meaningTheSame(before, from, origin);
  // What a parameter is called is said at calls too; a field of a class is a variable in its body.
  const others =
    origin.role === 'member'
      ? []
      : occurrencesOf(before, from).filter(({ role, own }) =>
          role === 'keyword' ? isParameter(origin) : role === 'member' && own && isField(origin),
        );
  return [...same, ...others];
}

const isParameter = ({ declares, node }: Occurrence): boolean => {
  for (let at = node.parent; declares && at !== null; at = at.parent) {
    if (/^(?:ParamList|Parameters)$/.test(at.name)) return true;
    if (/Body|Block|Statement$/.test(at.name)) return false;
  }
  return false;
};

/** A field that stands in the body of its class, or a parameter that makes one. */
const isField = ({ declares, node }: Occurrence): boolean =>
  declares &&
  ((node.parent?.name === 'AssignStatement' && node.parent.parent?.parent?.name === 'ClassDefinition') ||
    /^(?:Privacy|readonly)$/.test(node.prevSibling?.name ?? ''));

function inScope(syntax: Syntax, { to }: Rename, newName: Occurrence | undefined, one: Occurrence): boolean {
  if (newName === undefined) return false;
  if (newName.role === 'member') return one.role === 'member';
  const binding = bindingAt(syntax, to, newName.from);
  // A name that is still declared is another thing.
  return (
    one.from >= binding.from &&
    one.to <= binding.to &&
    !bindingAt(syntax, syntax.text.slice(one.from, one.to), one.from).declared
  );
}

function placeOf(one: Occurrence, { from, to }: Rename, origin: Occurrence | null): Place[] {
  const at = { start: one.from, end: one.to, text: to };
  switch (one.role) {
    case 'variable':
      return [{ ...at, certain: 1, variant: one.declares ? 'declaration' : 'use' }];
    case 'keyword':
      return [{ ...at, certain: 0.8, variant: 'keyword' }];
    case 'shorthand':
      return origin?.role === 'member'
        ? [{ ...at, text: `${to}: ${from}`, certain: 0.7, variant: 'shorthand-key' }]
        : [{ ...at, text: `${from}: ${to}`, certain: 0.8, variant: 'shorthand' }];
    case 'member':
      return [
        { ...at, certain: one.own && origin?.own === true ? 1 : 0.6, variant: one.own ? 'own-member' : 'member' },
      ];
  }
}

const TEXTS = /Comment|^String$|FormatString|TemplateString|RawString/;

/** Where the old name is only mentioned: comments, documentation, messages. */
function mentionsIn(moment: Moment, syntax: Syntax, renamed: Rename): Place[] {
  if (renamed.from.length < 2) return [];
  const binding = bindingAt(syntax, renamed.to, placeNow(moment, renamed));
  const out: Place[] = [];
  for (
    let at = syntax.text.indexOf(renamed.from, binding.from);
    at >= 0 && at < binding.to;
    at = syntax.text.indexOf(renamed.from, at + renamed.from.length)
  ) {
    const end = at + renamed.from.length;
    if (WORD.test(syntax.text.charAt(at - 1)) || WORD.test(syntax.text.charAt(end))) continue;
    if (!TEXTS.test(syntax.tree.resolveInner(at, 1).name)) continue;
    const isParam = /(?:@param\s+(?:\{[^}]*\}\s*)?|:param\s+|^\s*)$/.test(
      syntax.text.slice(syntax.text.lastIndexOf('\n', at - 1) + 1, at).replace(/^\s*\*?\s*/, ' '),
    );
    out.push({
      start: at,
      end,
      text: renamed.to,
      certain: isParam ? 0.7 : 0.4,
      variant: isParam ? 'documented' : 'mention',
    });
  }
  return out;
}

/** In a language whose names have no scopes: whole words. */
function wordsIn({ text }: Moment, { from, to }: Rename): Place[] {
  const out: Place[] = [];
  for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length)) {
    const end = at + from.length;
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(end)))
      out.push({ start: at, end, text: to, certain: 0.5, variant: 'word' });
  }
  return out;
}
