/** Counts over what became of predictions. */
import { grouped } from './grouped';
import { VERDICTS, verdictOf, type OutcomeEntry, type Verdict } from './outcome';

export interface Tally {
  /** Predictions that were shown. */
  readonly shown: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Of those shown, the share that was accepted, wholly or partly, and not taken back; null when none was shown. */
  readonly acceptance: number | null;
}

export interface Counted {
  readonly name: string;
  readonly tally: Tally;
}

export interface Outcomes {
  readonly all: Tally;
  /** The most shown first. */
  readonly languages: readonly Counted[];
  /** Days with a prediction, the earliest first. */
  readonly days: readonly Counted[];
  /** Milliseconds from the key to the prediction, ascending, of those the model answered anew. */
  readonly latencies: readonly number[];
  /** Shown at once, out of the cache. */
  readonly fromCache: number;
}

function tally(predictions: readonly (readonly OutcomeEntry[])[]): Tally {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const entries of predictions) counts[verdictOf(entries)] += 1;
  const shown = predictions.length;
  return {
    shown,
    verdicts: counts,
    acceptance: shown === 0 ? null : (counts.accepted + counts['partly-accepted']) / shown,
  };
}

/**
 * Only predictions whose showing is among the entries count.
 * @param dayOf names the day of a time, so that names in order are days in order: `2026-11-20`
 */
export function countOutcomes(entries: readonly OutcomeEntry[], dayOf: (wallTime: number) => string): Outcomes {
  const predictions = [...grouped(entries, ({ predictionId }) => predictionId).values()].flatMap((all) => {
    const shown = all.find(({ kind }) => kind === 'shown');
    return shown === undefined ? [] : [{ all, shown }];
  });
  const count = (by: (shown: OutcomeEntry) => string): Counted[] =>
    [...grouped(predictions, ({ shown }) => by(shown))].map(([name, of]) => ({
      name,
      tally: tally(of.map(({ all }) => all)),
    }));
  return {
    all: tally(predictions.map(({ all }) => all)),
    languages: count(({ language }) => language).sort(
      (one, other) => other.tally.shown - one.tally.shown || (one.name < other.name ? -1 : 1),
    ),
    days: count(({ wallTime }) => dayOf(wallTime)).sort((one, other) => (one.name < other.name ? -1 : 1)),
    latencies: predictions
      .flatMap(({ shown }) => (shown.fromCache || shown.latency === null ? [] : [shown.latency]))
      .sort((one, other) => one - other),
    fromCache: predictions.filter(({ shown }) => shown.fromCache).length,
  };
}

/** The value that a share `part` (0 to 1) of the ascending values do not exceed; null of none. */
export function quantile(ascending: readonly number[], part: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * part) - 1)] ?? null;
}

export interface Bin {
  /** Milliseconds: from, up to but not including; the last has no end. */
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
}

const LATENCY_EDGES = [0, 50, 100, 150, 200, 300, 400, 500, 700, 1000, 2000] as const;

/** How many took how long. Every value falls into exactly one bin. */
export function latencyBins(latencies: readonly number[]): readonly Bin[] {
  return LATENCY_EDGES.map((from, index) => {
    const to = LATENCY_EDGES[index + 1] ?? null;
    return {
      from,
      to,
      count: latencies.filter((value) => (index === 0 || value >= from) && (to === null || value < to)).length,
    };
  });
}
