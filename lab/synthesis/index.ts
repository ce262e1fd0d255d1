export { cutDocument, DEFAULT_CUTS, type CutStyle, namesIn, outlineOf, type Outline } from './documents';
export { cutsFor, DEFAULT_MIX, makeExample, type ExampleKind } from './generate';
export type { SourceLanguage } from './languages';
export { lex, type Lexed } from './lexer';
export { namePool, type NamePool } from './names';
export { chance, integer, pick, seededRandom, shuffled, weighted, type Random } from './random';
export type { EditExample, Frame } from './stage';
export { windowRow, windowRowOf, type WindowRow, type WindowSample } from './window-row';
