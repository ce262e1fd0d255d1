/** An answer that is a part of the code written anew, without a fence. */
import { failed } from '../formats/format';
import { lastSettled } from '../in-step';
import { escapeTokens, unescapeTokens } from '../tokens';
import type { OwnAnswer, OwnReading, Shown } from '../types';
import type { Span } from './shown';

/** What a model wrote, without what is no code: `null` where it says that there is nothing to do. */
export type Cleaned = { readonly kind: 'code'; readonly code: string | null } | Extract<OwnReading, { kind: 'failed' }>;

export interface Rewriting {
  readonly name: string;
  readonly ends: readonly string[];
  /** The part that is written anew. */
  readonly part: (shown: Shown) => Span;
  readonly clean?: (written: string) => Cleaned;
  /** Whether its authors would not show this; both texts are of the part, and the cursor lies in `before`. */
  readonly drops?: (before: string, after: string, cursor: number) => boolean;
}

/** The form in which such a part is written anew. */
export function rewriting({ name, ends, part, clean = asItIs, drops }: Rewriting): OwnAnswer {
  const read: OwnAnswer['read'] = (shown, _language, written, ended) => {
    const { start, end } = part(shown);
    const old = escapeTokens(shown.text.slice(start, end));
    const cleaned = clean(written);
    if (cleaned.kind === 'failed') return cleaned;
    if (cleaned.code === null || (cleaned.code.trim() === '' && ended)) return { kind: 'nothing' };
    // Without its end the code would lose all that was not written yet.
    if (!ended) return failed('truncated', 'the new code breaks off');
    const text = endedAs(old, cleaned.code);
    const code = unescapeTokens(text);
    if (text === old || drops?.(shown.text.slice(start, end), code, shown.cursor - start) === true)
      return { kind: 'nothing' };
    return { kind: 'part', start, end, text };
  };
  return {
    name,
    whole: true,
    ends,
    read,
    write: (shown, after) => {
      const { start, end } = part(shown);
      const tail = shown.text.length - end;
      const fits = after.startsWith(shown.text.slice(0, start)) && after.endsWith(shown.text.slice(end));
      return fits && after.length >= start + tail ? escapeTokens(after.slice(start, after.length - tail)) : null;
    },
    settle: (shown, soFar) => {
      const { start, end } = part(shown);
      const lines = soFar.slice(0, soFar.lastIndexOf('\n') + 1);
      const cleaned = clean(lines);
      if (cleaned.kind === 'failed' || cleaned.code === null) return null;
      const older = escapeTokens(shown.text.slice(start, end)).split('\n');
      const newer = cleaned.code.split('\n').slice(0, -1);
      const last = lastSettled(older, newer);
      return last === null ? null : [...newer.slice(0, last.newEnd), ...older.slice(last.oldEnd)].join('\n');
    },
  };
}

const asItIs = (code: string): Cleaned => ({ kind: 'code', code });

/** A line break behind the last line ends the answer, not the code; and blank lines that are missing there are no deletion. */
function endedAs(old: string, code: string): string {
  const surplus = breaksAtEnd(code) - breaksAtEnd(old);
  return surplus > 0 ? code.slice(0, -1) : code + '\n'.repeat(-surplus);
}

const breaksAtEnd = (text: string): number => /\n*$/.exec(text)?.[0].length ?? 0;
