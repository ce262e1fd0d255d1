/** Forward passes and tokens, counted with models in memory: exact, and the same on every machine. */
import { answerTo, DIALECTS, type Current, type Dialect } from '../../../src/core/conversation';
import { buildPrompt, type Prompt } from '../../../src/core/prediction';
import {
  ASSUMED_COSTS,
  createPrefixCache,
  generate,
  GREEDY,
  NO_EXPERIENCE,
  type Acceptance,
  type GenerateFigures,
} from '../../../src/core/speculation';
import { createMemoryModel, MEMORY_LIMITS, scriptedNext } from '../../../src/core/speculation/memory-models';
import { integer, seededRandom } from '../../synthesis';
import type { EditTask } from './tasks';
import { countingTokenizer, type CountingTokenizer } from './tokens';

/** How right the model is, measured by the task: what it answers. */
export type Answers = 'perfect' | 'mediocre' | 'unforeseen';

export interface TaskCount {
  readonly name: string;
  /** Tokens of the answer, its end included: what plain decoding needs as many passes for. */
  readonly tokens: number;
  readonly passes: number;
  readonly drafted: number;
  readonly accepted: number;
}

/** The product's own prompt for a task, with the whole text as the excerpt. */
function promptOf(task: EditTask, dialect: Dialect): Prompt {
  const excerpt = {
    start: 0,
    end: task.before.length,
    firstLine: 0,
    lineCount: task.before.split('\n').length,
    above: false,
    below: false,
  };
  const prompt = buildPrompt({
    language: task.language,
    text: task.before,
    excerpt,
    cursor: { anchor: 0, head: 0 },
    history: task.history,
    dialect,
    budget: { contextTokens: MEMORY_LIMITS.context, answerTokens: 4096, historyTokens: 8192, historyMessages: 4 },
  });
  if (prompt === null) throw new Error(`${task.name} does not fit`);
  return prompt;
}

const backwards = (text: string): string => Array.from(text).reverse().join('');

/** Words of every tenth line or so are others than they should be: a model that gets much of it wrong. */
function spoiled(text: string, seed: number): string {
  const random = seededRandom(seed);
  return text
    .split('\n')
    .map((line) => (integer(random, 0, 9) === 0 ? line.replace(/\p{L}{3,}/gu, (word) => backwards(word)) : line))
    .join('\n');
}

const currentOf = ({ before }: EditTask): Current => ({ text: before, above: false, below: false, target: null });

function answerOf(
  task: EditTask,
  dialect: Dialect,
  answers: Answers,
  others: readonly EditTask[],
  index: number,
): string {
  switch (answers) {
    case 'perfect':
      return answerTo(currentOf(task), task.after, task.language, dialect.outputFormat) ?? '';
    case 'mediocre':
      return answerTo(currentOf(task), spoiled(task.after, index), task.language, dialect.outputFormat) ?? '';
    case 'unforeseen': {
      // What another task wants, backwards: nothing of it is in the draft but by chance.
      const other = others[(index + 17) % others.length] ?? task;
      return other.after.split('\n').reverse().map(backwards).join('\n');
    }
  }
}

export async function countTasks(
  tasks: readonly EditTask[],
  dialectId: keyof typeof DIALECTS,
  answers: Answers,
): Promise<readonly TaskCount[]> {
  const dialect = DIALECTS[dialectId];
  const tokenizer = countingTokenizer();
  const out: TaskCount[] = [];
  let acceptance: Acceptance = NO_EXPERIENCE;
  for (const [index, task] of tasks.entries()) {
    const { request } = promptOf(task, dialect);
    const end = request.stop[0] ?? '';
    const figures = await countOne(
      tokenizer,
      request.parts.join(''),
      (request.draft ?? '') + end,
      answerOf(task, dialect, answers, tasks, index),
      end,
      acceptance,
    );
    acceptance = figures.acceptance;
    out.push({
      name: task.name,
      tokens: figures.generated + 1,
      passes: figures.passes,
      drafted: figures.drafted,
      accepted: figures.accepted,
    });
  }
  return out;
}

async function countOne(
  tokenizer: CountingTokenizer,
  promptText: string,
  draftText: string,
  answerText: string,
  endText: string,
  acceptance: Acceptance,
): Promise<GenerateFigures> {
  const prompt = tokenizer.encode(promptText);
  const answer = tokenizer.encode(answerText);
  const [end = 0] = tokenizer.encode(endText);
  const cache = createPrefixCache(
    createMemoryModel(scriptedNext(prompt.length, answer, end), { ...MEMORY_LIMITS, context: 65_536 }),
  );
  const stream = generate(
    cache,
    {
      prompt,
      draft: tokenizer.encode(draftText),
      maxTokens: answer.length + 1,
      sampling: GREEDY,
      endTokens: new Set([end]),
      costs: ASSUMED_COSTS,
      acceptance,
    },
    { aborted: false },
  );
  const said: number[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done === true) {
      if (tokenizer.decode(said) !== answerText) throw new Error('the draft changed the answer');
      return step.value.figures;
    }
    said.push(...step.value.choices.map(({ token }) => token));
  }
}
