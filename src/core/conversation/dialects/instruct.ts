/** Models that follow instructions and were not trained on the conversation (paper, appendix J). */
import type { ConversationDialect } from '../types';

export const instruct: ConversationDialect = {
  id: 'instruct-wf',
  label: 'plain instructions',
  style: 'instruct',
  historyFormat: 'wf',
  outputFormat: 'wf',
  targetArea: false,
  followsInstructions: true,
  guess: ({ knowsEdits }) =>
    knowsEdits === null
      ? 'its name does not say that it was trained for edits'
      : 'its vocabulary has no token for edits',
};
