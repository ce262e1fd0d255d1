import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineErrorCode, ModelSource } from '../../protocol/engine';
import type { NoticeView } from '../view-types';
import type { EngineState } from '../../engine/client/engine-client';
import type { Settings } from '../../platform/local-settings';
import { createStore } from '../../platform/store';
import { createModelChoice, readChoice, type ChoiceState, type ModelChoice } from './choice';
import type { Chosen } from './fallback';

const embeddedSource: ModelSource = {
  id: 'embedded',
  engine: 'wllama',
  url: 'e',
  sha256: null,
  contextLength: 16,
  dialect: 'd',
};
const large: Chosen = {
  name: 'Large',
  source: {
    id: 'large',
    engine: 'web-llm',
    url: 'u',
    library: 'l',
    librarySha256: null,
    needsF16: true,
    contextLength: 16,
    dialect: 'd',
  },
};
const small: Chosen = { name: 'Small', source: { ...large.source, id: 'small' } };
const capabilities = {
  engine: 'wllama',
  device: 'cpu',
  threads: 1,
  contextLength: 16,
  dialect: 'd',
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
} as const;

interface Scene {
  readonly choice: ModelChoice;
  readonly loaded: string[];
  readonly notices: Map<string, Omit<NoticeView, 'id'>>;
  readonly ready: () => void;
  readonly fails: (code: EngineErrorCode, retryInMs?: number | null) => Promise<void>;
}

let kept: Map<string, string>;
const settings: Settings = {
  read: (name) => kept.get(name) ?? null,
  write: (name, value) => {
    kept.set(name, value);
  },
};
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

function scene(findEmbedded: () => Promise<ModelSource> = () => Promise.resolve(embeddedSource)): Scene {
  const loaded: string[] = [];
  const sources: ModelSource[] = [];
  const notices = new Map<string, Omit<NoticeView, 'id'>>();
  const hear = (state: EngineState): void => {
    choice.heard(state);
  };
  const choice = createModelChoice({
    engine: () => ({
      load: (source) => {
        loaded.push(source.id);
        sources.push(source);
        return Promise.resolve(capabilities);
      },
      retry: () => {
        loaded.push('retry');
      },
      state: () => ({ kind: 'absent' }),
    }),
    state: createStore<ChoiceState>({ current: null, embedded: null }, (tell) => {
      tell();
    }),
    settings,
    notice: (id, content) => {
      if (content === null) notices.delete(id);
      else notices.set(id, content);
    },
    findEmbedded,
    onMissing: () => undefined,
    later: (act) => {
      act();
    },
  });
  return {
    choice,
    loaded,
    notices,
    ready: () => {
      hear({ kind: 'ready', model: sources.at(-1)!, capabilities });
    },
    fails: async (code, retryInMs = null) => {
      hear({
        kind: 'failed',
        model: sources.at(-1)!,
        failure: { code, message: 'Details.', remedy: 'Do something.' },
        retryInMs,
      });
      await rest();
    },
  };
}

beforeEach(() => {
  kept = new Map();
});

describe('the choice of a model', () => {
  it('is the embedded one at first', async () => {
    const { choice, loaded } = scene();
    await choice.start();
    expect(loaded).toEqual(['embedded']);
  });

  it('is kept for the next visit', async () => {
    const first = scene();
    await first.choice.start();
    first.choice.choose(large);
    const second = scene();
    await second.choice.start();
    expect(second.loaded).toEqual(['large']);
    second.choice.choose(second.choice.state.get().embedded!);
    const third = scene();
    await third.choice.start();
    expect(third.loaded).toEqual(['embedded']);
  });

  it.each(['', '{', 'null', '{"name":1,"source":{}}', '{"name":"x"}'])(
    'is forgotten where it cannot be read (%j)',
    (text) => {
      expect(readChoice(text)).toBeNull();
    },
  );

  it('falls back with words and an offer, and comes back when that is taken', async () => {
    const { choice, loaded, notices, ready, fails } = scene();
    await choice.start();
    ready();
    choice.choose(large);
    ready();
    await fails('device-lost', 250);
    expect(loaded).toEqual(['embedded', 'large', 'embedded']);
    const notice = notices.get('model');
    expect(notice?.title).toContain('graphics device was lost');
    expect(kept.get('model')).toContain('large');
    notice?.actions[0]?.run();
    expect(loaded.at(-1)).toBe('large');
    expect(notices.has('model')).toBe(false);
  });

  it('goes back to the model before, where memory is short, and does not try the large one at the next visit', async () => {
    const { choice, loaded, ready, fails } = scene();
    await choice.start();
    choice.choose(small);
    ready();
    choice.choose(large);
    await fails('out-of-memory');
    expect(loaded.at(-1)).toBe('small');
    expect(kept.get('model')).toContain('small');
    await fails('out-of-memory');
    expect(loaded.at(-1)).toBe('embedded');
  });

  it('leaves a crashed model to be started again', async () => {
    const { choice, loaded, ready, fails } = scene();
    await choice.start();
    choice.choose(large);
    ready();
    await fails('crashed', 250);
    expect(loaded).toEqual(['embedded', 'large']);
  });

  it('offers another try when the embedded model fails', async () => {
    const { choice, loaded, notices, fails } = scene();
    await choice.start();
    await fails('load-timeout');
    notices.get('engine')?.actions[0]?.run();
    expect(loaded).toEqual(['embedded', 'retry']);
  });

  it('says when not even the embedded model can be found, and tries again when asked', async () => {
    let found = false;
    const { choice, loaded, notices } = scene(() =>
      found ? Promise.resolve(embeddedSource) : Promise.reject(new Error('Not there.')),
    );
    await choice.start();
    expect(notices.get('model')?.title).toBe('Not there.');
    found = true;
    notices.get('model')?.actions[0]?.run();
    await rest();
    expect(loaded).toEqual(['embedded']);
  });

  it('gives up on a model that took the tab down twice', async () => {
    scene().choice.choose(large);
    for (let visit = 0; visit < 2; visit += 1) {
      const { choice, loaded } = scene();
      await choice.start();
      expect(loaded).toEqual(['large']);
    }
    const { choice, loaded, notices } = scene();
    await choice.start();
    expect(loaded).toEqual(['embedded']);
    notices.get('model')?.actions[0]?.run();
    expect(loaded).toEqual(['embedded', 'large']);
  });

  it('leaves a model whose files are about to go, and only that', async () => {
    const { choice, loaded, ready } = scene();
    await choice.start();
    choice.choose(large);
    ready();
    await choice.leave('small');
    expect(loaded.at(-1)).toBe('large');
    await choice.leave('large');
    expect(loaded.at(-1)).toBe('embedded');
    expect(kept.get('model')).toBe('');
  });
});
