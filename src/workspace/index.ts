export { EXAMPLES, type ExampleFile } from './examples';
export type { LeftOut, TakenIn, TextFile } from './intake/intake';
export { LANGUAGES, languageOf, type Language } from './language';
export {
  decodeLink,
  encodeLink,
  isLink,
  LONGEST_LINK,
  SAFE_LENGTH,
  type LinkOutcome,
  type SharedFile,
  type SharedOutcome,
  type SharedWorkspace,
} from './share/link';
export { freePath, withoutUnseen, workspacePath, type PathOutcome } from './paths';
