/** A benchmark run as data, as Markdown and as one HTML page that explains itself. Pure. */
import { barPlot, escapeMarkup } from './plot';
import { PUBLISHED_APEVAL } from './published';
import { costOf, markdownTable, rateText, tallyOf, type Rate, type TableRow, type TaskResult } from './tally';
import type { EditTask } from './task';

export interface RunRecord {
  readonly benchmark: 'APEval' | 'HumanEvalFix' | 'MTPB';
  readonly model: string;
  /** Hex digest of the model file; null for a model behind an address. */
  readonly sha256: string | null;
  /** Where it ran: device and browser, or the address. */
  readonly device: string;
  readonly machine: string;
  /** The command that repeats the run. */
  readonly command: string;
  readonly dialect: string;
  readonly options: Readonly<Record<string, string>>;
  /** What solutions were kept from while they were run. */
  readonly isolation: string;
  readonly results: readonly TaskResult[];
  /** What doing nothing passes, on the same tasks. */
  readonly floor: Rate | null;
}

/** What a report shows of a task beside its result. */
export interface TaskPage {
  readonly task: EditTask;
  readonly answer: string | null;
}

const rows = (record: RunRecord): TableRow[] => {
  const tally = tallyOf(record.results);
  const line = (name: string, rate: Rate): TableRow => ({ name, cells: [String(rate.tasks), rateText(rate)] });
  return [
    ...(tally.byKind.length > 1 ? tally.byKind.map(({ kind, rate }) => line(kind, rate)) : []),
    line('all', tally.all),
    ...(record.floor === null ? [] : [line('the floor: doing nothing', record.floor)]),
  ];
};

const words = (value: number | null, unit: string): string => (value === null ? 'none' : `${Math.round(value)}${unit}`);

function facts(record: RunRecord): readonly (readonly [string, string])[] {
  const cost = costOf(record.results);
  const tally = tallyOf(record.results);
  return [
    ['Model', record.sha256 === null ? record.model : `${record.model} (SHA-256 ${record.sha256.slice(0, 12)}…)`],
    ['Runs on', record.device],
    ['Machine', record.machine],
    ['Spoken to as', record.dialect],
    ...Object.entries(record.options),
    ['Answers', `${tally.changed} changed the code, ${tally.unchanged} left it, ${tally.unreadable} could not be read (the code then stays)`],
    ['Tokens', `${words(cost.promptTokensP50, '')} read and ${words(cost.generatedTokensP50, '')} written at the median; ${(100 * cost.reused).toFixed(0)} % of those read were in the cache`],
    ['Time for an answer', `${words(cost.msTotalP50, ' ms')} at the median, ${words(cost.msTotalP90, ' ms')} at the 90th percentile`],
    ['Solutions ran with', record.isolation],
    ['Command', record.command],
  ];
}

export function markdownReport(record: RunRecord): string {
  const published = record.benchmark === 'APEval'
    ? `\nPublished (CursorCore, arXiv 2410.07002):\n\n${markdownTable(['model', 'pass@1'], PUBLISHED_APEVAL.map(({ model, base, plus }) => ({ name: model, cells: [`${base.toFixed(1)} (${plus.toFixed(1)})`] })))}`
    : '';
  return `# ${record.benchmark}: ${record.model}\n\n${markdownTable(['', 'tasks', 'pass@1, base (and plus)'], rows(record))}\n${facts(record).map(([name, value]) => `- ${name}: ${value}`).join('\n')}\n${published}`;
}

const STYLE = ':root{color-scheme:light dark}body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.55 ui-sans-serif,system-ui,sans-serif}h1{letter-spacing:-.02em}table{border-collapse:collapse;margin:1rem 0}th,td{padding:.3rem .8rem;border-bottom:1px solid #8884;text-align:left}td+td,th+th{text-align:right}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}pre{overflow:auto;padding:.7rem;border:1px solid #8884;border-radius:6px;font:13px/1.5 ui-monospace,monospace}summary{cursor:pointer;padding:.15rem 0}.pass{color:#1f7f5f}.fail{color:#c0503e}@media(prefers-color-scheme:dark){.pass{color:#4cc39a}.fail{color:#f09383}}';

const WHAT: Readonly<Record<RunRecord['benchmark'], string>> = {
  APEval: 'APEval asks whether a model can help in the middle of editing. Each of its 164 tasks is a program as somebody had written it so far (C), often with what they had changed before (H) and sometimes with an instruction (U). The model makes one edit; the program that results is run on hidden inputs, and passes only if every answer is right. "Base" are the inputs of HumanEval, "plus" the many more of EvalPlus; plus counts only where base passes too.',
  HumanEvalFix: 'HumanEvalFix gives 164 functions with one fault each. As Tab the model sees only the code (C), as Inline it is asked to fix it (C+U). The result passes if the benchmark’s tests run through.',
  MTPB: 'MTPB asks for small programs step by step. Each step is an instruction on the code so far; after the last one the program is run, and passes if it prints what it should.',
};

const codeBlock = (title: string, text: string): string => `<p>${escapeMarkup(title)}</p><pre>${escapeMarkup(text)}</pre>`;

function taskSection(result: TaskResult, page: TaskPage | undefined): string {
  const { verdict, attempt } = result;
  const mark = verdict.base ? (verdict.plus ? 'passes' : 'passes base only') : 'fails';
  const inside = page === undefined ? '' : [
    ...page.task.history.map((state, index) => codeBlock(`H: earlier state ${index + 1}`, state)),
    codeBlock('C: the code now', page.task.current),
    page.task.user === null ? '' : codeBlock('U: the instruction', page.task.user),
    codeBlock('The answer', page.answer ?? 'none'),
    codeBlock(attempt.outcome === 'changed' ? 'The code after the edit' : 'The code stays as it was', attempt.code),
  ].join('');
  const why = [attempt.reason, verdict.why].filter((one) => one !== null).join('; ');
  return `<details><summary><span class="${verdict.base ? 'pass' : 'fail'}">${mark}</span> ${escapeMarkup(result.id)} (${result.kind}), ${attempt.outcome}${why === '' ? '' : `: ${escapeMarkup(why)}`}</summary>${inside}</details>`;
}

const htmlTable = (head: readonly string[], body: readonly TableRow[]): string =>
  `<table><thead><tr>${head.map((cell) => `<th scope="col">${escapeMarkup(cell)}</th>`).join('')}</tr></thead><tbody>${body.map(({ name, cells }) => `<tr><td>${escapeMarkup(name)}</td>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;

/** One page with everything in it: no scripts, nothing fetched. What models and tasks say appears as text. */
export function htmlReport(record: RunRecord, pages: ReadonlyMap<string, TaskPage>): string {
  const tally = tallyOf(record.results);
  const plot = tally.byKind.length > 1
    ? barPlot({ title: 'Tasks passed, in percent', unit: ' %', groups: [...tally.byKind.map(({ kind }) => kind), 'all', ...(record.floor === null ? [] : ['floor'])], series: (['base', 'plus'] as const).map((level) => ({ name: level === 'base' ? 'base' : 'base and plus', values: [...tally.byKind.map(({ rate }) => 100 * rate[level]), 100 * tally.all[level], ...(record.floor === null ? [] : [100 * record.floor[level]])] })) })
    : '';
  const published = record.benchmark !== 'APEval' ? '' : `<h2>What others reached</h2><p>Published in the CursorCore paper (arXiv 2410.07002), averages over the four kinds. Its script counted plus by itself; here plus needs base too.</p>${htmlTable(['model', 'base (plus)'], PUBLISHED_APEVAL.map(({ model, base, plus }) => ({ name: model, cells: [`${base.toFixed(1)} (${plus.toFixed(1)})`] })))}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeMarkup(`${record.benchmark}: ${record.model}`)}</title><style>${STYLE}</style>`
    + `<h1>${record.benchmark}: ${escapeMarkup(record.model)}</h1><p>${WHAT[record.benchmark]}</p>`
    + `<h2>Result</h2>${htmlTable(['', 'tasks', 'passed, base (and plus), percent'], rows(record))}${plot}`
    + `<h2>How it was measured</h2><p>One answer a task, the likeliest word each time, so that a second run gives the same. The floor is what passes when nothing is changed at all.</p><dl>${facts(record).map(([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`).join('')}</dl>`
    + `${published}<h2>Task by task</h2>${record.results.map((result) => taskSection(result, pages.get(result.id))).join('')}</html>`;
}
