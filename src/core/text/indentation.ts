/** How a file is indented, and text that is put into it indented in the same way. */
import type { TextChange } from './edit';

export type Indentation =
  | { readonly kind: 'tabs' }
  /** `width`: columns of one level, at least 1. */
  | { readonly kind: 'spaces'; readonly width: number };

const LEADING = /^[^\S\n]*/;

/** By most of the indented lines; null where none is. */
export function indentationOf(text: string): Indentation | null {
  let tabs = 0;
  let spaces = 0;
  let previous = 0;
  const steps = new Map<number, number>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const lead = LEADING.exec(line)?.[0] ?? '';
    if (lead.startsWith('\t')) tabs += 1;
    else {
      if (lead !== '') spaces += 1;
      const step = lead.length - previous;
      if (step > 1) steps.set(step, (steps.get(step) ?? 0) + 1);
      previous = lead.length;
    }
  }
  if (tabs === 0 && spaces === 0) return null;
  if (tabs > spaces) return { kind: 'tabs' };
  const [width] = [...steps].sort((one, other) => other[1] - one[1] || one[0] - other[0])[0] ?? [4];
  return { kind: 'spaces', width };
}

/**
 * The lines of `put` that begin anew (all but the first) with the indentation of a file. Only what is certain is
 * changed: spaces in a file of tabs, and tabs in a file of spaces; other widths of spaces stay (see {@link changeIndentedAs}).
 */
export function indentedAs(file: Indentation | null, put: string): string {
  if (file === null || !put.includes('\n')) return put;
  const [first = '', ...lines] = put.split('\n');
  return [first, ...lines.map((line) => leadAs(file, line, put))].join('\n');
}

function leadAs(file: Indentation, line: string, put: string): string {
  const lead = LEADING.exec(line)?.[0] ?? '';
  if (lead === '' || (file.kind === 'tabs') === !lead.includes(' ')) return line;
  const rest = line.slice(lead.length);
  if (file.kind === 'spaces') return lead.includes('\t') ? lead.replaceAll('\t', ' '.repeat(file.width)) + rest : line;
  const width = levelOf(put);
  const tabs = lead.split('\t').length - 1;
  const columns = lead.length - tabs + tabs * width;
  // What is left over aligns something with the line above.
  return '\t'.repeat(Math.floor(columns / width)) + ' '.repeat(columns % width) + rest;
}

/** A change of `text` whose lines are indented as the text is: with tabs or spaces, and as wide. */
export function changeIndentedAs(text: string, change: TextChange): TextChange {
  const file = indentationOf(text);
  return change.map((edit) => {
    if (!atLineStart(text, edit.start)) return { ...edit, text: indentedAs(file, edit.text) };
    const put = indentedAs(file, `\n${edit.text}`).slice(1);
    return { ...edit, text: file?.kind === 'spaces' ? asWide(file.width, lineBefore(text, edit.start), put) : put };
  });
}

/** A line behind which the next is one level deeper. */
const OPENS = /[{:]\s*(?:#.*|\/\/.*)?$/;
const leadOf = (line: string): number => (LEADING.exec(line)?.[0] ?? '').length;

function lineBefore(text: string, offset: number): string | null {
  return (
    text
      .slice(0, offset)
      .split('\n')
      .findLast((line) => line.trim() !== '') ?? null
  );
}

/**
 * Lines whose levels are of another width than the file's, as wide as those. Only what is certain is changed: each
 * line that opens a block is followed by one that is deeper by the same other width, and all depths are multiples of it.
 */
function asWide(width: number, before: string | null, put: string): string {
  const lines = put.split('\n');
  const shown = [...(before === null ? [] : [before]), ...lines].filter((line) => line.trim() !== '');
  const steps = shown.flatMap((line, at) => {
    const next = shown[at + 1];
    return next !== undefined && OPENS.test(line) && leadOf(next) > leadOf(line) ? [leadOf(next) - leadOf(line)] : [];
  });
  const [step] = steps;
  if (step === undefined || step === width || step < 2 || steps.some((other) => other !== step)) return put;
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const base = before !== null && OPENS.test(before) && leadOf(first) > leadOf(before) ? leadOf(before) : leadOf(first);
  if (
    base % width !== 0 ||
    lines.some((line) => line.trim() !== '' && leadOf(line) > base && (leadOf(line) - base) % step !== 0)
  )
    return put;
  return lines
    .map((line) => {
      const lead = leadOf(line);
      return line.trim() === '' || lead <= base
        ? line
        : ' '.repeat(base + ((lead - base) / step) * width) + line.slice(lead);
    })
    .join('\n');
}

/** Columns of one level in a few lines: what all of their indentations are multiples of; 4 where that says nothing. */
function levelOf(put: string): number {
  const leads = put
    .split('\n')
    .slice(1)
    .flatMap((line) => (line.trim() === '' ? [] : [(LEADING.exec(line)?.[0] ?? '').length]))
    .filter((width) => width > 0);
  const common = leads.reduce((one, other) => gcd(one, other), 0);
  return common >= 2 && common <= 8 ? common : 4;
}

const gcd = (one: number, other: number): number => (other === 0 ? one : gcd(other, one % other));

const atLineStart = (text: string, offset: number): boolean => offset === 0 || text.charAt(offset - 1) === '\n';
