import type { DownloadFailure, DownloadFailureCode } from '../protocol/models';
import { messageOf } from '../core/message-of';

/** Why a download stopped for good. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(code: DownloadFailureCode, detail: string) {
    super(`${code}: ${detail}`);
    this.failure = { code, detail };
  }
}

/** A connection that broke, or a server that asks to come later: worth another try. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
}

const isNamed = (error: unknown, name: string): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === name;

export const isAbort = (error: unknown): boolean => isNamed(error, 'AbortError');

/** The failure inside anything thrown while files were fetched and kept. */
export function failureOf(error: unknown): DownloadFailure {
  if (error instanceof DownloadError) return error.failure;
  if (isNamed(error, 'QuotaExceededError')) return { code: 'no-room', detail: 'the browser’s limit for this page' };
  if (isNamed(error, 'SecurityError') || isNamed(error, 'NotAllowedError'))
    return { code: 'no-storage', detail: 'the browser refused' };
  return { code: 'unknown', detail: messageOf(error) };
}
