export { APEVAL_FLOOR, readApeval } from './apeval';
export { readFixTasks, type FixMode, type FixTask } from './humanevalfix';
export type { FunctionJob, OutputJob, ProgramJob, ScoringJob, ScoringVerdict } from './job';
export { turnTask, type MtpbCase } from './mtpb';
export { barPlot, type BarPlot } from './plot';
export { PUBLISHED_APEVAL } from './published';
export { htmlReport, markdownReport, type RunRecord, type TaskPage } from './report';
export { costOf, markdownTable, rateOf, rateText, tallyOf, type Cost, type Rate, type TaskResult } from './tally';
export { adjusted, attemptOf, inputOf, noAnswer, TASK_KINDS, type Attempt, type EditTask, type PromptOptions, type TaskKind } from './task';
