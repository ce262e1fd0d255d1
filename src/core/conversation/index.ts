export { decodeAnswer, encodeAnswer, type DecodeOptions } from './answer';
export { DIALECTS, findDialect, type DialectId } from './dialects';
export { renderPrompt } from './render';
export type * from './types';
