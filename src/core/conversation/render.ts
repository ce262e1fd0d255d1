import { instructMessages } from './instruct';
import { renderMessages, roleMessages } from './template';
import { escapeTokens } from './tokens';
import type { ConversationInput, Dialect, Generation, Refusal, RenderedPrompt } from './types';

/** The prompt a model of this dialect reads: S, H, C, U and the generation prompt, the stable parts first. */
export function renderPrompt(input: ConversationInput, dialect: Dialect, generation: Generation): RenderedPrompt {
  switch (dialect.style) {
    case 'roles':
      return renderMessages(roleMessages(input, dialect), generation);
    case 'instruct':
      return renderMessages(instructMessages(input, dialect), generation);
    case 'own': {
      const { current, user } = input;
      // It has no words of its own for talk.
      if (current === null) return renderMessages([{ role: 'user', content: escapeTokens(user ?? '') }], generation);
      return dialect.render({ ...input, current });
    }
  }
}

/** Why models of this dialect are not to be shown this code; null when they may be. */
export function refusalOf(input: ConversationInput, dialect: Dialect): Refusal | null {
  const { current } = input;
  return dialect.style === 'own' && current !== null ? dialect.refuses({ ...input, current }) : null;
}
