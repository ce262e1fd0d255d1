/** What is known of a model that nobody described. */
import type { ModelFacts } from '../types';

/** Why the model seems to have been trained on the conversation; null when it does not. */
export function trainedOnEdits({ name, knowsEdits }: ModelFacts): string | null {
  if (knowsEdits === true) return 'its vocabulary has the tokens for edits';
  return knowsEdits === null && /cursorcore|inkling/i.test(name) ? 'its name says so' : null;
}
