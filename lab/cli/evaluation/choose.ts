/**
 * Sets what an answer must reach to be shown. Each choice is tried by letting the prediction's own state machine hear the
 * recorded answers again; what choosing is worth is told by choosing on half of the cases and looking at the other half.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chooseWay, judge, levelsOf, summarise, summaryTable, type Summary, type Verdict } from '../../evaluation';
import {
  currentPrediction,
  step,
  type ConfidenceThresholds,
  type Hunk,
  type PredictionState,
} from '../../../src/core/prediction';
import type { PlayedPoint } from './replay';
import type { PlayedCase } from './run';

/** What the share of quiet must be on the cases that the choice is made on: above the aim of 90 %, for there is chance in it. */
const LEAST_QUIET = 0.92;
const LEVELS = 16;

/** A number that JSON can hold: below any log probability, where there is no limit. */
const NO_LIMIT = -1e9;
export const SHOW_ALL: ConfidenceThresholds = { min: NO_LIMIT, mean: NO_LIMIT };
/** Takes every draft, and tells how much the model would rather have said nothing. */
export const TAKE_DRAFTS: ConfidenceThresholds = { ...SHOW_ALL, silence: 1 };

/** A point as it is when the model only answers, and when it is asked to judge the draft first. */
interface Pair {
  readonly answered: PlayedPoint;
  readonly drafted: PlayedPoint;
}

/** What would be on screen, had the model's card said this. */
function offeredUnder({ answered, drafted }: Pair, confidence: ConfidenceThresholds): readonly Hunk[] {
  const silence = drafted.exchange?.answer.figures.draftSilence ?? null;
  const isTaken = confidence.silence !== undefined && silence !== null && silence < confidence.silence;
  return heardUnder(isTaken ? drafted : answered, confidence);
}

function heardUnder({ exchange, offered }: PlayedPoint, confidence: ConfidenceThresholds): readonly Hunk[] {
  if (exchange === null) return offered;
  const { phase } = exchange.state;
  if (phase.kind !== 'running') return offered;
  const time = exchange.state.now;
  const running = { ...phase.running, model: { ...phase.running.model, confidence } };
  let state: PredictionState = { ...exchange.state, phase: { kind: 'running', running } };
  const { requestId } = running;
  for (const { text, logprob } of exchange.answer.pieces)
    state = step(state, { type: 'piece', time, requestId, piece: { text, logprob } }).state;
  state = step(state, { type: 'completed', time, requestId, figures: exchange.answer.figures }).state;
  return currentPrediction(state)?.hunks ?? [];
}

const verdictsUnder = (pairs: readonly Pair[], thresholds: ConfidenceThresholds): Verdict[] =>
  pairs.map((pair) => judge(pair.answered.moment, offeredUnder(pair, thresholds)));

/** Levels worth trying: among the least and the mean log probabilities of answers, and how silent the model is about drafts. */
function levelsIn(pairs: readonly Pair[]): {
  readonly min: number[];
  readonly mean: number[];
  readonly silence: number[];
} {
  const min: number[] = [];
  const mean: number[] = [];
  const silence: number[] = [];
  for (const { answered, drafted } of pairs) {
    const known = answered.exchange?.answer.pieces.flatMap(({ logprob }) => logprob ?? []) ?? [];
    const about = drafted.exchange?.answer.figures.draftSilence ?? null;
    if (about !== null) silence.push(about);
    if (known.length === 0) continue;
    min.push(Math.min(...known));
    mean.push(known.reduce((all, one) => all + one, 0) / known.length);
  }
  const round = (values: readonly number[]): number[] =>
    levelsOf(values, LEVELS).map((value) => Math.floor(value * 1000) / 1000);
  return { min: round(min), mean: round(mean), silence: [...round(silence), 1] };
}

export interface Chosen {
  /** Chosen on all cases. */
  readonly thresholds: ConfidenceThresholds;
  /** What choosing comes to on cases it has not seen: chosen on either half, looked at on the other. */
  readonly unseen: Summary;
  /** A table that says this, beside showing everything, and answers alone. */
  readonly table: string;
}

/** `answered`: cases played with every answer shown; `drafted`: the same with every draft taken. */
export function chooseThresholds(answered: readonly PlayedCase[], drafted: readonly PlayedCase[]): Chosen {
  const pairs = answered.map(({ points }, index) =>
    points.flatMap((point, at): Pair[] => {
      const other = drafted[index]?.points[at];
      return other === undefined ? [] : [{ answered: point, drafted: other }];
    }),
  );
  const half = (which: number): Pair[] => pairs.filter((_, index) => index % 2 === which).flat();
  const [one, other, all] = [half(0), half(1), pairs.flat()];
  const final = chooseOn(all);
  const crossed = (way: (chosen: ChosenWays) => ConfidenceThresholds): Verdict[] => {
    const [first, second] = [chooseOn(one), chooseOn(other)];
    return [...verdictsUnder(other, way(first)), ...verdictsUnder(one, way(second))];
  };
  const unseen = summarise(crossed(({ judged }) => judged));
  const table = summaryTable([
    { group: 'chosen on all', contestant: 'everything shown', summary: summarise(verdictsUnder(all, SHOW_ALL)) },
    {
      group: 'chosen on all',
      contestant: 'answers above thresholds',
      summary: summarise(verdictsUnder(all, final.answers)),
    },
    { group: 'chosen on all', contestant: 'and drafts judged', summary: summarise(verdictsUnder(all, final.judged)) },
    {
      group: 'chosen on one half, looked at on the other',
      contestant: 'answers above thresholds',
      summary: summarise(crossed(({ answers }) => answers)),
    },
    { group: 'chosen on one half, looked at on the other', contestant: 'and drafts judged', summary: unseen },
  ]);
  return { thresholds: final.judged, unseen, table };
}

/** The best thresholds for what the model writes itself, and the best with drafts judged. */
interface ChosenWays {
  readonly answers: ConfidenceThresholds;
  readonly judged: ConfidenceThresholds;
}

function chooseOn(pairs: readonly Pair[]): ChosenWays {
  const levels = levelsIn(pairs);
  const grid = (rest: Pick<ConfidenceThresholds, 'silence'>): ConfidenceThresholds[] =>
    [NO_LIMIT, ...levels.min].flatMap((min) => [NO_LIMIT, ...levels.mean].map((mean) => ({ ...rest, min, mean })));
  const answers = bestOf(pairs, grid({}));
  // What is silent enough first, beside the best for answers; then the answers' thresholds anew beside it.
  const drafts = bestOf(pairs, [answers, ...levels.silence.map((silence) => ({ ...answers, silence }))]);
  return { answers, judged: drafts.silence === undefined ? answers : bestOf(pairs, grid({ silence: drafts.silence })) };
}

/** The cases as they would have been played under thresholds; what answering cost is as it was. */
export function decideAgain(
  answered: readonly PlayedCase[],
  drafted: readonly PlayedCase[],
  thresholds: ConfidenceThresholds,
): PlayedCase[] {
  return answered.map((one, index) => ({
    ...one,
    points: one.points.map((point, at) => {
      const offered = offeredUnder({ answered: point, drafted: drafted[index]?.points[at] ?? point }, thresholds);
      return { ...point, offered, verdict: judge(point.moment, offered) };
    }),
  }));
}

function bestOf(pairs: readonly Pair[], ways: readonly ConfidenceThresholds[]): ConfidenceThresholds {
  const tried = function* (): Generator<{ way: ConfidenceThresholds; verdicts: Verdict[] }> {
    for (const way of ways) yield { way, verdicts: verdictsUnder(pairs, way) };
  };
  return chooseWay(tried(), LEAST_QUIET)?.way ?? SHOW_ALL;
}

/** Puts thresholds into a model's card, which stays as it is otherwise. */
export function writeThresholds(card: string, { min, mean, silence }: ConfidenceThresholds): void {
  const said = JSON.parse(readFileSync(card, 'utf8')) as Record<string, unknown>;
  const confidence = { min, mean, ...(silence === undefined ? {} : { silence }) };
  writeFileSync(card, `${JSON.stringify({ ...said, confidence }, null, 2)}\n`);
}
