import { describe, expect, it } from 'vitest';
import type { ConversionProgress, StoredConversion } from '../convert';
import type { ConvertCommand, ConvertReply } from '../convert/messages';
import { convertFiles, type ConversionOutcome } from './convert-client';

const model = { id: 'tiny' } as StoredConversion;
const progress: ConversionProgress = { stage: 'converting', done: 1, total: 2 };

/** A worker that answers commands as scripted. */
class FakeWorker extends EventTarget {
  terminated = false;
  readonly commands: string[] = [];

  constructor(private readonly answer: (command: ConvertCommand, worker: FakeWorker) => void) {
    super();
  }

  postMessage(command: ConvertCommand): void {
    this.commands.push(command.type);
    this.answer(command, this);
  }

  reply(reply: ConvertReply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }

  terminate(): void {
    this.terminated = true;
  }
}

async function outcome(
  answer: (command: ConvertCommand, worker: FakeWorker) => void,
  stop = new AbortController(),
): Promise<{
  readonly outcome: ConversionOutcome;
  readonly worker: FakeWorker;
  readonly seen: readonly ConversionProgress[];
}> {
  const worker = new FakeWorker(answer);
  const seen: ConversionProgress[] = [];
  const result = await convertFiles({
    files: [],
    conversion: { id: 'tiny', format: 'q4f16_1' },
    onProgress: (one) => seen.push(one),
    signal: stop.signal,
    spawn: () => worker as unknown as Worker,
  });
  return { outcome: result, worker, seen };
}

describe('converting from the page', () => {
  it('hands over progress and the model, and lets the worker go', async () => {
    const {
      outcome: result,
      worker,
      seen,
    } = await outcome((_command, one) => {
      one.reply({ type: 'progress', progress });
      one.reply({ type: 'converted', model });
    });
    expect(result).toEqual({ kind: 'converted', model });
    expect(seen).toEqual([progress]);
    expect(worker.terminated).toBe(true);
  });

  it('asks the worker to stop, and waits until it has', async () => {
    const stop = new AbortController();
    const { outcome: result, worker } = await outcome((command, one) => {
      if (command.type === 'convert') stop.abort();
      one.reply(command.type === 'stop' ? { type: 'stopped' } : { type: 'progress', progress });
    }, stop);
    expect(worker.commands).toEqual(['convert', 'stop']);
    expect(result).toEqual({ kind: 'stopped' });
  });

  it('starts no worker when it is stopped already', async () => {
    const { outcome: result, worker } = await outcome(() => undefined, stoppedAlready());
    expect(result).toEqual({ kind: 'stopped' });
    expect(worker.commands).toEqual([]);
  });

  it('passes on a refusal, and explains a worker that died', async () => {
    const failure = { code: 'damaged', message: 'bad', remedy: 'again' } as const;
    expect((await outcome((_command, one) => one.reply({ type: 'failed', failure }))).outcome).toEqual({
      kind: 'failed',
      failure,
    });
    const died = await outcome((_command, one) => one.dispatchEvent(new Event('error')));
    expect(died.outcome).toMatchObject({
      kind: 'failed',
      failure: { message: expect.stringContaining('kept') as string },
    });
    expect(died.worker.terminated).toBe(true);
  });
});

function stoppedAlready(): AbortController {
  const stop = new AbortController();
  stop.abort();
  return stop;
}
