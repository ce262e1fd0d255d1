import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DIALECTS } from '../core/conversation';
import {
  DEFAULT_EXCERPT_LIMITS,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
  type PredictionStatus,
} from '../core/prediction';
import { applyChange, type TextChange } from '../core/text';
import { createPredictor, type Predictor, type PredictorOptions } from './predictor';

const figures: CompletionFigures = {
  promptTokens: 1,
  reusedTokens: 0,
  generatedTokens: 1,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 1,
  msToFirstToken: 1,
  msTotal: 1,
  end: 'stop',
};
const before = 'def area(w, h):\n    return w * h\n';
const rename: TextChange = [{ start: 9, end: 10, text: 'width' }];
const after = applyChange(before, rename);
const answer = '1,2\n```python\n2|    return width * h\n```';

interface Scene {
  readonly predictor: Predictor;
  readonly asked: { readonly request: CompletionRequest; readonly signal: AbortSignal }[];
  readonly statuses: PredictionStatus[];
}

function scene(
  reply: (signal: AbortSignal) => AsyncGenerator<CompletionPiece, CompletionFigures, undefined>,
  readsAhead = false,
  more: Partial<PredictorOptions> = {},
): Scene {
  const asked: Scene['asked'] = [];
  const statuses: PredictionStatus[] = [];
  const predictor = createPredictor({
    session: 't',
    excluded: [],
    complete: (request, signal) => {
      asked.push({ request, signal });
      return reply(signal);
    },
    history: () => [{ before: 'def area(w, h):', after: 'def area(width, h):' }],
    onDraw: () => undefined,
    onStatus: (status) => {
      statuses.push(status);
    },
    onOutcome: () => undefined,
    onFigures: () => undefined,
    ...more,
  });
  predictor.send({
    type: 'modelChanged',
    model: {
      dialect: DIALECTS['inkling-sr-lc'],
      limits: DEFAULT_EXCERPT_LIMITS,
      budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
      confidence: { min: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY },
      readsAhead,
    },
  });
  predictor.send({
    type: 'documentOpened',
    document: 'd',
    path: 'area.py',
    language: 'python',
    version: 0,
    text: before,
    cursor: { anchor: 9, head: 9 },
  });
  return { predictor, asked, statuses };
}

async function* answering(): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
  await Promise.resolve();
  yield { text: answer, logprob: null };
  return figures;
}

const typeRename = (predictor: Predictor): void => {
  predictor.send({
    type: 'documentChanged',
    version: 1,
    change: rename,
    source: { kind: 'typed' },
    text: after,
    cursor: { anchor: 14, head: 14 },
  });
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('waits, asks with the history, and offers what the answer means', async () => {
  const { predictor, asked } = scene(answering);
  typeRename(predictor);
  expect(asked).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.request.parts.join('')).toContain('def area(w, h):');
  const hunk = predictor.current()?.hunks[0];
  expect(hunk === undefined ? null : applyChange(after, [hunk])).toBe('def area(width, h):\n    return width * h\n');
});

it('stops a request that is no longer wanted', async () => {
  const { predictor, asked } = scene(async function* (signal) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    yield { text: '', logprob: null };
    return { ...figures, end: 'cancelled' };
  });
  typeRename(predictor);
  await vi.advanceTimersByTimeAsync(5_000);
  predictor.send({ type: 'escape' });
  await vi.advanceTimersByTimeAsync(10);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  expect(predictor.current()).toBeNull();
});

it('says so when the engine fails, and goes on at the next edit', async () => {
  let failing = true;
  const { predictor, statuses } = scene(async function* () {
    if (failing) throw new Error('out of memory');
    return yield* answering();
  });
  typeRename(predictor);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(statuses.at(-1)).toEqual({ kind: 'nothing', reason: { kind: 'engine-failed', message: 'out of memory' } });
  failing = false;
  predictor.send({ type: 'requested', history: [] });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(predictor.current()).not.toBeNull();
});

it('lets the model read the prompt while it waits to ask, and asks the very same', async () => {
  const { predictor, asked } = scene(answering, true);
  typeRename(predictor);
  expect(asked).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.map(({ request }) => request.maxTokens)).toEqual([1]);
  expect(predictor.current()).toBeNull();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.request.parts).toEqual(asked[0]?.request.parts);
  expect(predictor.current()).not.toBeNull();
});

it('stops reading ahead when the user types on, and when the machine stops waiting', async () => {
  const { predictor, asked } = scene(async function* (signal) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    yield { text: '', logprob: null };
    return { ...figures, end: 'cancelled' };
  }, true);
  typeRename(predictor);
  await vi.advanceTimersByTimeAsync(50);
  predictor.send({
    type: 'documentChanged',
    version: 2,
    change: [{ start: 14, end: 14, text: 's' }],
    source: { kind: 'typed' },
    text: `${after.slice(0, 14)}s${after.slice(14)}`,
    cursor: { anchor: 15, head: 15 },
  });
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  await vi.advanceTimersByTimeAsync(50);
  predictor.send({ type: 'escape' });
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

it('says what an answer came to only when it has been weighed', async () => {
  let speak: (() => void) | null = null;
  const settled: PredictionStatus[] = [];
  const { predictor } = scene(answering, false, {
    onSettled: (_, __, status) => {
      settled.push(status);
    },
    question: () => ({ language: 'python', path: 'area.py', text: after, cursor: 14, edits: [], now: 0 }),
    proposals: {
      suggest: () => Promise.resolve([]),
      weigh: () =>
        new Promise((resolve) => {
          speak = () => {
            resolve({ probability: 1, enough: 0.5 });
          };
        }),
    },
  });
  typeRename(predictor);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(settled).toEqual([]);
  (speak as (() => void) | null)?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(settled).toEqual([expect.objectContaining({ kind: 'shown' })]);
});
