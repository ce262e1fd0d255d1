import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../core/conversation';
import { DEFAULT_EXCERPT_LIMITS, WINDOW_LIMITS } from '../core/prediction';
import type { EngineCapabilities, GgufModel } from '../protocol/engine';
import { profileOf } from './profile';

const model: GgufModel = { id: 'm', engine: 'wllama', url: 'm', sha256: null, contextLength: 4096, dialect: '' };
const profile = (dialect: string, more: Partial<GgufModel> = {}): ReturnType<typeof profileOf> =>
  profileOf({ ...model, dialect, ...more }, { ...capabilities, dialect });
const capabilities: EngineCapabilities = {
  engine: 'wllama',
  device: 'cpu',
  threads: 1,
  contextLength: 4096,
  dialect: '',
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
};

describe('how much a model is shown', () => {
  it.each(Object.values(DIALECTS).flatMap((dialect) => (dialect.style === 'own' ? [dialect] : [])))(
    '$id: as much as its makers say',
    ({ id, limits }) => {
      expect(profile(id)).toMatchObject({
        limits: limits.excerpt,
        budget: {
          contextTokens: 4096,
          answerTokens: limits.answerTokens,
          historyTokens: limits.historyTokens,
          historyMessages: limits.historyMessages,
        },
      });
      expect(profile(id)?.weighed).toBe(limits.weighed);
    },
  );

  it('others: the usual, or a window for those that always write', () => {
    expect(profile('cursorcore-wf')?.limits).toEqual(DEFAULT_EXCERPT_LIMITS);
    expect(profile('inkling-wf')).toMatchObject({ limits: WINDOW_LIMITS, weighed: true });
  });

  it('what its card says goes first', () => {
    expect(profile('sweep-1', { excerpt: { lines: 5, chars: 99 } })?.limits).toEqual({ maxLines: 5, maxChars: 99 });
  });

  it('a dialect that nobody speaks has none', () => {
    expect(profile('nope')).toBeNull();
  });
});
