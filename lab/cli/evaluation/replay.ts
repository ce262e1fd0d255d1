/**
 * Plays a recorded course of edits through the product: its workbench (without an editor on screen), recorder of H,
 * state machine, prompt and filters. Only time is made up, and the model is whoever answers.
 */
import type { Proposals } from '../../../src/session/proposals-client';
import { createStore } from '../../../src/platform/store';
import { INITIAL_VIEW } from '../../../src/session/view';
import { createWorkbench } from '../../../src/session/workbench';
import {
  judge,
  judgeChange,
  searchAndReplace,
  SETTLE_MS,
  type EvaluationCase,
  type Moment,
  type Verdict,
} from '../../evaluation';
import type { HistoryChange } from '../../../src/core/conversation/types';
import { HistoryBuilder, type EditRecord } from '../../../src/core/history';
import { propagate } from '../../evaluation/propagation';
import {
  carryOn,
  DEFAULT_EXCLUDED,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
  type Hunk,
  type ModelProfile,
  type PredictionState,
} from '../../../src/core/prediction';
import { applyChange, type TextChange } from '../../../src/core/text';
import type { Answer, Ask } from './answers';
import { ReplayClock } from './clock';

/** A question as the machine was when it asked it, and the answer: enough to decide again under other thresholds. */
export interface Exchange {
  readonly state: PredictionState;
  readonly answer: Answer;
}

export interface PlayedPoint {
  readonly moment: Moment;
  readonly offered: readonly Hunk[];
  readonly verdict: Verdict;
  readonly baselines: Readonly<Record<BaselineName, Verdict>>;
  /** The question asked since the last key, if one was. */
  readonly exchange: Exchange | null;
  /** From the last key to the first hunk on screen, milliseconds; null when nothing was shown or it was known before. */
  readonly firstHunkMs: number | null;
  /** The newest edit, as the model is shown it. */
  readonly last: HistoryChange | null;
}

export const BASELINES = ['no edit', 'rename in its block', 'search and replace', 'unjudged draft'] as const;
export type BaselineName = (typeof BASELINES)[number];

const CANCELLED: CompletionFigures = {
  promptTokens: 0,
  reusedTokens: 0,
  generatedTokens: 0,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 0,
  msToFirstToken: 0,
  msTotal: 0,
  end: 'cancelled',
};
/** The cursor is put where the next edit begins this long before it, or halfway between two quick keys. Milliseconds. */
const AIM_MS = 400;

export interface PlayOptions {
  /** Who proposes what follows; nobody when absent, so that a model is measured by itself. */
  readonly proposals?: Proposals;
  /** Predictions are switched on only for the keys that lead to a point: several times quicker, and nearly the same. */
  readonly onlyAtPoints: boolean;
}

/** The points of a case, in order. @throws what the model throws, and an Error for a record that does not fit. */
export async function playCase(
  played: EvaluationCase,
  profile: ModelProfile | null,
  ask: Ask,
  { onlyAtPoints, proposals }: PlayOptions,
): Promise<PlayedPoint[]> {
  const { document, points } = played;
  const { base, records } = document;
  const startedAt = (records[0]?.monoTime ?? 0) - SETTLE_MS;
  const clock = new ReplayClock(startedAt);
  const model = modelOf(ask);
  let firstHunkMs: number | null = null;
  const bench = createWorkbench({
    view: createStore(INITIAL_VIEW, (tell) => {
      tell();
    }),
    engine: model,
    record: () => undefined,
    outcome: (outcome) => {
      if (outcome.kind === 'shown') firstHunkMs = outcome.fromCache ? null : outcome.msFromTrigger + model.latestMs();
    },
    ...(proposals === undefined ? {} : { proposals }),
    session: 'replay',
    excluded: DEFAULT_EXCLUDED,
    clock,
  });
  bench.open(
    [{ id: document.id, name: document.path, text: base.text, version: base.version, writable: true, recent: null }],
    document.id,
  );
  bench.modelChanged(profile);
  model.stateOf(() => bench.predictor.state());

  const history = new HistoryBuilder(base);
  const out: PlayedPoint[] = [];
  let text = base.text;
  let caret = 0;
  for (const [index, record] of records.entries()) {
    const time = record.monoTime;
    const aim = aimOf(record);
    if (aim !== caret) {
      await clock.passTo(Math.max(clock.now(), time - Math.min(AIM_MS, (time - clock.now()) / 2)), model.idle);
      bench.editorEvents.moved(document.id, { anchor: aim, head: aim });
    }
    await clock.passTo(time, model.idle);
    const fault = history.push(record);
    if (fault !== null) throw new Error(`${played.id}: record ${index} does not fit (${fault.kind})`);
    const after = applyChange(text, record.change);
    const selection = record.selection ?? at(caretAfter(record.change));
    const here = points.filter((point) => point.after === index + 1);
    if (onlyAtPoints) bench.setMode({ kind: here.length > 0 ? 'eager' : 'off' });
    firstHunkMs = null;
    model.forget();
    bench.editorEvents.changed({
      document: document.id,
      version: record.version,
      before: text,
      after,
      change: record.change,
      selection,
      source: record.source,
      taken: null,
    });
    text = after;
    caret = selection.head;
    const next = records[index + 1]?.monoTime ?? Number.POSITIVE_INFINITY;
    for (const point of here) {
      await clock.passTo(Math.min(next, time + SETTLE_MS) - 1, model.idle);
      out.push(
        look(
          text,
          point.due,
          bench.predictor.state(),
          bench.predictor.current()?.hunks ?? [],
          history,
          model.exchange(),
          firstHunkMs,
        ),
      );
    }
  }
  bench.predictor.dispose();
  return out;
}

function look(
  text: string,
  due: Moment['due'],
  state: PredictionState,
  offered: readonly Hunk[],
  history: HistoryBuilder,
  exchange: Exchange | null,
  firstHunkMs: number | null,
): PlayedPoint {
  const moment: Moment = {
    text,
    excerpt: state.window ?? { start: 0, end: text.length },
    lastEdit: state.lastEdit,
    due,
  };
  const last = history.changes({ contextLines: 0 }).at(-1);
  const shown = text.slice(moment.excerpt.start, moment.excerpt.end);
  const shifted = (change: TextChange): TextChange =>
    change.map((edit) => ({ ...edit, start: edit.start + moment.excerpt.start, end: edit.end + moment.excerpt.start }));
  return {
    moment,
    offered,
    verdict: judge(moment, offered),
    baselines: {
      'no edit': judge(moment, []),
      'search and replace': judgeChange(moment, shifted(searchAndReplace(last, shown))),
      'rename in its block': judgeChange(moment, shifted((last === undefined ? null : propagate(last, shown)) ?? [])),
      'unjudged draft': judgeChange(moment, shifted((last === undefined ? null : carryOn(last, shown)) ?? [])),
    },
    exchange,
    firstHunkMs: offered.length > 0 ? firstHunkMs : null,
    last: last ?? null,
  };
}

const at = (offset: number): { anchor: number; head: number } => ({ anchor: offset, head: offset });

/** Where the cursor must have been to make a change. */
function aimOf({ change }: EditRecord): number {
  return change[0]?.end ?? 0;
}

function caretAfter(change: TextChange): number {
  let shift = 0;
  let last = 0;
  for (const edit of change) {
    last = edit.start + shift + edit.text.length;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return last;
}

/** The model as the workbench sees it, and as the replay waits for it. */
interface ReplayModel {
  complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
  idle: () => Promise<void>;
  exchange(): Exchange | null;
  forget(): void;
  /** Of the piece given out last, from the question on. Milliseconds. */
  latestMs(): number;
  stateOf(read: () => PredictionState): void;
}

function modelOf(ask: Ask): ReplayModel {
  const pending = new Set<Promise<unknown>>();
  let exchange: Exchange | null = null;
  let latestMs = 0;
  let readState: (() => PredictionState) | null = null;
  let failure: unknown = null;
  return {
    async *complete(request, signal) {
      const state = readState?.();
      const answering = ask(request);
      const done = answering.catch((error: unknown) => {
        failure = error;
      });
      pending.add(done);
      void done.finally(() => pending.delete(done));
      const answer = await answering;
      if (state !== undefined) exchange = { state, answer };
      for (const { text, logprob, ms } of answer.pieces) {
        if (signal.aborted) return CANCELLED;
        latestMs = ms;
        yield { text, logprob };
      }
      return answer.figures;
    },
    async idle() {
      do {
        await Promise.all(pending);
        // The answer goes through the predictor's own loop, a promise for each piece.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      } while (pending.size > 0);
      if (failure !== null) throw failure instanceof Error ? failure : new Error('the model failed without a reason');
    },
    exchange: () => exchange,
    forget: () => {
      exchange = null;
    },
    latestMs: () => latestMs,
    stateOf: (read) => {
      readState = read;
    },
  };
}
