/**
 * Sessions written down by hand: what a user does in a small file, step by step, and what should be offered when
 * they look up. A script is data (JSON), becomes records as keystrokes would, and is committed where it is short.
 */
import { Typist, type EditRecord } from '../../src/core/history';
import { applyChange, changeDelta, diffText, invertChange, LineIndex, type TextChange } from '../../src/core/text';
import type { Due, EvaluationCase, EvaluationPoint } from './case';
import { KEY_MS, MOVE_MS, SETTLE_MS } from './rhythm';
import { messageOf } from '../../src/core/message-of';

/** Where something stands: a line from 1, and which occurrence of it in the line (from 1). Without a line: in the file. */
interface Place {
  readonly line?: number;
  readonly nth?: number;
}

export type Step =
  /** Selects a text and types over it; an empty `type` deletes it. */
  | ({ readonly over: string; readonly type: string } & Place)
  /** Puts the cursor before or behind a text. */
  | ({ readonly before: string } & Place)
  | ({ readonly behind: string } & Place)
  | { readonly type: string }
  | { readonly backspace: number }
  | { readonly paste: string }
  /** Takes a prediction that changes these lines, in one record; the cursor goes behind its last change. */
  | { readonly take: Answer }
  /** Takes back the last step that changed the text. */
  | { readonly undo: true }
  /** Milliseconds in which nothing happens. */
  | { readonly wait: number }
  /** Now nothing should be offered. */
  | { readonly quiet: true }
  /** Now this should be offered, or any of several answers that are equally right. */
  | { readonly due: Answer | readonly Answer[] };

/** Lines that change: number (from 1) to new content; null takes the line away. */
export type Answer = Readonly<Record<string, string | readonly string[] | null>>;

export interface Script {
  readonly name: string;
  readonly kind: string;
  readonly language: string;
  readonly path: string;
  /** Lines of the file to begin with. */
  readonly text: readonly string[];
  readonly steps: readonly Step[];
}

/** A script that cannot be played: a fault of who wrote it. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/**
 * The records and points of a script.
 * @throws ScriptError naming the step that does not fit the text.
 */
export function playScript(script: Script, origin: EvaluationCase['origin'] = 'own'): EvaluationCase {
  const base = script.text.join('\n');
  const typist = new Typist(script.name, base);
  const points: EvaluationPoint[] = [];
  const undo: TextChange[] = [];
  let caret = 0;
  script.steps.forEach((step, index) => {
    try {
      caret = play(typist, step, caret, undo, points);
    } catch (error) {
      throw new ScriptError(`${script.name}, step ${index + 1}: ${messageOf(error)}`);
    }
  });
  if (points.length === 0) throw new ScriptError(`${script.name} says nowhere what is due`);
  const document = {
    id: script.name,
    path: script.path,
    language: script.language,
    base: { version: 0, text: base },
    records: typist.records,
  };
  return { id: `${origin}/${script.name}`, kind: script.kind, origin, document, points };
}

/** Plays one step; where the caret is then. */
function play(typist: Typist, step: Step, caret: number, undo: TextChange[], points: EvaluationPoint[]): number {
  if ('over' in step) {
    const start = find(typist.text, step.over, step);
    typist.wait(MOVE_MS);
    return changing(
      typist,
      undo,
      () => {
        typist.typeOver(start, start + step.over.length, step.type, KEY);
      },
      start + step.type.length,
    );
  }
  if ('before' in step) return find(typist.text, step.before, step);
  if ('behind' in step) return find(typist.text, step.behind, step) + step.behind.length;
  if ('type' in step) {
    typist.wait(caretMoved(typist, caret) ? MOVE_MS : 0);
    return changing(
      typist,
      undo,
      () => {
        typist.typeAt(caret, step.type, KEY);
      },
      caret + step.type.length,
    );
  }
  if ('backspace' in step) {
    typist.wait(caretMoved(typist, caret) ? MOVE_MS : 0);
    return changing(
      typist,
      undo,
      () => {
        for (let key = 0; key < step.backspace; key += 1) typist.replace(caret - key - 1, caret - key, '', KEY);
      },
      caret - step.backspace,
    );
  }
  if ('paste' in step) {
    typist.wait(MOVE_MS);
    return changing(
      typist,
      undo,
      () => {
        typist.replace(caret, caret, step.paste, { ...KEY, source: { kind: 'paste' } });
      },
      caret + step.paste.length,
    );
  }
  if ('take' in step) {
    typist.wait(MOVE_MS);
    const change = changeOf(typist.text, step.take);
    const source = { kind: 'prediction', predictionId: `${typist.document}/${typist.records.length}` } as const;
    return changing(
      typist,
      undo,
      () => {
        typist.change(change, { ...KEY, source });
      },
      (change.at(-1)?.end ?? 0) + changeDelta(change),
    );
  }
  if ('undo' in step) {
    const back = undo.pop();
    if (back === undefined) throw new ScriptError('there is nothing to undo');
    typist.wait(MOVE_MS).change(back, { ...KEY, source: { kind: 'undo' } });
    return typist.records.at(-1)?.selection?.head ?? caret;
  }
  if ('wait' in step) {
    typist.wait(step.wait);
    return caret;
  }
  if (typist.records.length === 0) throw new ScriptError('nothing has been edited yet');
  points.push({
    after: typist.records.length,
    due: 'quiet' in step ? { kind: 'nothing' } : dueOf(typist.text, step.due),
  });
  typist.wait(SETTLE_MS);
  return caret;
}

const KEY = { after: KEY_MS } as const;

/** Whether the cursor was put somewhere else than where the last record left it. */
function caretMoved(typist: Typist, caret: number): boolean {
  const last: EditRecord | undefined = typist.records.at(-1);
  return last?.selection?.head !== caret;
}

function changing(typist: Typist, undo: TextChange[], act: () => void, caret: number): number {
  const before = typist.text;
  act();
  undo.push(invertChange(before, diffText(before, typist.text)));
  return caret;
}

const WORD = /^[\p{L}\p{N}_$]+$/u;

/** Offset of a text; a word is only found as a word. */
function find(text: string, wanted: string, { line, nth = 1 }: Place): number {
  const lines = new LineIndex(text);
  const from = line === undefined ? 0 : lines.startOf(line - 1);
  const to = line === undefined ? text.length : lines.endOf(line - 1);
  const isWord = WORD.test(wanted);
  let count = 0;
  for (let at = text.indexOf(wanted, from); at >= 0 && at + wanted.length <= to; at = text.indexOf(wanted, at + 1)) {
    if (isWord && (WORD.test(text.charAt(at - 1)) || WORD.test(text.charAt(at + wanted.length)))) continue;
    count += 1;
    if (count === nth) return at;
  }
  throw new ScriptError(
    `${JSON.stringify(wanted)}${line === undefined ? '' : ` on line ${line}`} is not there ${nth} times`,
  );
}

function dueOf(text: string, due: Answer | readonly Answer[]): Due {
  const [change, ...others] = (isOne(due) ? [due] : due).map((answer) => changeOf(text, answer));
  if (change === undefined) throw new ScriptError('an empty list of what is due: quiet is right then');
  return others.length === 0 ? { kind: 'edits', change } : { kind: 'edits', change, others };
}

function isOne(due: Answer | readonly Answer[]): due is Answer {
  return !Array.isArray(due);
}

function changeOf(text: string, due: Answer): TextChange {
  const lines: (readonly string[])[] = text.split('\n').map((line) => [line]);
  for (const [key, content] of Object.entries(due)) {
    const index = Number(key) - 1;
    if (lines[index] === undefined) throw new ScriptError(`there is no line ${key}`);
    lines[index] = content === null ? [] : typeof content === 'string' ? [content] : content;
  }
  const change = diffText(text, lines.flat().join('\n'));
  if (change.length === 0) throw new ScriptError('what is due is there already');
  // Checked here, so that a script cannot say what no change does.
  applyChange(text, change);
  return change;
}
