import { describe, expect, it } from 'vitest';
import type { CompletionFigures, CompletionRequest } from '../../core/prediction/completion';
import { ASSUMED_COSTS, type CostTable } from '../../core/speculation';
import type { NextToken } from '../../core/speculation/memory-models';
import type { EngineFailure, LoadProgress, MlcModel } from '../../protocol/engine';
import type { Engine } from '../engine';
import { EngineError, failureOf } from '../errors';
import { createWebLlmEngine } from './adapter';
import type { CostStore } from './costs';
import {
  createMemoryPipeline,
  memoryTokenizer,
  type MemoryFaults,
  type MemoryPipeline,
} from '../../../testing/memory-pipeline';
import type { WebLlmRuntime } from './runtime';
import { readPipeline } from './surface';

const model: MlcModel = {
  id: 'm',
  engine: 'web-llm',
  url: 'https://h/resolve/main/',
  library: 'https://h/l.wasm',
  librarySha256: null,
  needsF16: false,
  contextLength: 4096,
  dialect: 'cursorcore-wf',
};
const { encode } = memoryTokenizer();
const never = new AbortController().signal;

/** Answers the prompt that ends with `when`, whatever stands before; after the answer it ends the message. */
const scripted = (when: string, answer: string): NextToken => {
  const mark = [...encode(when)];
  const said = [...encode(answer)];
  return (tokens) => {
    for (let end = tokens.length; end >= mark.length; end -= 1) {
      if (mark.every((token, index) => tokens[end - mark.length + index] === token))
        return said[tokens.length - end] ?? 257;
    }
    return 42;
  };
};

interface Rig {
  readonly engine: Engine;
  readonly memory: () => MemoryPipeline;
  readonly closed: () => number;
  lose: (reason: string) => void;
  readonly stored: Map<string, unknown>;
}

function rig(
  next: NextToken,
  faults: MemoryFaults = {},
  barrier = { present: 1, patched: 1 },
  kept: CostTable | null = ASSUMED_COSTS,
): Rig {
  let memory: MemoryPipeline | null = null;
  let closed = 0;
  let lost: string | null = null;
  const stored = new Map<string, unknown>();
  const costs: CostStore = {
    // Measured in a test, costs would depend on what else the machine does.
    read: (key) => Promise.resolve(stored.get(key) ?? kept),
    write: (key, table) => {
      stored.set(key, table);
      return Promise.resolve();
    },
  };
  const runtime: WebLlmRuntime = {
    open: (_model, onProgress) => {
      onProgress({ stage: 'downloading', done: 1, total: 2 });
      memory = createMemoryPipeline(next, faults);
      const pipeline = readPipeline(memory.pipeline);
      if (pipeline === null) throw new Error('unreadable');
      return Promise.resolve({
        pipeline,
        chooser: memory.chooser,
        barrier,
        gpuName: 'test gpu',
        device: {
          get lost() {
            return lost;
          },
        },
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      });
    },
  };
  return {
    engine: createWebLlmEngine({ runtime, costs, seed: () => 1 }),
    memory: () => {
      if (memory === null) throw new Error('not loaded');
      return memory;
    },
    closed: () => closed,
    lose: (reason) => {
      lost = reason;
    },
    stored,
  };
}

const request = (prompt: string, changes: Partial<CompletionRequest> = {}): CompletionRequest => ({
  parts: [prompt],
  draft: null,
  stop: ['<|im_end|>'],
  maxTokens: 500,
  temperature: 0,
  ...changes,
});

async function ask(
  engine: Engine,
  asked: CompletionRequest,
  signal: AbortSignal = never,
): Promise<{ text: string; figures: CompletionFigures; leastLogprob: number }> {
  const stream = engine.complete(asked, signal);
  let text = '';
  let leastLogprob = 0;
  for (;;) {
    const step = await stream.next();
    if (step.done === true) return { text, figures: step.value, leastLogprob };
    text += step.value.text;
    leastLogprob = Math.min(leastLogprob, step.value.logprob ?? 0);
  }
}

const failureFrom = async (work: Promise<unknown>): Promise<EngineFailure> =>
  failureOf(
    await work.then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  );

const code = 'def area(w, h):\n    return w * h\n'.repeat(12);

describe('loading with web-llm', () => {
  it('reports progress and what the engine is', async () => {
    const progress: LoadProgress[] = [];
    const capabilities = await rig(() => 1).engine.load(model, (step) => progress.push(step), never);
    expect(capabilities).toEqual({
      engine: 'web-llm',
      device: 'webgpu',
      threads: 1,
      contextLength: 4096,
      dialect: 'cursorcore-wf',
      speculates: true,
      stopsOnSpecialTokens: true,
      note: null,
    });
    expect(progress.map(({ stage }) => stage)).toEqual(['downloading', 'starting']);
  });

  it.each<
    [
      string,
      MemoryFaults,
      { present: number; patched: number },
      { speculates: boolean; contextLength: number; note: RegExp | null },
    ]
  >([
    [
      'a GPU that fails the check',
      { appending: true },
      { present: 1, patched: 0 },
      { speculates: false, contextLength: 1024, note: /^Plain decoding: this GPU does not read a text in two parts/ },
    ],
    [
      'a fault that could not be repaired but does not show',
      {},
      { present: 1, patched: 0 },
      { speculates: true, contextLength: 4096, note: /could not be repaired/ },
    ],
    [
      'a library that checks no drafts',
      { withoutBatchPrefill: true },
      { present: 1, patched: 1 },
      { speculates: false, contextLength: 4096, note: null },
    ],
  ])('says so of %s', async (_name, faults, barrier, { speculates, contextLength, note }) => {
    const capabilities = await rig(() => 1, faults, barrier).engine.load(model, () => undefined, never);
    expect(capabilities).toMatchObject({ speculates, contextLength });
    if (note === null) expect(capabilities.note).toBeNull();
    else expect(capabilities.note).toMatch(note);
  });

  it('measures what passes cost once, and keeps it', async () => {
    const { engine, memory, stored } = rig(() => 1, {}, { present: 1, patched: 1 }, null);
    await engine.load(model, () => undefined, never);
    const first = memory().passes.length;
    expect([...stored.keys()]).toEqual([expect.stringContaining('test gpu')]);
    await engine.load(model, () => undefined, never);
    expect(first).toBeGreaterThan(8);
    expect(memory().passes.length).toBeLessThanOrEqual(8);
  });

  it('prepares the files first, and hands its failure on', async () => {
    const engine = createWebLlmEngine({
      runtime: { open: () => Promise.reject(new Error('not reached')) },
      prepare: () => Promise.reject(new EngineError('model-corrupt', 'a shard differs')),
    });
    expect(await failureFrom(engine.load(model, () => undefined, never))).toMatchObject({
      code: 'model-corrupt',
      message: 'a shard differs',
    });
  });

  it.each([['another kind of model', { ...model, engine: 'scripted' as const }, 'model-unsupported']])(
    'refuses %s',
    async (_name, other, expected) => {
      expect(await failureFrom(rig(() => 1).engine.load(other, () => undefined, never))).toMatchObject({
        code: expected,
      });
    },
  );

  it('closes what it opened when the check itself fails', async () => {
    const { engine, closed } = rig(() => 1, { failAt: () => 0 });
    expect(await failureFrom(engine.load(model, () => undefined, never))).toMatchObject({ code: 'unknown' });
    expect(closed()).toBe(1);
  });
});

describe('completing with web-llm', () => {
  const prompt = `<|im_start|>current\n${code}<|im_end|>\n<|im_start|>assistant\n<|next_start|>`;
  const answer = code.replaceAll('(w, h)', '(width, h)');

  it('gives the same text with any draft, in fewer passes with a good one', async () => {
    const { engine, memory } = rig(scripted('<|next_start|>', answer));
    await engine.load(model, () => undefined, never);
    const plain = await ask(engine, request(prompt, { draft: null }));
    expect(plain.text).toBe(answer);
    for (const draft of [code, answer, '', 'nonsense '.repeat(40)]) {
      const { text, figures } = await ask(engine, request(prompt, { draft }));
      expect(text).toBe(answer);
      expect(figures).toMatchObject({ end: 'stop', generatedTokens: encode(answer).length });
      expect(figures.forwardPasses).toBeLessThanOrEqual(encode(answer).length + 1);
    }
    const { figures } = await ask(engine, request(prompt, { draft: code }));
    expect(figures.generatedTokens / figures.forwardPasses).toBeGreaterThan(4);
    expect(memory().leaked()).toBe(0);
  });

  it('reads of the next prompt only what differs', async () => {
    const { engine } = rig(scripted('<|next_start|>', answer));
    await engine.load(model, () => undefined, never);
    await ask(engine, request(prompt));
    const changed = prompt.replace(/return w \* h\n<\|im_end/, 'return w + h\n<|im_end');
    const { figures, text } = await ask(engine, request(changed));
    expect(text).toBe(answer);
    expect(figures.promptTokens - figures.reusedTokens).toBeLessThan(60);
  });

  it('reuses and drafts nothing where the GPU failed the check, and is right', async () => {
    const { engine } = rig(scripted('<|next_start|>', answer), { appending: true });
    await engine.load(model, () => undefined, never);
    for (let round = 0; round < 2; round += 1) {
      expect(await ask(engine, request(prompt, { draft: code }))).toMatchObject({
        text: answer,
        figures: { reusedTokens: 0, draftedTokens: 0 },
      });
    }
  });

  it.each<[string, string, readonly string[], string, CompletionFigures['end']]>([
    ['a special token asked for', 'a<|next_end|>b', ['<|next_end|>'], 'a', 'stop'],
    ['a text asked for', 'abc def', ['c d'], 'ab', 'stop'],
    ["the model's own end", 'abc<|endoftext|>d', ['#'], 'abc', 'end-of-text'],
  ])('ends before %s', async (_name, said, stop, text, end) => {
    const { engine } = rig(scripted('?', said));
    await engine.load(model, () => undefined, never);
    expect(await ask(engine, request('?', { stop }))).toMatchObject({ text, figures: { end } });
  });

  it('ends at the limit of tokens, in the middle of a character', async () => {
    const { engine } = rig(scripted('?', '漢字'));
    await engine.load(model, () => undefined, never);
    expect(await ask(engine, request('?', { maxTokens: 4 }))).toMatchObject({
      text: '漢\uFFFD',
      figures: { end: 'length', generatedTokens: 4 },
    });
  });

  it('can be cancelled between passes, and the next answer is right', async () => {
    const { engine } = rig(scripted('<|next_start|>', answer));
    await engine.load(model, () => undefined, never);
    const controller = new AbortController();
    const stream = engine.complete(request(prompt), controller.signal);
    await stream.next();
    controller.abort();
    expect(await stream.next()).toMatchObject({ done: true, value: { end: 'cancelled' } });
    expect((await ask(engine, request(prompt, { draft: code }))).text).toBe(answer);
  });

  it('survives a native abort in the middle of an answer', async () => {
    let failing = -1;
    const { engine, memory } = rig(scripted('<|next_start|>', answer), { failAt: () => failing });
    await engine.load(model, () => undefined, never);
    failing = memory().passes.length + 3;
    expect(await failureFrom(ask(engine, request(prompt)))).toMatchObject({
      code: 'unknown',
      remedy: expect.stringContaining('next prediction') as string,
    });
    expect((await ask(engine, request(prompt, { draft: code }))).text).toBe(answer);
  });

  it.each([
    ['device-lost', 'the driver was reset'],
    ['out-of-memory', 'out of memory'],
  ])('reports a GPU that went as %s', async (expected, reason) => {
    let failing = -1;
    const { engine, memory, lose } = rig(scripted('<|next_start|>', answer), { failAt: () => failing });
    await engine.load(model, () => undefined, never);
    failing = memory().passes.length;
    lose(reason);
    expect(await failureFrom(ask(engine, request(prompt)))).toMatchObject({ code: expected });
  });

  it.each([
    ['before a model is loaded', 'x', 'not-loaded'],
    ['with a prompt that is too long', 'x'.repeat(5000), 'prompt-too-long'],
  ])('fails %s', async (name, asked, expected) => {
    const { engine } = rig(() => 1);
    if (!name.includes('before')) await engine.load(model, () => undefined, never);
    expect(await failureFrom(ask(engine, request(asked)))).toMatchObject({ code: expected });
  });

  it('checks no drafts at a temperature', async () => {
    const { engine } = rig(scripted('<|next_start|>', answer));
    await engine.load(model, () => undefined, never);
    const { figures } = await ask(engine, request(prompt, { draft: answer, temperature: 0.8, maxTokens: 20 }));
    expect(figures).toMatchObject({ draftedTokens: 0, forwardPasses: 20 });
  });
});
