export { EXAMPLES, type ExampleFile } from './examples';
export { languageOf, type Language } from './language';
export { freePath, workspacePath, type PathOutcome } from './paths';
