/** The page's side of a conversion: a worker for as long as it takes. */
import type { BrowserConversion, ConversionFailure, ConversionProgress, StoredConversion } from '../convert';
import type { ConvertCommand, ConvertReply } from '../convert/messages';

export type ConversionOutcome =
  | { readonly kind: 'converted'; readonly model: StoredConversion }
  /** By the signal. What was finished is kept. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: ConversionFailure };

export interface ConvertFilesOptions {
  readonly files: readonly File[];
  readonly conversion: BrowserConversion;
  readonly onProgress: (progress: ConversionProgress) => void;
  readonly signal: AbortSignal;
  /** Starts workers/convert.ts. */
  readonly spawn?: () => Worker;
}

const spawnWorker = (): Worker =>
  new Worker(new URL('../../../workers/convert.ts', import.meta.url), { type: 'module' });

const crashed: ConversionFailure = {
  code: 'unwritable',
  message: 'The conversion stopped unexpectedly, most likely for want of memory. What was converted so far is kept.',
  remedy: 'Close other tabs and convert again: it goes on where it stopped.',
};

/**
 * Converts files that a user chose and stores the model for the engine. Never rejects. Called again with the same files
 * and id it goes on with what is missing.
 */
export function convertFiles({
  files,
  conversion,
  onProgress,
  signal,
  spawn = spawnWorker,
}: ConvertFilesOptions): Promise<ConversionOutcome> {
  if (signal.aborted) return Promise.resolve({ kind: 'stopped' });
  const worker = spawn();
  const send = (command: ConvertCommand): void => worker.postMessage(command);
  const stop = (): void => send({ type: 'stop' });
  return new Promise<ConversionOutcome>((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve({ kind: 'failed', failure: crashed });
    });
    worker.addEventListener('message', ({ data: reply }: MessageEvent<ConvertReply>) => {
      switch (reply.type) {
        case 'progress':
          onProgress(reply.progress);
          return;
        case 'converted':
          resolve({ kind: 'converted', model: reply.model });
          return;
        case 'stopped':
          resolve({ kind: 'stopped' });
          return;
        case 'failed':
          resolve({ kind: 'failed', failure: reply.failure });
          return;
        default:
          reply satisfies never;
      }
    });
    signal.addEventListener('abort', stop);
    send({ type: 'convert', files, options: conversion });
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    worker.terminate();
  });
}
