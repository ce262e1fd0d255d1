/**
 * A parameter, an error or a result came, went or changed: what the documentation says of it follows, in the style that
 * is there. Documentation is compared with the code as it is; only what the last edits touched is proposed.
 */
import type { Syntax } from '../../syntax';
import type { TextEdit } from '../../text';
import { addedEntry, withoutEntry } from '../code/documents/rows';
import type { Docs, Entry } from '../code/documents/entries';
import { docsOf } from '../code/documents/find';
import { raisedIn } from '../code/documents/errors';
import { detailEdits } from '../code/documents/details';
import { functionAt, partsOf, type FunctionParts, type Part } from '../code/function-parts';
import { pageOf } from '../code/page';
import { touchesOf, wrote, type Touch } from '../code/touched';
import type { Candidate, Moment, Proposer } from '../types';

/** Edits that are looked back at: after a parameter, its uses in the body are often written first. */
const LOOKED_BACK = 4;

export const documents: Proposer = (moment) => {
  const { syntax } = moment;
  if (syntax === null) return [];
  const seen = new Set<number>();
  const found: Candidate[] = [];
  const touches = touchesOf(moment, LOOKED_BACK);
  for (const touch of touches) {
    for (const offset of [touch.start, touch.end]) {
      const node = functionAt(syntax, offset);
      if (node === null || seen.has(node.from)) continue;
      seen.add(node.from);
      const parts = partsOf(syntax, node);
      if (parts !== null) found.push(...ofFunction(moment, syntax, parts, touches));
    }
  }
  return found;
};

function ofFunction(moment: Moment, syntax: Syntax, parts: FunctionParts, touches: readonly Touch[]): Candidate[] {
  const docs = docsOf(syntax, pageOf(moment), parts);
  if (docs === null) return [];
  const inside = touches.filter(({ start, end }) => start <= parts.node.to && end >= parts.node.from);
  return [
    ...parametersFollow(moment, parts, docs, inside),
    ...errorsFollow(moment, syntax, parts, docs, inside),
    ...detailEdits(moment, syntax, parts, docs).map(({ edit, certain, variant }) =>
      told(moment, parts, [edit], certain, variant),
    ),
  ];
}

function told(
  moment: Moment,
  parts: FunctionParts,
  change: readonly TextEdit[],
  certain: number,
  variant: string,
  agreeing = 1,
): Candidate {
  return {
    family: 'documents',
    group: `documents:${parts.name ?? ''}`,
    change,
    evidence: { agreeing, against: 0, certain, variant },
    like: pageOf(moment).index.lineAt(parts.list.start),
  };
}

const hasWord = (code: string, word: string): boolean =>
  word !== '' && new RegExp(`(?<![\\p{L}\\p{N}_$])${word.replaceAll('$', '\\$')}(?![\\p{L}\\p{N}_$])`, 'u').test(code);

function parametersFollow(moment: Moment, parts: FunctionParts, docs: Docs, touches: readonly Touch[]): Candidate[] {
  const entries = docs.entries.filter(({ of, name }) => of === 'parameter' && !name.includes('.'));
  if (entries.length === 0 || parts.parameters.some(({ name }) => name === '')) return [];
  const names = new Set(parts.parameters.map(({ name }) => name));
  const documented = new Set(entries.map(({ name }) => name));
  const stale = entries.filter(({ name }) => !names.has(name) && touches.some(({ gone }) => hasWord(gone, name)));
  const missing = parts.parameters.filter(
    (part) =>
      !documented.has(part.name) && touches.some((touch) => wrote(touch, part.nameAt, part.nameAt + part.name.length)),
  );
  const agreeing = entries.length - stale.length;
  if (stale.length === missing.length && stale.length > 0) {
    const [one] = stale;
    const [other] = missing;
    if (stale.length === 1 && one !== undefined && other !== undefined) return renamedEntry(moment, parts, one, other);
  }
  const gone = stale.map((entry) =>
    told(moment, parts, [withoutEntry(pageOf(moment), docs, entry)], 0.95, 'removed', agreeing),
  );
  // One that is not documented beside others that are not either is left alone.
  const others = parts.parameters.filter((part) => !documented.has(part.name) && !missing.includes(part));
  const added =
    others.length > 0 || agreeing === 0
      ? []
      : missing.flatMap((part) => withAdded(moment, parts, docs, part, agreeing));
  return [...gone, ...added];
}

function withAdded(moment: Moment, parts: FunctionParts, docs: Docs, part: Part, agreeing: number): Candidate[] {
  const added = addedEntry(moment, parts, docs, part);
  return added === null ? [] : [told(moment, parts, [added.edit], added.certain, added.variant, agreeing)];
}

function renamedEntry(moment: Moment, parts: FunctionParts, entry: Entry, part: Part): Candidate[] {
  const { text } = moment;
  const change: TextEdit[] = [{ start: entry.nameAt, end: entry.nameAt + entry.name.length, text: part.name }];
  // reST says the type in a line of its own.
  const typed = new RegExp(`^\\s*:type\\s+(${entry.name}):`, 'mdu').exec(text.slice(entry.words.start));
  const at = typed?.indices?.[1];
  if (at !== undefined && entry.type !== null && Math.abs(entry.type.start - (entry.words.start + at[1])) < 4)
    change.push({ start: entry.words.start + at[0], end: entry.words.start + at[1], text: part.name });
  return [told(moment, parts, change, 0.95, 'renamed')];
}

function errorsFollow(
  moment: Moment,
  syntax: Syntax,
  parts: FunctionParts,
  docs: Docs,
  touches: readonly Touch[],
): Candidate[] {
  const entries = docs.entries.filter(({ of }) => of === 'error');
  if (entries.length === 0) return [];
  const raised = raisedIn(syntax, parts);
  const names = new Set(raised.map(({ name }) => name));
  const stale = entries.filter(({ name }) => !names.has(name) && touches.some(({ gone }) => hasWord(gone, name)));
  const missing = raised.filter(
    ({ name, at }) =>
      !entries.some((entry) => entry.name === name) && touches.some((touch) => wrote(touch, at, at + name.length)),
  );
  const [one] = stale;
  const [other] = missing;
  if (
    stale.length === 1 &&
    one !== undefined &&
    other !== undefined &&
    new Set(missing.map(({ name }) => name)).size === 1
  ) {
    return [
      told(
        moment,
        parts,
        [{ start: one.nameAt, end: one.nameAt + one.name.length, text: other.name }],
        0.9,
        'error-renamed',
      ),
    ];
  }
  return stale.map((entry) =>
    told(
      moment,
      parts,
      [withoutEntry(pageOf(moment), docs, entry)],
      entries.length > 1 ? 0.8 : 0.5,
      'error-removed',
      entries.length - 1,
    ),
  );
}
