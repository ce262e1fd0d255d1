/**
 * What is left of a prediction after the user has typed. Typing what is predicted shrinks it, typing elsewhere moves
 * it, typing something else at its place contradicts it.
 */
import { applyChange, changeDelta, trimEdit, type TextChange, type TextEdit } from '../text';
import { changeOf, hunkOf, shiftEdits, toHunks, type Hunk } from './hunks';

export type Interpolation =
  /** `hunks` speak of the text after; those typed through are gone. `agreed`: some typed text was predicted text. */
  | { readonly kind: 'kept'; readonly hunks: readonly Hunk[]; readonly agreed: boolean }
  | { readonly kind: 'contradicted' };

/** How far an insertion is slid along repeated text to meet what the user types, in UTF-16 units. */
const SLIDE = 240;
/** What editors add by themselves behind the cursor. */
const CLOSERS = /^\s*[)\]}>"'`]*$/;
const WORD = /^[\p{L}\p{N}_$]+$/u;

/**
 * Rewrites hunks of `before` into hunks of `after`, where `typed` leads from one to the other. Applying all of the
 * result to `after` gives the text that applying all of `hunks` to `before` would give, except for what was typed
 * elsewhere.
 */
export function interpolate(before: string, hunks: readonly Hunk[], typed: TextChange, after: string): Interpolation {
  let lists: readonly TextChange[] = hunks.map((hunk) => hunk.edits);
  let agreed = false;
  // From the last edit to the first, so that the offsets of those still to come stay valid.
  for (const raw of [...typed].reverse()) {
    const edit = trimEdit(before, raw);
    if (edit.start === edit.end && edit.text === '') continue;
    const next: TextChange[] = [];
    for (const edits of lists) {
      const one = followEdit(before, edits, edit) ?? typedAnew(before, edits, raw);
      if (one === null) return { kind: 'contradicted' };
      agreed ||= one.agreed;
      next.push(one.edits);
    }
    lists = next;
  }
  return { kind: 'kept', hunks: lists.flatMap((edits) => hunkOf(after, edits) ?? []), agreed };
}

/**
 * What is left of hunks of `before` after (a part of) them was taken by `taken`, which led to `after`. Editors take an
 * edit in a form of their own (whole lines, other places with the same result), so only the texts are compared. Top to
 * bottom.
 */
export function withoutTaken(before: string, hunks: readonly Hunk[], taken: TextChange, after: string): Hunk[] {
  const predicted = changeOf(hunks);
  const edits = [...predicted, ...taken];
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  if (edits.length === 0) return [];
  const region = before.slice(start, end);
  const now = applyChange(region, shiftEdits(taken, -start));
  const target = applyChange(region, shiftEdits(predicted, -start));
  return toHunks(after, shiftEdits(dropEmpty([trimEdit(now, { start: 0, end: now.length, text: target })]), start));
}

interface Followed {
  readonly edits: TextChange;
  readonly agreed: boolean;
}

/**
 * One hunk past one typed edit; null when they contradict each other. `before` need be right only up to the end of
 * `typed`, which is why edits are taken from the last to the first.
 */
function followEdit(before: string, edits: TextChange, typed: TextEdit): Followed | null {
  const delta = changeDelta([typed]);
  const touched = edits.filter((edit) => edit.start <= typed.end && typed.start <= edit.end);
  const ahead = edits.filter((edit) => edit.end < typed.start);
  const behind = shiftEdits(
    edits.filter((edit) => edit.start > typed.end),
    delta,
  );
  const [only, ...more] = touched;
  if (only === undefined) return slideToMeet(before, edits, typed) ?? { edits: [...ahead, ...behind], agreed: false };
  const rest = (more.length === 0 ? agree(only, typed) : null) ?? replaceWhole(before, touched, typed);
  if (rest === null) return null;
  return { edits: [...ahead, ...rest, ...behind], agreed: true };
}

/** What is left of one predicted edit when the typed one is a part of it; null when it is not. */
function agree(predicted: TextEdit, typed: TextEdit): TextEdit[] | null {
  if (typed.start < predicted.start || typed.end > predicted.end) return null;
  const left: TextEdit = { start: predicted.start, end: typed.start, text: '' };
  const at = typed.start + typed.text.length;
  const right = (text: string, from = at): TextEdit => ({ start: from, end: at + predicted.end - typed.end, text });
  if (typed.text === '')
    return dropEmpty([{ ...left, end: left.end + predicted.end - typed.end, text: predicted.text }]);
  if (predicted.text.startsWith(typed.text)) return dropEmpty([left, right(predicted.text.slice(typed.text.length))]);
  if (predicted.text !== '' && typed.text.startsWith(predicted.text)) return dropEmpty([left, right('')]);
  for (let split = typed.text.length - 1; split > 0; split -= 1) {
    const opened = typed.text.slice(0, split);
    const closed = typed.text.slice(split);
    if (!CLOSERS.test(closed)) break;
    if (opened.length + closed.length > predicted.text.length) continue;
    if (predicted.text.startsWith(opened) && predicted.text.endsWith(closed)) {
      const middle = predicted.text.slice(opened.length, predicted.text.length - closed.length);
      const cursor = typed.start + opened.length;
      return dropEmpty([left, { start: cursor, end: cursor, text: middle }, right('')]);
    }
  }
  return null;
}

/** A word is selected and typed again, letter by letter, as the prediction has it: what stood there goes with the first. */
function typedAnew(before: string, edits: TextChange, raw: TextEdit): Followed | null {
  if (raw.text === '' || raw.start === raw.end) return null;
  const touched = edits.filter((edit) => edit.start <= raw.end && raw.start <= edit.end);
  const rest = touched.length === 0 ? null : replaceWhole(before, touched, raw);
  if (rest === null) return null;
  const delta = changeDelta([raw]);
  return {
    edits: [
      ...edits.filter((edit) => edit.end < raw.start),
      ...rest,
      ...shiftEdits(
        edits.filter((edit) => edit.start > raw.end),
        delta,
      ),
    ],
    agreed: true,
  };
}

/** The user replaces just the words that the prediction rewrites, and begins as it would. */
function replaceWhole(before: string, touched: TextChange, typed: TextEdit): TextEdit[] | null {
  const hunk = hunkOf(before, touched);
  if (hunk === null) return null;
  const start = Math.min(hunk.start, typed.start);
  const end = Math.max(hunk.end, typed.end);
  const coversAll = start === typed.start && end === typed.end && end > start;
  if (!coversAll) return null;
  const target = before.slice(start, hunk.start) + hunk.text + before.slice(hunk.end, end);
  if (!target.startsWith(typed.text)) return null;
  if (typed.text === '' && (!WORD.test(before.slice(start, end)) || target.startsWith(before.slice(start, end))))
    return null;
  const at = start + typed.text.length;
  return dropEmpty([{ start: at, end: at, text: target.slice(typed.text.length) }]);
}

/**
 * A predicted insertion can often be written at several places with the same result (a new line before the next one
 * or after the last). When the user types at another of them what is predicted, that is agreement.
 */
function slideToMeet(before: string, edits: TextChange, typed: TextEdit): Followed | null {
  if (typed.start !== typed.end) return null;
  for (const [index, edit] of edits.entries()) {
    if (edit.start !== edit.end) continue;
    const slid = slideTo(before, edit, typed.start);
    const rest = slid === null ? null : agree(slid, typed);
    if (rest === null) continue;
    const delta = changeDelta([typed]);
    const ahead = edits.slice(0, index).filter((other) => other.end <= typed.start);
    const behind = edits.slice(index + 1).filter((other) => other.start >= typed.start);
    if (ahead.length + behind.length !== edits.length - 1) return null;
    return { edits: [...ahead, ...rest, ...shiftEdits(behind, delta)], agreed: true };
  }
  return null;
}

/** The same insertion written at `offset`; null when that would mean another text. */
function slideTo(before: string, insertion: TextEdit, offset: number): TextEdit | null {
  let { start, text } = insertion;
  if (Math.abs(start - offset) > SLIDE) return null;
  while (start > offset && before[start - 1] === text.at(-1)) {
    text = text.slice(-1) + text.slice(0, -1);
    start -= 1;
  }
  while (start < offset && before[start] === text[0]) {
    text = text.slice(1) + text.slice(0, 1);
    start += 1;
  }
  return start === offset ? { start, end: start, text } : null;
}

function dropEmpty(edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter((edit) => edit.start < edit.end || edit.text !== '');
}
