/**
 * A tiny language for tests of the machine, one line a case: what the user and the model do, and what is on the
 * screen then. The cursor is `|` in the file the scenario starts with and on the screen it ends with.
 */
import { answerTo, DIALECTS } from '../src/core/conversation';
import type { HistoryChange } from '../src/core/conversation/types';
import type { EditSource } from '../src/core/history/record';
import { applyChange, LineIndex, mapOffset, type TextChange, type TextEdit } from '../src/core/text';
import type { EndReason } from '../src/core/prediction/completion';
import type {
  AcceptedPart,
  ModelProfile,
  PredictionEffect,
  PredictionEvent,
  PredictionOutcome,
  Untimed,
} from '../src/core/prediction/events';
import { DEFAULT_EXCERPT_LIMITS } from '../src/core/prediction/excerpt';
import { changeOf } from '../src/core/prediction/hunks';
import { step } from '../src/core/prediction/machine';
import { describeReason } from '../src/core/prediction/reasons';
import {
  currentPrediction,
  currentStatus,
  initialState,
  runningOf,
  type PredictionState,
} from '../src/core/prediction/state';

/** The proposers answer: each alternative replaces texts at their first occurrence in the file. */
export function propose(...alternatives: readonly (readonly (readonly [old: string, fresh: string])[])[]): Act {
  return (scene) => {
    const { proposing, document } = scene.state;
    if (proposing === null || document === null) throw new Error('the proposers were not asked');
    return send({
      type: 'proposed',
      requestId: proposing.requestId,
      alternatives: alternatives.map((replacements) => ({
        change: replacements.map(([old, fresh]) => ({
          start: document.text.indexOf(old),
          end: document.text.indexOf(old) + old.length,
          text: fresh,
        })),
        source: { kind: 'proposal', family: 'rename', like: 0, probability: 0.8 },
      })),
    })(scene);
  };
}

/** The ranking says what the answer is worth. */
export const weighs =
  (probability: number, enough = 0.5): Act =>
  (scene) =>
    send({ type: 'weighed', requestId: scene.state.weighing?.requestId ?? -1, probability, enough })(scene);

/** A file opened with proposers, and a model or none. */
export function withProposers(marked: string, model: ModelProfile | null, ...acts: readonly Act[]): Scene {
  const { text, cursor } = unmark(marked);
  const blank: Scene = {
    state: initialState({ session: 's', excluded: ['.env*'], proposes: true }),
    time: 1000,
    due: null,
    effects: [],
    start: text,
    undo: [],
  };
  const opened = send({
    type: 'documentOpened',
    document: 'd',
    path: 'area.py',
    language: 'python',
    version: 0,
    text,
    cursor: at(cursor),
  })(blank);
  return acts.reduce((scene, act) => act(scene), send({ type: 'modelChanged', model })(opened));
}

/** What a scenario knows between two steps. */
export interface Scene {
  readonly state: PredictionState;
  readonly time: number;
  /** When the machine's timer fires, if it runs. */
  readonly due: number | null;
  readonly effects: readonly PredictionEffect[];
  readonly start: string;
  /** Changes that undo can take back, the latest last. */
  readonly undo: readonly TextChange[];
}

export type Act = (scene: Scene) => Scene;

export const TEST_MODEL: ModelProfile = {
  dialect: DIALECTS['inkling-sr-lc'],
  limits: DEFAULT_EXCERPT_LIMITS,
  budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
  confidence: { min: -3, mean: -1 },
};

/** A file opened with the model ready. */
export function open(marked: string, path = 'area.py', model: ModelProfile | null = TEST_MODEL): Scene {
  const { text, cursor } = unmark(marked);
  const blank: Scene = {
    state: initialState({ session: 's', excluded: ['.env*'] }),
    time: 1000,
    due: null,
    effects: [],
    start: text,
    undo: [],
  };
  const opened = send({
    type: 'documentOpened',
    document: 'd',
    path,
    language: 'python',
    version: 0,
    text,
    cursor: at(cursor),
  })(blank);
  return send({ type: 'modelChanged', model })(opened);
}

export function play(marked: string, ...acts: Act[]): Scene {
  return acts.reduce((scene, act) => act(scene), open(marked));
}

/** Typed at the cursor, a key every 20 ms; backspace is `<`. */
export function type(keys: string): Act {
  return (scene) => Array.from(keys).reduce((now, key) => edit(typedEdit(now, key))(wait(20)(now)), scene);
}

function typedEdit({ state }: Scene, key: string): TextEdit {
  const head = state.document?.cursor.head ?? 0;
  return key === '<' ? { start: head - 1, end: head, text: '' } : { start: head, end: head, text: key };
}

/** One change, the cursor behind it. */
export function edit(one: TextEdit, source: EditSource = { kind: 'typed' }): Act {
  return (scene) => changeText([one], source, one.start + one.text.length)(scene);
}

/** Puts the cursor before (or, negative, behind) the first occurrence of a text. */
export function moveTo(text: string, side: 'before' | 'behind' = 'before'): Act {
  return (scene) => {
    const found = (scene.state.document?.text ?? '').indexOf(text);
    if (found < 0) throw new Error(`${JSON.stringify(text)} is not in the file`);
    return send({ type: 'cursorMoved', cursor: at(side === 'before' ? found : found + text.length) })(scene);
  };
}

function changeText(change: TextChange, source: EditSource, cursor: number): Act {
  return (scene) => {
    const { document } = scene.state;
    if (document === null) throw new Error('no file is open');
    const text = applyChange(document.text, change);
    const undo = source.kind === 'undo' ? scene.undo.slice(0, -1) : [...scene.undo, inverse(document.text, change)];
    return send({ type: 'documentChanged', version: document.version + 1, change, source, text, cursor: at(cursor) })({
      ...scene,
      undo,
    });
  };
}

function inverse(text: string, change: TextChange): TextChange {
  let shift = 0;
  return change.map((one) => {
    const start = one.start + shift;
    shift += one.text.length - (one.end - one.start);
    return { start, end: start + one.text.length, text: text.slice(one.start, one.end) };
  });
}

/** Undoes the last change. */
export const undo: Act = (scene) => {
  const change = scene.undo.at(-1);
  if (change === undefined) throw new Error('nothing to undo');
  return changeText(
    change,
    { kind: 'undo' },
    mapOffset(scene.state.document?.cursor.head ?? 0, change, 'after'),
  )(scene);
};

/** Time passes; the timer fires when it is due. */
export function wait(ms = 200): Act {
  return (scene) => {
    const end = scene.time + ms;
    if (scene.due === null || scene.due > end) return { ...scene, time: end };
    return {
      ...send({ type: 'timerFired', history: historyOf(scene) })({ ...scene, time: scene.due, due: null }),
      time: end,
    };
  };
}

export const demand: Act = (scene) => send({ type: 'requested', history: historyOf(scene) })(scene);

function historyOf({ start, state }: Scene): HistoryChange[] {
  const after = state.document?.text ?? '';
  return start === after ? [] : [{ before: start, after }];
}

/** The model answers the running question: each `[old, fresh]` is replaced at its first occurrence in the excerpt. */
export function answer(...replacements: readonly (readonly [old: string, fresh: string])[]): Act {
  return (scene) => say(answerText(scene, replacements))(scene);
}

export function answerText(scene: Scene, replacements: readonly (readonly [string, string])[]): string {
  const running = runningOf(scene.state.phase);
  if (running === null) throw new Error('the model was not asked');
  const { text } = running.current;
  const after = replacements.reduce((now, [old, fresh]) => {
    if (!now.includes(old)) throw new Error(`${JSON.stringify(old)} is not in the excerpt`);
    return now.replace(old, () => fresh);
  }, text);
  const said = answerTo(running.current, after, 'python', running.model.dialect.outputFormat);
  if (said === null) throw new Error('the model cannot say this');
  return said;
}

/** The model writes exactly this, in one piece, and ends. */
export function say(text: string, end: EndReason = 'stop', logprob: number | null = null): Act {
  return (scene) => {
    const asked = runningOf(scene.state.phase);
    return ends(end)(text === '' || asked === null ? scene : writes(text, logprob)(scene));
  };
}

/** A piece of the answer. */
export function writes(text: string, logprob: number | null = null): Act {
  return (scene) => send({ type: 'piece', requestId: requestId(scene), piece: { text, logprob } })(scene);
}

export function ends(end: EndReason = 'stop'): Act {
  return (scene) =>
    send({
      type: 'completed',
      requestId: requestId(scene),
      figures: {
        promptTokens: 0,
        reusedTokens: 0,
        generatedTokens: 0,
        draftedTokens: 0,
        acceptedTokens: 0,
        forwardPasses: 0,
        msToFirstToken: 0,
        msTotal: 0,
        end,
      },
    })(scene);
}

function requestId({ state }: Scene): number {
  const running = runningOf(state.phase);
  if (running === null) throw new Error('the model was not asked');
  return running.requestId;
}

/** Tab: takes (part of) the first hunk as an editor would, change first, word of it after. */
export function accept(part: AcceptedPart = 'hunk'): Act {
  return (scene) => {
    const prediction = currentPrediction(scene.state);
    const [hunk] = prediction?.hunks ?? [];
    if (prediction === null || hunk === undefined) throw new Error('nothing is shown');
    const change =
      part === 'all' ? changeOf(prediction.hunks) : part === 'hunk' ? hunk.edits : firstPart(hunk.edits, part);
    const last = change.at(-1);
    const cursor = mapOffset(last?.end ?? 0, change, 'after');
    const taken = changeText(change, { kind: 'prediction', predictionId: prediction.id }, cursor)(scene);
    return send({ type: 'accepted', predictionId: prediction.id, part })(taken);
  };
}

/** Tab in an editor that replaces whole lines when it takes a hunk. */
export const acceptLines: Act = (scene) => {
  const prediction = currentPrediction(scene.state);
  const text = scene.state.document?.text ?? '';
  const [hunk] = prediction?.hunks ?? [];
  if (prediction === null || hunk === undefined) throw new Error('nothing is shown');
  const lines = new LineIndex(text);
  const start = lines.startOf(lines.lineAt(hunk.start));
  const end = lines.endOf(lines.lineAt(hunk.end));
  const fresh = text.slice(start, hunk.start) + hunk.text + text.slice(hunk.end, end);
  return changeText(
    [{ start, end, text: fresh }],
    { kind: 'prediction', predictionId: prediction.id },
    start + fresh.length,
  )(scene);
};

function firstPart(edits: TextChange, part: 'word' | 'line'): TextChange {
  const [first] = edits;
  if (first === undefined) return [];
  const text = (part === 'word' ? /^\s*(?:\w+|[^\w\s]+)/ : /^[^\n]*\n?/).exec(first.text)?.[0] ?? '';
  return [{ start: first.start, end: text === first.text ? first.end : first.start, text }];
}

export const escape: Act = (scene) => send({ type: 'escape' })(scene);

export function send(event: Untimed<PredictionEvent>): Act {
  return (scene) => {
    const { state, effects } = step(scene.state, { ...event, time: scene.time });
    const due = effects.reduce<number | null>((now, effect) => {
      if (effect.type === 'startTimer') return scene.time + effect.ms;
      return effect.type === 'cancelTimer' ? null : now;
    }, scene.due);
    const next = { ...scene, state, due, effects: [...scene.effects, ...effects] };
    // The view draws what it is given at once.
    const shown = effects.findLast((effect) => effect.type === 'show');
    return shown === undefined || event.type === 'drawn'
      ? next
      : send({ type: 'drawn', predictionId: shown.prediction.id })(next);
  };
}

/**
 * What the user sees: the text with the cursor as `|` and the first hunk as `{old>new}` marks; or, where nothing is
 * shown, what the status bar says, in parentheses.
 */
export function screen({ state }: Scene): string {
  const prediction = currentPrediction(state);
  const { document } = state;
  if (document === null || prediction === null) {
    const status = currentStatus(state);
    return status.kind === 'nothing' ? `(${describeReason(status.reason)})` : `(${status.kind})`;
  }
  const marks = (prediction.hunks[0]?.edits ?? []).map((one) => ({
    ...one,
    text: `{${document.text.slice(one.start, one.end)}>${one.text}}`,
  }));
  return applyChange(document.text, marks);
}

/** The text with the cursor as `|`. */
export function page({ state }: Scene): string {
  const { document } = state;
  return document === null
    ? ''
    : `${document.text.slice(0, document.cursor.head)}|${document.text.slice(document.cursor.head)}`;
}

/** The kinds of effects so far, without the status. */
export function effectsOf(scene: Scene): string[] {
  return scene.effects.filter((effect) => effect.type !== 'status').map((effect) => effect.type);
}

export function outcomes(scene: Scene): PredictionOutcome[] {
  return scene.effects.flatMap((effect) => (effect.type === 'recordOutcome' ? [effect.outcome] : []));
}

/** How many times the engine was asked. */
export function asked(scene: Scene): number {
  return scene.effects.filter((effect) => effect.type === 'ask').length;
}

function at(offset: number): { anchor: number; head: number } {
  return { anchor: offset, head: offset };
}

function unmark(marked: string): { text: string; cursor: number } {
  const cursor = marked.indexOf('|');
  return { text: marked.replace('|', ''), cursor: Math.max(0, cursor) };
}
