/**
 * One model, two lanes: what a user waits for, and what is asked ahead of need. The second gives way at once, and
 * begins again when the first has been quiet for a while.
 */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../../core/prediction';
import type { WholeAnswer } from '../../core/replay';
import { PAGE_CLOCK, type Clock } from '../../platform/clock';

type Complete = (
  request: CompletionRequest,
  signal: AbortSignal,
) => AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;

export interface Lanes {
  readonly first: Complete;
  /**
   * The whole answer; null when it was called off. One at a time, in the order asked. Throws what the model throws.
   */
  readonly later: (request: CompletionRequest, signal: AbortSignal) => Promise<WholeAnswer | null>;
}

/** A stopped answer ends with the batch it is in, which a key of the user's would have to wait for: so not between two keys. */
const QUIET_MS = 1_000;

export function createLanes(
  first: Complete,
  second: Complete,
  clock: Pick<Clock, 'now' | 'after'> = PAGE_CLOCK,
): Lanes {
  let busy = 0;
  let quietSince = Number.NEGATIVE_INFINITY;
  let giveWay: AbortController | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const callOff = clock.after(ms, () => {
        done();
      });
      const done = (): void => {
        callOff();
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
    });

  const attempt = async (request: CompletionRequest, signal: AbortSignal): Promise<WholeAnswer | null> => {
    const controller = new AbortController();
    giveWay = controller;
    const pieces: CompletionPiece[] = [];
    const stream = second(request, AbortSignal.any([signal, controller.signal]));
    try {
      for (;;) {
        const next = await stream.next();
        if (next.done === true) return next.value.end === 'cancelled' ? null : { pieces, figures: next.value };
        pieces.push(next.value);
      }
    } finally {
      giveWay = null;
    }
  };

  const ask = async (request: CompletionRequest, signal: AbortSignal): Promise<WholeAnswer | null> => {
    const calledOff = (): boolean => signal.aborted;
    while (!calledOff()) {
      const left = busy > 0 ? QUIET_MS : quietSince + QUIET_MS - clock.now();
      if (left > 0) await pause(left, signal);
      else {
        const answer = await attempt(request, signal);
        if (answer !== null) return answer;
        if (!calledOff()) quietSince = clock.now();
      }
    }
    return null;
  };

  return {
    async *first(request, signal) {
      busy += 1;
      giveWay?.abort();
      try {
        return yield* first(request, signal);
      } finally {
        busy -= 1;
        quietSince = clock.now();
      }
    },
    later(request, signal) {
      const answer = queue.then(() => ask(request, signal));
      queue = answer.catch(() => undefined);
      return answer;
    },
  };
}
