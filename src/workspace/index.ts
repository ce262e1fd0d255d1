export { EXAMPLES, type ExampleFile } from './examples';
export { INTAKE_LIMITS, type LeftOut, type TakenIn, type TextFile } from './intake/intake';
export { languageOf, type Language } from './language';
export { decodeLink, encodeLink, isLink, SAFE_LENGTH, type LinkOutcome, type SharedFile, type SharedOutcome, type SharedWorkspace } from './share/link';
export { freePath, workspacePath, type PathOutcome } from './paths';
