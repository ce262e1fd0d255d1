/** A model whose answers are given beforehand, chosen the way a user's choice of model is kept. */
import type { Page } from 'playwright/test';
import type { ScriptedModel } from '../../src/protocol/engine';
import { keepSetting } from './kept';

/** The page will load it when it opens. Answers go to the first line whose `when` is in the prompt. */
export async function chooseScripted(
  page: Page,
  script: NonNullable<ScriptedModel['script']>,
  dialect = 'instruct-wf',
): Promise<void> {
  const source: ScriptedModel = { engine: 'scripted', id: 'scripted', contextLength: 8192, dialect, script };
  await keepSetting(page, 'model', JSON.stringify({ name: 'Scripted', source }));
}

/** The same for the model that is asked in words; predictions stay those of the program itself. */
export async function askScripted(page: Page, script: NonNullable<ScriptedModel['script']>): Promise<void> {
  const source: ScriptedModel = {
    engine: 'scripted',
    id: 'asked',
    contextLength: 8192,
    dialect: 'instruct-wf',
    script,
  };
  await keepSetting(page, 'ask-model', JSON.stringify({ name: 'Asked', source }));
}

/**
 * The small language model of public/models, run by llama.cpp in its worker: for tests of the engine with a model that
 * really answers. What it says is judged by nothing but its own probabilities.
 */
export async function chooseSmall(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (localStorage.getItem('inkling.model') !== null) return;
    const source = {
      id: 'inkling-edit-v2',
      engine: 'wllama',
      url: new URL('models/inkling-edit-v2.gguf', location.href.split('#')[0]).href,
      sha256: 'c648ad57f6982521de30c2befb7fc5da2846fd442fa49a7624068bf019874d2a',
      bytes: 10_036_256,
      contextLength: 2048,
      dialect: 'inkling-sr-lc',
      confidence: { min: -1e9, mean: -0.08, silence: 0.632 },
      excerpt: { lines: 32, chars: 1500 },
    };
    localStorage.setItem('inkling.model', JSON.stringify({ name: 'Inkling Edit', source }));
  });
}
