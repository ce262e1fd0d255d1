/**
 * A server of the user's own that speaks OpenAI's protocol (llama.cpp, Ollama, LM Studio, vLLM). It runs in the one worker
 * that may reach other hosts; what is asked goes to the address that was typed, and nowhere else.
 */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../../core/prediction/completion';
import type { EngineCapabilities, ModelSource, ServerModel } from '../../protocol/engine';
import type { Engine } from '../engine';
import { EngineError, isAbort } from '../errors';
import { errorWords, EventReader, readChunk, type Usage } from './events';
import { brokenOff, hostOf, refused, unreachable } from './failures';
import { modelsAddress, requestOf } from './request';

export interface ServerOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

const capabilitiesOf = (model: ServerModel): EngineCapabilities => ({
  engine: 'server',
  device: 'server',
  threads: 1,
  contextLength: model.contextLength,
  dialect: model.dialect,
  speculates: false,
  note: `Your code is sent to ${hostOf(model.url)}`,
  stopsOnSpecialTokens: true,
});

/** What a refusal says in its body; empty where that cannot be read. */
async function wordsOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    return errorWords(JSON.parse(text)) ?? '';
  } catch {
    return text.startsWith('<') ? '' : text.slice(0, 300);
  }
}

export function createServerEngine({ fetch, now }: ServerOptions): Engine {
  let loaded: ServerModel | null = null;

  const ask = async (url: string, { key }: ServerModel, signal: AbortSignal, body?: string): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(key === undefined || key === '' ? {} : { Authorization: `Bearer ${key}` }),
        },
        ...(body === undefined ? {} : { body }),
        signal,
        mode: 'cors',
        credentials: 'omit',
        redirect: 'error',
      });
    } catch (error) {
      if (isAbort(error)) throw error;
      throw unreachable(url);
    }
    if (!response.ok) throw refused(url, response.status, await wordsOf(response));
    return response;
  };

  return {
    async load(model: ModelSource, _onProgress, signal) {
      if (model.engine !== 'server')
        throw new EngineError('model-unsupported', 'A server runs models of its own only.');
      // Asked for nothing but to hear whether it is there and takes the key.
      const response = await ask(modelsAddress(model.url), model, signal);
      await response.body?.cancel();
      loaded = model;
      return capabilitiesOf(model);
    },
    unload() {
      loaded = null;
      return Promise.resolve();
    },
    async *complete(
      request: CompletionRequest,
      signal: AbortSignal,
    ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
      if (loaded === null) throw new EngineError('not-loaded', 'No server was chosen.');
      const model = loaded;
      const started = now();
      let first: number | null = null;
      let end: CompletionFigures['end'] | null = null;
      let usage: Usage | null = null;
      let pieces = 0;
      const controller = new AbortController();
      const stop = (): void => {
        controller.abort();
      };
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const figures = (how: CompletionFigures['end']): CompletionFigures => ({
        promptTokens: usage?.prompt ?? 0,
        reusedTokens: usage?.reused ?? 0,
        generatedTokens: usage?.generated ?? pieces,
        draftedTokens: 0,
        acceptedTokens: 0,
        forwardPasses: usage?.generated ?? pieces,
        msToFirstToken: (first ?? now()) - started,
        msTotal: now() - started,
        end: how,
      });
      try {
        const { url, body } = requestOf(model, request);
        const response = await ask(url, model, controller.signal, body);
        const events = new EventReader();
        const text = new TextDecoder();
        const reader = response.body?.getReader();
        for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
          for (const data of events.push(text.decode(step.value, { stream: true }))) {
            const chunk = readChunk(data);
            if (chunk.kind === 'failed') throw brokenOff(model.url, chunk.why);
            if (chunk.kind === 'done') return figures(end ?? 'stop');
            usage = chunk.usage ?? usage;
            end = chunk.end ?? end;
            if (chunk.text === '') continue;
            first ??= now();
            pieces += 1;
            yield { text: chunk.text, logprob: null };
          }
        }
        if (end === null) throw brokenOff(model.url, 'the connection was closed');
        return figures(end);
      } catch (error) {
        if (signal.aborted) return figures('cancelled');
        if (error instanceof EngineError) throw error;
        throw brokenOff(model.url, error instanceof Error ? error.message : 'it cannot be read');
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    },
  };
}
