/** The report of a run: tables and plots in one HTML page that needs nothing else. */
import { barChart, escapeXml } from './plots';
import { labelled, ranked, type Histogram, type Statistics } from './statistics';

/** What was run and what it cost, as name and value. */
export type Facts = readonly (readonly [string, string])[];

const MOST_KINDS = 24;

const mean = ({ sum, total }: Histogram): string => (total === 0 ? '–' : (sum / total).toFixed(1));

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = (tag: string, row: readonly (string | number)[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeXml(typeof cell === 'number' ? cell.toLocaleString('en') : cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

/** The bins from the first to the last that hold anything. */
export function withoutEmptyEnds(bins: readonly (readonly [string, number])[]): readonly (readonly [string, number])[] {
  const first = bins.findIndex(([, count]) => count > 0);
  return first < 0 ? [] : bins.slice(first, bins.findLastIndex(([, count]) => count > 0) + 1);
}

/** Charts of a run, in the order of the paper's Figures 5 to 8, then how the rows came about. */
export function chartsOf(statistics: Statistics): string[] {
  return [
    barChart({ title: 'Programming languages', bars: ranked(statistics.languages) }),
    barChart({ title: 'Messages of history in a prompt', bars: withoutEmptyEnds(labelled(statistics.history)) }),
    barChart({ title: 'Kinds of input', bars: ranked(statistics.inputs) }),
    barChart({ title: 'Prompt length, tokens (estimated)', bars: withoutEmptyEnds(labelled(statistics.promptTokens)) }),
    barChart({
      title: 'Completion length, tokens (estimated)',
      bars: withoutEmptyEnds(labelled(statistics.completionTokens)),
    }),
    barChart({ title: 'What the rows teach', bars: ranked(statistics.kinds).slice(0, MOST_KINDS) }),
    ...(statistics.leftOut.size === 0
      ? []
      : [barChart({ title: 'Left out, by reason', bars: ranked(statistics.leftOut).slice(0, MOST_KINDS) })]),
  ];
}

const STYLE = `:root{color-scheme:light dark;--text:#1f2328;--muted:#59636e;--bar:#3565a8;--line:#d1d9e0}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9198a1;--bar:#7aa7e8;--line:#3d444d}}
body{font:14px/1.5 system-ui,sans-serif;color:var(--text);max-width:76rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.charts{display:flex;flex-wrap:wrap;align-items:flex-start;gap:2rem}.charts svg{max-width:100%;height:auto}
table{border-collapse:collapse;margin:.5rem 0}th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--line);vertical-align:top}td:first-child{min-width:7rem}td:nth-child(n+2){font-variant-numeric:tabular-nums;overflow-wrap:anywhere}`;

export function reportPage(statistics: Statistics, facts: Facts): string {
  const { rows, quiet } = statistics;
  const share = rows === 0 ? '0' : ((100 * quiet) / rows).toFixed(1);
  const summary: Facts = [
    ['Rows', rows.toLocaleString('en')],
    ['Of these quiet', `${quiet.toLocaleString('en')} (${share} %)`],
    ['Processes read', statistics.processes.toLocaleString('en')],
    ['Commits read', statistics.commits.toLocaleString('en')],
    ['Messages of history, mean', mean(statistics.history)],
    ['Prompt tokens, mean (estimated)', mean(statistics.promptTokens)],
    ['Completion tokens, mean (estimated)', mean(statistics.completionTokens)],
  ];
  const examples = ranked(statistics.leftOut).map(([name, count]) => [
    name,
    count,
    (statistics.examples.get(name) ?? []).join('; '),
  ]);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Synthesis report</title><style>${STYLE}</style></head><body>
<h1>Synthesis report</h1>${table(['', ''], [...summary, ...facts])}
<h2>Distributions</h2><div class="charts">${chartsOf(statistics).join('\n')}</div>
<h2>Languages</h2>${table(['Language', 'Rows'], ranked(statistics.languages))}
<h2>Kinds</h2>${table(['Kind', 'Rows'], ranked(statistics.kinds))}
<h2>Left out</h2>${table(['Reason', 'Times', 'For example'], examples)}
</body></html>
`;
}

/** The same as text for a terminal. */
export function reportText(statistics: Statistics, facts: Facts): string {
  const block = (title: string, rows: readonly (readonly [string, number])[]): string =>
    [`${title}:`, ...rows.map(([name, count]) => `  ${count.toLocaleString('en').padStart(9)}  ${name}`)].join('\n');
  return [
    `${statistics.rows.toLocaleString('en')} rows, ${statistics.quiet.toLocaleString('en')} of them quiet, from ${statistics.processes.toLocaleString('en')} processes and ${statistics.commits.toLocaleString('en')} commits`,
    ...facts.map(([name, value]) => `${name}: ${value}`),
    block('Languages', ranked(statistics.languages)),
    block('Kinds of input', ranked(statistics.inputs)),
    block('Kinds', ranked(statistics.kinds)),
    ...(statistics.leftOut.size === 0 ? [] : [block('Left out', ranked(statistics.leftOut))]),
  ].join('\n');
}
