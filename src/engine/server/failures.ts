/** What went wrong with a server, and what to do. */
import { EngineError } from '../errors';

/** The host of an address, for people; the address itself where it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** A browser does not tell a server that is not running from one that does not let this page ask. */
export const unreachable = (url: string): EngineError =>
  new EngineError(
    'model-not-found',
    `${hostOf(url)} does not answer, or does not let this page ask it.`,
    'Start the server, and let it allow other origins (CORS): Ollama by OLLAMA_ORIGINS, LM Studio by a switch; llama.cpp and vLLM do by themselves.',
  );

/**
 * An answer with a status that is no success.
 * @param words the server's own, or empty
 */
export function refused(url: string, status: number, words: string): EngineError {
  const host = hostOf(url);
  const said = words === '' ? '' : ` It says: ${words}`;
  switch (status) {
    case 401:
    case 403:
      return new EngineError(
        'model-unsupported',
        `${host} refuses the key.${said}`,
        'Enter another key in the menu of models.',
      );
    case 404:
      return new EngineError(
        'model-not-found',
        `${host} does not have that model, or not at this address.${said}`,
        'Check the address (it often ends in /v1) and the model’s name in the menu of models.',
      );
    case 400:
    case 413:
    case 422:
      return /context|token|length|too (?:long|large)/i.test(words)
        ? new EngineError(
            'prompt-too-long',
            `The question is longer than ${host} lets the model read.${said}`,
            'Start the server with a larger context, or ask about less.',
          )
        : new EngineError(
            'unknown',
            `${host} does not understand the question.${said}`,
            'Choose another prompt format or model.',
          );
    case 429:
      return new EngineError('unknown', `${host} has too much to do.${said}`, 'Try again later.');
    default:
      return new EngineError('unknown', `${host} failed (${status}).${said}`, 'Look at what the server prints.');
  }
}

export const brokenOff = (url: string, why: string): EngineError =>
  new EngineError(
    'unknown',
    `The answer of ${hostOf(url)} broke off: ${why}.`,
    'Look at what the server prints, and ask again.',
  );
