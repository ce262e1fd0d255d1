import { instructMessages } from './instruct';
import { renderMessages, roleMessages } from './template';
import type { ConversationInput, Dialect, Generation, RenderedPrompt } from './types';

/** The prompt a model of this dialect reads: S, H, C, U and the generation prompt, the stable parts first. */
export function renderPrompt(input: ConversationInput, dialect: Dialect, generation: Generation): RenderedPrompt {
  switch (dialect.style) {
    case 'roles':
      return renderMessages(roleMessages(input, dialect), generation);
    case 'instruct':
      return renderMessages(instructMessages(input, dialect), generation);
  }
}
