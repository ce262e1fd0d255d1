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

/** The name under which a part of a prediction is put into the text; Monaco hands it back as the reason. */
export const PARTIAL_ACCEPT = 'inkling.partialAccept';

/** Monaco lists changes from the end of the text to its start, all against the text before. */
export function toTextChange(event: ContentEvent): TextChange {
  return normalizeChange(event.changes.map(({ rangeOffset, rangeLength, text }) => ({
    start: rangeOffset,
    end: rangeOffset + rangeLength,
    text,
  })));
}

interface Reason {
  readonly source: string;
  readonly kind: string | null;
  readonly name: string | null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const stringOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function reasonOf(event: ContentEvent): Reason | null {
  const reasons = 'detailedReasons' in event ? event.detailedReasons : undefined;
  const first: unknown = Array.isArray(reasons) ? reasons[0] : undefined;
  const metadata = isRecord(first) ? first['metadata'] : undefined;
  if (!isRecord(metadata)) return null;
  return { source: stringOr(metadata['source']) ?? '', kind: stringOr(metadata['kind']), name: stringOr(metadata['name']) };
}

/** Why the text changed. `offered` is the id of the prediction on screen, if any: what an acceptance refers to. */
export function sourceOf(event: ContentEvent, offered: string | null): EditSource {
  if (event.isUndoing) return { kind: 'undo' };
  if (event.isRedoing) return { kind: 'redo' };
  if (event.isFlush) return { kind: 'load' };
  const reason = reasonOf(event);
  if (reason === null) return { kind: 'typed' };
  const accepted = reason.source === 'inlineCompletionAccept' || reason.source === 'inlineCompletionPartialAccept' || reason.name === PARTIAL_ACCEPT;
  if (accepted && offered !== null) return { kind: 'prediction', predictionId: offered };
  if (reason.source === 'cursor' && reason.kind === 'paste') return { kind: 'paste' };
  return { kind: 'typed' };
}
