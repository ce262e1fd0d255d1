export { momentOf, type MomentInput } from './moment';
export { propose, type Proposal, type ProposeOptions, type Watch } from './propose';
export {
  MOST_EDITS,
  NO_WORKSPACE,
  type Candidate,
  type Evidence,
  type Family,
  type Moment,
  type PastEdit,
  type Proposer,
  type Range,
  type WorkspaceFacts,
} from './types';
