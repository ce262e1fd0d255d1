import { describe, expect, it } from 'vitest';
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../../core/prediction/completion';
import type { EngineClient, EngineState } from '../../engine/client/engine-client';
import type { EngineCapabilities, ScriptedModel } from '../../protocol/engine';
import { createStore } from '../../platform/store';
import { createAsking, type Asking } from './asking';
import type { ChoiceState } from './choice';
import { BUILT_IN } from './embedded';

const model = (id: string, dialect = 'instruct-wf'): ScriptedModel => ({
  engine: 'scripted',
  id,
  contextLength: 4096,
  dialect,
});
const chosen = (id: string, dialect?: string) => ({ name: id.toUpperCase(), source: model(id, dialect) });
const request: CompletionRequest = { parts: ['p'], draft: null, stop: [], maxTokens: 1, temperature: 0 };
const never = new AbortController().signal;

interface Scene {
  readonly asking: Asking;
  readonly log: string[];
  readonly kept: Map<string, string>;
  /** Lets the time pass that is being waited for; the milliseconds, or null where nothing is. */
  readonly pass: () => number | null;
  readonly ask: () => Promise<string>;
  fail: boolean;
}

/** The model that predicts is the built-in one, or `predicts`. */
function scene(predicts: ScriptedModel | null = null, kept = new Map<string, string>()): Scene {
  const log: string[] = [];
  let timer: { readonly ms: number; readonly act: () => void } | null = null;
  let made = 0;
  const now = <Value>(initial: Value) =>
    createStore(initial, (tell) => {
      tell();
    });
  const source = predicts ?? BUILT_IN;
  const capabilities = (of: { readonly dialect: string }): EngineCapabilities => ({
    engine: 'scripted',
    device: 'none',
    threads: 1,
    contextLength: 4096,
    dialect: of.dialect,
    speculates: false,
    note: null,
    stopsOnSpecialTokens: true,
  });
  // eslint-disable-next-line @typescript-eslint/require-await -- what is streamed comes at once here
  const answer = async function* (said: string): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    yield { text: said, logprob: null };
    return {} as CompletionFigures;
  };
  const self: Scene = {
    log,
    kept,
    fail: false,
    asking: createAsking({
      store: now,
      settings: {
        read: (key) => kept.get(key) ?? null,
        write: (key, value) => {
          kept.set(key, value);
        },
      },
      predicting: {
        engine: {
          state: () => ({ kind: 'ready', model: source, capabilities: capabilities(source) }),
          complete: () => answer('the one that predicts'),
        },
        models: { state: now<ChoiceState>({ current: { name: 'Predicts', source }, embedded: null }) },
      },
      createEngine: (onState): EngineClient => {
        made += 1;
        const name = `worker ${String(made)}`;
        let state: EngineState = { kind: 'absent' };
        const go = (next: EngineState): void => {
          state = next;
          onState(next);
        };
        return {
          state: () => state,
          load: (wanted) => {
            log.push(`${name} loads ${wanted.id}`);
            if (self.fail) return Promise.reject(new Error('no memory'));
            go({ kind: 'ready', model: wanted, capabilities: capabilities(wanted) });
            return Promise.resolve(capabilities(wanted));
          },
          complete: () => answer(name),
          retry: () => undefined,
          dispose: () => {
            log.push(`${name} ends`);
            go({ kind: 'absent' });
          },
          kill: () => undefined,
        };
      },
      after: (ms, act) => {
        timer = { ms, act };
        return () => {
          timer = null;
        };
      },
    }),
    pass: () => {
      const due = timer;
      timer = null;
      due?.act();
      return due?.ms ?? null;
    },
    ask: async () => {
      const stream = self.asking.complete(request, never);
      let said = '';
      for (;;) {
        const next = await stream.next();
        if (next.done === true) return said;
        said += next.value.text;
      }
    },
  };
  return self;
}

describe('the model that is asked in words', () => {
  it('is the one that predicts, until another is chosen', async () => {
    const { asking, ask, log } = scene(model('both'));
    expect([asking.speaker().kind, await ask(), log]).toEqual(['ready', 'the one that predicts', []]);
  });

  it('cannot be the built-in one', () => {
    expect(scene().asking.speaker().kind).toBe('edits-only');
  });

  it('can be asked before it is loaded, is loaded once, and leaves the one that predicts alone', async () => {
    const { asking, ask, log } = scene();
    asking.choose(chosen('big'));
    expect(asking.speaker()).toMatchObject({ kind: 'ready', name: 'BIG' });
    expect([log.length, asking.state.get().engine.kind]).toEqual([0, 'absent']);
    expect([await ask(), await ask()]).toEqual(['worker 1', 'worker 1']);
    expect([log, asking.state.get().engine.kind]).toEqual([['worker 1 loads big'], 'ready']);
  });

  it('sleeps when nobody has asked for a while, sooner on a low battery, and wakes again', async () => {
    const { asking, ask, log, pass } = scene();
    asking.choose(chosen('big'));
    await ask();
    expect([pass(), asking.state.get().engine.kind]).toEqual([600_000, 'absent']);
    expect(await ask()).toBe('worker 2');
    asking.save(true);
    expect([pass(), log]).toEqual([
      15_000,
      ['worker 1 loads big', 'worker 1 ends', 'worker 2 loads big', 'worker 2 ends'],
    ]);
  });

  it('is the one worker of both where the same model was chosen for both', async () => {
    const { asking, ask, log } = scene(model('both'));
    asking.choose(chosen('both'));
    expect([await ask(), log]).toEqual(['the one that predicts', []]);
  });

  it('is kept from visit to visit, and forgotten when its files go', () => {
    const { asking, kept } = scene();
    asking.choose(chosen('big'));
    const again = scene(null, kept).asking;
    expect(again.state.get().chosen?.name).toBe('BIG');
    again.leave('another');
    expect(again.state.get().chosen?.name).toBe('BIG');
    again.leave('big');
    expect([again.state.get().chosen, scene(null, kept).asking.state.get().chosen]).toEqual([null, null]);
  });

  it('that follows no instructions is not asked', () => {
    const { asking } = scene();
    asking.choose(chosen('small', 'inkling-wf'));
    expect(asking.speaker().kind).toBe('edits-only');
  });

  it('is loaded anew by the next question after it could not be', async () => {
    const made = scene();
    made.asking.choose(chosen('big'));
    made.fail = true;
    await expect(made.ask()).rejects.toThrow('no memory');
    made.fail = false;
    expect(await made.ask()).toBe('worker 1');
  });
});
