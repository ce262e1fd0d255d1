/** An answer that is put in at the cursor: the rest of the line, or a block where the syntax asks for one. */
import { bracketsBalanced } from '../../text';
import { failed } from '../formats/format';
import { escapeTokens } from '../tokens';
import type { OwnAnswer, Shown } from '../types';

/** What a line ends with that opens a block. */
const OPENS = /(?:[{([:]|=>|->|\b(?:do|then|else|begin|try))$/;
/** A line that closes one, and holds nothing else. */
const CLOSES = /^\s*(?:[)}\]]+[;,]?|end;?)\s*$/;
const isBlank = (line: string): boolean => line.trim() === '';
const depthOf = (line: string): number => /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;

/** The cursor's line, cut at the cursor, and the lines below it. */
function around({ text, cursor }: Shown): {
  readonly lead: string;
  readonly rest: string;
  readonly below: readonly string[];
} {
  const [rest = '', ...below] = text.slice(cursor).split('\n');
  return { lead: text.slice(text.lastIndexOf('\n', cursor - 1) + 1, cursor), rest, below };
}

/** Whether more than the rest of the line is to be written: behind what opens a block, and on an empty line. */
export function wantsBlock(shown: Shown): boolean {
  const { lead, rest } = around(shown);
  return isBlank(rest) && (isBlank(lead) || OPENS.test(lead.trimEnd()));
}

/** The form of text that is put in at the cursor. */
export function insertion(name: string, ends: readonly string[]): OwnAnswer {
  return {
    name,
    whole: false,
    ends,
    read: (shown, language, written, ended) => {
      const { cursor } = shown;
      const block = wantsBlock(shown);
      if (!block && !ended && !written.includes('\n')) return failed('truncated', 'the line breaks off');
      const text = block ? blockOf(shown, written, ended).text : lineOf(shown, written.split('\n')[0] ?? '', language);
      if (text === null) return failed('truncated', 'the block breaks off before its first line is complete');
      return isBlank(text) ? { kind: 'nothing' } : { kind: 'part', start: cursor, end: cursor, text };
    },
    over: (shown, soFar) => (wantsBlock(shown) ? blockOf(shown, soFar, false).over : soFar.includes('\n')),
    write: ({ text, cursor }, after) => {
      const [before, behind] = [text.slice(0, cursor), text.slice(cursor)];
      const fits = after.length >= text.length && after.startsWith(before) && after.endsWith(behind);
      return fits ? escapeTokens(after.slice(cursor, after.length - behind.length)) : null;
    },
  };
}

/** The rest of the line, without what stands behind the cursor already. */
function lineOf(shown: Shown, written: string, language: string): string {
  const { lead, rest } = around(shown);
  const line = isBlank(rest) ? written.trimEnd() : written;
  let shared = Math.min(rest.length, line.length);
  while (shared > 0 && !line.endsWith(escapeTokens(rest).slice(0, shared))) shared -= 1;
  if (shared === 0) return line;
  const twice = line.slice(line.length - shared);
  // A bracket that the line needs twice is no repetition.
  return /[()[\]{}]/.test(twice) && bracketsBalanced(lead + line + rest, language) ? line : line.slice(0, -shared);
}

interface Block {
  /** Null when not even one line is complete. */
  readonly text: string | null;
  /** Whether what was written goes on behind it. */
  readonly over: boolean;
}

/** The lines of the block that is begun here, up to the first that leaves it or that stands below already. */
function blockOf(shown: Shown, written: string, ended: boolean): Block {
  const { lead, below } = around(shown);
  const opened = !isBlank(lead);
  const next = escapeTokens(below.find((line) => !isBlank(line)) ?? '');
  const lines = written.split('\n');
  if (!ended) lines.pop();
  if (lines.length === 0) return { text: null, over: false };
  // At the left margin the first line says how deep the block is.
  const base = depthOf(lead === '' ? (lines.find((line) => !isBlank(line)) ?? '') : lead);
  const out: string[] = [];
  let over = false;
  for (const [index, line] of lines.entries()) {
    over = true;
    // The first line goes on where the cursor is.
    const whole = index === 0 ? escapeTokens(lead) + line : line;
    if (!isBlank(whole) && whole.trimEnd() === next.trimEnd() && (index > 0 || !opened)) break;
    if (index > 0 && !isBlank(line)) {
      const depth = depthOf(line);
      if (opened ? depth <= base : depth < base) {
        if (depth === base && opened && CLOSES.test(line)) out.push(line.trimEnd());
        break;
      }
      // Another paragraph of the same depth is another thought.
      if (!opened && depth === base && isBlank(out.at(-1) ?? '') && out.some((one) => !isBlank(one))) break;
    }
    over = false;
    out.push(line.trimEnd());
  }
  while (out.length > 0 && isBlank(out.at(-1) ?? '')) out.pop();
  return { text: out.join('\n'), over };
}
