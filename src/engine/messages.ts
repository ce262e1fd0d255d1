import type { CompletionFigures, CompletionRequest } from '../core/prediction/completion';
import type { EngineCommand, ModelSource } from '../protocol/engine';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isStrings = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const isCount = (value: unknown, least: number): value is number => typeof value === 'number' && Number.isInteger(value) && value >= least;

const isRequest = (value: unknown): value is CompletionRequest =>
  isRecord(value)
  && isStrings(value['parts'])
  && (value['draft'] === null || typeof value['draft'] === 'string')
  && isStrings(value['stop'])
  && isCount(value['maxTokens'], 1)
  && typeof value['temperature'] === 'number' && Number.isFinite(value['temperature']) && value['temperature'] >= 0;

const isScript = (value: unknown): boolean =>
  value === undefined
  || (Array.isArray(value) && value.every((line) => isRecord(line) && typeof line['when'] === 'string' && typeof line['answer'] === 'string'));

const isModel = (value: unknown): value is ModelSource =>
  isRecord(value)
  && typeof value['id'] === 'string'
  && (value['engine'] === 'wllama' || value['engine'] === 'scripted')
  && typeof value['url'] === 'string'
  && (value['sha256'] === null || (typeof value['sha256'] === 'string' && /^[0-9a-f]{64}$/i.test(value['sha256'])))
  && (value['bytes'] === undefined || isCount(value['bytes'], 0))
  && isCount(value['contextLength'], 1)
  && typeof value['dialect'] === 'string'
  && (value['device'] === undefined || value['device'] === 'auto' || value['device'] === 'cpu')
  && isScript(value['script']);

/** The id of a message that may not be well formed; null when it has none. */
export const idOf = (message: unknown): number | null => (isRecord(message) && isCount(message['id'], 0) ? message['id'] : null);

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

/** The figures of a completion that was cancelled before it began. */
export const cancelledFigures: CompletionFigures = {
  promptTokens: 0,
  reusedTokens: 0,
  generatedTokens: 0,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 0,
  msToFirstToken: 0,
  msTotal: 0,
  end: 'cancelled',
};
