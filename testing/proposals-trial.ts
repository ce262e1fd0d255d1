/** For tests: a moment made of a text and the replacements that were typed, and candidates as lines to compare. */
import { languageIdOf } from '../src/core/proposals/trial-languages';
import { HistoryBuilder, Typist } from '../src/core/history';
import { applyChange, diffLines, splitLines } from '../src/core/text';
import { momentOf } from '../src/core/proposals/moment';
import type { Candidate, Moment, Proposer, WorkspaceFacts } from '../src/core/proposals/types';

/** `over` is selected (its occurrence `nth`, from 1) and `type` typed over it; an empty `over` types at the end of the last edit. */
export interface Typed {
  readonly over: string;
  readonly type: string;
  readonly nth?: number;
}

export type Keys = readonly [over: string, type: string, nth?: number] | Typed;

/** The moment after these keys; `text` with `\n`. Each is an edit of its own. @throws an Error for a text that is not there. */
export function trialMoment(path: string, text: string, keys: readonly Keys[], workspace?: WorkspaceFacts): Moment {
  const typist = new Typist('trial', text);
  let caret = 0;
  for (const key of keys) {
    const { over, type, nth = 1 } = 'over' in key ? key : { over: key[0], type: key[1], nth: key[2] };
    const start = over === '' ? caret : nthIndex(typist.text, over, nth);
    typist.wait(PAUSE_MS);
    typist.typeOver(start, start + over.length, type, { after: KEY_MS });
    caret = start + type.length;
  }
  const history = new HistoryBuilder({ version: 0, text });
  for (const record of typist.records) {
    const fault = history.push(record);
    if (fault !== null) throw new Error(`A record of the trial does not follow: ${fault.kind}.`);
  }
  const now = (typist.records.at(-1)?.wallTime ?? 0) + KEY_MS;
  return momentOf({
    language: languageIdOf(path),
    path,
    text: typist.text,
    cursor: caret,
    edits: history.edits(),
    now,
    ...(workspace === undefined ? {} : { workspace }),
  });
}

const PAUSE_MS = 6_000;
const KEY_MS = 100;

function nthIndex(text: string, wanted: string, nth: number): number {
  let at = text.indexOf(wanted);
  for (let count = 1; count < nth && at >= 0; count += 1) at = text.indexOf(wanted, at + 1);
  if (at < 0) throw new Error(`${JSON.stringify(wanted)} does not stand ${nth} times in the text`);
  return at;
}

/** A candidate as `line: new content` (from 1, `+` before added lines, `-` for removed ones), several lines joined by ` / `. */
export function candidateLines(text: string, { change }: Pick<Candidate, 'change'>): string {
  const older = splitLines(text);
  const newer = splitLines(applyChange(text, change));
  return diffLines(older, newer)
    .flatMap(({ oldStart, oldEnd, newStart, newEnd }) => {
      const lines = newer.slice(newStart, newEnd);
      if (lines.length === 0)
        return Array.from({ length: oldEnd - oldStart }, (_, index) => `${oldStart + index + 1}: -`);
      return lines.map((line, index) =>
        index < oldEnd - oldStart ? `${oldStart + index + 1}: ${line}` : `${oldStart + index + 1}+ ${line}`,
      );
    })
    .join(' / ');
}

/** All candidates of a proposer, in its order, as lines. */
export const proposed = (propose: Proposer, moment: Moment): readonly string[] =>
  propose(moment).map((candidate) => candidateLines(moment.text, candidate));
