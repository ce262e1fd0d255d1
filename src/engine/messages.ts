import type { CompletionRequest } from '../core/prediction/completion';
import type { EngineCommand, ModelSource } from '../protocol/engine';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isCount = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least;

const isProbability = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const isRequest = (value: unknown): value is CompletionRequest =>
  isRecord(value) &&
  isStrings(value['parts']) &&
  (value['draft'] === null || typeof value['draft'] === 'string') &&
  (value['draftSilence'] === undefined || isProbability(value['draftSilence'])) &&
  isStrings(value['stop']) &&
  isCount(value['maxTokens'], 1) &&
  typeof value['temperature'] === 'number' &&
  Number.isFinite(value['temperature']) &&
  value['temperature'] >= 0;

const isScript = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) &&
    value.every((line) => isRecord(line) && typeof line['when'] === 'string' && typeof line['answer'] === 'string'));

const isSha256 = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value));

const isLogprob = (value: unknown): boolean => typeof value === 'number' && value <= 0;

const isConfidence = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) &&
    isLogprob(value['min']) &&
    isLogprob(value['mean']) &&
    (value['silence'] === undefined || isProbability(value['silence'])));

/** Only what the page itself serves is applied, and nothing without a digest. */
const isAdapter = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) &&
    typeof value['url'] === 'string' &&
    /^[a-z][\w./-]*$/i.test(value['url']) &&
    value['sha256'] !== null &&
    isSha256(value['sha256']) &&
    isCount(value['bytes'], 1));

const isHttpUrl = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\//.test(value);

const hasOwnFields = (value: Readonly<Record<string, unknown>>): boolean => {
  switch (value['engine']) {
    case 'wllama':
      return (
        typeof value['url'] === 'string' &&
        isSha256(value['sha256']) &&
        (value['device'] === undefined || value['device'] === 'auto' || value['device'] === 'cpu') &&
        isAdapter(value['adapter'])
      );
    case 'web-llm':
      return (
        isHttpUrl(value['url']) &&
        isHttpUrl(value['library']) &&
        isSha256(value['librarySha256']) &&
        typeof value['needsF16'] === 'boolean'
      );
    // Nothing is loaded for it, so the worker never hears of it.
    case 'built-in':
      return false;
    case 'scripted':
      return isScript(value['script']);
    default:
      return false;
  }
};

const isModel = (value: unknown): value is ModelSource =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  (value['bytes'] === undefined || isCount(value['bytes'], 0)) &&
  isCount(value['contextLength'], 1) &&
  typeof value['dialect'] === 'string' &&
  isConfidence(value['confidence']) &&
  hasOwnFields(value);

/** The id of a message that may not be well formed; null when it has none. */
export const idOf = (message: unknown): number | null =>
  isRecord(message) && isCount(message['id'], 0) ? message['id'] : null;

/** Reads a message from the page; null when it is not a command of the protocol. */
export function parseCommand(message: unknown): EngineCommand | null {
  const id = idOf(message);
  if (!isRecord(message) || id === null) return null;
  switch (message['type']) {
    case 'ping':
    case 'cancel':
    case 'unload':
      return { type: message['type'], id };
    case 'load':
      return isModel(message['model']) ? { type: 'load', id, model: message['model'] } : null;
    case 'complete':
      return isRequest(message['request']) ? { type: 'complete', id, request: message['request'] } : null;
    default:
      return null;
  }
}
