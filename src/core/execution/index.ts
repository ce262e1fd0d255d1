export type * from './outcome';
export { describeOutcome, RUN_LIMITS } from './outcome';
export {
  knownFiles,
  locate,
  parsePythonTraceback,
  parseScriptError,
  type KnownFile,
  type ScriptRange,
} from './traceback';
export { feedbackFor } from './feedback';
