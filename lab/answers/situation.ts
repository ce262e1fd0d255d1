/** A moment at which a model that rewrites a window is asked, wherever it comes from: everyday cases or natural moments. */
import type { HistoryChange } from '../../src/core/conversation/types';
import { judge } from '../evaluation';
import { queueFrom, toHunks } from '../../src/core/prediction/hunks';
import type { MomentInput } from '../../src/core/proposals';
import type { TextChange } from '../../src/core/text';
import { askedInput, type AskedPoint } from '../cli/evaluation/quick/predictor';
import { isRight } from '../moments/evaluate';
import { naturalInput } from '../moments/input';
import type { Moment } from '../moments/moment';
import { historyOf } from '../moments/rows';

export interface Situation {
  readonly id: string;
  /** Where it comes from, so that nothing of it is on both sides of a split. */
  readonly source: string;
  /** What is due: `quiet` for nothing. */
  readonly kind: string;
  readonly input: Omit<MomentInput, 'earlier'>;
  readonly history: readonly HistoryChange[];
  /** Whether what the program would show of a change first, is what was done next. */
  readonly isRight: (change: TextChange) => boolean;
}

/** Each edit of a commit by itself, none joined with the one before. */
const APART = { next: () => 0.9 };

export function naturalSituation(moment: Moment): Situation {
  const { id, source, kind, text, cursor } = moment;
  return {
    id,
    source,
    kind,
    history: historyOf(APART, moment),
    input: naturalInput(moment),
    isRight: (change) => {
      const [first] = queueFrom(text, toHunks(text, change), cursor);
      return first !== undefined && isRight(moment, first.edits);
    },
  };
}

export function everydaySituation({ played, point, asked, judged }: AskedPoint): Situation {
  const { text, cursor, history } = asked;
  const quiet = point.due.kind === 'nothing';
  return {
    id: `${played.id}#${point.after}`,
    source: played.id,
    kind: quiet ? 'quiet' : 'next',
    history,
    input: askedInput(asked),
    isRight: (change) => !quiet && judge(judged, queueFrom(text, toHunks(text, change), cursor)).next,
  };
}
