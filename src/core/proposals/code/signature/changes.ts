/** Which functions the last edits gave other parameters, and what has become of each. */
import { invertChange, mapOffset } from '../../../text';
import { perMoment } from '../page';
import { stepsOf } from '../steps';
import type { Moment } from '../../types';
import { given, parametersAt, type Parameter } from './parameters';
import { signatureOfList, type Signature } from './signatures';

export interface SignatureChange {
  readonly signature: Signature;
  /** All parameters before the first of the edits that touched them. */
  readonly before: readonly Parameter[];
  readonly after: readonly Parameter[];
  /** For each of `after`, its index in `before`; -1 for a new one. A renamed parameter is the one that it was. */
  readonly from: readonly number[];
  readonly added: readonly Parameter[];
  readonly removed: readonly Parameter[];
  readonly renamed: readonly { readonly was: Parameter; readonly is: Parameter }[];
  readonly isReordered: boolean;
  /** The same parameter with another type or default. */
  readonly rewritten: readonly { readonly was: Parameter; readonly is: Parameter }[];
  /** Index in `moment.edits` of the first and the last edit that touched the list. */
  readonly first: number;
  readonly last: number;
}

const LOOKED_BACK = 6;

/** Newest first. */
export const signatureChanges = perMoment((moment): readonly SignatureChange[] => {
  const { syntax, edits } = moment;
  if (syntax === null) return [];
  const found = new Map<number, { readonly signature: Signature; readonly first: number; last: number }>();
  for (let index = Math.max(0, edits.length - LOOKED_BACK); index < edits.length; index += 1) {
    const edit = edits[index];
    if (edit === undefined) continue;
    for (const step of stepsOf(edit)) {
      const at = step.written === null ? presentOffset(moment, index, step.gone.start) : step.written.start;
      const signature =
        signatureOfList(syntax, at) ?? (step.written === null ? null : signatureOfList(syntax, step.written.end));
      if (signature === null) continue;
      const known = found.get(signature.list.from);
      if (known === undefined) found.set(signature.list.from, { signature, first: index, last: index });
      else known.last = index;
    }
  }
  return [...found.values()]
    .sort((one, other) => other.last - one.last)
    .flatMap(({ signature, first, last }) => changeOf(moment, signature, first, last) ?? []);
});

/** Where an offset of the text before an edit lies in the present text. */
export function presentOffset({ edits }: Moment, index: number, offset: number): number {
  return edits.slice(index).reduce((at, edit) => mapOffset(at, edit.change), offset);
}

/** The parameters of a function before an edit; null where it was not there, or was called otherwise. */
function parametersBefore(
  { edits }: Moment,
  index: number,
  { name, nameNode, language }: Signature,
): readonly Parameter[] | null {
  let at = nameNode.from;
  for (const edit of edits.slice(index).reverse()) at = mapOffset(at, invertChange(edit.before, edit.change));
  const before = edits[index]?.before ?? '';
  if (before.slice(at, at + name.length) !== name || /[\p{L}\p{N}_$]/u.test(before.charAt(at + name.length)))
    return null;
  const open = before.indexOf('(', at + name.length);
  if (
    open < 0 ||
    !/^(?:\s*(?:<[^(]*>)?\s*|\s*(?::[^=(]*)?=\s*(?:async\s+)?(?:function\b[^(]*)?(?:<[^(]*>)?)$/.test(
      before.slice(at + name.length, open),
    )
  )
    return null;
  return parametersAt(before, open, language)?.all ?? null;
}

function changeOf(moment: Moment, signature: Signature, first: number, last: number): SignatureChange | null {
  const before = parametersBefore(moment, first, signature);
  if (before === null) return null;
  return compared(signature, before, signature.list.all, first, last);
}

export function compared(
  signature: Signature,
  before: readonly Parameter[],
  after: readonly Parameter[],
  first: number,
  last: number,
): SignatureChange | null {
  const wasAt = new Map(before.map(({ name, text }, index) => [name === '' ? text : name, index]));
  const from = after.map(({ name, text }) => wasAt.get(name === '' ? text : name) ?? -1);
  const gone = before.flatMap((_, index) => (from.includes(index) ? [] : [index]));
  // One in the place of another, and as many as before: it is called otherwise.
  if (before.length === after.length) {
    for (const index of [...gone]) {
      if (from[index] !== -1 || after[index]?.kind !== before[index]?.kind || after[index]?.name === '') continue;
      from[index] = index;
      gone.splice(gone.indexOf(index), 1);
    }
  }
  const pairs = after.flatMap((is, index) => {
    const was = before[from[index] ?? -1];
    return was === undefined ? [] : [{ was, is }];
  });
  const order = from.filter((index) => index >= 0);
  const change: SignatureChange = {
    signature,
    before,
    after,
    from,
    first,
    last,
    added: after.filter((_, index) => from[index] === -1),
    removed: before.filter((_, index) => gone.includes(index)),
    renamed: pairs.filter(({ was, is }) => was.name !== is.name),
    isReordered: order.some((index, at) => at > 0 && index < (order[at - 1] ?? 0)),
    rewritten: pairs.filter(({ was, is }) => was.name === is.name && was.text !== is.text),
  };
  return change.added.length + change.removed.length + change.renamed.length + change.rewritten.length > 0 ||
    change.isReordered
    ? change
    : null;
}

/** Whether an edit after the signature's wrote in a range of the present text. */
export function writtenSince({ edits }: Moment, index: number, from: number, to: number): boolean {
  return edits.slice(index).some(({ places }) => places.some(({ start, end }) => start <= to && end >= from));
}

/** The change seen by who calls: without the object and Python's markers. */
export function forCalls({ before, after, from }: SignatureChange): {
  readonly before: readonly Parameter[];
  readonly after: readonly Parameter[];
  readonly from: readonly number[];
} {
  const old = given(before);
  const now = given(after);
  return {
    before: old,
    after: now,
    from: now.map((one) => {
      const was = before[from[after.indexOf(one)] ?? -1];
      return was === undefined ? -1 : old.indexOf(was);
    }),
  };
}
