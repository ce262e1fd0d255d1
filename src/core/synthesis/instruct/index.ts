export { DEFAULT_FILTERS, rejectProcess, type FilterLimits } from './filters';
export { followSamples, type FollowOptions } from './follow';
export { RULE_NAMES, type RuleName } from './judge';
export { renderRow, type Rendered, type Row, type RowFormat } from './render';
export type * from './types';
