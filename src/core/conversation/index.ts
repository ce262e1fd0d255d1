export { begunAnswer, decodeAnswer, encodeAnswer, type DecodeOptions } from './answer';
export { fitChat, renderChat, type ChatTurn } from './chat';
export { DIALECTS, findDialect, followsInstructions, type DialectId } from './dialects';
export { AnswerStream, type AnswerProgress } from './stream';
export { renderPrompt } from './render';
export type * from './types';
