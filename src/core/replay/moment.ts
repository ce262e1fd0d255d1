/**
 * What would be predicted at a point of a recorded course: the product's own state machine is led up to it, asks as it
 * would have asked, and hears the answer. Nothing here knows how to predict; there is no second path to keep in step.
 */
import { HistoryBuilder, type Course, type DocumentId, type EditRecord } from '../history';
import {
  historyFor,
  initialState,
  currentPrediction,
  currentStatus,
  step,
  type Alternative,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
  type Elsewhere,
  type Hunk,
  type ModelProfile,
  type NothingReason,
  type PredictionEvent,
  type PredictionState,
  type Untimed,
} from '../prediction';
import type { MomentInput } from '../proposals';
import { MOST_EDITS } from '../proposals/types';
import type { Answered } from '../ranking';
import { applyChange, placeEdits } from '../text';

/** So many records before a point are played to the machine: what lies further back is in no prompt. */
const WARM_UP_RECORDS = 400;

export interface ReplayedFile {
  readonly id: DocumentId;
  /** Workspace path. */
  readonly path: string;
  /** Lower-case id. */
  readonly language: string;
}

export interface MomentOptions {
  readonly file: ReplayedFile;
  /** Null where no model runs. */
  readonly profile: ModelProfile | null;
  /** Whether proposers are asked too. */
  readonly proposes?: boolean;
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  /** What had been done in other files by then, in wall time; none when the file stands alone. */
  readonly others?: readonly Elsewhere[];
}

export type Predicted =
  /** In Tab order, in offsets of the text at the point; never empty. */
  | { readonly kind: 'offered'; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'quiet'; readonly reason: NothingReason };

export type Moment =
  /** The machine did not ask. */
  | { readonly kind: 'settled'; readonly predicted: Predicted }
  | {
      readonly kind: 'question';
      /** For the model; null where only the proposers are asked. */
      readonly request: CompletionRequest | null;
      readonly requestId: number;
      readonly state: PredictionState;
      /** For the proposers; null where they are not asked. */
      readonly proposal: Omit<MomentInput, 'earlier'> | null;
    };

/** Who answers the proposers' part of a moment. */
export interface MomentPorts {
  suggest(question: Omit<MomentInput, 'earlier'>): Promise<readonly Alternative[]>;
  weigh(
    question: Omit<MomentInput, 'earlier'>,
    answer: Answered,
    ranked: boolean,
  ): Promise<{ readonly probability: number; readonly enough: number } | null>;
}

export interface WholeAnswer {
  readonly pieces: readonly CompletionPiece[];
  readonly figures: CompletionFigures;
}

/** The machine at a version, with its question. A version outside of the course counts as the nearest. */
export function momentAt(course: Course, version: number, options: MomentOptions): Moment {
  const at = Math.min(course.last, Math.max(course.first, version));
  const { state, history, question: proposal } = leadUpTo(course, at, options);
  if (state.phase.kind !== 'waiting') return { kind: 'settled', predicted: predictedBy(state) };
  const { state: asked, effects } = step(state, { type: 'timerFired', time: state.now, history });
  const question = effects.find((effect) => effect.type === 'ask');
  if (question === undefined && asked.proposing === null) return { kind: 'settled', predicted: predictedBy(asked) };
  return {
    kind: 'question',
    request: question?.request ?? null,
    requestId: question?.requestId ?? -1,
    state: asked,
    proposal: asked.proposing === null ? null : proposal,
  };
}

/** The same with what the proposers say; `answer` is null where no model was asked. */
export async function predictedWith(
  moment: Extract<Moment, { kind: 'question' }>,
  answer: WholeAnswer | null,
  ports: MomentPorts,
): Promise<Predicted> {
  const { proposal, requestId } = moment;
  let { state } = moment;
  const send = (event: Untimed<PredictionEvent>): ReturnType<typeof step> => {
    const next = step(state, { ...event, time: state.now });
    state = next.state;
    return next;
  };
  if (proposal !== null)
    send({
      type: 'proposed',
      requestId: state.proposing?.requestId ?? -1,
      alternatives: await ports.suggest(proposal),
    });
  if (answer !== null) {
    for (const piece of answer.pieces) send({ type: 'piece', requestId, piece });
    const weigh = send({ type: 'completed', requestId, figures: answer.figures }).effects.find(
      (effect) => effect.type === 'weigh',
    );
    if (weigh !== undefined && proposal !== null) {
      const worth = await ports.weigh(proposal, { change: weigh.change, logprobs: weigh.logprobs }, weigh.ranked);
      send({
        type: 'weighed',
        requestId: weigh.requestId,
        probability: worth?.probability ?? 0,
        enough: worth?.enough ?? 1,
      });
    }
  }
  return predictedBy(state);
}

/** What the answer to a moment's question comes to. */
export function predictedFrom(
  { state, requestId }: Extract<Moment, { kind: 'question' }>,
  { pieces, figures }: WholeAnswer,
): Predicted {
  const heard = pieces.reduce(
    (now, piece) => step(now, { type: 'piece', time: now.now, requestId, piece }).state,
    state,
  );
  return predictedBy(step(heard, { type: 'completed', time: heard.now, requestId, figures }).state);
}

function predictedBy(state: PredictionState): Predicted {
  const current = currentPrediction(state);
  if (current !== null) return { kind: 'offered', hunks: current.hunks };
  const status = currentStatus(state);
  return { kind: 'quiet', reason: status.kind === 'nothing' ? status.reason : { kind: 'no-change' } };
}

interface LedUp {
  readonly state: PredictionState;
  readonly history: ReturnType<typeof historyFor>;
  readonly question: Omit<MomentInput, 'earlier'>;
}

function leadUpTo(
  course: Course,
  at: number,
  { file, profile, excluded, others = [], proposes = false }: MomentOptions,
): LedUp {
  const from = Math.max(course.first, at - WARM_UP_RECORDS);
  let text = course.textAt(from);
  let time = 0;
  let wall = 0;
  let state = initialState({ session: 'replay', excluded, proposes });
  const send = (event: Untimed<PredictionEvent>): void => {
    state = step(state, { ...event, time }).state;
  };
  let builder = new HistoryBuilder({ version: from, text });
  send({ type: 'modelChanged', model: profile });
  // Only the change that leads to the point is an occasion; those before it are what it follows from.
  send({ type: 'modeChanged', mode: { kind: 'off' } });
  send({
    type: 'documentOpened',
    document: file.id,
    path: file.path,
    language: file.language,
    version: from,
    text,
    cursor: { anchor: 0, head: 0 },
  });
  if (at === from) send({ type: 'modeChanged', mode: { kind: 'eager' } });
  for (let version = from; version < at; version += 1) {
    const record = course.recordTo(version + 1);
    if (record === null) break;
    // Clocks are set back and courses span pages: only how much time passed matters.
    time += wall === 0 ? 0 : Math.max(0, record.wallTime - wall);
    wall = record.wallTime;
    // A course that does not hold together is followed as far as it does, from its own text on.
    if (builder.push(record) !== null)
      builder = new HistoryBuilder({ version: version + 1, text: applyChange(text, record.change) });
    if (version === at - 1) send({ type: 'modeChanged', mode: { kind: 'eager' } });
    text = applyChange(text, record.change);
    send({
      type: 'documentChanged',
      version: version + 1,
      change: record.change,
      source: record.source,
      text,
      cursor: record.selection ?? caretAfter(record),
    });
  }
  const question = {
    language: file.language,
    path: file.path,
    text,
    cursor: state.document?.cursor.head ?? 0,
    edits: builder.edits().slice(-MOST_EDITS),
    now: wall,
  };
  const history = historyFor({
    dialect: profile?.dialect ?? null,
    language: file.language,
    path: file.path,
    history: builder,
    others,
    excluded,
    now: wall,
  });
  return { state, history, question };
}

function caretAfter({ change }: EditRecord): { readonly anchor: number; readonly head: number } {
  const head = placeEdits(change).at(-1)?.end ?? 0;
  return { anchor: head, head };
}
