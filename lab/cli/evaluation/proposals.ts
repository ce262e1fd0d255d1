/** The proposers and their ranking in Node: the same code as in the page's worker, without the worker. */
import type { Proposals } from '../../../src/session/proposals-client';
import { alternativeOf, answerForest, createDesk, proposalForest, type Eagerness } from '../../../src/core/ranking';

/** Answers in the next turn of the event loop, as a worker would not answer at once either. */
export function directProposals(eagerness: Eagerness): Proposals {
  const desk = createDesk({
    proposals: proposalForest(),
    answers: answerForest(),
    onFault: (family, error) => {
      throw new Error(`the proposer ${family} failed`, { cause: error });
    },
  });
  const choices = { eagerness, quietInText: false };
  return {
    suggest: (question) => Promise.resolve(desk.suggest(question, choices).map(alternativeOf)),
    weigh: (question, answer, ranked) => Promise.resolve(desk.weigh(question, answer, choices, ranked)),
  };
}
