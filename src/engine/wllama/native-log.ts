/** llama.cpp tells the cause of a failure only in its log: the last lines are kept to be read after one. */

export interface NativeLog {
  readonly logger: Readonly<Record<'debug' | 'log' | 'warn' | 'error', (...words: readonly unknown[]) => void>>;
  /** The lines kept, oldest first. */
  lines(): readonly string[];
  /** The last lines of level warning or error, oldest first, at most `count`. */
  complaints(count: number): readonly string[];
  clear(): void;
}

const wordOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.message;
  return '';
};

/** Keeps the last `capacity` lines, at least 1. */
export function createNativeLog(capacity: number): NativeLog {
  let kept: readonly { readonly bad: boolean; readonly text: string }[] = [];
  const keep =
    (bad: boolean) =>
    (...words: readonly unknown[]): void => {
      const text = words
        .map(wordOf)
        .filter((word) => word !== '')
        .join(' ');
      if (text !== '') kept = [...kept, { bad, text }].slice(-capacity);
    };
  return {
    logger: { debug: keep(false), log: keep(false), warn: keep(true), error: keep(true) },
    lines: () => kept.map(({ text }) => text),
    complaints: (count) =>
      kept
        .filter(({ bad }) => bad)
        .slice(-count)
        .map(({ text }) => text),
    clear() {
      kept = [];
    },
  };
}

/** Whether the log of a load says that layers of the model went to the GPU. */
export const ranOnGpu = (lines: readonly string[]): boolean =>
  lines.some((line) => /offloaded [1-9]\d*\/\d+ layers to GPU/.test(line));
