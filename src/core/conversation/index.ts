export { answerTo, begunAnswer, decodeAnswer, encodeAnswer, type DecodeOptions } from './answer';
export { fitChat, renderChat, type ChatTurn } from './chat';
export {
  dialectLabels,
  DIALECTS,
  EMBEDDED_DIALECT,
  findDialect,
  guessDialect,
  TELLING_TOKENS,
  type DialectGuess,
  type DialectId,
} from './dialects';
export { formatName, writesWhole } from './formats';
export { isOver, settledChange } from './settled';
export { mayDelete } from './part-of-whole';
export { AnswerStream, type AnswerProgress } from './stream';
export { refusalOf, renderPrompt } from './render';
export type * from './types';
