/** From what llama.cpp throws and logs to the typed errors of the protocol. */
import { EngineError } from '../errors';

const outOfMemory =
  /out of memory|cannot allocate|could not allocate|failed to allocate|bad_alloc|Array buffer allocation failed|cannot enlarge memory/i;
const corrupt =
  /invalid magic|corrupt|not within the file bounds|failed to read|tensor .* (missing|not found)|unexpected end|invalid gguf|file size/i;
const unsupported =
  /unknown model architecture|unknown pre-tokenizer|unsupported|key not found|does not support|not supported/i;
const deviceLost = /device (was |is )?lost|GPUDevice|webgpu.*(lost|error)/i;

const textOf = (error: unknown): string =>
  error instanceof Error ? error.message : typeof error === 'string' ? error : '';

const cause = (complaints: readonly string[]): string =>
  complaints.length === 0 ? '' : ` (${complaints.join('; ').slice(0, 300)})`;

/** The error of a load that failed; `complaints` are warnings and errors of the log. */
export function loadError(error: unknown, complaints: readonly string[]): EngineError {
  if (error instanceof EngineError) return error;
  const told = [textOf(error), ...complaints].join('\n');
  if (outOfMemory.test(told)) return new EngineError('out-of-memory', 'The model does not fit into memory.');
  if (deviceLost.test(told))
    return new EngineError('device-lost', 'The graphics device was lost while the model was loading.');
  if (unsupported.test(told))
    return new EngineError('model-unsupported', `The model cannot be run by this engine${cause(complaints)}.`);
  if (corrupt.test(told)) return new EngineError('model-corrupt', `The model file cannot be read${cause(complaints)}.`);
  return new EngineError(
    'unknown',
    `The model could not be loaded: ${textOf(error) || 'no reason given'}${cause(complaints)}.`,
  );
}

/** The error of a completion that failed. One that leaves the instance in doubt is `crashed`. */
export function completionError(error: unknown, complaints: readonly string[]): EngineError {
  if (error instanceof EngineError) return error;
  const message = textOf(error);
  if (/exceeds the available context size|context size.*exceed|too long/i.test(message)) {
    return new EngineError('prompt-too-long', `The text sent to the model is too long: ${message}.`);
  }
  const told = [message, ...complaints].join('\n');
  if (outOfMemory.test(told)) return new EngineError('out-of-memory', 'The model ran out of memory.');
  if (deviceLost.test(told)) return new EngineError('device-lost', 'The graphics device was lost.');
  return new EngineError('crashed', `The model stopped: ${message || 'no reason given'}${cause(complaints)}.`);
}
