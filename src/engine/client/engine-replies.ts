import type { CompletionFigures, CompletionPiece } from '../../core/prediction/completion';
import type { EngineCapabilities, EngineFailure, EngineReply, LoadProgress } from '../../protocol/engine';

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const hasStrings = (value: Fields, ...keys: readonly string[]): boolean =>
  keys.every((key) => typeof value[key] === 'string');
const hasNumbers = (value: Fields, ...keys: readonly string[]): boolean =>
  keys.every((key) => typeof value[key] === 'number');

const isProgress = (value: unknown): value is LoadProgress =>
  isRecord(value) && hasStrings(value, 'stage') && hasNumbers(value, 'done', 'total');

const isCapabilities = (value: unknown): value is EngineCapabilities =>
  isRecord(value) &&
  hasStrings(value, 'engine', 'device', 'dialect') &&
  hasNumbers(value, 'threads', 'contextLength') &&
  typeof value['speculates'] === 'boolean' &&
  (value['note'] === null || typeof value['note'] === 'string') &&
  typeof value['stopsOnSpecialTokens'] === 'boolean';

const isPiece = (value: unknown): value is CompletionPiece =>
  isRecord(value) && hasStrings(value, 'text') && (value['logprob'] === null || typeof value['logprob'] === 'number');

const isFigures = (value: unknown): value is CompletionFigures =>
  isRecord(value) &&
  hasNumbers(
    value,
    'promptTokens',
    'reusedTokens',
    'generatedTokens',
    'draftedTokens',
    'acceptedTokens',
    'forwardPasses',
    'msToFirstToken',
    'msTotal',
  ) &&
  hasStrings(value, 'end');

const isFailure = (value: unknown): value is EngineFailure =>
  isRecord(value) && hasStrings(value, 'code', 'message', 'remedy');

/** Reads a message from the inference worker; null when it is not a reply of the protocol. */
export function parseReply(message: unknown): EngineReply | null {
  if (!isRecord(message) || typeof message['id'] !== 'number') return null;
  const id = message['id'];
  const { type, progress, capabilities, piece, figures, failure } = message;
  switch (type) {
    case 'pong':
    case 'unloaded':
      return { type, id };
    case 'progress':
      return isProgress(progress) ? { type, id, progress } : null;
    case 'loaded':
      return isCapabilities(capabilities) ? { type, id, capabilities } : null;
    case 'piece':
      return isPiece(piece) ? { type, id, piece } : null;
    case 'completed':
      return isFigures(figures) ? { type, id, figures } : null;
    case 'failed':
      return isFailure(failure) ? { type, id, failure } : null;
    default:
      return null;
  }
}
