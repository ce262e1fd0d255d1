/**
 * Recordings that other tools made, where their form is simple, as documents of our own:
 *
 * - JSON Lines, a change a line: `{"time": 1200, "edits": [[start, end, "text"], …]}`, offsets in UTF-16 units of the
 *   text before the change; an optional first line `{"path": "a.py", "language": "python", "text": "…"}` gives the text
 *   to begin with. `time` is in milliseconds, or a date that JavaScript can read.
 * - editing traces as the CRDT community shares them: `{"startContent", "endContent", "txns": [{"time", "patches":
 *   [[position, deleted, "inserted"], …]}]}`, patches one after another, positions in Unicode code points.
 */
import type { EditRecord, SessionDocument } from '../../src/core/history';
import { checkRecord, TextBuffer } from '../../src/core/history';
import { composeChanges, type TextChange, type TextEdit } from '../../src/core/text';

export type ReadRecording =
  /** `fault`: why reading stopped before the end; what came before is there. */
  | { readonly kind: 'recording'; readonly document: SessionDocument; readonly fault: string | null }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Reads either form. `name` is what the document is called when the file does not say. Never throws. */
export function readRecording(text: string, name: string): ReadRecording {
  const whole = parse(text);
  if (isObject(whole) && Array.isArray(whole.txns)) return readTrace(whole, whole.txns, name);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map(parse);
  const [first] = rows;
  if (!isObject(first)) return { kind: 'unreadable', detail: 'the first line is no JSON object' };
  const hasHead = !Array.isArray(first.edits);
  if (hasHead && typeof first.text !== 'string')
    return { kind: 'unreadable', detail: 'the first line has neither edits nor a text to begin with' };
  const build = builder({
    name: typeof first.path === 'string' ? first.path : name,
    language: typeof first.language === 'string' ? first.language : 'plaintext',
    text: hasHead && typeof first.text === 'string' ? first.text : '',
  });
  for (const [index, row] of rows.slice(hasHead ? 1 : 0).entries()) {
    const change = isObject(row) && Array.isArray(row.edits) ? readEdits(row.edits) : null;
    const fault =
      change === null ? 'no edits as [start, end, text]' : build.add(change, isObject(row) ? row.time : undefined);
    if (fault !== null) return build.done(`change ${index + 1}: ${fault}`);
  }
  return build.done(null);
}

function readTrace(root: Readonly<Record<string, unknown>>, txns: readonly unknown[], name: string): ReadRecording {
  const text = typeof root.startContent === 'string' ? root.startContent : '';
  const build = builder({ name, language: 'plaintext', text });
  for (const [index, txn] of txns.entries()) {
    const patches = isObject(txn) && Array.isArray(txn.patches) ? txn.patches : null;
    if (patches === null) return build.done(`transaction ${index + 1} has no patches`);
    const change = composePatches(patches, build.text());
    const fault =
      change === null
        ? 'no patches as [position, deleted, text]'
        : build.add(change, isObject(txn) ? txn.time : undefined);
    if (fault !== null) return build.done(`transaction ${index + 1}: ${fault}`);
  }
  const end = typeof root.endContent === 'string' ? root.endContent : null;
  return build.done(
    end !== null && end !== build.text() ? 'the text at the end is not the one that the file promises' : null,
  );
}

/** Patches one after another as one change of `text`. */
function composePatches(patches: readonly unknown[], text: string): TextChange | null {
  const astral = /[\uD800-\uDBFF]/.test(text);
  let change: TextChange = [];
  let now = text;
  for (const patch of patches) {
    if (!Array.isArray(patch)) return null;
    const [at, deleted, inserted] = patch as unknown[];
    if (!isCount(at) || !isCount(deleted) || typeof inserted !== 'string') return null;
    const units = (points: number): number =>
      astral || patches.length > 1 ? Array.from(now).slice(0, points).join('').length : points;
    const [start, end] = [units(at), units(at + deleted)];
    if (end > now.length) return null;
    const edit = { start, end, text: inserted };
    change = composeChanges(change, [edit]);
    now = now.slice(0, start) + inserted + now.slice(end);
  }
  return change;
}

interface Build {
  text(): string;
  /** Adds a change; why it does not fit, or null. */
  add(change: TextChange, time: unknown): string | null;
  done(fault: string | null): ReadRecording;
}

/** Without times, changes are taken to be this far apart. Milliseconds. */
const UNKNOWN_PAUSE_MS = 100;

function builder({
  name,
  language,
  text,
}: {
  readonly name: string;
  readonly language: string;
  readonly text: string;
}): Build {
  const buffer = new TextBuffer(text);
  const records: EditRecord[] = [];
  let clock = 0;
  let began: number | null = null;
  const timeOf = (time: unknown): number => {
    const said = typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : Number.NaN;
    if (Number.isNaN(said)) return clock + UNKNOWN_PAUSE_MS;
    began ??= said;
    return Math.max(clock, Math.round(said - began));
  };
  return {
    text: () => buffer.toString(),
    add(change, time) {
      clock = timeOf(time);
      const record: EditRecord = {
        document: name,
        version: records.length,
        change,
        selection: null,
        source: { kind: 'typed' },
        wallTime: clock,
        monoTime: clock,
      };
      const fault = checkRecord(record, { document: name, version: records.length, length: buffer.length });
      if (fault !== null) return fault.kind === 'does-not-fit' ? fault.detail : fault.kind;
      if (change.length === 0) return null;
      buffer.apply(change);
      records.push(record);
      return null;
    },
    done: (fault) => ({
      kind: 'recording',
      document: { id: name, path: name, language, base: { version: 0, text }, records },
      fault,
    }),
  };
}

function readEdits(items: readonly unknown[]): TextChange | null {
  const out: TextEdit[] = [];
  for (const item of items) {
    if (!Array.isArray(item)) return null;
    const [start, end, text] = item as unknown[];
    if (!isCount(start) || !isCount(end) || typeof text !== 'string') return null;
    out.push({ start, end, text });
  }
  return out.sort((one, other) => one.start - other.start);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
