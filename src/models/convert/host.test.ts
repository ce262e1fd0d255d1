import { describe, expect, it } from 'vitest';
import { ConversionError } from './errors';
import { createConvertHost, type ConvertHostOptions } from './host';
import type { ConvertReply } from './messages';

type Convert = ConvertHostOptions['convert'];

const progress = { stage: 'converting', done: 1, total: 2 } as const;
const options = { id: 'tiny', format: 'q4f16_1' } as const;
const model = { id: 'tiny', url: 'https://local.invalid/tiny/resolve/main/' } as Awaited<ReturnType<Convert>>;

/** Runs one conversion to its end and gives what was posted. */
async function replies(convert: Convert, { alone = true, stop = false } = {}): Promise<readonly ConvertReply[]> {
  const posted: ConvertReply[] = [];
  await new Promise<void>((resolve) => {
    const receive = createConvertHost({
      convert,
      post(reply) {
        posted.push(reply);
        if (reply.type !== 'progress') resolve();
      },
      async alone(_id, work) {
        if (alone) await work();
        return alone;
      },
    });
    receive({ type: 'convert', files: [], options });
    receive({ type: 'convert', files: [], options });
    if (stop) receive({ type: 'stop' });
  });
  return posted;
}

const untilAborted: Convert = (_files, _options, _onProgress, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('the conversion worker', () => {
  it('reports progress and the stored model, once, though asked twice', async () => {
    const convert: Convert = (_files, _options, onProgress) => {
      onProgress(progress);
      return Promise.resolve(model);
    };
    expect(await replies(convert)).toEqual([
      { type: 'progress', progress },
      { type: 'converted', model },
    ]);
  });

  it.each<readonly [string, Convert, { readonly alone?: boolean; readonly stop?: boolean }, unknown]>([
    [
      'passes on why weights were refused',
      () => Promise.reject(new ConversionError('disk-full', 'full', 'make room')),
      {},
      { type: 'failed', failure: { code: 'disk-full', message: 'full', remedy: 'make room' } },
    ],
    [
      'says what else went wrong',
      () => Promise.reject(new TypeError('no such thing')),
      {},
      {
        type: 'failed',
        failure: {
          code: 'unwritable',
          message: expect.stringContaining('no such thing') as string,
          remedy: expect.any(String) as string,
        },
      },
    ],
    ['stops when told to', untilAborted, { stop: true }, { type: 'stopped' }],
    [
      'leaves a model alone that another tab converts',
      () => Promise.resolve(model),
      { alone: false },
      {
        type: 'failed',
        failure: {
          code: 'unwritable',
          message: expect.stringContaining('Another tab') as string,
          remedy: expect.any(String) as string,
        },
      },
    ],
  ])('%s', async (_name, convert, how, reply) => {
    expect(await replies(convert, how)).toEqual([reply]);
  });
});
