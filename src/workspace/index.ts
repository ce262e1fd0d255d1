export { EXAMPLES, type ExampleFile } from './examples';
export { languageOf, type Language } from './language';
