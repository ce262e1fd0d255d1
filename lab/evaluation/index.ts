/** Measuring predictions of the next edit against recorded courses of edits. Pure: whoever replays them is elsewhere. */
export { searchAndReplace } from './baselines';
export type { Due, EvaluationCase, EvaluationPoint } from './case';
export { chooseWay, levelsOf, type Choice } from './choose';
export { deltaChrF } from './delta-chrf';
export { judge, judgeChange, type Moment, type Verdict } from './judge';
export { labelRecording } from './label';
export { readRecording, type ReadRecording } from './recording';
export { KEY_MS, MOVE_MS, SETTLE_MS } from './rhythm';
export { playScript, ScriptError, type Script, type Step } from './script';
export {
  summarise,
  summaryRows,
  summaryTable,
  type Contestant,
  type PointLabel,
  type Summary,
  type SummaryRow,
} from './summary';
export { typeThrough } from './typing';
