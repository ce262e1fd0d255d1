/**
 * What was sent to the model and what came back, exactly, for the user to look at. The last few only, in memory
 * only: gone with the page.
 */
import type { PredictionStatus } from '../core/prediction';
import {
  CANCELLED_BEFORE_IT_BEGAN,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
} from '../core/prediction/completion';
import type { Clock } from '../platform/clock';
import { messageOf } from '../core/message-of';

/** `asked`: by the user, in words; `replay`: at a point of a recorded course. */
export type SentBy = 'prediction' | 'read-ahead' | 'asked' | 'replay';

export interface SentRequest {
  readonly id: number;
  readonly by: SentBy;
  readonly model: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly request: CompletionRequest;
  /** What has come so far. */
  readonly output: string;
  readonly end:
    | { readonly kind: 'streaming' }
    | { readonly kind: 'done'; readonly figures: CompletionFigures }
    | { readonly kind: 'failed'; readonly message: string }
    /** Nobody read the rest. */
    | { readonly kind: 'left' };
  /** What a prediction came to when its answer was complete; null for anything else, and before. */
  readonly came: PredictionStatus | null;
  readonly predictionId: string | null;
}

type Complete = (
  request: CompletionRequest,
  signal: AbortSignal,
) => AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;

export interface SentLog {
  /** The same completions, looked at as they go by; `model` names the one that answers, where another does. */
  readonly watch: (by: Exclude<SentBy, 'read-ahead'>, complete: Complete, model?: () => string | null) => Complete;
  /** A prediction's answer is complete, and this is what it came to. */
  readonly settled: (request: CompletionRequest, predictionId: string | null, status: PredictionStatus) => void;
  /** The newest first. */
  readonly list: () => readonly SentRequest[];
  /** The request of a prediction, while it is among the last. */
  readonly of: (predictionId: string) => SentRequest | null;
  readonly clear: () => void;
  /** Calls `listener` when the list has changed. Returns the undo. */
  readonly subscribe: (listener: () => void) => () => void;
}

type Entry = { -readonly [Key in Exclude<keyof SentRequest, 'output'>]: SentRequest[Key] } & {
  readonly pieces: string[];
};

const MOST_QUESTIONS = 20;
/** There is one before most questions, with the same prompt: they must not crowd the questions out. */
const MOST_READ_AHEAD = 5;
/** A replay asks at one point after the other. */
const MOST_REPLAYED = 5;

function newest(entries: readonly Entry[]): readonly Entry[] {
  const left = { questions: MOST_QUESTIONS, 'read-ahead': MOST_READ_AHEAD, replay: MOST_REPLAYED };
  return entries.filter(({ by }) => (left[by === 'read-ahead' || by === 'replay' ? by : 'questions'] -= 1) >= 0);
}

/** @param model names the model that answers now */
export function createSentLog(clock: Pick<Clock, 'wall'>, model: () => string | null): SentLog {
  let entries: readonly Entry[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const shown = ({ pieces, ...entry }: Entry): SentRequest => ({ ...entry, output: pieces.join('') });

  const begin = (by: SentBy, request: CompletionRequest, name: string | null): Entry => {
    lastId += 1;
    const entry: Entry = {
      id: lastId,
      by,
      model: name,
      at: clock.wall(),
      request,
      pieces: [],
      end: { kind: 'streaming' },
      came: null,
      predictionId: null,
    };
    entries = newest([entry, ...entries]);
    tell();
    return entry;
  };
  const end = (entry: Entry, how: SentRequest['end']): void => {
    entry.end = how;
    tell();
  };

  return {
    watch: (by, complete, nameOf = model) =>
      async function* (request, signal) {
        const entry = begin(by === 'prediction' && request.maxTokens === 1 ? 'read-ahead' : by, request, nameOf());
        const stream = complete(request, signal);
        try {
          for (;;) {
            const next = await stream.next();
            if (next.done === true) {
              end(entry, { kind: 'done', figures: next.value });
              return next.value;
            }
            entry.pieces.push(next.value.text);
            yield next.value;
          }
        } catch (error) {
          end(entry, { kind: 'failed', message: messageOf(error) });
          throw error;
        } finally {
          // Whoever reads may leave early: then the answer is to be stopped as well.
          if (entry.end.kind === 'streaming') {
            end(entry, { kind: 'left' });
            await stream.return(CANCELLED_BEFORE_IT_BEGAN);
          }
        }
      },
    settled(request, predictionId, status) {
      const entry = entries.find((one) => one.request === request);
      if (entry === undefined) return;
      entry.came = status;
      entry.predictionId = predictionId;
      tell();
    },
    list: () => entries.map(shown),
    of: (predictionId) => {
      const entry = entries.find((one) => one.predictionId === predictionId);
      return entry === undefined ? null : shown(entry);
    },
    clear() {
      entries = [];
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
