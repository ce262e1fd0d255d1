/** A program's output on its way out of the worker: counted, and never so finely cut that the page drowns in messages. */
import type { OutputStream, WorkerReply } from '../../protocol/execution';

export interface Output {
  /** Drops everything once the limit is reached; false from then on. */
  write(stream: OutputStream, text: string): boolean;
  picture(png: Uint8Array<ArrayBuffer>, title: string): boolean;
  /** Sends what is held back. Must be called before the program waits or ends. */
  flush(): void;
}

/** So many pieces go out at once; a program that prints more than these is read in larger ones. */
const EAGER_PIECES = 1_000;
const HELD_CHARACTERS = 8_192;
const HELD_MS = 50;

/**
 * Output of one run. A program that never returns to its event loop cannot be asked for held text later, so the first
 * pieces are never held.
 * @param limitBytes of text (UTF-16 units) and pictures
 * @param now milliseconds of a monotonic clock
 */
export function createOutput(post: (reply: WorkerReply) => void, limitBytes: number, now: () => number): Output {
  let used = 0;
  let pieces = 0;
  let full = false;
  let held = '';
  let heldStream: OutputStream = 'out';
  let since = 0;

  const flush = (): void => {
    if (held === '') return;
    const text = held;
    held = '';
    pieces += 1;
    since = now();
    post({ type: 'output', stream: heldStream, text });
  };
  const take = (bytes: number): number => {
    const room = Math.min(bytes, limitBytes - used);
    used += room;
    return room;
  };
  const close = (): false => {
    flush();
    if (!full) post({ type: 'full' });
    full = true;
    return false;
  };

  return {
    flush,
    write(stream, text) {
      if (full) return false;
      if (stream !== heldStream) flush();
      heldStream = stream;
      const room = take(text.length);
      held += text.slice(0, room);
      if (room < text.length) return close();
      if (pieces < EAGER_PIECES || held.length > HELD_CHARACTERS || now() - since > HELD_MS) flush();
      return true;
    },
    picture(png, title) {
      if (full) return false;
      flush();
      if (take(png.byteLength) < png.byteLength) return close();
      post({ type: 'picture', png, title });
      return true;
    },
  };
}
