/**
 * How many tokens a forward pass gives, and how much of a prompt is found in the cache: `npm run bench:speculation`.
 * Counted with models in memory, so the figures are exact and the same anywhere. Prints tables, writes
 * lab/bench/results/speculation.json and prompt-reuse.json, and fails when a bar is missed.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_EXCERPT_LIMITS } from '../../src/core/prediction';
import { countTasks, type Answers, type TaskCount } from './engine/counting';
import { changedLines, editTasks, HUMANEVALFIX, linesOf } from './engine/tasks';
import { countTyping, KEYS, type TypingCount, type TypingSetting } from './engine/typing';
import { quantile, report, rounded } from './support/report';

const LEAST_TOKENS_PER_PASS = 6;
const MOST_PASSES_OF_PLAIN = 1.02;
const LEAST_REUSE = 0.8;

const DIALECTS = ['cursorcore-wf', 'cursorcore-sr', 'cursorcore-lc', 'inkling-sr-lc'] as const;
const ANSWERS: readonly Answers[] = ['perfect', 'mediocre', 'unforeseen'];

const sum = (counts: readonly TaskCount[], of: (count: TaskCount) => number): number =>
  counts.reduce((total, count) => total + of(count), 0);

interface PassRow {
  readonly tokens: number;
  readonly passes: number;
  readonly tokensPerPass: number;
  readonly medianOfTasks: number;
  readonly worstTask: number;
  /** Passes of what plain decoding needs, the worst task. */
  readonly mostOfPlain: number;
  readonly drafted: number;
  readonly accepted: number;
}

const passRow = (counts: readonly TaskCount[]): PassRow => {
  const perTask = counts.map(({ tokens, passes }) => tokens / passes);
  const [tokens, passes] = [sum(counts, (count) => count.tokens), sum(counts, (count) => count.passes)];
  return {
    tokens,
    passes,
    tokensPerPass: rounded(tokens / passes),
    medianOfTasks: rounded(quantile(perTask, 0.5)),
    worstTask: rounded(Math.min(...perTask)),
    mostOfPlain: rounded(Math.max(...counts.map((count) => count.passes / count.tokens)), 3),
    drafted: sum(counts, (count) => count.drafted),
    accepted: sum(counts, (count) => count.accepted),
  };
};

/** What the page gives a model on the GPU with 4,096 tokens (src/session/profile.ts), and the embedded one. */
const onTheGpu = { contextTokens: 4096, answerTokens: 256, historyTokens: 1365, historyMessages: 8 };
const embedded = { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 };

const settings: Readonly<Record<string, TypingSetting>> = {
  'whole file, GPU, asked at every key': {
    dialect: 'cursorcore-wf',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: onTheGpu,
    pauseMs: 0,
    readsAhead: false,
  },
  'whole file, GPU, asked in pauses': {
    dialect: 'cursorcore-wf',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: onTheGpu,
    pauseMs: 400,
    readsAhead: false,
  },
  'whole file, GPU, read ahead and asked in pauses': {
    dialect: 'cursorcore-wf',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: onTheGpu,
    pauseMs: 400,
    readsAhead: true,
  },
  'locate and change, GPU, asked at every key': {
    dialect: 'cursorcore-lc',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: onTheGpu,
    pauseMs: 0,
    readsAhead: false,
  },
  'search and replace, GPU, asked at every key': {
    dialect: 'cursorcore-sr',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: onTheGpu,
    pauseMs: 0,
    readsAhead: false,
  },
  'embedded model, read ahead and asked in pauses': {
    dialect: 'inkling-sr-lc',
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: embedded,
    pauseMs: 400,
    readsAhead: true,
  },
};
const BAR_SETTING = 'whole file, GPU, asked at every key';

const reuse = ({ reusedTokens, promptTokens }: TypingCount): number => reusedTokens / promptTokens;

async function run(): Promise<void> {
  const missed: string[] = [];
  const tasks = editTasks();
  if (!existsSync(HUMANEVALFIX))
    console.log(`No ${HUMANEVALFIX}: its 20 tasks are made from this project's files too.`);
  const [lines, changed] = [tasks.map(({ before }) => linesOf(before)), tasks.map(changedLines)];
  console.log(
    `${tasks.length} tasks: excerpts of ${Math.min(...lines)} to ${Math.max(...lines)} lines, changes of ${Math.min(...changed)} to ${Math.max(...changed)}.`,
  );

  const passes: Record<string, PassRow> = {};
  for (const dialect of DIALECTS) {
    for (const answers of ANSWERS)
      passes[`${dialect}, ${answers} model`] = passRow(await countTasks(tasks, dialect, answers));
  }
  report('speculation', 'none', passes);
  const perfect = passes['cursorcore-wf, perfect model']?.tokensPerPass ?? 0;
  if (perfect < LEAST_TOKENS_PER_PASS) missed.push(`${perfect} tokens a pass where ${LEAST_TOKENS_PER_PASS} are due`);
  for (const [name, { mostOfPlain }] of Object.entries(passes)) {
    if (mostOfPlain > MOST_PASSES_OF_PLAIN) missed.push(`${name}: ${mostOfPlain} of plain decoding's passes`);
  }

  const text = readFileSync(path.resolve(import.meta.dirname, '../../src/core/prediction/excerpt.ts'), 'utf8');
  const typing: Record<string, TypingCount & { readonly reused: number }> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const count = await countTyping(text, setting);
    typing[name] = { ...count, reused: rounded(reuse(count), 3) };
  }
  console.log(`A session of ${KEYS} keys:`);
  report('prompt-reuse', 'none', typing);
  if ((typing[BAR_SETTING]?.reused ?? 0) < LEAST_REUSE) missed.push(`${BAR_SETTING}: less than ${LEAST_REUSE} reused`);

  for (const what of missed) console.error(`missed: ${what}`);
  if (missed.length > 0) process.exitCode = 1;
}

await run();
