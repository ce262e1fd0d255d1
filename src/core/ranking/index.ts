export { answerFeatures, type Answered } from './answer';
export { createDesk, type Desk, type DeskChoices, type DeskOptions } from './desk';
export { FAMILIES, featuresOf } from './features';
export { EAGERNESS, probabilityOf, type Eagerness, type Forest } from './forest';
export { chosen, rank, type Ranked } from './rank';
export { answerForest, proposalForest, readForest } from './model';
export { alternativeOf, suggest, worthOf, type SuggestOptions, type Suggestion } from './suggest';
