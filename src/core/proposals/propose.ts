/** All candidates of a moment, checked and without doubles, each with what its surroundings say of it. */
import { faultsAfter } from '../syntax';
import { applyChange, assertValidChange, InvalidChangeError, normalizeChange, type TextChange } from '../text';
import { PROPOSERS } from './families';
import { scopedRename } from './families/rename';
import type { Candidate, Family, Moment, Proposer } from './types';

export interface Proposal extends Candidate {
  /** Normalised; `candidate.change` without what it leaves as it is. */
  readonly change: TextChange;
  /** Every family that came to the same edit, the first the one that is named. */
  readonly families: readonly Family[];
  /** Places that the grammar could not read before and after it; null where no grammar knows the language. */
  readonly faults: { readonly before: number; readonly after: number } | null;
}

/** The time of one family, for the benchmark: called with milliseconds after each where a clock is given. */
export interface Watch {
  readonly now: () => number;
  readonly took: (family: Family, ms: number) => void;
}

export interface ProposeOptions {
  readonly proposers?: readonly { readonly family: Family; readonly propose: Proposer }[];
  readonly watch?: Watch;
  /** A proposer that throws loses its candidates and nothing else; the fault is told here. */
  readonly onFault?: (family: Family, error: unknown) => void;
}

/** A moment never has more candidates than this that are looked at closely. */
const MOST = 200;

/** Candidates in the order of the proposers; none touches what the last edit wrote unless it only adds beside it. */
export function propose(
  moment: Moment,
  { proposers = PROPOSERS, watch, onFault }: ProposeOptions = {},
): readonly Proposal[] {
  if (moment.edits.length === 0) return [];
  const found = new Map<string, Proposal>();
  const renamed = scopedRename(moment);
  const gained = new Map<string, Gained>();
  for (const { family, propose: ask } of proposers) {
    const began = watch?.now() ?? 0;
    for (const candidate of asked(ask, moment, family, onFault)) {
      const change = cleaned(candidate.change, moment.text);
      if (change === null || change.length === 0 || rewritesLastEdit(change, moment)) continue;
      if (renamed !== null && candidate.family !== 'rename' && onlyRenames(moment.text, change, renamed)) continue;
      const key = JSON.stringify(change);
      const known = found.get(key);
      if (known !== undefined) {
        if (!known.families.includes(family)) found.set(key, { ...known, families: [...known.families, family] });
      } else if (found.size < MOST) {
        found.set(key, {
          ...candidate,
          change,
          families: [family],
          faults: faultsOf(moment, change, candidate, gained),
        });
      }
    }
    watch?.took(family, watch.now() - began);
  }
  return [...found.values()];
}

function asked(
  ask: Proposer,
  moment: Moment,
  family: Family,
  onFault: ProposeOptions['onFault'],
): readonly Candidate[] {
  try {
    return ask(moment);
  } catch (error) {
    onFault?.(family, error);
    return [];
  }
}

/** Whether a change does nothing but put one name in the place of another. */
function onlyRenames(
  text: string,
  change: TextChange,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  const isWord = (at: number): boolean => /[\p{L}\p{N}_$]/u.test(text.charAt(at));
  return change.every((edit) => {
    let [start, end] = [edit.start, edit.end];
    while (start > 0 && isWord(start - 1)) start -= 1;
    while (end < text.length && isWord(end)) end += 1;
    return (
      text.slice(start, end) === from && text.slice(start, edit.start) + edit.text + text.slice(edit.end, end) === to
    );
  });
}

/** The change sorted and without edits that leave the text as it is; null when it does not fit the text. */
function cleaned(change: TextChange, text: string): TextChange | null {
  try {
    const sorted = normalizeChange(change.filter(({ start, end, text: next }) => text.slice(start, end) !== next));
    assertValidChange(sorted, text.length);
    return sorted;
  } catch (error) {
    if (error instanceof InvalidChangeError) return null;
    throw error;
  }
}

/** Whether a change replaces some of what the last edit wrote: that was just typed on purpose. */
function rewritesLastEdit(change: TextChange, { edits }: Moment): boolean {
  const places = edits.at(-1)?.places ?? [];
  return change.some(
    (edit) => edit.end > edit.start && places.some((place) => edit.start < place.end && place.start < edit.end),
  );
}

/** After so many places where a replacement gained as many faults, it is taken to gain as many at the next. */
const ENOUGH_ALIKE = 2;
/** So many candidates of a variant are read with their change; the rest are taken to gain what those did. */
const ENOUGH_OF_VARIANT = 8;

interface Gained {
  readonly faults: number;
  readonly places: number;
}

/** Faults before and after a change; the same replacement at many places is read at a few of them. */
function faultsOf(
  { syntax, text }: Moment,
  change: TextChange,
  { family, evidence }: Candidate,
  gained: Map<string, Gained>,
): Proposal['faults'] {
  if (syntax === null) return null;
  const before = syntax.faults;
  const same = JSON.stringify(change.map((edit) => [text.slice(edit.start, edit.end), edit.text]));
  const alike = `${family} ${evidence.variant}`;
  const known = gained.get(same);
  const ofVariant = gained.get(alike);
  if (known !== undefined && known.places >= ENOUGH_ALIKE) return { before, after: Math.max(0, before + known.faults) };
  if (ofVariant !== undefined && ofVariant.places >= ENOUGH_OF_VARIANT)
    return { before, after: Math.max(0, before + ofVariant.faults) };
  const after = faultsAfter(syntax, applyChange(text, change), change);
  const faults = after - before;
  gained.set(same, { faults, places: known?.faults === faults ? known.places + 1 : 1 });
  gained.set(alike, { faults: Math.max(faults, ofVariant?.faults ?? faults), places: (ofVariant?.places ?? 0) + 1 });
  return { before, after };
}
