/** Looking back at a recorded course with a model beside it: where it would have spoken, what it would have said, and whether it was right. */
export {
  momentAt,
  predictedFrom,
  predictedWith,
  type Moment,
  type MomentPorts,
  type MomentOptions,
  type Predicted,
  type ReplayedFile,
  type WholeAnswer,
} from './moment';
export { duePoints, type DuePoint, type Then, type ToldOutcome } from './points';
export { segmentsOf, type Segment } from './segments';
export { nextAfter, verdictOn, type Verdict } from './verdict';
