/** A model whose answers are given beforehand, chosen the way a person's choice of model is kept. */
import type { Page } from 'playwright/test';
import type { ScriptedModel } from '../../src/protocol/engine';
import { keepSetting } from './kept';

/** The page will load it when it opens. Answers go to the first line whose `when` is in the prompt. */
export async function chooseScripted(page: Page, script: NonNullable<ScriptedModel['script']>, dialect = 'instruct-wf'): Promise<void> {
  const source: ScriptedModel = { engine: 'scripted', id: 'scripted', contextLength: 8192, dialect, script };
  await keepSetting(page, 'model', JSON.stringify({ name: 'Scripted', source }));
}
