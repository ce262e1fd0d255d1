/** What a server is asked: OpenAI's completions of a prompt as it is, or its chat, for models that have a form of their own. */
import type { CompletionRequest } from '../../core/prediction/completion';
import { findDialect } from '../../core/conversation';
import { unescapeTokens } from '../../core/conversation/tokens';
import type { ServerModel } from '../../protocol/engine';

export interface ServerRequest {
  readonly url: string;
  readonly body: string;
}

interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

const MESSAGE = /^<\|im_start\|>(system|user|assistant)[^\n]*\n([\s\S]*)<\|im_end\|>\n$/;

/** The messages of a prompt in ChatML; what the answer is to begin with is left to the model. */
export function messagesOf(parts: readonly string[]): readonly ChatMessage[] {
  return parts.flatMap((part) => {
    const [, role, content] = MESSAGE.exec(part) ?? [];
    return role === undefined ? [] : [{ role, content: unescapeTokens(content ?? '') }];
  });
}

/** The address without what people put behind it. */
export const baseOf = (url: string): string =>
  url
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(?:chat\/)?completions$|\/models$/, '');

/** Where a server lists its models. */
export const modelsAddress = (url: string): string => `${baseOf(url)}/models`;

/** Whether a model of that dialect is asked through the chat: the server knows its form. */
const chats = (dialect: string): boolean => {
  const found = findDialect(dialect);
  return found !== null && 'style' in found && found.style === 'instruct';
};

export function requestOf({ url, model, dialect }: ServerModel, request: CompletionRequest): ServerRequest {
  const { parts, stop, maxTokens, temperature } = request;
  const common = {
    model,
    max_tokens: maxTokens,
    temperature,
    stop: [...stop],
    stream: true,
    stream_options: { include_usage: true },
  };
  return chats(dialect)
    ? { url: `${baseOf(url)}/chat/completions`, body: JSON.stringify({ ...common, messages: messagesOf(parts) }) }
    : { url: `${baseOf(url)}/completions`, body: JSON.stringify({ ...common, prompt: parts.join('') }) };
}

/** Names of models as a server lists them; null for what is no list. */
export function readModels(json: unknown): readonly string[] | null {
  if (typeof json !== 'object' || json === null || !('data' in json) || !Array.isArray(json.data)) return null;
  const entries: readonly unknown[] = json.data;
  return entries.flatMap((entry) =>
    typeof entry === 'object' &&
    entry !== null &&
    'id' in entry &&
    typeof entry.id === 'string' &&
    entry.id.length < 300
      ? [entry.id]
      : [],
  );
}
