import type { CompletionRequest } from '../core/prediction/completion';
import type { EngineCommand, ModelSource } from '../protocol/engine';
import { isCount, isRecord, isStrings } from './fields';
import { traitsOf } from './kinds';

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

const isLogprob = (value: unknown): boolean => typeof value === 'number' && value <= 0;

const isConfidence = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) &&
    isLogprob(value['min']) &&
    isLogprob(value['mean']) &&
    (value['silence'] === undefined || isProbability(value['silence'])));

const isModel = (value: unknown): value is ModelSource =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  (value['bytes'] === undefined || isCount(value['bytes'], 0)) &&
  isCount(value['contextLength'], 1) &&
  typeof value['dialect'] === 'string' &&
  isConfidence(value['confidence']) &&
  traitsOf(value['engine'])?.isSource(value) === true;

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
