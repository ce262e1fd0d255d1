/** A part of the code cut into blocks by numbered tags; an answer names the tags between which it writes anew. */
import { commonEnds } from '../../text';
import { failed } from '../formats/format';
import { escapeTokens } from '../tokens';
import type { OwnAnswer, Shown } from '../types';
import type { Span } from './shown';

const TAG = /<\|marker_(\d{1,4})\|>/g;
export const tag = (number: number): string => `<|marker_${number}|>`;

const LEAST_LINES = 6;
const MOST_LINES = 16;
/** A boundary moves at most so far to a line that is a better beginning. */
const MOVES_BY = 5;

/** Lines with which no block should begin. */
const isTail = (line: string): boolean => /^(?:[}\])]|(?:break|continue|return|throw|end);*$)/.test(line);

/** Offsets of the tags in a part: its beginning, some line starts, and its end. */
export function boundaries(part: string): readonly number[] {
  if (part === '') return [0, 0];
  const lines = part.split('\n');
  if (part.endsWith('\n') && lines.length > 1) lines.pop();
  const bare = lines.map((line) => line.trim());
  const starts = lines.reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length + 1], [0]);
  const begins = (at: number): number => {
    for (let line = at; line < Math.min(bare.length, at + MOVES_BY); line += 1)
      if (bare[line] !== '' && !isTail(bare[line] ?? '')) return line;
    return at;
  };
  const out = [0];
  let last = 0;
  for (let line = 1; line < lines.length; line += 1) {
    const long = line - last;
    const target = begins(line);
    const afterBlank = long >= LEAST_LINES && bare[line] !== '' && bare[line - 1] === '';
    const good = afterBlank && lines.length - target >= LEAST_LINES;
    if (!good && long < MOST_LINES) continue;
    out.push(starts[target] ?? part.length);
    last = target;
    line = target;
  }
  return out.at(-1) === part.length ? out : [...out, part.length];
}

/** The part with its tags and a mark at the cursor, escaped. */
export function tagged({ text, cursor }: Shown, { start, end }: Span, mark: string): string {
  const part = text.slice(start, end);
  const offsets = boundaries(part);
  let placed = false;
  return offsets
    .map((offset, index) => {
      const next = offsets[index + 1];
      if (next === undefined) return tag(index + 1);
      const at = cursor - start;
      const here = !placed && at >= offset && at <= next;
      placed ||= here;
      const block = here
        ? escapeTokens(part.slice(offset, at)) + mark + escapeTokens(part.slice(at, next))
        : escapeTokens(part.slice(offset, next));
      return tag(index + 1) + block;
    })
    .join('');
}

/** The form of such an answer: `<|marker_2|>` new text `<|marker_3|>`; one tag twice means that nothing changes. */
export function blocks(name: string, part: (shown: Shown) => Span, ends: readonly string[], mark: string): OwnAnswer {
  const read: OwnAnswer['read'] = (shown, _language, written, ended) => {
    const { start, end } = part(shown);
    const old = shown.text.slice(start, end);
    const tags = Array.from(written.matchAll(TAG), ({ index, 0: all, 1: number }) => ({
      at: index,
      behind: index + all.length,
      number: Number(number),
    }));
    const [first] = tags;
    const last = tags.at(-1);
    if (!ended) return failed('truncated', 'the answer breaks off');
    if (written.trim() === '') return { kind: 'nothing' };
    if (first === undefined || last === undefined || first === last)
      return failed('malformed', 'the answer does not say between which marks it belongs');
    if (first.number === last.number) return { kind: 'nothing' };
    const offsets = boundaries(old);
    const [from, to] = [offsets[first.number - 1], offsets[last.number - 1]];
    if (from === undefined || to === undefined || from > to)
      return failed('location-out-of-range', `marks ${first.number} to ${last.number} of ${offsets.length}`);
    const code = written.slice(first.behind, last.at).replace(TAG, '').replaceAll(mark, '');
    return { kind: 'part', start: start + from, end: start + to, text: endedLike(old.slice(from, to), code) };
  };
  return {
    name,
    whole: false,
    ends,
    read,
    write: (shown, after) => {
      const { start, end } = part(shown);
      const old = shown.text.slice(start, end);
      const tail = shown.text.length - end;
      const fits = after.startsWith(shown.text.slice(0, start)) && after.endsWith(shown.text.slice(end));
      if (!fits || after.length < start + tail) return null;
      const fresh = after.slice(start, after.length - tail);
      const offsets = boundaries(old);
      if (old === fresh) return tag(1) + tag(1);
      const common = commonEnds(old, fresh);
      let from = offsets.findLastIndex((offset) => offset <= common.head);
      let to = offsets.findIndex((offset) => offset >= old.length - common.tail);
      if (from === to) {
        if (to < offsets.length - 1) to += 1;
        else from -= 1;
      }
      const until = fresh.length - (old.length - (offsets[to] ?? old.length));
      return tag(from + 1) + escapeTokens(fresh.slice(offsets[from], until)) + tag(to + 1);
    },
  };
}

/** Blocks end with a line break, and the last one as the code does: a model may leave it out, or write one too many. */
function endedLike(old: string, code: string): string {
  if (old.endsWith('\n')) return code === '' || code.endsWith('\n') ? code : `${code}\n`;
  return code.endsWith('\n') ? code.slice(0, -1) : code;
}
