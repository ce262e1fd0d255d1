/** What a server streams: server-sent events (WHATWG HTML, 9.2) whose data are OpenAI's chunks of a completion. */
import { isRecord } from '../fields';

/** A longer line is not waited for. UTF-16 units. */
const LONGEST_LINE = 1_000_000;

/** Takes text cut anywhere; gives the data of each event that is whole. */
export class EventReader {
  private rest = '';

  /** @throws Error for a line without an end */
  push(text: string): readonly string[] {
    this.rest += text;
    const lines = this.rest.split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST_LINE) throw new Error('a line of the answer has no end');
    return lines.flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []));
  }
}

export type Chunk =
  | {
      readonly kind: 'piece';
      readonly text: string;
      readonly end: 'stop' | 'length' | null;
      readonly usage: Usage | null;
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string };

/** Tokens. */
export interface Usage {
  readonly prompt: number;
  readonly reused: number;
  readonly generated: number;
}

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0;

function usageOf(value: unknown): Usage | null {
  if (!isRecord(value)) return null;
  const details = isRecord(value['prompt_tokens_details']) ? value['prompt_tokens_details'] : {};
  return {
    prompt: count(value['prompt_tokens']),
    reused: count(details['cached_tokens']),
    generated: count(value['completion_tokens']),
  };
}

/** The words of an error as servers give it: `{ error: { message } }`, `{ error }`, `{ message }` or `{ detail }`. */
export function errorWords(json: unknown): string | null {
  if (!isRecord(json)) return null;
  const { error, message, detail } = json;
  const inner = isRecord(error) ? error['message'] : (error ?? message ?? detail);
  return typeof inner === 'string' && inner !== '' ? inner.slice(0, 300) : null;
}

/** Reads the data of one event, whatever it is: what has no text is an empty piece. */
export function readChunk(data: string): Chunk {
  if (data === '[DONE]') return { kind: 'done' };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { kind: 'failed', why: 'the answer is no JSON' };
  }
  const why = errorWords(json);
  if (why !== null) return { kind: 'failed', why };
  if (!isRecord(json)) return { kind: 'failed', why: 'the answer is no completion' };
  const choices: unknown = json['choices'];
  const first: unknown = Array.isArray(choices) ? choices[0] : null;
  const usage = usageOf(json['usage']);
  if (!isRecord(first)) return { kind: 'piece', text: '', end: null, usage };
  const { text, delta, message, finish_reason: reason } = first;
  const said = isRecord(delta) ? delta['content'] : isRecord(message) ? message['content'] : text;
  return {
    kind: 'piece',
    text: typeof said === 'string' ? said : '',
    end: reason === 'length' ? 'length' : typeof reason === 'string' ? 'stop' : null,
    usage,
  };
}
