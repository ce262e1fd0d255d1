/** From answers to figures by kind, and to a table a user reads. */
import { judge, type Verdict } from '../../../evaluation';
import { queueFrom, toHunks } from '../../../../src/core/prediction/hunks';
import type { AskedPoint, Prediction, Predictor } from './predictor';

/** So many of the ranked answers are looked at to see whether the right one was at least among them. */
export const AMONG = 3;

export interface Outcome {
  readonly at: AskedPoint;
  readonly prediction: Prediction;
  /** Of the answer ranked first, its hunks in the order in which Tab walks them. */
  readonly verdict: Verdict;
  /** Whether one of the first `AMONG` would have been exact. */
  readonly among: boolean;
  /** What predicting took, milliseconds. */
  readonly ms: number;
}

/** Asks one predictor at every point. `now` reads a clock, milliseconds. */
export function outcomesOf(points: readonly AskedPoint[], predict: Predictor, now: () => number): Outcome[] {
  return points.map((at) => {
    const began = now();
    const prediction = predict(at.asked);
    const ms = now() - began;
    const verdicts = prediction.changes
      .slice(0, AMONG)
      .map((change) => judge(at.judged, queueFrom(at.asked.text, toHunks(at.asked.text, change), at.asked.cursor)));
    return {
      at,
      prediction,
      verdict: verdicts[0] ?? judge(at.judged, []),
      among: verdicts.some(({ next }) => next),
      ms,
    };
  });
}

/** Counts over some points: of those with an edit due, and of those with nothing due. */
export interface Figures {
  readonly due: number;
  readonly exact: number;
  readonly whole: number;
  readonly among: number;
  /** Shown where an edit was due. */
  readonly shown: number;
  readonly calm: number;
  readonly quiet: number;
  readonly slowest: number;
}

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const due = outcomes.filter(({ verdict }) => verdict.due);
  const calm = outcomes.filter(({ verdict }) => !verdict.due);
  const count = (all: readonly Outcome[], is: (one: Outcome) => boolean): number => all.filter(is).length;
  return {
    due: due.length,
    exact: count(due, ({ verdict }) => verdict.next),
    whole: count(due, ({ verdict }) => verdict.whole),
    among: count(due, ({ among }) => among),
    shown: count(due, ({ verdict }) => verdict.shown),
    calm: calm.length,
    quiet: count(calm, ({ verdict }) => !verdict.shown),
    slowest: outcomes.reduce((most, { ms }) => Math.max(most, ms), 0),
  };
}

/** Of everything shown, wherever: the share whose first edit was right, 0 to 1; null when nothing was shown. */
export function precisionOf({ exact, shown, calm, quiet }: Figures): number | null {
  const all = shown + calm - quiet;
  return all === 0 ? null : exact / all;
}

export interface Row {
  readonly group: string;
  readonly predictor: string;
  readonly figures: Figures;
}

/** Everything, then by language, then by kind; in each the predictors in their order. */
export function rowsOf(measured: readonly { readonly name: string; readonly outcomes: readonly Outcome[] }[]): Row[] {
  const names = (of: (one: Outcome) => string): string[] =>
    [...new Set(measured.flatMap(({ outcomes }) => outcomes.map(of)))].sort();
  const language = ({ at }: Outcome): string => at.played.document.language;
  const kind = ({ at }: Outcome): string => at.played.kind;
  const groups: [string, (one: Outcome) => boolean][] = [
    ['all', () => true],
    ...names(language).map((name): [string, (one: Outcome) => boolean] => [
      `language: ${name}`,
      (one) => language(one) === name,
    ]),
    ...names(kind).map((name): [string, (one: Outcome) => boolean] => [`kind: ${name}`, (one) => kind(one) === name]),
  ];
  return groups.flatMap(([group, belongs]) =>
    measured.map(({ name, outcomes }) => ({ group, predictor: name, figures: figuresOf(outcomes.filter(belongs)) })),
  );
}

/** A table in plain text, its columns in line. */
export function tableOf(rows: readonly Row[]): string {
  const head = [
    '',
    'by',
    'due',
    'exact',
    '%',
    'whole',
    `in ${AMONG}`,
    'shown',
    'none due',
    'quiet',
    '%',
    'precision',
    'slowest ms',
  ];
  const cells = rows.map(({ group, predictor, figures }, index) =>
    [
      rows[index - 1]?.group === group ? '' : group,
      predictor,
      figures.due,
      figures.exact,
      percent(figures.exact, figures.due),
      figures.whole,
      figures.among,
      figures.shown,
      figures.calm,
      figures.quiet,
      percent(figures.quiet, figures.calm),
      precisionText(figures),
      figures.slowest.toFixed(1),
    ].map(String),
  );
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const percent = (part: number, of: number): string => (of === 0 ? '' : ((100 * part) / of).toFixed(0));

function precisionText(figures: Figures): string {
  const precision = precisionOf(figures);
  return precision === null ? '' : `${(100 * precision).toFixed(0)} %`;
}
