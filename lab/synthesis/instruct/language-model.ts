/** The port to a language model, whichever and wherever it is, and what is asked of it. */
import { renderMessages } from '../../../src/core/conversation/template';
import { escapeTokens } from '../../../src/core/conversation/tokens';
import type { CompletionPiece, CompletionRequest } from '../../../src/core/prediction/completion';
import type { Rejection } from './types';
import { messageOf } from '../../../src/core/message-of';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface Question {
  readonly messages: readonly ChatMessage[];
  /** At most this many tokens in the answer. */
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
}

/** `failed` says why there is no answer; nothing is ever made up in its place. */
export type Reply =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'failed'; readonly why: Rejection };

export type Ask = (question: Question) => Promise<Reply>;

/** What an engine of the product offers: `Engine.complete` of `src/engine/engine.ts` with its signal given fits. */
export type Complete = (request: CompletionRequest) => AsyncIterable<CompletionPiece>;

/** Asks through an engine of our own, in the paper's template. One question at a time: the caller serialises. */
export function askThroughEngine(complete: Complete): Ask {
  return async ({ messages, maxTokens, temperature }) => {
    const { parts, stop } = renderMessages(
      messages.map(({ role, content }) => ({ role, content: escapeTokens(content) })),
      { kind: 'default' },
    );
    try {
      let text = '';
      for await (const piece of complete({ parts, draft: null, stop, maxTokens, temperature })) text += piece.text;
      return { kind: 'text', text };
    } catch (error) {
      return { kind: 'failed', why: { name: 'engine-failed', detail: messageOf(error) } };
    }
  };
}
