export { begunAnswer, decodeAnswer, encodeAnswer, type DecodeOptions } from './answer';
export { fitChat, renderChat, type ChatTurn } from './chat';
export { dialectLabels, DIALECTS, findDialect, guessDialect, type DialectGuess, type DialectId } from './dialects';
export { writesWhole } from './formats';
export { settledChange } from './settled';
export { AnswerStream, type AnswerProgress } from './stream';
export { renderPrompt } from './render';
export type * from './types';
