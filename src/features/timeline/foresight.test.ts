import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../core/conversation';
import { Course, Typist } from '../../core/history';
import { DEFAULT_EXCERPT_LIMITS, type CompletionRequest, type ModelProfile } from '../../core/prediction';
import { CANCELLED_BEFORE_IT_BEGAN } from '../../core/prediction/completion';
import { duePoints, type WholeAnswer } from '../../core/replay';
import { createForesight, type Foresight } from './foresight';
import { jointOf, type Loaded } from './load';

const TEXT = 'def area(w, h):\n    if w < 0:\n        return 0\n    return w * h\n';
const RIGHT = '1,2\n```python\n2|    if width < 0:\n```\n3,4\n```python\n4|    return width * h\n```';
const PROFILE: ModelProfile = {
  dialect: DIALECTS['inkling-sr-lc'],
  limits: DEFAULT_EXCERPT_LIMITS,
  budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
  confidence: { min: -1, mean: -1 },
};

function loadedFile(): Loaded {
  const typist = new Typist('d', TEXT);
  typist.wait(2_000).typeOver(9, 10, 'width').wait(2_000).typeAt(0, '# x\n');
  const course = new Course({ version: 0, text: TEXT }, typist.records);
  const file = { id: 'd', name: 'area.py', course, outcomes: [], checkpoints: [], points: duePoints(course, []) };
  return { files: new Map([['d', file]]), joint: jointOf([file]) };
}

interface World {
  readonly foresight: Foresight;
  readonly asked: {
    readonly request: CompletionRequest;
    readonly signal: AbortSignal;
    readonly answer: (text: string) => void;
  }[];
  model: ModelProfile | null;
}

function world(): World {
  const loaded = loadedFile();
  const asked: World['asked'] = [];
  const made: { model: ModelProfile | null } = { model: PROFILE };
  const foresight = createForesight({
    ask: (request, signal) =>
      new Promise<WholeAnswer | null>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve(null);
        });
        asked.push({
          request,
          signal,
          answer: (text) => {
            resolve({ pieces: [{ text, logprob: -0.1 }], figures: { ...CANCELLED_BEFORE_IT_BEGAN, end: 'stop' } });
          },
        });
      }),
    profile: () => made.model,
    excluded: () => [],
    loaded: () => loaded,
    onChange: () => undefined,
  });
  return Object.assign(made, { foresight, asked });
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
const renamed = { document: 'd', version: 5 };
const later = { document: 'd', version: 9 };

describe('what is predicted at points of the timeline', () => {
  it('is asked for one point after the other, and once', async () => {
    const { foresight, asked } = world();
    foresight.want([renamed, later]);
    await turn();
    expect(asked).toHaveLength(1);
    asked[0]?.answer(RIGHT);
    await turn();
    await turn();
    expect(foresight.at(renamed)).toMatchObject({
      kind: 'predicted',
      predicted: { kind: 'offered' },
      verdict: { kind: 'different' },
    });
    expect(asked).toHaveLength(2);
    foresight.want([renamed]);
    await turn();
    expect(asked).toHaveLength(2);
  });

  it('is called off when nobody looks there any more', async () => {
    const { foresight, asked } = world();
    foresight.want([renamed]);
    await turn();
    foresight.want([]);
    expect(asked[0]?.signal.aborted).toBe(true);
    await turn();
    expect(foresight.at(renamed)).toBeNull();
  });

  it('waits for a model, and is forgotten when another one answers', async () => {
    const made = world();
    const { foresight, asked } = made;
    made.model = null;
    foresight.want([renamed]);
    await turn();
    expect(asked).toHaveLength(0);
    made.model = PROFILE;
    foresight.want([renamed]);
    await turn();
    asked[0]?.answer('');
    await turn();
    expect(foresight.at(renamed)).toMatchObject({ predicted: { kind: 'quiet' } });
    made.model = { ...PROFILE };
    foresight.want([renamed]);
    expect(foresight.at(renamed)).toBeNull();
  });

  it('needs no model where nothing would have been asked', async () => {
    const { foresight, asked } = world();
    foresight.want([{ document: 'd', version: 0 }]);
    await turn();
    await turn();
    expect(foresight.at({ document: 'd', version: 0 })).toMatchObject({
      predicted: { kind: 'quiet', reason: { kind: 'not-edited-yet' } },
    });
    expect(asked).toHaveLength(0);
  });
});
