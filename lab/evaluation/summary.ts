/** From verdicts to figures, and to a table a user reads. */
import type { Verdict } from './judge';

/** The metrics over some points. Shares are 0 to 1; null where there was nothing to take a share of. */
export interface Summary {
  readonly points: number;
  /** Points where an edit was due, and where the right answer was to stay quiet. */
  readonly due: number;
  readonly quietPoints: number;
  /** Of those due: the edit on offer first was one of those due. */
  readonly exact: number | null;
  /** Of those due: all that was on offer was all that was due. */
  readonly whole: number | null;
  /** Of those due: something was shown. */
  readonly show: number | null;
  /** Of those where nothing should be shown: nothing was. */
  readonly quiet: number | null;
  /** Mean over what was shown where an edit was due. */
  readonly deltaChrF: number | null;
  /** Harmonic mean of show and quiet rates, times deltaChrF: the one number. */
  readonly score: number | null;
  /** Of all that was shown: what took back the user's last edit. */
  readonly reversal: number | null;
}

export function summarise(verdicts: readonly Verdict[]): Summary {
  const due = verdicts.filter((verdict) => verdict.due);
  const calm = verdicts.filter((verdict) => !verdict.due);
  const shown = verdicts.filter((verdict) => verdict.shown);
  const nearness = due.flatMap((verdict) => (verdict.deltaChrF === null ? [] : [verdict.deltaChrF]));
  const show = share(due, (verdict) => verdict.shown);
  const quiet = share(calm, (verdict) => !verdict.shown);
  const chrf = nearness.length === 0 ? null : nearness.reduce((sum, one) => sum + one, 0) / nearness.length;
  return {
    points: verdicts.length,
    due: due.length,
    quietPoints: calm.length,
    exact: share(due, (verdict) => verdict.next),
    whole: share(due, (verdict) => verdict.whole),
    show,
    quiet,
    deltaChrF: chrf,
    score: scoreOf(show, quiet, chrf),
    reversal: share(shown, (verdict) => verdict.reverses),
  };
}

/** Nothing shown at all scores 0; without both kinds of points there is no score. */
function scoreOf(show: number | null, quiet: number | null, chrf: number | null): number | null {
  if (show === null || quiet === null) return null;
  return show + quiet === 0 ? 0 : ((2 * show * quiet) / (show + quiet)) * (chrf ?? 0);
}

function share<T>(all: readonly T[], is: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(is).length / all.length;
}

/** One predictor's verdict at each point, in the order of `points`. */
export interface Contestant {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

/** What a point is counted under. */
export interface PointLabel {
  readonly language: string;
  readonly kind: string;
  readonly origin: string;
}

export interface SummaryRow {
  readonly group: string;
  readonly contestant: string;
  readonly summary: Summary;
}

/** All points, then by language, by origin, by kind; in each group the contestants in their order. */
export function summaryRows(points: readonly PointLabel[], contestants: readonly Contestant[]): SummaryRow[] {
  const groups = new Map<string, number[]>([['all', points.map((_, index) => index)]]);
  for (const field of ['language', 'origin', 'kind'] as const) {
    const names = [...new Set(points.map((point) => point[field]))].sort();
    for (const name of names)
      groups.set(
        `${field}: ${name}`,
        points.flatMap((point, index) => (point[field] === name ? [index] : [])),
      );
  }
  return [...groups].flatMap(([group, indices]) =>
    contestants.map(({ name, verdicts }) => ({
      group,
      contestant: name,
      summary: summarise(indices.flatMap((index) => verdicts[index] ?? [])),
    })),
  );
}

/** A Markdown table of rows, one line each. */
export function summaryTable(rows: readonly SummaryRow[]): string {
  const head = [
    '',
    'by',
    'due',
    'exact',
    'whole',
    'shown',
    'deltaChrF',
    'none due',
    'kept quiet',
    'score',
    'reversals',
  ];
  const lines = rows.map(({ group, contestant, summary: s }, index) => [
    rows[index - 1]?.group === group ? '' : group,
    contestant,
    String(s.due),
    percent(s.exact),
    percent(s.whole),
    percent(s.show),
    number(s.deltaChrF),
    String(s.quietPoints),
    percent(s.quiet),
    number(s.score),
    percent(s.reversal),
  ]);
  const align = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return [head, align, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';
}

const percent = (value: number | null): string => (value === null ? '' : `${(100 * value).toFixed(1)} %`);
const number = (value: number | null): string => (value === null ? '' : value.toFixed(3));
