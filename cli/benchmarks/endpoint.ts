/** Asks an OpenAI-compatible server, so that published figures can be repeated by whoever has the weights. */
import type { ConversationInput, Dialect } from '../../src/core/conversation';
import { instructMessages } from '../../src/core/conversation/instruct';
import { roleMessages } from '../../src/core/conversation/template';
import type { CompletionRequest } from '../../src/core/prediction';
import type { Answer } from '../evaluation/answers';

export interface EndpointOptions {
  /** Ends in `/v1` or the like; `/completions` or `/chat/completions` is put behind it. */
  readonly url: string;
  readonly model: string;
  readonly api: 'chat' | 'completions';
  readonly key: string | null;
  readonly dialect: Dialect;
}

interface Reply {
  readonly choices?: readonly { readonly text?: string; readonly message?: { readonly content?: string | null }; readonly finish_reason?: string | null }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number; readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null };
}

const TRIES = 4;
const WAIT_MS = 2_000;

/** Chat servers know three roles; those of the paper's template are told in the words of a user. */
function chatMessages(input: ConversationInput, dialect: Dialect): readonly { readonly role: string; readonly content: string }[] {
  if (dialect.style === 'instruct') return instructMessages(input, dialect).map(({ role, content }) => ({ role, content }));
  const messages = roleMessages(input, dialect).map(({ role, content }) => ({ role: role === 'history' || role === 'current' ? 'user' : role, content }));
  return [{ role: 'system', content: 'You are a helpful programming assistant.' }, ...messages];
}

async function post(url: string, body: unknown, key: string | null): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key === null ? {} : { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
    });
    if (response.ok) return await response.json() as Reply;
    const busy = response.status === 429 || response.status >= 500;
    if (!busy || attempt === TRIES) throw new Error(`The server answered with status ${response.status}: ${(await response.text()).slice(0, 300)}`);
    await new Promise((resolve) => { setTimeout(resolve, WAIT_MS * attempt); });
  }
}

/** @throws Error when the server refuses, or is still busy after a few tries */
export async function askEndpoint({ url, model, api, key, dialect }: EndpointOptions, input: ConversationInput, request: CompletionRequest): Promise<Answer> {
  const base = url.replace(/\/+$/, '');
  const began = performance.now();
  const common = { model, max_tokens: request.maxTokens, temperature: 0, stream: false };
  const reply = api === 'completions'
    ? await post(`${base}/completions`, { ...common, prompt: request.parts.join(''), stop: request.stop }, key)
    : await post(`${base}/chat/completions`, { ...common, messages: chatMessages(input, dialect) }, key);
  const [choice] = reply.choices ?? [];
  const text = choice?.text ?? choice?.message?.content ?? '';
  const ms = performance.now() - began;
  return {
    pieces: [{ text, logprob: null, ms }],
    figures: {
      promptTokens: reply.usage?.prompt_tokens ?? 0,
      reusedTokens: reply.usage?.prompt_tokens_details?.cached_tokens ?? 0,
      generatedTokens: reply.usage?.completion_tokens ?? 0,
      draftedTokens: 0, acceptedTokens: 0, forwardPasses: 0,
      msToFirstToken: ms, msTotal: ms,
      end: choice?.finish_reason === 'length' ? 'length' : 'stop',
    },
  };
}
