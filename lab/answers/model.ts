/** A model for measuring: native, one question at a time, what it answered kept on disk. */
import path from 'node:path';
import { openAnswers, type Ask } from '../cli/evaluation/answers';
import { findModel, spokenAs } from '../cli/evaluation/browser-engine';
import { engineChoice, engineKey, startChosen } from '../cli/evaluation/engines';

export interface ModelOptions {
  readonly gguf: string;
  readonly lora?: string | undefined;
  readonly threads: string;
  /** Folder of the answers; the same as `npm run eval:edits` keeps by default. */
  readonly answers: string;
}

export async function openModel({
  gguf,
  lora,
  threads,
  answers,
}: ModelOptions): Promise<{ readonly ask: Ask; readonly close: () => Promise<void> }> {
  const choice = engineChoice('native', lora, threads);
  const file = spokenAs(findModel(gguf), 'inkling-wf');
  const book = openAnswers(path.join(answers, await engineKey(file, choice, 12), 'answers.jsonl'));
  const engine = await startChosen(choice, file, 1);
  const [first] = engine.workers;
  if (first === undefined) throw new Error('the engine has no worker');
  return { ask: book.answering(first), close: () => engine.close() };
}
