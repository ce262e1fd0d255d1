/** A benchmark run as one HTML page that explains itself: no scripts, nothing fetched. Pure. */
import { diffRows, type DiffRow } from '../text';
import { escapeMarkup } from './markup';
import { PUBLISHED_APEVAL } from './published';
import { costFacts, hasPlus, rowsOf, runFacts, shownRate, verdictOf, type Fact, type RunRecord } from './report';
import { PAGE_STYLE } from './style';
import { tallyOf, type TaskResult } from './tally';
import type { EditTask } from './task';

/** What a report shows of a task beside its result. */
export interface TaskPage {
  readonly task: EditTask;
  readonly answer: string | null;
}

const WHAT: Readonly<Record<RunRecord['benchmark'], string>> = {
  APEval:
    'APEval asks whether a model can help in the middle of editing. Each of its 164 tasks is a Python program as somebody had written it so far; often with what they had changed before, sometimes with an instruction. The model makes one edit. The program that results is run on inputs that the model has not seen, and passes only if every answer is right.',
  HumanEvalFix:
    'HumanEvalFix gives 164 functions with one fault each. As Tab the model sees the code alone, as Inline it is also told to fix it. The function that results passes if it holds all the benchmark’s tests.',
  MTPB: 'MTPB asks for 115 small programs step by step, each with five inputs. Every step is an instruction on the code so far; after the last one the program is run, and passes if it prints what it should.',
};

const WORDS: Readonly<Record<RunRecord['benchmark'], readonly Fact[]>> = {
  APEval: [
    ['H, C, U', 'what the model is given: history (what was changed before), the current code, the user’s instruction'],
    ['base', 'the program answers all the inputs of HumanEval right, about ten a task'],
    ['base and plus', 'and all those of EvalPlus too, about 750 a task'],
    [
      'the floor',
      'what passes when nothing is changed: a few programs are right as they stand. What a model is worth here is what it passes beyond that',
    ],
  ],
  HumanEvalFix: [['the floor', 'what passes when nothing is changed: the fault is still there, so nothing should']],
  MTPB: [
    [
      'the floor',
      'what passes when nothing is written: an empty program prints nothing, and a few inputs ask for just that',
    ],
  ],
};

const bar = (share: number, role: string): string =>
  `<td class="bar ${role}"><span style="width:${(100 * share).toFixed(1)}%"></span></td>`;

function resultTable(record: RunRecord): string {
  const rows = rowsOf(record).map(
    ({ letters, name, rate, role }) =>
      `<tr class="${role}"><th scope="row">${letters === '' ? '' : `<b>${escapeMarkup(letters)}</b> `}${escapeMarkup(name)}</th><td>${rate.tasks}</td><td>${shownRate(record, rate)}</td>${bar(rate.base, role)}</tr>`,
  );
  return `<table><caption>Tasks passed, in percent${hasPlus(record) ? ': base (base and plus)' : ''}</caption><thead><tr><th scope="col">Given</th><th scope="col">Tasks</th><th scope="col">Passed</th><td></td></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** This run among the published ones, best first. */
function publishedTable(record: RunRecord): string {
  if (record.benchmark !== 'APEval') return '';
  const { all } = tallyOf(record.results);
  const mine = { model: record.model, base: 100 * all.base, plus: 100 * all.plus, role: 'all' };
  const floor =
    record.floor === null
      ? []
      : [
          {
            model: 'the floor: nothing is changed',
            base: 100 * record.floor.base,
            plus: 100 * record.floor.plus,
            role: 'floor',
          },
        ];
  const rows = [...PUBLISHED_APEVAL.map((one) => ({ ...one, role: 'kind' })), mine, ...floor]
    .sort((one, other) => other.base - one.base)
    .map(
      ({ model, base, plus, role }) =>
        `<tr class="${role}"><th scope="row">${escapeMarkup(model)}${role === 'all' ? ' <small>this run</small>' : ''}</th><td>${base.toFixed(1)} (${plus.toFixed(1)})</td>${bar(base / 100, role)}</tr>`,
    );
  return (
    `<section><h2>Beside published models</h2><table><caption>All tasks passed, in percent: base (base and plus)</caption><thead><tr><th scope="col">Model</th><th scope="col">Passed</th><td></td></tr></thead><tbody>${rows.join('')}</tbody></table>` +
    '<p class="note">Published figures are from the CursorCore paper (arXiv 2410.07002), averages over the four kinds. Its script counted plus by itself; here plus needs base too, which can only give less.</p></section>'
  );
}

const list = (facts: readonly Fact[]): string =>
  `<dl>${facts.map(([name, value]) => `<div><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd></div>`).join('')}</dl>`;

const pre = (title: string, text: string): string =>
  `<h4>${escapeMarkup(title)}</h4><pre tabindex="0">${escapeMarkup(text === '' ? ' ' : text)}</pre>`;

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

function difference(title: string, rows: readonly DiffRow[]): string {
  const lines = rows.map((row) =>
    row.kind === 'gap'
      ? `<span class="gap">${row.lines} unchanged ${row.lines === 1 ? 'line' : 'lines'}\n</span>`
      : `<span class="${row.kind}">${SIGNS[row.kind]} ${escapeMarkup(row.text)}\n</span>`,
  );
  return `<h4>${escapeMarkup(title)}</h4><pre tabindex="0">${lines.join('')}</pre>`;
}

const OUTCOME = {
  changed: 'the code was changed',
  unchanged: 'the code was left as it was',
  unreadable: 'the answer could not be read',
} as const;

function taskSection(result: TaskResult, page: TaskPage | undefined, plus: boolean): string {
  const { verdict, attempt } = result;
  const passes = verdict.base && (verdict.plus || !plus);
  const mark = passes ? 'passes' : verdict.base ? 'base only' : 'fails';
  const why = [attempt.reason, verdict.why].filter((one) => one !== null).join('; ');
  const states = page === undefined ? [] : [...page.task.history, page.task.current];
  const inside =
    page === undefined
      ? ''
      : [
          ...states
            .slice(1)
            .map((after, index) =>
              difference(`H: change ${index + 1} of ${states.length - 1}`, diffRows(states[index] ?? '', after)),
            ),
          pre('C: the code now', page.task.current),
          page.task.user === null ? '' : pre('U: the instruction', page.task.user),
          page.answer === null
            ? '<h4>The answer</h4><p>None.</p>'
            : pre('The answer, as the model wrote it', page.answer),
          attempt.code === page.task.current ? '' : difference('The edit', diffRows(page.task.current, attempt.code)),
        ].join('');
  return `<details class="task ${verdict.base ? 'good' : 'bad'}"><summary><span class="mark">${mark}</span> <b>${escapeMarkup(result.id)}</b> <span class="kind">${result.kind}</span> <span class="why">${OUTCOME[attempt.outcome]}${why === '' ? '' : `; ${escapeMarkup(why)}`}</span></summary><div class="inside">${inside}</div></details>`;
}

/** What models and tasks say appears as text: nothing in it is markup, and the page allows itself no scripts and no network. */
export function htmlReport(record: RunRecord, pages: ReadonlyMap<string, TaskPage>): string {
  const passed = record.results.filter(({ verdict }) => verdict.base).length;
  const filters = (
    [
      ['all', `all ${record.results.length}`],
      ['good', `the ${passed} that pass`],
      ['bad', `the ${record.results.length - passed} that fail`],
    ] as const
  ).map(
    ([id, words]) =>
      `<input type="radio" name="shown" id="show-${id}"${id === 'all' ? ' checked' : ''}><label for="show-${id}">${words}</label>`,
  );
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapeMarkup(`${record.benchmark}: ${record.model}`)}</title><style>${PAGE_STYLE}</style></head><body><main>` +
    `<header><p class="over">${record.benchmark}, ${escapeMarkup(record.day)}</p><h1>${escapeMarkup(record.model)}</h1><p class="verdict">${escapeMarkup(verdictOf(record))}</p></header>` +
    `<p>${WHAT[record.benchmark]}</p>` +
    `<div class="pair"><section><h2>Result</h2>${resultTable(record)}</section>${publishedTable(record)}</div>` +
    `<section><h2>What the words mean</h2>${list(WORDS[record.benchmark])}</section>` +
    `<section><h2>What an answer cost</h2>${list(costFacts(record))}</section>` +
    `<section><h2>How it was measured</h2>${list(runFacts(record))}</section>` +
    `<section><h2>Task by task</h2><fieldset><legend>Show</legend>${filters.join('')}</fieldset>${record.results.map((result) => taskSection(result, pages.get(result.id), hasPlus(record))).join('')}</section>` +
    '</main></body></html>'
  );
}
