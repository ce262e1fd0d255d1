export { hunkLines, type HunkLines } from './hunk-lines';
export { readPast, remember, walkPast, type PastWalk } from './past';
export { instructionPrompt, type InstructionInput, type InstructionPrompt } from './prompt';
export {
  INLINE_CLOSED,
  inlineStep,
  type Area,
  type InlineEffect,
  type InlineEvent,
  type InlineNews,
  type InlineOpen,
  type InlineState,
} from './state';
