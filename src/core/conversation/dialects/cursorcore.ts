/** The models of the CursorCore paper (arXiv 2410.07002): its template with target areas, in three of its formats. */
import type { ConversationDialect, ModelFacts } from '../types';
import { trainedOnEdits } from './guess';

/** `LC` or `SR` as a word of its own: `CursorCore-Yi-1.5B-SR.Q4_K_M`. */
const word = (letters: string): RegExp => new RegExp(`(^|[^a-z])${letters}([^a-z]|$)`, 'i');

const named =
  (letters: string) =>
  (facts: ModelFacts): string | null => {
    const why = trainedOnEdits(facts);
    return why !== null && word(letters).test(facts.name) ? `${why}, and its name says ${letters}` : null;
  };

const common = { style: 'roles', targetArea: true, followsInstructions: true } as const;

export const cursorcoreLines: ConversationDialect = {
  ...common,
  id: 'cursorcore-lc',
  label: 'CursorCore, lines (LC)',
  historyFormat: 'lc',
  outputFormat: 'lc',
  guess: named('LC'),
};

export const cursorcoreSearch: ConversationDialect = {
  ...common,
  id: 'cursorcore-sr',
  label: 'CursorCore, search and replace (SR)',
  historyFormat: 'sr',
  outputFormat: 'sr',
  guess: named('SR'),
};

export const cursorcoreWhole: ConversationDialect = {
  ...common,
  id: 'cursorcore-wf',
  label: 'CursorCore, whole file',
  historyFormat: 'wf',
  outputFormat: 'wf',
  guess: trainedOnEdits,
};
