/** Starts the inference worker; for `createEngineClient`. */
export const spawnInference = (): Worker => new Worker(new URL('../../workers/inference.ts', import.meta.url), { type: 'module', name: 'inference' });
