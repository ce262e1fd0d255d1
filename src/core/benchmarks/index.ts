export { APEVAL_FLOOR, APEVAL_FLOOR_PLUS, readApeval } from './apeval';
export { readFixTasks, type FixMode, type FixTask } from './humanevalfix';
export type { FunctionJob, OutputJob, ProgramJob, ScoringJob, ScoringVerdict } from './job';
export { turnTask, type MtpbCase } from './mtpb';
export { barPlot, type BarPlot } from './plot';
export { PUBLISHED_APEVAL } from './published';
export { htmlReport, type TaskPage } from './page';
export { markdownReport, shownRate, verdictOf, type RunRecord } from './report';
export {
  costOf,
  markdownTable,
  rateOf,
  rateText,
  tallyOf,
  type Cost,
  type CostSummary,
  type Rate,
  type Tally,
  type TaskResult,
} from './tally';
export {
  adjusted,
  attemptOf,
  GIVEN,
  inputOf,
  noAnswer,
  spread,
  TASK_KINDS,
  type Attempt,
  type EditTask,
  type PromptOptions,
  type TaskKind,
} from './task';
