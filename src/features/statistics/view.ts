/** The counts as the page shows them. */
import {
  countOutcomes,
  latencyBins,
  quantile,
  type OutcomeEntry,
  type Standing,
  type Tally,
  type Verdict,
} from '../../core/outcomes';
import type { PlotView } from './BarPlot';
import type { OutcomesView } from './OutcomesPanel';

export interface OutcomesNow {
  readonly entries: readonly OutcomeEntry[];
  /** Of each accepted prediction whose course is recorded. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly dayOf: (wallTime: number) => string;
  readonly pairs: number;
  readonly keeping: boolean;
  readonly problem: string | null;
}

const MOST_DAYS = 30;

const VERDICT_LABELS: readonly (readonly [Verdict, string])[] = [
  ['accepted', 'Accepted'],
  ['partly-accepted', 'Partly'],
  ['taken-back', 'Undone'],
  ['rejected', 'Dismissed'],
  ['typed-over', 'Typed over'],
  ['ignored', 'Ignored'],
  ['open', 'Left'],
];

const percent = (share: number | null): string => (share === null ? 'none yet' : `${Math.round(share * 100)} %`);
const ms = (value: number | null): string => (value === null ? 'none yet' : `${Math.round(value)} ms`);
const taken = ({ verdicts }: Tally): number => verdicts.accepted + verdicts['partly-accepted'];

export function outcomesView({ entries, standings, dayOf, pairs, keeping, problem }: OutcomesNow): OutcomesView {
  const { all, languages, days, latencies, fromCache } = countOutcomes(entries, dayOf);
  const stood = [...standings.values()];
  const kept = stood.filter((one) => one === 'kept').length;
  const told = kept + stood.filter((one) => one === 'changed').length;
  const [median, ninety] = [quantile(latencies, 0.5), quantile(latencies, 0.9)];
  const shownDays = days.slice(-MOST_DAYS);

  const plots: readonly PlotView[] = [
    {
      title: 'Outcomes',
      labels: 'Outcome',
      counts: 'Predictions',
      part: null,
      says: `${taken(all)} of ${all.shown} were accepted, wholly or in part.`,
      values: VERDICT_LABELS.map(([verdict, label]) => ({ label, value: all.verdicts[verdict], part: 0 })),
    },
    {
      title: 'Latency',
      labels: 'Milliseconds',
      counts: 'Predictions',
      part: null,
      says:
        latencies.length === 0
          ? 'All were instant (from the cache).'
          : `From the key to the prediction: half within ${ms(median)}, nine of ten within ${ms(ninety)}.${fromCache > 0 ? ` ${fromCache} more came at once, out of memory.` : ''}`,
      values: latencyBins(latencies).map(({ from, to, count }) => ({
        label: to === null ? `${from}+` : `<${to}`,
        value: count,
        part: 0,
      })),
    },
    {
      title: 'By day',
      labels: 'Day',
      counts: 'Shown',
      part: 'Accepted',
      says:
        days.length > MOST_DAYS
          ? `The last ${MOST_DAYS} days with predictions.`
          : days.length === 1
            ? 'One day so far.'
            : `${days.length} days.`,
      values: shownDays.map(({ name, tally }) => ({ label: name.slice(5), value: tally.shown, part: taken(tally) })),
    },
  ];

  return {
    figures: [
      { value: String(all.shown), label: 'shown' },
      { value: percent(all.acceptance), label: 'accepted' },
      { value: told === 0 ? 'none yet' : percent(kept / told), label: 'unchanged after 10 s' },
      { value: ms(median), label: 'median wait' },
      { value: ms(ninety), label: 'nine of ten within' },
    ],
    plots,
    languages: languages.map(({ name, tally }) => ({
      name,
      shown: tally.shown,
      accepted: taken(tally),
      share: percent(tally.acceptance),
    })),
    empty: all.shown === 0 ? 'No prediction has been shown yet. Rename something and wait a moment.' : null,
    pairs: { count: pairs, keeping },
    problem,
  };
}
