/**
 * Reads messages from the sandbox. The user's code can forge a worker's messages, so their shape and size are checked:
 * by the frame before it passes them on, and again by the page.
 */
import type { FrameReply, WorkerReply } from '../protocol/execution';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null ? (value as Fields) : null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

/** Null for what is not one of the frame's messages. */
export function parseFrameReply(data: unknown): FrameReply | null {
  const message = fieldsOf(data);
  if (message === null) return null;
  const { type, run, messages, beat, canWait, message: words, line, column } = message;
  switch (type) {
    case 'ready':
      return { type, canWait: canWait === true };
    case 'pong':
      return isCount(beat) ? { type, beat } : null;
    case 'said':
      return isCount(run) && Array.isArray(messages) ? { type, run, messages: messages as readonly unknown[] } : null;
    case 'broken':
      return isCount(run)
        ? {
            type,
            run,
            message: isText(words) ? words : '',
            line: isCount(line) ? line : 0,
            column: isCount(column) ? column : 0,
          }
        : null;
    case 'flooded':
    case 'stopped':
      return isCount(run) ? { type, run } : null;
    default:
      return null;
  }
}

/** UTF-16 units. A name or a title is never longer, an error's words and trace neither. */
const LONGEST_TITLE = 200;
const LONGEST_TRACE = 200_000;
/** Names of modules in one question. */
const MOST_MODULES = 200;
/** Pixels of a picture: a few kilobytes can unpack to gigabytes. */
const MOST_PIXELS = 50_000_000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Signature, then the length and name of the first chunk, then width and height. */
const PNG_HEAD = 24;

/** Whether the bytes are a PNG of a size that can be shown. An SVG, a page or anything else is not. */
function isPicture(bytes: Uint8Array): boolean {
  if (bytes.length < PNG_HEAD || !PNG.every((value, at) => bytes[at] === value)) return false;
  const head = new DataView(bytes.buffer, bytes.byteOffset, PNG_HEAD);
  const pixels = head.getUint32(16) * head.getUint32(20);
  return pixels > 0 && pixels <= MOST_PIXELS;
}

/** How much a worker's message holds of what it can make long. UTF-16 units and bytes. */
export function weightOf(reply: WorkerReply): number {
  switch (reply.type) {
    case 'output':
      return reply.text.length;
    case 'picture':
      return reply.png.byteLength + reply.title.length;
    case 'failed':
      return reply.error.name.length + reply.error.message.length + reply.error.stack.length;
    case 'imports':
      return reply.modules.reduce((sum, name) => sum + name.length, 0);
    case 'no-interpreter':
      return reply.detail.length;
    case 'loaded':
    case 'began':
    case 'waiting':
    case 'full':
    case 'done':
      return 0;
  }
}

/** Null for what is not one of a worker's messages. */
export function parseWorkerReply(data: unknown): WorkerReply | null {
  const message = fieldsOf(data);
  if (message === null) return null;
  const { type, stream, text, png, title, modules, code, error, memory, detail } = message;
  switch (type) {
    case 'loaded':
    case 'began':
    case 'waiting':
    case 'full':
      return { type };
    case 'output':
      return isText(text) ? { type, stream: stream === 'err' ? 'err' : 'out', text } : null;
    case 'picture':
      return png instanceof Uint8Array && isPicture(png)
        ? { type, png: new Uint8Array(png), title: isText(title) ? title.slice(0, LONGEST_TITLE) : '' }
        : null;
    case 'imports':
      return Array.isArray(modules)
        ? {
            type,
            modules: modules
              .slice(0, MOST_MODULES)
              .filter(isText)
              .map((name) => name.slice(0, LONGEST_TITLE)),
          }
        : null;
    case 'done':
      return isCount(code) ? { type, code } : null;
    case 'failed': {
      const fields = fieldsOf(error);
      const [name, words, stack] = [fields?.['name'], fields?.['message'], fields?.['stack']];
      const cut = (text: unknown, most: number, otherwise: string): string =>
        isText(text) ? text.slice(0, most) : otherwise;
      return {
        type,
        error: {
          name: cut(name, LONGEST_TITLE, 'Error'),
          message: cut(words, LONGEST_TRACE, ''),
          stack: cut(stack, LONGEST_TRACE, ''),
        },
        memory: memory === true,
      };
    }
    case 'no-interpreter':
      return { type, detail: isText(detail) ? detail.slice(0, LONGEST_TRACE) : '' };
    default:
      return null;
  }
}
