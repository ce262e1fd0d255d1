/** The wire contract between the page and the worker of the proposers. Types only. */
import type { Alternative } from '../core/prediction';
import type { MomentInput } from '../core/proposals';
import type { Answered, Eagerness } from '../core/ranking';

/** A moment as it travels: the worker keeps what it has read of the file by itself. */
export type ProposalQuestion = Omit<MomentInput, 'earlier'>;

export interface ProposalChoices {
  readonly eagerness: Eagerness;
  /** Nothing while the last edit was in a comment or a string. */
  readonly quietInText: boolean;
}

export type ProposalsCommand =
  | {
      readonly type: 'suggest';
      readonly id: number;
      readonly question: ProposalQuestion;
      readonly choices: ProposalChoices;
    }
  | {
      readonly type: 'weigh';
      readonly id: number;
      readonly question: ProposalQuestion;
      readonly answer: Answered;
      readonly choices: ProposalChoices;
      readonly ranked: boolean;
    };

export type ProposalsReply =
  | { readonly type: 'suggested'; readonly id: number; readonly alternatives: readonly Alternative[] }
  | { readonly type: 'weighed'; readonly id: number; readonly probability: number; readonly enough: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
