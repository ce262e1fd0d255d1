/** A conversation of several turns: each turn of the user with its own H and C, each answer as the model wrote it. */
import { chatQuestion } from './instruct';
import { renderMessages, roleMessages, type Message } from './template';
import { END_OF_TEXT, escapeTokens, IM_END, IM_START } from './tokens';
import type { ConversationInput, Dialect, RenderedPrompt } from './types';

export type ChatTurn =
  | ({ readonly role: 'user' } & Omit<ConversationInput, 'user'> & { readonly text: string })
  /** What the model wrote, special tokens of its code included. */
  | { readonly role: 'assistant'; readonly text: string };

/** The prompt for the next answer; the model decides between code and talk. The last turn should be the user's. */
export function renderChat(turns: readonly ChatTurn[], dialect: Dialect): RenderedPrompt {
  return renderMessages(
    turns.flatMap((turn) => messagesOf(turn, dialect)),
    { kind: 'default' },
  );
}

function messagesOf(turn: ChatTurn, dialect: Dialect): Message[] {
  if (turn.role === 'assistant') return [{ role: 'assistant', content: withinTurn(turn.text) }];
  const input: ConversationInput = {
    language: turn.language,
    history: turn.history,
    current: turn.current,
    user: turn.text,
  };
  switch (dialect.style) {
    case 'roles':
      return roleMessages(input, dialect);
    case 'instruct':
      return [{ role: 'user', content: chatQuestion(input, dialect) }];
    case 'own':
      return [{ role: 'user', content: escapeTokens(turn.text) }];
  }
}

/** An answer may hold the tokens of code, but nothing that ends its turn or begins another. */
function withinTurn(text: string): string {
  return [IM_START, IM_END, END_OF_TEXT].reduce((rest, token) => rest.replaceAll(token, escapeTokens(token)), text);
}

/**
 * The newest turns whose prompt is at most `room` long by `measure`: first the code and history of earlier turns go,
 * then the earliest turns. Null when the last turn alone is longer.
 */
export function fitChat(
  turns: readonly ChatTurn[],
  dialect: Dialect,
  room: number,
  measure: (text: string) => number,
): readonly ChatTurn[] | null {
  const fits = (some: readonly ChatTurn[]): boolean =>
    renderChat(some, dialect).parts.reduce((sum, part) => sum + measure(part), 0) <= room;
  if (fits(turns)) return turns;
  const bare = turns.map((turn, index): ChatTurn =>
    turn.role === 'assistant' || index === turns.length - 1 ? turn : { ...turn, history: [], current: null },
  );
  for (let from = 0; from < bare.length; from += 1) {
    const rest = bare.slice(from);
    if (rest[0]?.role === 'user' && fits(rest)) return rest;
  }
  return null;
}
