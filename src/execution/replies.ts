/** Reads messages from the sandbox. The person's code can forge a worker's messages, so their shape is checked here. */
import type { FrameReply, WorkerReply } from '../protocol/execution';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null => (typeof value === 'object' && value !== null ? (value as Fields) : null);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

/** Null for what is not one of the frame's messages. */
export function parseFrameReply(data: unknown): FrameReply | null {
  const message = fieldsOf(data);
  if (message === null) return null;
  const { type, run, messages, beat, canWait, message: words, line, column } = message;
  switch (type) {
    case 'ready': return { type, canWait: canWait === true };
    case 'pong': return isCount(beat) ? { type, beat } : null;
    case 'said': return isCount(run) && Array.isArray(messages) ? { type, run, messages: messages as readonly unknown[] } : null;
    case 'broken': return isCount(run) ? { type, run, message: isText(words) ? words : '', line: isCount(line) ? line : 0, column: isCount(column) ? column : 0 } : null;
    case 'flooded':
    case 'stopped': return isCount(run) ? { type, run } : null;
    default: return null;
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
    case 'full': return { type };
    case 'output': return isText(text) ? { type, stream: stream === 'err' ? 'err' : 'out', text } : null;
    case 'picture': return png instanceof Uint8Array ? { type, png: new Uint8Array(png), title: isText(title) ? title : '' } : null;
    case 'imports': return Array.isArray(modules) ? { type, modules: modules.filter(isText) } : null;
    case 'done': return isCount(code) ? { type, code } : null;
    case 'failed': {
      const fields = fieldsOf(error);
      const [name, words, stack] = [fields?.['name'], fields?.['message'], fields?.['stack']];
      return { type, error: { name: isText(name) ? name : 'Error', message: isText(words) ? words : '', stack: isText(stack) ? stack : '' }, memory: memory === true };
    }
    case 'no-interpreter': return { type, detail: isText(detail) ? detail : '' };
    default: return null;
  }
}
