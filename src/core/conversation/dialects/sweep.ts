/**
 * Sweep Next-Edit (Qwen2.5-Coder, Apache-2.0): the lines around the cursor are written anew behind what they were and
 * are. Version 1 belongs to the sizes 0.5B and 1.5B, version 2 to 7B. Sources: Sweep's cards and local server, and Zed.
 */
import { codeAround, linesAround } from '../own/region';
import { beforeLast, newest, sides, type Sides } from '../own/recent';
import { rewriting } from '../own/rewrite';
import { holds, linesOf, marked, pathShown, shownOf } from '../own/shown';
import { escapeTokens } from '../tokens';
import type { ConversationInput, Current, HistoryChange, ModelFacts, OwnDialect, Shown } from '../types';

const SEPARATOR = '<|file_sep|>';
const CURSOR = '<|cursor|>';
type Input = ConversationInput & { readonly current: Current };

/** Lines of one side of a change; of more, the first half and the last. */
const MOST_LINES = 40;

function limited(lines: readonly string[]): string {
  if (lines.length <= MOST_LINES) return lines.join('\n');
  const head = MOST_LINES / 2;
  return [...lines.slice(0, head), '...', ...lines.slice(lines.length - (MOST_LINES - head - 1))].join('\n');
}

const first = {
  marks: [SEPARATOR, '</s>'],
  ends: [SEPARATOR, '<|endoftext|>', '</s>'],
  changes: 3,
  context: 3,
  /** Lines on either side of the cursor's. */
  reach: 10,
  /** A file, in UTF-16 units; its lines, and their mean length. */
  mostUnits: 10_000_000,
  mostLines: 50_000,
  meanLength: 240,
};

const window = (shown: Shown): ReturnType<typeof linesAround> => linesAround(shown, first.reach, first.reach);

/** The window before the newest change of this file; as it is, where that is not known. */
function original(input: Input, shown: Shown): string {
  const { start, end } = window(shown);
  const now = shown.text.slice(start, end);
  const was = beforeLast(input);
  if (was === null || input.place === undefined) return now;
  const at = linesOf(input.place.text.slice(0, input.place.start)).join('\n').length;
  const [from, to] = [was.offset(at + start), was.offset(at + end)];
  return was.text.slice(Math.min(from, to), Math.max(from, to));
}

function changeOf(change: HistoryChange): string {
  const { original: old, updated } = sides(change, first.context);
  return `${SEPARATOR}${pathShown(change.path)}.diff\noriginal:\n${limited(old)}\nupdated:\n${limited(updated)}\n`;
}

const isSweep = ({ name, tokens }: ModelFacts): boolean =>
  /sweep/i.test(name) && /next.?edit/i.test(name) && (tokens === undefined || tokens.includes(SEPARATOR));

const SEVEN_BILLION = /(?:^|[^a-z0-9.])7b(?:[^a-z0-9]|$)/i;

export const sweepFirst: OwnDialect = {
  id: 'sweep-1',
  label: 'Sweep Next-Edit 0.5B and 1.5B',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: rewriting({ name: 'window', ends: first.ends, part: window }),
  targetArea: true,
  followsInstructions: false,
  limits: {
    excerpt: { maxLines: 21, maxChars: 8000, around: { above: first.reach, below: first.reach } },
    answerTokens: 1024,
    historyTokens: 900,
    historyMessages: first.changes,
    historyLines: first.context,
    weighed: true,
  },
  render: (input) => {
    const shown = shownOf(input.current);
    const { start, end } = window(shown);
    const path = pathShown(input.place?.path);
    return {
      parts: [
        ...newest(input, first.changes, first.marks).map(changeOf),
        `${SEPARATOR}original/${path}\n${escapeTokens(original(input, shown))}\n`,
        `${SEPARATOR}current/${path}\n${escapeTokens(shown.text.slice(start, end))}\n${SEPARATOR}updated/${path}\n`,
      ],
      stop: first.ends,
    };
  },
  refuses: (input) => {
    const { current, place } = input;
    if (holds([current.text, place?.path, original(input, shownOf(current))], first.marks)) return 'marker';
    const text = place?.text ?? current.text;
    const lines = linesOf(text).length;
    const long = text.length > first.mostUnits || lines > first.mostLines || text.length / lines > first.meanLength;
    return long ? 'long' : null;
  },
  guess: (facts) => (isSweep(facts) && !SEVEN_BILLION.test(facts.name) ? 'its name says so' : null),
};

const second = {
  marks: [SEPARATOR, CURSOR],
  ends: ['<|endoftext|>', SEPARATOR],
  changes: 6,
  context: 1,
  /** As the card of the 7B says. */
  reach: 10,
  /** Lines of the file on either side of the cursor's. */
  file: 150,
  /** UTF-16 units of it: its makers have twice the context that is allocated here. */
  fileUnits: 5000,
  /** UTF-16 units of a line: longer ones are cut, and still longer ones are too long. */
  cutsAt: 600,
  longest: 1000,
};

const block = (shown: Shown): ReturnType<typeof codeAround> => codeAround(shown, second.reach, second.reach);

const cut = (line: string): string => line.slice(0, second.cutsAt);

/** Lines `[first, behind)` around one, evenly, as far as is shown and as many as fit. */
function near(lines: readonly string[], at: number): readonly [first: number, behind: number] {
  let [first, behind] = [at, at];
  let left = second.fileUnits;
  for (let grows = true; grows;) {
    grows = false;
    for (const next of [behind, first - 1]) {
      const cost = cut(lines[next] ?? '').length + 1;
      if (next < 0 || next >= lines.length || Math.abs(next - at) > second.file || cost > left) continue;
      if (next === behind) behind += 1;
      else first -= 1;
      left -= cost;
      grows = true;
    }
  }
  return [first, behind];
}

/** The lines of the file around the block, with their last line break, and the number of the block's first line (from 1). */
function fileAround({ current, place }: Input, shown: Shown): { readonly text: string; readonly line: number } {
  const all = linesOf(place?.text ?? current.text);
  const above = place === undefined ? 0 : linesOf(place.text.slice(0, place.start)).length - 1;
  const lineOf = (offset: number): number => above + shown.text.slice(0, offset).split('\n').length - 1;
  const cursor = lineOf(shown.cursor);
  const [first, behind] = near(all, cursor);
  const lines = all.slice(first, behind).map((line) => cut(escapeTokens(line)));
  const text = lines.join('\n') + (behind < all.length ? '\n' : '');
  return { text, line: lineOf(block(shown).start) + 1 };
}

/** The block with the newest changes taken back, as long as what they wrote is found in it. */
function previous(input: Input, code: string): string {
  let was = code;
  for (const change of [...newest(input, input.history.length, second.marks)].reverse()) {
    const tries = [second.context, 0].map((context) => sides(change, context));
    const found = tries.map(asTexts).find(({ updated }) => updated.trim() !== '' && was.includes(updated));
    if (found === undefined) break;
    was = was.replace(found.updated, () => found.original);
  }
  return was;
}

const asTexts = ({ original: old, updated }: Sides): { readonly original: string; readonly updated: string } => ({
  original: old.join('\n'),
  updated: updated.join('\n'),
});

function hunkOf(change: HistoryChange): string {
  const { original: old, updated, first: line } = sides(change, second.context);
  const place = `${pathShown(change.path)}:${line}:${line + old.length - 1}`;
  const side = (lines: readonly string[]): string =>
    lines
      .map(cut)
      .join('\n')
      .replace(/^\n+|\n+$/g, '');
  return `${SEPARATOR}${place}\noriginal:\n${side(old)}\nupdated:\n${side(updated)}`;
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** More lines than this put in are more than was asked for. */
const MOST_ADDED = 20;
/** Of a change above the cursor, this many lines more, where this many are gone. */
const ADDED_ABOVE = 5;
const GONE_ABOVE = 1;

/** What Sweep's own server does not show. Both texts are of the block. */
function drops(before: string, after: string, cursor: number): boolean {
  if (after.startsWith('<|')) return true;
  const [older, newer] = [before.split('\n'), after.split('\n')];
  if (newer.length - older.length > MOST_ADDED) return true;
  const line = before.slice(0, cursor).split('\n').length - 1;
  const here = older[line] ?? '';
  const [above, rest] = [older.slice(0, line), older.slice(line)];
  const endsAlike = newer.slice(newer.length - rest.length).join('\n') === rest.join('\n');
  if (here.trim() === '') {
    // Only the white space of an empty line goes.
    return here !== '' && squeezed(before) === squeezed(after) && after.length < before.length;
  }
  if (!endsAlike || newer.length < rest.length) return false;
  const fresh = newer.slice(0, newer.length - rest.length);
  if (above.every((one, index) => fresh[index] === one)) return fresh.length > above.length;
  const kept = new Set(fresh);
  const gone = above.filter((one) => !kept.has(one)).length;
  const known = new Set(above);
  return fresh.filter((one) => !known.has(one)).length > ADDED_ABOVE && gone > GONE_ABOVE;
}

export const sweepSecond: OwnDialect = {
  id: 'sweep-2',
  label: 'Sweep Next-Edit v2 7B',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: rewriting({
    name: 'window',
    ends: second.ends,
    part: block,
    clean: (written) => ({ kind: 'code', code: written.replace(/\n?\\? ?No newline at end of file\n?$/, '') }),
    drops,
  }),
  targetArea: true,
  followsInstructions: false,
  limits: {
    // Blank lines above are made up for below.
    excerpt: { maxLines: 31, maxChars: 8000, around: { above: second.reach, below: 2 * second.reach } },
    answerTokens: 1024,
    historyTokens: 1200,
    historyMessages: second.changes,
    historyLines: second.context,
    weighed: true,
  },
  render: (input) => {
    const shown = shownOf(input.current);
    const span = block(shown);
    const file = fileAround(input, shown);
    const code = escapeTokens(shown.text.slice(span.start, span.end));
    const recent = newest(input, input.history.length, second.marks)
      .filter(({ before, after }) => squeezed(before) !== squeezed(after))
      .slice(-second.changes)
      .map(hunkOf)
      .join('\n');
    const path = pathShown(input.place?.path);
    const place = `${path}:${file.line}:${file.line + code.split('\n').length - 1}`;
    return {
      parts: [
        `${SEPARATOR}${path}\n${file.text}`,
        `\n${recent}\n`,
        `${SEPARATOR}original/${place}\n${previous(input, code)}\n`,
        `${SEPARATOR}current/${place}\n${marked(shown, span, CURSOR)}\n${SEPARATOR}updated/${place}\n`,
      ],
      stop: second.ends,
    };
  },
  refuses: ({ current, place }) => {
    if (holds([current.text, place?.path], second.marks)) return 'marker';
    return linesOf(current.text).some((line) => line.length > second.longest) ? 'long' : null;
  },
  guess: (facts) => (isSweep(facts) && SEVEN_BILLION.test(facts.name) ? 'its name says so' : null),
};
