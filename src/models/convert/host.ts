/** The worker's side of a conversion, without the worker. */
import type { ConversionProgress } from './convert';
import { ConversionError, type ConversionFailure } from './errors';
import type { BrowserConversion, StoredConversion } from '.';
import type { ConvertCommand, ConvertReply } from './messages';
import { messageOf } from '../../core/message-of';

export interface ConvertHostOptions {
  readonly convert: (
    files: readonly File[],
    options: BrowserConversion,
    onProgress: (progress: ConversionProgress) => void,
    signal: AbortSignal,
  ) => Promise<StoredConversion>;
  readonly post: (reply: ConvertReply) => void;
  /** Runs the work unless another tab is at the same model; says whether it ran. */
  readonly alone: (id: string, work: () => Promise<void>) => Promise<boolean>;
}

const busy: ConversionFailure = {
  code: 'unwritable',
  message: 'Another tab is converting this model.',
  remedy: 'Wait for it, or close that tab.',
};

const unexpected = (error: unknown): ConversionFailure => ({
  code: 'unwritable',
  message: `The conversion stopped: ${messageOf(error)}. What was converted so far is kept.`,
  remedy: 'Convert again: it goes on where it stopped.',
});

/** Takes commands; a second `convert` while one runs is not answered. */
export function createConvertHost({ convert, post, alone }: ConvertHostOptions): (command: ConvertCommand) => void {
  let running: AbortController | null = null;

  const run = async (files: readonly File[], options: BrowserConversion, signal: AbortSignal): Promise<void> => {
    try {
      const ran = await alone(options.id, async () => {
        const model = await convert(files, options, (progress) => post({ type: 'progress', progress }), signal);
        post({ type: 'converted', model });
      });
      if (!ran) post({ type: 'failed', failure: busy });
    } catch (error) {
      if (error instanceof ConversionError) post({ type: 'failed', failure: error.failure });
      else if (signal.aborted) post({ type: 'stopped' });
      else post({ type: 'failed', failure: unexpected(error) });
    } finally {
      running = null;
    }
  };

  return (command) => {
    switch (command.type) {
      case 'convert':
        if (running !== null) return;
        running = new AbortController();
        void run(command.files, command.options, running.signal);
        return;
      case 'stop':
        running?.abort();
        return;
      default:
        command satisfies never;
    }
  };
}
