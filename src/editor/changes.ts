/** Monaco's content events as core types. */
import type { EditSource } from '../core/history/record';
import { normalizeChange, type TextChange } from '../core/text';

/** The part of Monaco's content event that is read here; `detailedReasons` exists at run time, the typings lack it. */
export interface ContentEvent {
  readonly changes: readonly { readonly rangeOffset: number; readonly rangeLength: number; readonly text: string }[];
  readonly isUndoing: boolean;
  readonly isRedoing: boolean;
  readonly isFlush: boolean;
}

/** How much of the hunk on screen one press took. */
export type TakenPart = 'word' | 'line' | 'hunk' | 'all';

/** The names under which a part of a prediction is put into the text; Monaco hands them back as the reason. */
export const TAKE_WORD = 'inkling.takeWord';
export const TAKE_LINE = 'inkling.takeLine';

/** Why the program itself changes the text. */
export type OwnReason =
  | { readonly kind: 'inline-edit'; readonly instructionId: string }
  | { readonly kind: 'load' }
  /** Part of a prediction that is not drawn in the code was taken. */
  | { readonly kind: 'prediction'; readonly predictionId: string; readonly taken: 'hunk' | 'all' };

const INLINE_EDIT = 'inkling.inlineEdit:';
const LOAD = 'inkling.load';
const TAKE = { hunk: 'inkling.takeHunk:', all: 'inkling.takeAll:' } as const;

export function nameOfReason(reason: OwnReason): string {
  switch (reason.kind) {
    case 'load':
      return LOAD;
    case 'inline-edit':
      return INLINE_EDIT + reason.instructionId;
    case 'prediction':
      return TAKE[reason.taken] + reason.predictionId;
  }
}

/** Monaco lists changes from the end of the text to its start, all against the text before. */
export function toTextChange(event: ContentEvent): TextChange {
  return normalizeChange(
    event.changes.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      end: rangeOffset + rangeLength,
      text,
    })),
  );
}

interface Reason {
  readonly source: string;
  readonly kind: string | null;
  readonly name: string | null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const stringOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function reasonOf(event: ContentEvent): Reason | null {
  const reasons = 'detailedReasons' in event ? event.detailedReasons : undefined;
  const first: unknown = Array.isArray(reasons) ? reasons[0] : undefined;
  const metadata = isRecord(first) ? first['metadata'] : undefined;
  if (!isRecord(metadata)) return null;
  return {
    source: stringOr(metadata['source']) ?? '',
    kind: stringOr(metadata['kind']),
    name: stringOr(metadata['name']),
  };
}

function partOf(reason: Reason): TakenPart | null {
  if (reason.source === 'inlineCompletionAccept') return 'hunk';
  if (reason.name === TAKE_WORD) return 'word';
  return reason.name === TAKE_LINE ? 'line' : null;
}

export interface Origin {
  readonly source: EditSource;
  /** Null unless the source is a prediction. */
  readonly taken: TakenPart | null;
}

/** Why the text changed. `offered` is the id of the prediction on screen, if any: what an acceptance refers to. */
export function originOf(event: ContentEvent, offered: string | null): Origin {
  const plainly = (kind: 'typed' | 'paste' | 'undo' | 'redo' | 'load'): Origin => ({ source: { kind }, taken: null });
  if (event.isUndoing) return plainly('undo');
  if (event.isRedoing) return plainly('redo');
  if (event.isFlush) return plainly('load');
  const reason = reasonOf(event);
  if (reason === null) return plainly('typed');
  if (reason.name === LOAD) return plainly('load');
  if (reason.name?.startsWith(INLINE_EDIT) === true) {
    return { source: { kind: 'inline-edit', instructionId: reason.name.slice(INLINE_EDIT.length) }, taken: null };
  }
  for (const part of ['hunk', 'all'] as const) {
    if (reason.name?.startsWith(TAKE[part]) === true)
      return { source: { kind: 'prediction', predictionId: reason.name.slice(TAKE[part].length) }, taken: part };
  }
  const taken = partOf(reason);
  if (taken !== null && offered !== null) return { source: { kind: 'prediction', predictionId: offered }, taken };
  return plainly(reason.source === 'cursor' && reason.kind === 'paste' ? 'paste' : 'typed');
}
