import { EngineError, isAbort } from '../errors';

const wordsOf = (error: unknown): string => {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string')
    return error.message;
  return String(error);
};

const OUT_OF_MEMORY =
  /out of memory|\bOOM\b|memory allocation|failed to allocate|Array buffer allocation|maxBufferSize/i;

/** Why the device went; null while it is there. */
export interface DeviceState {
  readonly lost: string | null;
}

const lostDevice = (reason: string): EngineError =>
  OUT_OF_MEMORY.test(reason)
    ? new EngineError('out-of-memory', 'The graphics memory is full.')
    : new EngineError('device-lost', `The graphics device stopped${reason === '' ? '' : `: ${reason}`}`);

/** What loading threw, as a failure with a remedy. An abort is handed on. */
export function loadFailure(error: unknown, device: DeviceState): unknown {
  if (error instanceof EngineError || isAbort(error)) return error;
  if (typeof error === 'object' && error !== null && 'failure' in error) return error;
  const words = wordsOf(error);
  const name = error instanceof Error ? error.name : '';
  // web-llm cannot tell why a device went while loading; by far the most common reason is memory.
  if (name === 'DeviceLostError' || OUT_OF_MEMORY.test(words))
    return new EngineError('out-of-memory', 'The model does not fit into the graphics memory.');
  if (device.lost !== null) return lostDevice(device.lost);
  if (name === 'ShaderF16SupportError')
    return new EngineError(
      'model-unsupported',
      'This GPU cannot compute in 16 bits (shader-f16), which this model needs.',
      'Choose the same model in 32 bits (q4f32).',
    );
  if (/WebGPU|compatible GPU|requested max/i.test(words))
    return new EngineError(
      'model-unsupported',
      'This browser offers no GPU that the model can use.',
      'Choose a model that runs on the processor.',
    );
  if (/LinkError|import object|wasm/i.test(`${name} ${words}`))
    return new EngineError(
      'model-corrupt',
      'The compiled library of the model does not fit this program.',
      'Load the model again; if it stays, delete it and choose it anew.',
    );
  if (/fetch|network|Cache|quota|load failed/i.test(words))
    return new EngineError('model-not-found', `A file of the model could not be fetched: ${words}`);
  return new EngineError('unknown', `The model could not be started: ${words}`);
}

/** What a completion threw, as a failure with a remedy. */
export function completionFailure(error: unknown, device: DeviceState): EngineError {
  if (error instanceof EngineError) return error;
  if (device.lost !== null) return lostDevice(device.lost);
  const words = wordsOf(error);
  if (OUT_OF_MEMORY.test(words)) return new EngineError('out-of-memory', 'The graphics memory is full.');
  if (/not numbers/.test(words))
    return new EngineError(
      'model-unsupported',
      'The GPU computed no usable numbers with this model.',
      'Choose the same model in 32 bits (q4f32), or another.',
    );
  // The runtime ends with an exit status where a limit is broken; its state begins anew with the next prompt.
  return new EngineError(
    'unknown',
    `The GPU engine failed: ${words}`,
    'Nothing to do: the next prediction starts anew.',
  );
}
