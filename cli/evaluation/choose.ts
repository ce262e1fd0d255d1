/**
 * Sets the thresholds below which an answer is better not shown: chosen on every other case, shown on the rest. Each
 * pair is tried by letting the prediction's own state machine hear the recorded answers again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chooseWay, judge, levelsOf, summarise, summaryTable, type Summary, type Verdict } from '../../src/core/evaluation';
import { currentPrediction, step, type ConfidenceThresholds, type Hunk, type PredictionState } from '../../src/core/prediction';
import type { PlayedPoint } from './replay';
import type { PlayedCase } from './run';

/** What the share of quiet must be on the half that the choice is made on: above the aim of 90 %, for there is chance in it. */
const LEAST_QUIET = 0.92;
const LEVELS = 16;

export const SHOW_ALL: ConfidenceThresholds = { min: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY };

/** What would be on screen, had the model's card said these thresholds. */
export function offeredUnder({ exchange, offered }: PlayedPoint, confidence: ConfidenceThresholds): readonly Hunk[] {
  if (exchange === null) return offered;
  const { phase } = exchange.state;
  if (phase.kind !== 'running') return offered;
  const time = exchange.state.now;
  const running = { ...phase.running, model: { ...phase.running.model, confidence } };
  let state: PredictionState = { ...exchange.state, phase: { kind: 'running', running } };
  const { requestId } = running;
  for (const { text, logprob } of exchange.answer.pieces) state = step(state, { type: 'piece', time, requestId, piece: { text, logprob } }).state;
  state = step(state, { type: 'completed', time, requestId, figures: exchange.answer.figures }).state;
  return currentPrediction(state)?.hunks ?? [];
}

const verdictsUnder = (points: readonly PlayedPoint[], thresholds: ConfidenceThresholds): Verdict[] =>
  points.map((point) => judge(point.moment, offeredUnder(point, thresholds)));

/** The least and the mean log probability of each answer that proposes something. */
function confidences(points: readonly PlayedPoint[]): { readonly min: number[]; readonly mean: number[] } {
  const min: number[] = [];
  const mean: number[] = [];
  for (const { exchange } of points) {
    const known = exchange?.answer.pieces.flatMap(({ logprob }) => logprob ?? []) ?? [];
    if (known.length === 0) continue;
    min.push(Math.min(...known));
    mean.push(known.reduce((sum, one) => sum + one, 0) / known.length);
  }
  return { min, mean };
}

export interface ChosenThresholds {
  readonly thresholds: ConfidenceThresholds;
  /** What they come to on the half they were chosen on, and on the other. */
  readonly chosenOn: Summary;
  readonly shownOn: Summary;
  /** A table that says all of this, beside showing everything. */
  readonly table: string;
}

/** `played`: cases played with every answer shown. */
export function chooseThresholds(played: readonly PlayedCase[]): ChosenThresholds {
  const half = (which: number): PlayedPoint[] => played.filter((_, index) => index % 2 === which).flatMap(({ points }) => points);
  const [ours, others] = [half(0), half(1)];
  const known = confidences(ours);
  const levels = (values: readonly number[]): number[] => [Number.NEGATIVE_INFINITY, ...levelsOf(values, LEVELS).map((value) => Math.floor(value * 1000) / 1000)];
  const pairs = levels(known.min).flatMap((min) => levels(known.mean).map((mean) => ({ min, mean })));
  const tried = function* (): Generator<{ way: ConfidenceThresholds; verdicts: Verdict[] }> {
    for (const pair of pairs) yield { way: pair, verdicts: verdictsUnder(ours, pair) };
  };
  const best = chooseWay(tried(), LEAST_QUIET);
  const thresholds = best?.way ?? SHOW_ALL;
  const shownOn = summarise(verdictsUnder(others, thresholds));
  const chosenOn = best?.summary ?? summarise(verdictsUnder(ours, thresholds));
  const table = summaryTable([
    { group: 'chosen on', contestant: 'everything shown', summary: summarise(verdictsUnder(ours, SHOW_ALL)) },
    { group: 'chosen on', contestant: 'thresholds', summary: chosenOn },
    { group: 'the other half', contestant: 'everything shown', summary: summarise(verdictsUnder(others, SHOW_ALL)) },
    { group: 'the other half', contestant: 'thresholds', summary: shownOn },
  ]);
  return { thresholds, chosenOn, shownOn, table };
}

/** A number that JSON can hold: below any log probability, where there is no limit. */
const NO_LIMIT = -1e9;

/** Puts thresholds into a model's card, which stays as it is otherwise. */
export function writeThresholds(card: string, { min, mean }: ConfidenceThresholds): void {
  const said = JSON.parse(readFileSync(card, 'utf8')) as Record<string, unknown>;
  const confidence = { min: Math.max(NO_LIMIT, min), mean: Math.max(NO_LIMIT, mean) };
  writeFileSync(card, `${JSON.stringify({ ...said, confidence }, null, 2)}\n`);
}
