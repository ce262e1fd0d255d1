/** The proposers and their ranking, off the page: reading a long file takes longer than a frame. Reaches no network. */
import { messageOf } from '../src/core/message-of';
import { alternativeOf, answerForest, createDesk, proposalForest } from '../src/core/ranking';
import type { ProposalsCommand, ProposalsReply } from '../src/protocol/proposals';

const desk = createDesk({
  proposals: proposalForest(),
  answers: answerForest(),
  onFault: (family, error) => {
    console.error(`The proposer ${family} failed.`, error);
  },
});
const post = (reply: ProposalsReply): void => {
  self.postMessage(reply);
};

self.addEventListener('message', ({ data: command }: MessageEvent<ProposalsCommand>) => {
  const { id } = command;
  try {
    switch (command.type) {
      case 'suggest':
        post({
          type: 'suggested',
          id,
          alternatives: desk.suggest(command.question, command.choices).map(alternativeOf),
        });
        return;
      case 'weigh':
        post({ type: 'weighed', id, ...desk.weigh(command.question, command.answer, command.choices, command.ranked) });
        return;
      default:
        command satisfies never;
    }
  } catch (error) {
    post({ type: 'failed', id, message: messageOf(error) });
  }
});
