/** What this project's own models were trained on. They continue edits, and follow no instructions. */
import type { ConversationDialect } from '../types';
import { trainedOnEdits } from './guess';

/** The first model: history as search-and-replace, answers by line numbers of the excerpt, numbered as the excerpt is. */
export const inklingLines: ConversationDialect = {
  id: 'inkling-sr-lc',
  label: 'Inkling’s own',
  style: 'roles',
  historyFormat: 'sr',
  outputFormat: 'lcn',
  targetArea: false,
  followsInstructions: false,
  guess: (facts) => (/inkling/i.test(facts.name) ? trainedOnEdits(facts) : null),
};

/**
 * Our adapter: history as search-and-replace, the answer always the window written anew; unchanged, it means silence.
 * Whether to speak is decided far better after the content than before it, so it is not asked before.
 */
export const inklingWindow: ConversationDialect = {
  id: 'inkling-wf',
  label: 'Inkling’s own, a window written anew',
  style: 'roles',
  historyFormat: 'sr',
  outputFormat: 'wf',
  targetArea: false,
  followsInstructions: false,
  alwaysWrites: true,
};
