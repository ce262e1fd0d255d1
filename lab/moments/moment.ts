/**
 * Natural moments: places in the course of a commit where a user looks up, with what they did and what they did next.
 * A file of moments is JSONL, one moment a line, as the types below say. Offsets are UTF-16 units, half-open.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { applyChange, normalizeChange, type TextChange } from '../../src/core/text';

/** `next`: further hunks are due; `rest`: a hunk was typed to some point, what is left of it is due first; `quiet`: the file is done. */
export type MomentKind = 'next' | 'rest' | 'quiet';

export const MOMENT_KINDS: readonly MomentKind[] = ['next', 'rest', 'quiet'];

/** Something that was done, the lines it changed, and what it was in coordinates of the text before it. */
export interface MomentEdit {
  /** The lines that it touched, whole, without the last line's terminator, as they were and as they became. */
  readonly before: string;
  readonly after: string;
  readonly change: TextChange;
}

export interface Moment {
  /** Unique: repository, commit, path, kind and how much was done. */
  readonly id: string;
  /** `owner/name` of the repository. */
  readonly source: string;
  /** Full id of the commit. */
  readonly commit: string;
  /** Lower-case name as for a fence: python, typescript, javascript, go or rust. */
  readonly language: string;
  readonly path: string;
  readonly kind: MomentKind;
  /** Whether what is due could be foreseen, by a cheap criterion (`isDerivable`); false for a quiet moment. */
  readonly derivable: boolean;
  /** Where the user is, an offset into `text`: behind what they typed last. */
  readonly cursor: number;
  /** Oldest first, at least one; each speaks of the text that the one before led to, the first of `base`. */
  readonly edits: readonly MomentEdit[];
  /** The hunks that are left, each a change of `text`, in the order in which they were made; [] when all is done. */
  readonly due: readonly TextChange[];
  /** The whole file before the first edit, and now. Lines end in "\n". */
  readonly base: string;
  readonly text: string;
}

/** All that is due as one change of `text`. @throws InvalidChangeError when hunks overlap, which no written moment has. */
export const dueChange = ({ due }: Pick<Moment, 'due'>): TextChange => normalizeChange(due.flat());

/** The texts from `base` to `text`, one more than there are edits. */
export function textsOf({ base, edits }: Pick<Moment, 'base' | 'edits'>): string[] {
  const texts = [base];
  for (const { change } of edits) texts.push(applyChange(texts.at(-1) ?? '', change));
  return texts;
}

/** One line. Line separators, which JSON may hold as they are, would end it for some readers. */
export const writeMoment = (moment: Moment): string =>
  `${JSON.stringify(moment).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;

/** The moments of a file, one after another, so that a large file need not fit into memory. @throws Error for a line that is none. */
export async function* readMoments(file: string): AsyncGenerator<Moment> {
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (line.trim() !== '') yield momentOf(line, `${file}:${number}`);
  }
}

function momentOf(line: string, where: string): Moment {
  const value = JSON.parse(line) as Partial<Moment>;
  const strings = [value.id, value.source, value.commit, value.language, value.path, value.base, value.text];
  if (
    strings.some((one) => typeof one !== 'string') ||
    !Array.isArray(value.edits) ||
    !Array.isArray(value.due) ||
    typeof value.cursor !== 'number'
  )
    throw new Error(`${where}: no moment`);
  return value as Moment;
}
