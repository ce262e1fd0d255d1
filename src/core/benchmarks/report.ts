/** A benchmark run as data and as Markdown; the page is in page.ts. Pure. */
import { PUBLISHED_APEVAL } from './published';
import { costOf, markdownTable, rateText, tallyOf, type Rate, type TaskResult } from './tally';
import { GIVEN } from './task';

export interface RunRecord {
  readonly benchmark: 'APEval' | 'HumanEvalFix' | 'MTPB';
  readonly model: string;
  /** Hex digest of the model file; null for a model behind an address. */
  readonly sha256: string | null;
  /** Where it ran: device and browser, or the address. */
  readonly device: string;
  readonly machine: string;
  /** The day of the run, as `2026-11-20`. */
  readonly day: string;
  /** The command that repeats the run. */
  readonly command: string;
  readonly dialect: string;
  readonly options: Readonly<Record<string, string>>;
  /** What solutions were kept from while they were run. */
  readonly isolation: string;
  /** Hex digest of all answers in the order of the tasks: two runs that agree have the same. */
  readonly answers: string;
  /** Bytes that one page with the model holds; null where that is not known. */
  readonly memoryBytes: number | null;
  /** How long all solutions ran, in seconds. */
  readonly scoringSeconds: number;
  readonly results: readonly TaskResult[];
  /** What doing nothing passes, on the same tasks. */
  readonly floor: Rate | null;
}

/** HumanEvalFix and MTPB have one set of tests. */
export const hasPlus = (record: Pick<RunRecord, 'benchmark'>): boolean => record.benchmark === 'APEval';

const percent = (share: number): string => (100 * share).toFixed(1);

/** `50.0 (46.3)`, or `50.0` where there are no further inputs. */
export const shownRate = (record: Pick<RunRecord, 'benchmark'>, rate: Rate): string =>
  hasPlus(record) ? rateText(rate) : percent(rate.base);

export interface ReportRow {
  /** The paper's letters; empty for rows that are no kind. */
  readonly letters: string;
  readonly name: string;
  readonly rate: Rate;
  readonly role: 'kind' | 'all' | 'floor';
}

/** A row for each kind where there are several, then all, then the floor. */
export function rowsOf(record: RunRecord): readonly ReportRow[] {
  const tally = tallyOf(record.results);
  return [
    ...(tally.byKind.length > 1
      ? tally.byKind.map(({ kind, rate }): ReportRow => ({ letters: kind, name: GIVEN[kind], rate, role: 'kind' }))
      : []),
    { letters: '', name: 'all tasks', rate: tally.all, role: 'all' },
    ...(record.floor === null
      ? []
      : [{ letters: '', name: 'the floor: nothing is changed', rate: record.floor, role: 'floor' } as const]),
  ];
}

/** The result in a sentence: how many pass, and what that is beside doing nothing. */
export function verdictOf(record: RunRecord): string {
  const { all } = tallyOf(record.results);
  const passed = Math.round(all.base * all.tasks);
  const said = `${passed} of ${all.tasks} tasks pass (${percent(all.base)} %)`;
  if (record.floor === null) return `${said}.`;
  const still = Math.round(record.floor.base * record.floor.tasks);
  if (still === passed) return `${said}, as many as when nothing is changed at all.`;
  return `${said}; when nothing is changed at all, ${still} do.`;
}

const tokens = (count: number): string => (count === 1 ? '1 token' : `${count} tokens`);

const ms = (value: number | null): string =>
  value === null ? 'unknown' : value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;

export type Fact = readonly [name: string, value: string];

/** What answering cost. */
export function costFacts(record: RunRecord): readonly Fact[] {
  const cost = costOf(record.results);
  const tally = tallyOf(record.results);
  const pair = (half: number | null, most: number | null): string =>
    `${ms(half)} at the median, ${ms(most)} at the 90th percentile`;
  return [
    [
      'Answers',
      `${tally.changed} changed the code, ${tally.unchanged} left it as it was, ${tally.unreadable} could not be read (the code then stays)`,
    ],
    [
      'Prompt',
      cost.promptTokensP50 === null
        ? 'no answers'
        : `${tokens(cost.promptTokensP50)} at the median, ${cost.promptTokensMost ?? 0} at most; ${(100 * cost.reused).toFixed(0)} % were in the cache already`,
    ],
    [
      'Written',
      `${tokens(cost.generatedTokensP50 ?? 0)} at the median, ${cost.generatedTokensTotal} in all${cost.tokensPerPass === null ? '' : `; ${cost.tokensPerPass.toFixed(2)} for each pass through the model`}`,
    ],
    ['Time to the first token', pair(cost.msToFirstTokenP50, cost.msToFirstTokenP90)],
    ['Time for an answer', pair(cost.msTotalP50, cost.msTotalP90)],
    ...(record.memoryBytes === null
      ? []
      : [
          [
            'Memory',
            `${(record.memoryBytes / 2 ** 20).toFixed(0)} MiB for a page with the model, after the last answer`,
          ] as const,
        ]),
  ];
}

/** What has to be known to repeat the run. */
export function runFacts(record: RunRecord): readonly Fact[] {
  return [
    ['Model', record.sha256 === null ? record.model : `${record.model} (SHA-256 ${record.sha256.slice(0, 12)}…)`],
    ['Runs on', record.device],
    ['Machine', record.machine],
    ['Day', record.day],
    ['Spoken to as', record.dialect],
    ...Object.entries(record.options).map(([name, value]): Fact => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
    ['Decoding', 'greedy: the likeliest token each time, one answer a task'],
    ['Digest of all answers', `${record.answers.slice(0, 16)}: a second run with the same digest got the same answers`],
    ['Solutions ran with', `${record.isolation}; ${record.scoringSeconds.toFixed(0)} s for all`],
    ['Command', record.command],
  ];
}

/** Text that Markdown would otherwise read as markup. */
const plain = (text: string): string => text.replaceAll(/[<>`*_[\]\\]/g, '\\$&');

export function markdownReport(record: RunRecord): string {
  const published =
    record.benchmark === 'APEval'
      ? `\nPublished (CursorCore, arXiv 2410.07002):\n\n${markdownTable(
          ['model', 'pass@1'],
          PUBLISHED_APEVAL.map(({ model, base, plus }) => ({
            name: model,
            cells: [`${base.toFixed(1)} (${plus.toFixed(1)})`],
          })),
        )}`
      : '';
  const head = ['given', 'tasks', hasPlus(record) ? 'pass@1 in percent, base (base and plus)' : 'pass@1 in percent'];
  const body = rowsOf(record).map(({ letters, name, rate }) => ({
    name: letters === '' ? name : `${letters}: ${name}`,
    cells: [String(rate.tasks), shownRate(record, rate)],
  }));
  const facts = [...costFacts(record), ...runFacts(record)].map(
    ([name, value]) => `- ${name}: ${name === 'Command' ? `\`${value}\`` : plain(value)}`,
  );
  return `# ${record.benchmark}: ${plain(record.model)}\n\n${verdictOf(record)}\n\n${markdownTable(head, body)}\n${facts.join('\n')}\n${published}`;
}
