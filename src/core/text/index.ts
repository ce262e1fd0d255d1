export {
  applyChange,
  assertValidChange,
  changeDelta,
  composeChanges,
  InvalidChangeError,
  invertChange,
  mapOffset,
  normalizeChange,
  placeEdits,
  rebaseChange,
  type PlacedEdit,
  type TextChange,
  type TextEdit,
} from './edit';
export { dominantEol, LineIndex, splitLines, splitLinesKeepingEnds } from './lines';
export { clusterAround, hasClusters, unitsBefore, wordsAndGaps } from './clusters';
export { formOf, inForm, uniformEnds, withoutMark, type LineEnd, type TextForm } from './line-ends';
export { diffCodeLines, diffLines, diffText, diffTextLines, type LineChange } from './diff';
export { diffSequences, type SequenceChange } from './sequence';
export { diffRows, type DiffRow } from './diff-rows';
export { commonEnds, trimEdit, withoutCommonEnds } from './trim';
export { bracketsBalanced, unmatchedBrackets } from './brackets';
export { changeIndentedAs, indentationOf, indentedAs, type Indentation } from './indentation';
export { keepFinalBreak } from './final-break';
export { hexOf } from './hex';
