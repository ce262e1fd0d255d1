import { describe, expect, it } from 'vitest';
import type { EngineErrorCode, EngineFailure, ModelSource } from '../../protocol/engine';
import { decide, fallbackWords, type Chosen, type Situation } from './fallback';

const common = { contextLength: 16, dialect: 'd' };
const cpu = (id: string): Chosen => ({
  name: `${id}!`,
  source: { ...common, id, engine: 'wllama', url: 'u', sha256: null } satisfies ModelSource,
});
const gpu = (id: string): Chosen => ({
  name: `${id}!`,
  source: {
    ...common,
    id,
    engine: 'web-llm',
    url: 'u',
    library: 'l',
    librarySha256: null,
    needsF16: true,
  } satisfies ModelSource,
});
const failure = (code: EngineErrorCode): EngineFailure => ({ code, message: 'Details.', remedy: 'r' });

const embedded = cpu('embedded');
const small = gpu('small');
const large = gpu('large');
const file = cpu('file');

const situation = (failed: Chosen, code: EngineErrorCode, rest: Partial<Situation> = {}): Situation => ({
  failed,
  failure: failure(code),
  restarts: false,
  embedded,
  before: null,
  failedBefore: [],
  ...rest,
});

describe('a model that fails', () => {
  it.each<[string, Situation, string]>([
    [
      'loses its GPU: the embedded model',
      situation(large, 'device-lost', { restarts: true }),
      'embedded, tried again next time',
    ],
    [
      'loses its GPU, and another ran there before: that is lost too',
      situation(large, 'device-lost', { restarts: true, before: small }),
      'embedded, tried again next time',
    ],
    [
      'loses its GPU, and a model of the CPU ran before: that one',
      situation(large, 'device-lost', { before: file }),
      'file, tried again next time',
    ],
    ['does not fit: the one before', situation(large, 'out-of-memory', { before: small }), 'small'],
    [
      'does not fit, nor does the one before: the embedded model',
      situation(small, 'out-of-memory', { before: small, failedBefore: ['large'] }),
      'embedded',
    ],
    [
      'does not fit, and is not waited for to fail again',
      situation(large, 'out-of-memory', { restarts: true }),
      'embedded',
    ],
    ['is damaged', situation(file, 'model-corrupt'), 'embedded'],
    ['is gone', situation(file, 'model-not-found'), 'embedded'],
    ['crashes, and is being started again', situation(large, 'crashed', { restarts: true }), 'wait'],
    ['crashed too often', situation(large, 'crashed'), 'embedded, tried again next time'],
    [
      'is the embedded one and is being started again',
      situation(embedded, 'out-of-memory', { restarts: true }),
      'wait',
    ],
    ['is the embedded one', situation(embedded, 'model-corrupt', { before: small }), 'stop'],
    ['has nothing to fall back to', situation(large, 'out-of-memory', { embedded: null }), 'stop'],
    [
      'has only failed ones to fall back to',
      situation(large, 'out-of-memory', { before: small, failedBefore: ['small', 'embedded'] }),
      'stop',
    ],
  ])('%s', (_name, given, expected) => {
    const decision = decide(given);
    expect(
      decision.kind === 'fall-back'
        ? `${decision.to.source.id}${decision.keepChoice ? ', tried again next time' : ''}`
        : decision.kind,
    ).toBe(expected);
  });

  it('always ends: no chain of failures comes by the same model twice', () => {
    const failedBefore: string[] = [];
    let failed = large;
    for (let steps = 0; steps < 10; steps += 1) {
      const decision = decide(situation(failed, 'out-of-memory', { before: small, failedBefore }));
      failedBefore.push(failed.source.id);
      if (decision.kind !== 'fall-back') break;
      failed = decision.to;
    }
    expect(failedBefore).toEqual(['large', 'small', 'embedded']);
  });

  it.each<[EngineErrorCode, RegExp]>([
    ['device-lost', /graphics device was lost/],
    ['out-of-memory', /does not fit into the memory/],
    ['model-corrupt', /cannot be read.*Delete it/s],
    ['model-not-found', /not on this device/],
    ['unknown', /could not be used: Details\./],
  ])('is explained (%s): what happened, what was kept, what to do', (code, words) => {
    const { title, body } = fallbackWords(large, failure(code), embedded);
    expect(`${title} ${body}`).toMatch(words);
    expect(title).toContain('large!');
    expect(body).toContain('embedded!');
    expect(body).toContain('your text is not touched');
  });
});
