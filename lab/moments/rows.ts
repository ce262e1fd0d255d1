/**
 * Rows for the adapter out of a moment: windows where something that could be foreseen is due, at the cursor and
 * elsewhere, and windows where nothing is. A proposer says where to look, the model says what.
 */
import { DIALECTS } from '../../src/core/conversation';
import type { HistoryChange } from '../../src/core/conversation/types';
import { HistoryBuilder, type EditRecord } from '../../src/core/history';
import { excerptAround, type Excerpt } from '../../src/core/prediction/excerpt';
import { WINDOW_LIMITS } from '../../src/core/prediction/window';
import { shiftEdits, toHunks, type Hunk } from '../../src/core/prediction/hunks';
import { chance, integer, pick, type Random } from '../synthesis/random';
import { windowRow, type WindowRow } from '../synthesis/window-row';
import { applyChange, invertChange, LineIndex, type TextChange } from '../../src/core/text';
import { dueChange, textsOf, type Moment } from './moment';
import { changedWords, isCommon, isForeseeable, touchedLines, wordsIn } from './words';

/**
 * `next`, `rest`: something is due in the window. Nothing is: `quiet-done`, the commit is over; `quiet-typing`, a line is
 * being typed and nobody knows how it ends; `quiet-unforeseen`, what comes could not be known; `quiet-elsewhere`, the
 * window is one where nothing belongs; `quiet-undo`, the user took back what they did.
 */
export const ROW_KINDS = [
  'next',
  'rest',
  'quiet-done',
  'quiet-typing',
  'quiet-unforeseen',
  'quiet-elsewhere',
  'quiet-undo',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

const FEWEST_LINES = 12;
/** Between two edits somebody looks around, and now and then goes on at once; milliseconds. */
const APART_MS = 2_500;
const AT_ONCE_MS = 600;
const AT_ONCE = 0.2;
/** An undo that comes sooner is a slip, and leaves no trace in the history. */
const UNDO_MS = 15_000;
/** More changed lines in one window are no single thought. */
const MOST_CHANGED_LINES = 12;
/** Windows of one moment at due places away from the cursor. */
const MOST_PLACES = 2;

const NUMBER = /\p{N}+(?:\.\p{N}+)?/gu;

export function rowsOf(random: Random, moment: Moment): WindowRow[] {
  const history = historyOf(random, moment);
  if (history.length === 0) return [];
  const blocks = toHunks(moment.text, dueChange(moment));
  const out: WindowRow[] = [];
  const add = (row: WindowRow | null): void => {
    if (row !== null) out.push(row);
  };
  const atCursor = excerptAround(moment.text, moment.cursor, limitsOf(random));
  add(rowIn(moment, history, atCursor, blocks, quietKind(moment)));
  const away = blocks.filter(({ start, end }) => start < atCursor.start || end > atCursor.end);
  const places: Excerpt[] = [];
  for (const block of away) {
    if (places.length >= MOST_PLACES || places.some((place) => isWithin(block, place))) continue;
    const place = windowAt(random, moment.text, block);
    if (place === null) continue;
    const row = rowIn(moment, history, place, blocks, null);
    if (row === null) continue;
    places.push(place);
    add(row);
  }
  add(elsewhere(random, moment, history, blocks));
  if (moment.kind === 'quiet') add(undone(random, moment));
  return out;
}

const limitsOf = (random: Random): typeof WINDOW_LIMITS => ({
  ...WINDOW_LIMITS,
  maxLines: integer(random, FEWEST_LINES, WINDOW_LIMITS.maxLines),
});

const isWithin = ({ start, end }: Pick<Hunk, 'start' | 'end'>, window: Pick<Excerpt, 'start' | 'end'>): boolean =>
  start >= window.start && end <= window.end;
const touches = ({ start, end }: Pick<Hunk, 'start' | 'end'>, window: Pick<Excerpt, 'start' | 'end'>): boolean =>
  start <= window.end && end >= window.start;

function quietKind({ kind, due }: Moment): RowKind {
  switch (kind) {
    case 'quiet':
      return 'quiet-done';
    case 'next':
      return 'quiet-unforeseen';
    case 'rest':
      // Typed up to the end of a line, the next one is as unknown as any.
      return due[0]?.[0]?.text.startsWith('\n') === true ? 'quiet-unforeseen' : 'quiet-typing';
  }
}

/** A window around a block, which stands anywhere in it: the answer must not depend on where. Null where it does not fit. */
function windowAt(random: Random, text: string, block: Hunk): Excerpt | null {
  const lines = new LineIndex(text);
  const [from, to] = [lines.lineAt(block.start), lines.lineAt(block.end)];
  const around = lines.startOf(Math.min(lines.lineCount - 1, Math.max(0, integer(random, from - 4, to + 4))));
  const window = excerptAround(text, around, limitsOf(random));
  return isWithin(block, window) ? window : null;
}

/**
 * The window with everything that is due in it and could be foreseen. Without such a block it stays as it is, of kind
 * `quiet`, or is no row where that is null.
 */
function rowIn(
  moment: Moment,
  history: readonly HistoryChange[],
  excerpt: Excerpt,
  blocks: readonly Hunk[],
  quiet: RowKind | null,
): WindowRow | null {
  const { text, edits } = moment;
  const shown = text.slice(excerpt.start, excerpt.end);
  const here = blocks.filter((block) => touches(block, excerpt));
  // Half of a block cannot be taught.
  if (here.some((block) => !isWithin(block, excerpt))) return null;
  const taught = here.filter((block) => canBeKnown(shown, text, edits, block));
  const kind =
    taught.length > 0
      ? moment.kind === 'rest' && taught[0] === blocks[0]
        ? 'rest'
        : 'next'
      : here.length === 0 && moment.kind !== 'quiet'
        ? 'quiet-elsewhere'
        : quiet;
  if (kind === null) return null;
  const change = taught.flatMap(({ edits: own }) => own);
  const after = applyChange(shown, shiftEdits(change, -excerpt.start));
  const lines = taught.reduce((sum, block) => sum + touchedLines(text, block.edits).after.split('\n').length, 0);
  if (lines > MOST_CHANGED_LINES) return null;
  return made(moment, history, excerpt, after, kind);
}

/** Whether a block's words and numbers can be had from the window and the last edits. */
function canBeKnown(shown: string, text: string, edits: Moment['edits'], block: Hunk): boolean {
  const lines = touchedLines(text, block.edits);
  if (!isForeseeable(shown, edits, lines)) return false;
  const known = new Set(
    [shown, ...edits.slice(-3).flatMap(({ before, after }) => [before, after])].flatMap(
      (one) => one.match(NUMBER) ?? [],
    ),
  );
  return (lines.after.match(NUMBER) ?? []).every((number) => number.length < 2 || known.has(number));
}

function made(
  moment: Pick<Moment, 'language' | 'text' | 'cursor' | 'source' | 'commit' | 'path'>,
  history: readonly HistoryChange[],
  excerpt: Excerpt,
  after: string,
  kind: RowKind,
): WindowRow | null {
  const { language, text, cursor } = moment;
  const source = `${moment.source}/${moment.path}@${moment.commit.slice(0, 12)}`;
  return windowRow({ language, kind, source, text, cursor, excerpt, history, after }, DIALECTS['inkling-wf']);
}

/** A window where nothing belongs, at a word of the last edits if there is one. */
function elsewhere(
  random: Random,
  moment: Moment,
  history: readonly HistoryChange[],
  blocks: readonly Hunk[],
): WindowRow | null {
  const { text, edits, cursor } = moment;
  const moved = new Set(
    edits
      .slice(-3)
      .map(changedWords)
      .flatMap(({ added, removed }) => [...added, ...removed])
      .filter((word) => !isCommon(word)),
  );
  const lines = new LineIndex(text);
  const tempting: number[] = [];
  for (let line = 0; line < lines.lineCount; line += 1) {
    if (
      Math.abs(line - lines.lineAt(cursor)) > WINDOW_LIMITS.maxLines &&
      wordsIn(lines.line(line)).some((word) => moved.has(word))
    )
      tempting.push(line);
  }
  const line = pick(random, tempting) ?? integer(random, 0, lines.lineCount - 1);
  const window = excerptAround(text, lines.startOf(line), limitsOf(random));
  if (blocks.some((block) => touches(block, window)) || isWithin({ start: cursor, end: cursor }, window)) return null;
  return made(moment, history, window, text.slice(window.start, window.end), 'quiet-elsewhere');
}

/** The user took their last edit back: it is not to be proposed again. */
function undone(random: Random, moment: Moment): WindowRow | null {
  const last = moment.edits.at(-1);
  const before = textsOf(moment).at(-2);
  if (last === undefined || before === undefined || !chance(random, 0.5)) return null;
  const inverse = invertChange(before, last.change);
  const cursor = last.change.at(-1)?.end ?? 0;
  const history = historyOf(random, moment, inverse);
  const excerpt = excerptAround(before, cursor, limitsOf(random));
  return made(
    { ...moment, text: before, cursor },
    history,
    excerpt,
    before.slice(excerpt.start, excerpt.end),
    'quiet-undo',
  );
}

/** H as the program derives it from what was typed, and what was undone at last. */
export function historyOf(
  random: Random,
  { base, edits }: Pick<Moment, 'base' | 'edits'>,
  undo: TextChange | null = null,
): readonly HistoryChange[] {
  const builder = new HistoryBuilder({ version: 0, text: base });
  let time = 0;
  const push = (version: number, change: TextChange, source: EditRecord['source']): void => {
    const fault = builder.push({
      document: 'moment',
      version,
      change,
      selection: null,
      source,
      wallTime: time,
      monoTime: time,
    });
    if (fault !== null) throw new Error(`an edit does not fit: ${fault.kind}`);
  };
  edits.forEach(({ change }, version) => {
    time += chance(random, AT_ONCE) ? AT_ONCE_MS : APART_MS;
    push(version, change, { kind: 'typed' });
  });
  if (undo !== null) {
    time += UNDO_MS;
    push(edits.length, undo, { kind: 'undo' });
  }
  return builder.changes({ contextLines: 0 });
}
