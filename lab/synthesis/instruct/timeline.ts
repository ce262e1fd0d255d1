/** A process as the edits it is made of: versions that differ in several places are broken into single-block steps. */
import { HistoryBuilder, historyParameters, type SessionDocument } from '../../../src/core/history';
import { applyChange, type TextChange } from '../../../src/core/text';
import { chance, shuffled, type Random } from '../random';
import { changeOfSteps, stepsOf } from './steps';
import type { Process, ProcessSource } from './types';

/** `texts[k]` becomes `texts[k + 1]` by `edits[k]`; so there is one text more than there are edits. */
export interface Timeline {
  readonly texts: readonly string[];
  readonly edits: readonly TextChange[];
}

/** How likely two versions are taken apart, by source (the paper, appendix K). */
export const DECOMPOSE: Readonly<Record<ProcessSource, number>> = {
  git: 0.9,
  submissions: 0.5,
  'ai-programmer': 0.5,
  session: 0.5,
};

/** The timeline of a process; each pair of versions is decomposed with `probability`. */
export function timelineOf(random: Random, { versions, source }: Process, probability = DECOMPOSE[source]): Timeline {
  const texts: string[] = versions.slice(0, 1);
  const edits: TextChange[] = [];
  versions.forEach((version, at) => {
    const next = versions[at + 1];
    if (next === undefined || next === version) return;
    for (const edit of editsBetween(random, version, next, chance(random, probability))) {
      edits.push(edit);
      texts.push(applyChange(texts.at(-1) ?? '', edit));
    }
  });
  return { texts, edits };
}

/** The edits from one version to the next: one for each block that differs, in random order, or all in one. */
export function editsBetween(random: Random, before: string, after: string, decompose: boolean): TextChange[] {
  const change = stepsOf(before, after, false);
  const indices = change.steps.map((_, index) => index);
  if (!decompose) return [changeOfSteps(change, indices, new Set())];
  const done = new Set<number>();
  return shuffled(random, indices).map((index) => {
    const edit = changeOfSteps(change, [index], done);
    done.add(index);
    return edit;
  });
}

/**
 * What a user really did in one document of a session, as the product derives it from keystrokes; a text that was
 * loaded anew begins another timeline. Timelines without an edit are left out.
 */
export function timelinesOfSession({ base, records }: SessionDocument): Timeline[] {
  const out: Timeline[] = [];
  const everything = { ...historyParameters, keepEdits: Number.MAX_SAFE_INTEGER };
  let builder = new HistoryBuilder(base, everything);
  const close = (): void => {
    const edits = builder.edits();
    if (edits.length === 0) return;
    const texts = [builder.text()];
    for (const edit of [...edits].reverse()) texts.unshift(applyChange(texts[0] ?? '', edit.inverse));
    out.push({ texts, edits: edits.map(({ change }) => change) });
  };
  for (const record of records) {
    if (record.source.kind === 'load') close();
    // What follows a record that does not fit cannot be told.
    if (builder.push(record) !== null) break;
    if (record.source.kind === 'load')
      builder = new HistoryBuilder({ version: builder.version, text: builder.text() }, everything);
  }
  close();
  return out;
}
