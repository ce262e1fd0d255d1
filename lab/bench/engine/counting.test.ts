import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXCERPT_LIMITS } from '../../../src/core/prediction';
import { countTasks } from './counting';
import { editTasks } from './tasks';
import { countTyping } from './typing';

/** Every fifth task: the rest is for the benchmark. */
const tasks = editTasks().filter((_, index) => index % 5 === 0);

describe('the bars of speculative decoding', () => {
  it('are met by a model that is right: six tokens a pass', async () => {
    const counts = await countTasks(tasks, 'cursorcore-wf', 'perfect');
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(counts.map(({ tokens }) => tokens)) / sum(counts.map(({ passes }) => passes))).toBeGreaterThan(6);
  });

  it('are met by a model that does what no draft foresees: no more passes than without one', async () => {
    for (const { tokens, passes } of await countTasks(tasks.slice(0, 5), 'cursorcore-wf', 'unforeseen'))
      expect(passes).toBeLessThanOrEqual(tokens);
  });

  it('are met by a typing session: four of five prompt tokens are there already', async () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../../src/core/prediction/excerpt.ts'), 'utf8');
    const { promptTokens, reusedTokens } = await countTyping(text, {
      dialect: 'cursorcore-wf',
      limits: DEFAULT_EXCERPT_LIMITS,
      pauseMs: 0,
      readsAhead: false,
      budget: { contextTokens: 4096, answerTokens: 256, historyTokens: 1365, historyMessages: 8 },
    });
    expect(reusedTokens / promptTokens).toBeGreaterThan(0.8);
  });
});
