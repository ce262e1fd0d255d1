/**
 * Programming-Instruct (CursorCore, arXiv 2410.07002, section 4): from how code came to be to conversations to train
 * on. Every step is a function of its input and a seeded `Random`; language models come in through the port `Ask`.
 */
export { courseQuestion, fencedBlocks, readCourse, SKILLS, type Skill } from './ai-programmer';
export { Caps, DEFAULT_CAPS, type CapLimits } from './caps';
export { PAPER_CHOICES, type Choices } from './choices';
export { Decontaminator, DEFAULT_DECONTAMINATION, type BenchmarkText, type Contamination } from './decontaminate';
export { DEFAULT_FILTERS, rejectProcess, type FilterLimits } from './filters';
export { followSamples, followTimeline, type FollowOptions } from './follow';
export { instructSample, type InstructOptions, type Made } from './instruct';
export { RULE_NAMES, type RuleName } from './judge';
export {
  askThroughEngine,
  type Ask,
  type ChatMessage,
  type Complete,
  type Question,
  type Reply,
} from './language-model';
export { firstFitDecreasing, type Packed } from './packing';
export { renderRow, type Rendered, type Row, type RowFormat } from './render';
export { reportPage, reportText, type Facts } from './report';
export { Tally, type Statistics } from './statistics';
export { readSubmissions } from './submissions';
export { timelineOf, timelinesOfSession, type Timeline } from './timeline';
export type * from './types';
