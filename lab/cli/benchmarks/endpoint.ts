/** Asks an OpenAI-compatible server, so that published figures can be repeated by whoever has the weights. */
import { renderPrompt, type ConversationInput, type Dialect } from '../../../src/core/conversation';
import { instructMessages } from '../../../src/core/conversation/instruct';
import { roleMessages } from '../../../src/core/conversation/template';
import type { CompletionRequest } from '../../../src/core/prediction';
import type { Answer } from '../evaluation/answers';
import { CommandError } from './command';

export interface EndpointOptions {
  /** Ends in `/v1` or the like; `/completions` or `/chat/completions` is put behind it. */
  readonly url: string;
  readonly model: string;
  readonly api: 'chat' | 'completions';
  readonly key: string | null;
  readonly dialect: Dialect;
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The first wait before a busy server is asked again; it doubles. Milliseconds. */
  readonly waitMs?: number;
}

interface Reply {
  readonly choices?: readonly {
    readonly text?: string;
    readonly message?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  };
}

const TRIES = 5;
const WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Chat servers know three roles; those of the paper's template are told in the words of a user. */
function chatMessages(
  input: ConversationInput,
  dialect: Dialect,
): readonly { readonly role: string; readonly content: string }[] {
  if (dialect.style === 'own')
    return [{ role: 'user', content: renderPrompt(input, dialect, { kind: 'code-first' }).parts.join('') }];
  if (dialect.style === 'instruct')
    return instructMessages(input, dialect).map(({ role, content }) => ({ role, content }));
  const messages = roleMessages(input, dialect).map(({ role, content }) => ({
    role: role === 'history' || role === 'current' ? 'user' : role,
    content,
  }));
  return [{ role: 'system', content: 'You are a helpful programming assistant.' }, ...messages];
}

/** What one attempt came to. */
type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Worth another try. `afterMs`: as long as the server wants to be left alone; null where it does not say. */
  | { readonly kind: 'busy'; readonly why: string; readonly afterMs: number | null }
  /** No question would be answered. */
  | { readonly kind: 'refused'; readonly why: string }
  /** This question will not be answered; another may be. */
  | { readonly kind: 'rejected'; readonly why: string };

/** `Retry-After` in seconds, or as a date. */
function waitAsked(response: Response, now: number): number | null {
  const said = response.headers.get('retry-after');
  if (said === null) return null;
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_WAIT_MS);
}

/** What a server that refused has said, without the wrapping that most put around it. */
async function wordsOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    const { error, message } = JSON.parse(text) as { readonly error?: unknown; readonly message?: unknown };
    const inner =
      typeof error === 'object' && error !== null && 'message' in error ? error.message : (error ?? message);
    if (typeof inner === 'string') return inner.slice(0, 300);
  } catch {
    // Not JSON: as it stands.
  }
  return text.slice(0, 300);
}

/** Statuses that say something about the key or the address, not about the question. */
const ABOUT_THE_CALLER = new Set([401, 402, 403, 404, 405]);

async function attempt(
  url: string,
  body: string,
  { key, timeoutMs }: Pick<EndpointOptions, 'key' | 'timeoutMs'>,
): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key === null ? {} : { Authorization: `Bearer ${key}` }) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return { kind: 'reply', reply: (await response.json()) as Reply };
    const why = `status ${response.status}: ${await wordsOf(response)}`;
    if (response.status === 429 || response.status === 408 || response.status >= 500)
      return { kind: 'busy', why, afterMs: waitAsked(response, Date.now()) };
    return { kind: ABOUT_THE_CALLER.has(response.status) ? 'refused' : 'rejected', why };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return { kind: 'busy', why: `no answer within ${timeoutMs / 1000} s`, afterMs: null };
    // An address that no request can be made of.
    if (error instanceof TypeError && error.cause === undefined) return { kind: 'refused', why: error.message };
    if (error instanceof SyntaxError) return { kind: 'refused', why: 'its answer is no JSON' };
    const { cause } = error as { readonly cause?: unknown };
    return {
      kind: 'busy',
      why: cause instanceof Error && cause.message !== '' ? cause.message : String(error),
      afterMs: null,
    };
  }
}

async function post(url: string, body: unknown, options: EndpointOptions): Promise<Reply> {
  const text = JSON.stringify(body);
  for (let tried = 1; ; tried += 1) {
    const outcome = await attempt(url, text, options);
    switch (outcome.kind) {
      case 'reply':
        return outcome.reply;
      case 'rejected':
        throw new Error(`The server would not answer, ${outcome.why}`);
      case 'refused':
        throw new CommandError(
          `${url} refused, ${outcome.why}\nCheck --endpoint, --model, --api and --key-env. Answers so far are kept.`,
        );
      case 'busy': {
        if (tried === TRIES)
          throw new CommandError(
            `${url} gave no answer in ${TRIES} tries, the last time: ${outcome.why}\nIs the server running? Answers so far are kept: the same command goes on from here.`,
          );
        const wait = outcome.afterMs ?? (options.waitMs ?? WAIT_MS) * 2 ** (tried - 1);
        await new Promise((resolve) => {
          setTimeout(resolve, wait);
        });
      }
    }
  }
}

/**
 * One answer, greedily. A server that is busy (429, 5xx), silent or out of reach is asked again after a while.
 * @throws CommandError when no question would be answered: nobody listens, the key or the model is wrong
 * @throws Error when the server rejects this question, for example because it is too long
 */
export async function askEndpoint(
  options: EndpointOptions,
  input: ConversationInput,
  request: CompletionRequest,
): Promise<Answer> {
  const { url, model, api, dialect } = options;
  const base = url.replace(/\/+$/, '');
  const began = performance.now();
  const common = { model, max_tokens: request.maxTokens, temperature: 0, stream: false };
  const reply =
    api === 'completions'
      ? // The paper's answers end at a special token, which vLLM would not show.
        await post(
          `${base}/completions`,
          {
            ...common,
            prompt: request.parts.join(''),
            stop: request.stop,
            ...(dialect.style !== 'instruct' ? { skip_special_tokens: false } : {}),
          },
          options,
        )
      : await post(`${base}/chat/completions`, { ...common, messages: chatMessages(input, dialect) }, options);
  const [choice] = reply.choices ?? [];
  if (choice === undefined)
    throw new CommandError(
      `${base} answered, but not as an OpenAI-compatible server does: there are no choices in it.`,
    );
  const text = choice.text ?? choice.message?.content ?? '';
  const ms = performance.now() - began;
  return {
    pieces: [{ text, logprob: null, ms }],
    figures: {
      promptTokens: reply.usage?.prompt_tokens ?? 0,
      reusedTokens: reply.usage?.prompt_tokens_details?.cached_tokens ?? 0,
      generatedTokens: reply.usage?.completion_tokens ?? 0,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: 0,
      msToFirstToken: ms,
      msTotal: ms,
      end: choice.finish_reason === 'length' ? 'length' : 'stop',
    },
  };
}
