import type { EngineError } from '../errors';

/**
 * Settles as `work` does, unless `ms` pass first (rejects with `late`) or `signal` aborts (rejects with its
 * reason). `work` itself is not stopped.
 */
export function within<T>(work: Promise<T>, ms: number, late: () => EngineError, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(late())), ms);
    const aborted = (): void => settle(() => reject(abortError()));
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      how();
    };
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

const abortError = (): DOMException => new DOMException('Cancelled.', 'AbortError');
