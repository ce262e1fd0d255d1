import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompletionFigures, CompletionRequest } from '../../core/prediction/completion';
import type { EngineCommand, EngineReply, ModelSource } from '../../protocol/engine';
import { createEngineClient, type EngineClient, type EngineState } from './engine-client';

const model: ModelSource = { id: 'm', engine: 'wllama', url: 'u', sha256: null, contextLength: 16, dialect: 'd' };
const request: CompletionRequest = { parts: ['p'], draft: null, stop: [], maxTokens: 4, temperature: 0 };
const capabilities = {
  engine: 'wllama',
  device: 'cpu',
  threads: 1,
  contextLength: 16,
  dialect: 'd',
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
} as const;
const figures: CompletionFigures = {
  promptTokens: 3,
  reusedTokens: 2,
  generatedTokens: 2,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 2,
  msToFirstToken: 1,
  msTotal: 2,
  end: 'stop',
};
const failure = (code: 'model-corrupt' | 'crashed' | 'prompt-too-long') => ({ code, message: 'm', remedy: 'r' });

/** A worker that answers pings while it lives; the rest is said by the test. */
class FakeWorker extends EventTarget {
  readonly sent: EngineCommand[] = [];
  alive = true;

  postMessage(command: EngineCommand): void {
    this.sent.push(command);
    if (this.alive && command.type === 'ping') queueMicrotask(() => this.say({ type: 'pong', id: command.id }));
  }

  terminate(): void {
    this.alive = false;
  }

  say(reply: EngineReply | string): void {
    if (this.alive) this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  idOf(type: EngineCommand['type']): number {
    return this.sent.findLast((command) => command.type === type)?.id ?? -1;
  }
}

interface Scene {
  readonly client: EngineClient;
  readonly workers: FakeWorker[];
  readonly states: EngineState[];
  readonly worker: () => FakeWorker;
}

function scene(): Scene {
  const workers: FakeWorker[] = [];
  const states: EngineState[] = [];
  const client = createEngineClient({
    spawn() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    onState: (state) => states.push(state),
    heartbeatMs: 100,
    idleHeartbeatMs: 1000,
    restartMs: 10,
    maxRestarts: 3,
  });
  return { client, workers, states, worker: () => workers.at(-1)! };
}

async function ready(): Promise<Scene> {
  const made = scene();
  const loading = made.client.load(model);
  made.worker().say({ type: 'loaded', id: made.worker().idOf('load'), capabilities });
  await loading;
  return made;
}

const kinds = (states: readonly EngineState[]): readonly string[] => states.map(({ kind }) => kind);

async function read(
  client: EngineClient,
  signal = new AbortController().signal,
): Promise<{ readonly text: string; readonly figures: CompletionFigures }> {
  let text = '';
  const stream = client.complete(request, signal);
  for (;;) {
    const step = await stream.next();
    if (step.done) return { text, figures: step.value };
    text += step.value.text;
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('loading', () => {
  it('goes from absent through progress to ready', async () => {
    const { client, worker, states } = scene();
    expect(client.state()).toEqual({ kind: 'absent' });
    const loading = client.load(model);
    const id = worker().idOf('load');
    worker().say({ type: 'progress', id, progress: { stage: 'downloading', done: 1, total: 2 } });
    worker().say({ type: 'loaded', id, capabilities });
    expect(await loading).toEqual(capabilities);
    expect(states).toMatchObject([
      { kind: 'loading', progress: null },
      { kind: 'loading', progress: { done: 1 } },
      { kind: 'ready', capabilities },
    ]);
  });

  it('fails with the reason and the remedy, and does not try again by itself', async () => {
    const { client, worker, workers } = scene();
    const loading = client.load(model);
    worker().say({ type: 'failed', id: worker().idOf('load'), failure: failure('model-corrupt') });
    await expect(loading).rejects.toMatchObject({ failure: { code: 'model-corrupt', remedy: 'r' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state()).toMatchObject({ kind: 'failed', retryInMs: null });
    expect(workers).toHaveLength(1);
    client.retry();
    expect(client.state().kind).toBe('loading');
  });

  it('lets a later load win over an earlier one', async () => {
    const { client, worker } = scene();
    const first = client.load(model);
    const firstId = worker().idOf('load');
    const second = client.load({ ...model, id: 'other' });
    await expect(first).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
    worker().say({ type: 'failed', id: firstId, failure: failure('crashed') });
    worker().say({ type: 'loaded', id: worker().idOf('load'), capabilities });
    await second;
    expect(client.state()).toMatchObject({ kind: 'ready', model: { id: 'other' } });
  });
});

describe('completing', () => {
  it('streams an answer and is busy while it comes', async () => {
    const { client, worker, states } = await ready();
    const answer = read(client);
    const id = worker().idOf('complete');
    worker().say({ type: 'piece', id, piece: { text: 'wid', logprob: null } });
    worker().say({ type: 'piece', id, piece: { text: 'th', logprob: -1 } });
    worker().say({ type: 'completed', id, figures });
    expect(await answer).toEqual({ text: 'width', figures });
    expect(kinds(states).slice(-3)).toEqual(['ready', 'busy', 'ready']);
  });

  it('is busy until the last of several answers', async () => {
    const { client, worker } = await ready();
    const first = read(client);
    const firstId = worker().idOf('complete');
    const second = read(client);
    worker().say({ type: 'completed', id: firstId, figures });
    await first;
    expect(client.state().kind).toBe('busy');
    worker().say({ type: 'completed', id: worker().idOf('complete'), figures });
    await second;
    expect(client.state().kind).toBe('ready');
  });

  it('asks the worker to cancel and ends when the worker says so', async () => {
    const { client, worker } = await ready();
    const controller = new AbortController();
    const answer = read(client, controller.signal);
    const id = worker().idOf('complete');
    controller.abort();
    expect(worker().idOf('cancel')).toBe(id);
    worker().say({ type: 'completed', id, figures: { ...figures, end: 'cancelled' } });
    expect((await answer).figures.end).toBe('cancelled');
  });

  it('asks nothing of the worker for a request cancelled before it was sent', async () => {
    const { client, worker } = await ready();
    expect((await read(client, AbortSignal.abort())).figures.end).toBe('cancelled');
    expect(worker().idOf('complete')).toBe(-1);
  });

  it('cancels when the reader leaves early, and is ready once the worker has stopped', async () => {
    const { client, worker } = await ready();
    const stream = client.complete(request, new AbortController().signal);
    const first = stream.next();
    const id = worker().idOf('complete');
    worker().say({ type: 'piece', id, piece: { text: 'a', logprob: null } });
    await first;
    await stream.return(figures);
    expect(worker().idOf('cancel')).toBe(id);
    expect(client.state().kind).toBe('busy');
    worker().say({ type: 'completed', id, figures });
    expect(client.state().kind).toBe('ready');
  });

  it('passes on a failure of one request and goes on', async () => {
    const { client, worker, workers } = await ready();
    const answer = read(client);
    worker().say({ type: 'failed', id: worker().idOf('complete'), failure: failure('prompt-too-long') });
    await expect(answer).rejects.toMatchObject({ failure: { code: 'prompt-too-long' } });
    expect(client.state().kind).toBe('ready');
    expect(workers).toHaveLength(1);
  });

  it('refuses at once while no model is ready', async () => {
    const { client } = scene();
    await expect(read(client)).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
  });
});

describe('a worker that dies', () => {
  it.each<[string, (worker: FakeWorker, client: EngineClient) => void]>([
    ['throws', (worker) => worker.fail('boom')],
    ['sends what cannot be read', (worker) => worker.dispatchEvent(new Event('messageerror'))],
    ['sends what is no reply', (worker) => worker.say('hello')],
    [
      'says that its engine crashed',
      (worker) => worker.say({ type: 'failed', id: worker.idOf('complete'), failure: failure('crashed') }),
    ],
    ['is killed', (_worker, client) => client.kill()],
  ])('because it %s fails what was pending as crashed, is replaced, and loads the model again', async (_name, die) => {
    const { client, worker, workers } = await ready();
    const answer = read(client);
    const outcome = expect(answer).rejects.toMatchObject({ failure: { code: 'crashed' } });
    die(worker(), client);
    await vi.advanceTimersByTimeAsync(450);
    await outcome;
    expect(workers).toHaveLength(2);
    expect(worker().idOf('load')).toBeGreaterThan(0);
    worker().say({ type: 'loaded', id: worker().idOf('load'), capabilities });
    expect(client.state()).toMatchObject({ kind: 'ready', model: { id: 'm' } });
    const next = read(client);
    worker().say({ type: 'completed', id: worker().idOf('complete'), figures });
    expect((await next).figures).toEqual(figures);
  });

  it('is noticed while nothing is asked of it', async () => {
    const { client, workers } = await ready();
    client.kill();
    await vi.advanceTimersByTimeAsync(2500);
    expect(workers).toHaveLength(2);
  });

  it('is not suspected while it answers, however long a request takes', async () => {
    const { client, workers } = await ready();
    const answer = read(client);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(workers).toHaveLength(1);
    workers[0]!.say({ type: 'completed', id: workers[0]!.idOf('complete'), figures });
    expect((await answer).figures).toEqual(figures);
  });

  it('waits twice as long after each crash in a row, and gives up with a remedy', async () => {
    const { client, worker, states } = await ready();
    for (let crash = 0; crash < 4; crash += 1) {
      worker().fail('boom');
      await vi.advanceTimersByTimeAsync(100);
    }
    const failures = states.filter((state) => state.kind === 'failed');
    expect(failures.map(({ retryInMs }) => retryInMs)).toEqual([10, 20, 40, null]);
    expect(failures.at(-1)?.failure.remedy).toContain('reload the page');
    client.retry();
    worker().say({ type: 'loaded', id: worker().idOf('load'), capabilities });
    expect(client.state().kind).toBe('ready');
  });

  it('counts crashes anew after an answer', async () => {
    const { client, worker, states } = await ready();
    for (let crash = 0; crash < 6; crash += 1) {
      worker().fail('boom');
      await vi.advanceTimersByTimeAsync(100);
      worker().say({ type: 'loaded', id: worker().idOf('load'), capabilities });
      const answer = read(client);
      worker().say({ type: 'completed', id: worker().idOf('complete'), figures });
      await answer;
    }
    expect(states.flatMap((state) => (state.kind === 'failed' ? [state.retryInMs] : []))).toEqual([
      10, 10, 10, 10, 10, 10,
    ]);
  });

  it('has no say any more after it was replaced', async () => {
    const { client, worker, workers } = await ready();
    worker().fail('boom');
    await vi.advanceTimersByTimeAsync(100);
    workers[0]!.dispatchEvent(new MessageEvent('message', { data: 'hello' }));
    workers[0]!.fail('again');
    expect(client.state().kind).toBe('loading');
    expect(workers).toHaveLength(2);
  });

  it('stays away after the client was disposed', async () => {
    const { client, worker, workers } = await ready();
    const outcome = expect(read(client)).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
    client.dispose();
    await outcome;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([client.state().kind, worker().alive, workers.length]).toEqual(['absent', false, 1]);
  });
});
