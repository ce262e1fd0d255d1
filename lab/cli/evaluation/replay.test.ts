import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../../src/core/conversation';
import { playScript, type Script, type Step } from '../../evaluation';
import { DEFAULT_EXCERPT_LIMITS, type CompletionRequest, type ModelProfile } from '../../../src/core/prediction';
import type { Answer, Ask } from './answers';
import { chooseThresholds, decideAgain, SHOW_ALL, TAKE_DRAFTS } from './choose';
import { BASELINES, playCase, type PlayedPoint } from './replay';
import { labelOf } from './run';

const profile: ModelProfile = {
  dialect: DIALECTS['inkling-sr-lc'],
  limits: DEFAULT_EXCERPT_LIMITS,
  budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
  confidence: SHOW_ALL,
};
const script = (...steps: Step[]): Script => ({
  name: 'area',
  kind: 'rename-parameter',
  language: 'python',
  path: 'area.py',
  text: ['def area(w, h):', '    if w < 0:', '        return 0', '    return w * h', ''],
  steps,
});
const rename: Step[] = [
  { over: 'w', line: 1, type: 'width' },
  { due: { 2: '    if width < 0:', 4: '    return width * h' } },
];
const RIGHT = '1,2\n```python\n2|    if width < 0:\n```\n3,4\n```python\n4|    return width * h\n```';

/** A model that says this, a piece each 10 ms. */
function saying(
  text: string,
  logprob = -0.1,
  silence: number | null = null,
): Ask & { readonly asked: CompletionRequest[] } {
  const asked: CompletionRequest[] = [];
  const answer = (said: string, at: number | null): Answer => ({
    pieces:
      said === ''
        ? []
        : said.split(/(?<=\n)/).map((piece, index) => ({ text: piece, logprob: at, ms: 10 * (index + 1) })),
    figures: {
      promptTokens: 100,
      reusedTokens: 40,
      generatedTokens: 5,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: 5,
      msToFirstToken: 5,
      msTotal: 90,
      end: 'stop',
      ...(silence === null ? {} : { draftSilence: silence }),
    },
  });
  const ask = (request: CompletionRequest): Promise<Answer> => {
    asked.push(request);
    const isTaken = request.draftSilence !== undefined && silence !== null && silence < request.draftSilence;
    return Promise.resolve(isTaken && request.draft !== null ? answer(request.draft, null) : answer(text, logprob));
  };
  return Object.assign(ask, { asked });
}

const play = (
  ask: Ask,
  steps: Step[] = rename,
  under: Partial<ModelProfile> = {},
  onlyAtPoints = false,
): Promise<PlayedPoint[]> => playCase(playScript(script(...steps)), { ...profile, ...under }, ask, { onlyAtPoints });

describe('a replay', () => {
  it('shows what the model says as the program would, and tells how long it took', async () => {
    const model = saying(RIGHT);
    const [point] = await play(model);
    expect(point?.verdict).toMatchObject({ due: true, shown: true, next: true, whole: true, deltaChrF: 1 });
    // The wait before asking, and the piece that ended the first block.
    expect(point?.firstHunkMs).toBe(100 + 40);
    expect(model.asked).toHaveLength(1);
    expect(model.asked[0]?.parts.join('')).toContain('def area(width, h):');
  });

  it('is the same every time', async () => {
    expect(JSON.stringify(await play(saying(RIGHT)))).toBe(JSON.stringify(await play(saying(RIGHT))));
  });

  it.each<[string, string, boolean]>([
    ['silence', '', false],
    ['nonsense', 'what?', false],
    ['another edit', '1,2\n```python\n2|    if w < 1:\n```', true],
  ])('judges %s', async (_, said, shown) => {
    expect((await play(saying(said)))[0]?.verdict).toMatchObject({ due: true, shown, next: false, whole: false });
  });

  it('plays the baselines beside it', async () => {
    const [point] = await play(saying(''));
    expect(BASELINES.map((name) => point?.baselines[name].whole)).toEqual([false, true, true, true]);
  });

  it('asks on the way too, unless it is to ask only at the points', async () => {
    const steps: Step[] = [{ behind: '0', line: 3 }, { type: '  # no' }, ...rename];
    const [all, few] = [saying(''), saying('')];
    await play(all, steps);
    await play(few, steps, {}, true);
    expect([all.asked.length, few.asked.length]).toEqual([2, 1]);
  });

  it('keeps on screen what the user types through', async () => {
    const model = saying(RIGHT);
    const points = await play(model, [
      ...rename,
      { over: 'w', line: 2, type: 'width' },
      { due: { 4: '    return width * h' } },
    ]);
    expect(points.map(({ verdict }) => verdict.whole)).toEqual([true, true]);
    expect(model.asked).toHaveLength(1);
  });

  it('passes on what the model fails with', async () => {
    await expect(play(() => Promise.reject(new Error('out of memory')))).rejects.toThrow('out of memory');
  });
});

describe('choosing', () => {
  const quiet: Step[] = [{ over: '0', line: 3, type: '1' }, { quiet: true }];
  const cases = async (
    under: ModelProfile['confidence'],
  ): Promise<{ played: ReturnType<typeof playScript>; points: PlayedPoint[] }[]> => {
    const out = [];
    for (let index = 0; index < 4; index += 1) {
      for (const [steps, ask] of [
        [rename, saying(RIGHT, -0.1, 0.1)],
        [quiet, saying('1,2\n```python\n2|    if w < 9:\n```', -2, 0.9)],
      ] as const) {
        const played = playScript(script(...steps));
        out.push({
          played,
          points: await playCase(played, { ...profile, confidence: under }, ask, { onlyAtPoints: true }),
        });
      }
    }
    // Both sorts in either half.
    return [...out.slice(0, 4), ...out.slice(4).reverse()];
  };

  it('finds what keeps noise away, and the report under it is what a replay under it shows', async () => {
    const [answered, drafted] = [await cases(SHOW_ALL), await cases(TAKE_DRAFTS)];
    const { thresholds, unseen } = chooseThresholds(answered, drafted);
    expect(unseen).toMatchObject({ exact: 1, quiet: 1 });
    const again = decideAgain(answered, drafted, thresholds).flatMap(({ points }) =>
      points.map(({ verdict }) => verdict),
    );
    const replayed = (await cases(thresholds)).flatMap(({ points }) => points.map(({ verdict }) => verdict));
    expect(again).toEqual(replayed);
  });
});

it('counts a point whose edits are all out of sight as one of its own kind', async () => {
  const far = Array.from({ length: 60 }, (_, line) => `x${line} = ${line}`);
  const played = playScript({
    ...script(),
    text: ['limit = 1', ...far, 'print(limit)', ''],
    steps: [{ over: 'limit', line: 1, type: 'most' }, { due: { 62: 'print(most)' } }],
  });
  const points = await playCase(played, profile, saying(''), { onlyAtPoints: false });
  const [point] = points;
  expect(point?.verdict).toMatchObject({ due: false, shown: false });
  expect(point === undefined ? null : labelOf({ played, points }, point).kind).toBe('quiet-out-of-sight');
});
