import type { CompletionFigures, CompletionPiece } from '../../core/prediction/completion';

type Item =
  | { readonly kind: 'piece'; readonly piece: CompletionPiece }
  | { readonly kind: 'done'; readonly figures: CompletionFigures }
  | { readonly kind: 'failed'; readonly error: Error };

/** One completion on its way from the worker to whoever reads it: written by messages, read by a loop. */
export interface AnswerStream {
  piece(piece: CompletionPiece): void;
  done(figures: CompletionFigures): void;
  fail(error: Error): void;
  /** Yields the pieces in order, returns the figures, throws the failure. Read once. */
  read(): AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
}

export function createAnswerStream(): AnswerStream {
  const waiting: Item[] = [];
  let wake: (() => void) | null = null;

  const push = (item: Item): void => {
    waiting.push(item);
    wake?.();
    wake = null;
  };

  async function* read(): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    for (;;) {
      const item = waiting.shift();
      if (!item) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      switch (item.kind) {
        case 'piece':
          yield item.piece;
          break;
        case 'done':
          return item.figures;
        case 'failed':
          throw item.error;
        default:
          item satisfies never;
      }
    }
  }

  return {
    piece: (piece) => push({ kind: 'piece', piece }),
    done: (figures) => push({ kind: 'done', figures }),
    fail: (error) => push({ kind: 'failed', error }),
    read,
  };
}
