/** Why nothing is shown. A closed union, so that no silence is ever unexplained. */
import type { DecodeFailure } from '../conversation/types';

export type NothingReason =
  // Not asked.
  | { readonly kind: 'no-document' }
  | { readonly kind: 'model-not-ready' }
  | { readonly kind: 'off' }
  /** `until`: milliseconds of the clock that events carry. */
  | { readonly kind: 'snoozed'; readonly until: number }
  | { readonly kind: 'on-demand' }
  | { readonly kind: 'excluded-file'; readonly pattern: string }
  /** `language`: lower-case name. */
  | { readonly kind: 'off-for-language'; readonly language: string }
  | { readonly kind: 'not-edited-yet' }
  | { readonly kind: 'no-recent-edit' }
  /** What was recorded did not follow from what was there; it begins anew from the present text. */
  | { readonly kind: 'history-lost' }
  | { readonly kind: 'undo-or-redo' }
  /** What the prediction followed from was changed otherwise than by typing. */
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'large-change' }
  | { readonly kind: 'selection' }
  | { readonly kind: 'suggest-widget' }
  | { readonly kind: 'several-cursors' }
  /** An input method puts a word together. */
  | { readonly kind: 'composing' }
  | { readonly kind: 'excerpt-too-long' }
  /** The model would take something in the code for one of its own marks. */
  | { readonly kind: 'marker-in-code' }
  // Asked, and no usable answer came.
  | { readonly kind: 'superseded' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly failure: DecodeFailure }
  | { readonly kind: 'nothing-to-suggest' }
  // Answered, and filtered out.
  | { readonly kind: 'no-change' }
  | { readonly kind: 'whitespace-only' }
  | { readonly kind: 'undoes-last-edit' }
  /** It brings back what was there before an earlier edit. */
  | { readonly kind: 'brings-back' }
  | { readonly kind: 'rewrites-last-edit' }
  | { readonly kind: 'repeats-last-edit' }
  /** It writes lines that stand directly above or below. */
  | { readonly kind: 'repeats-neighbours' }
  | { readonly kind: 'unbalances-brackets' }
  /** It makes code that could be read unreadable. */
  | { readonly kind: 'breaks-syntax' }
  | { readonly kind: 'deletes-too-much'; readonly lines: number }
  | { readonly kind: 'special-token' }
  | { readonly kind: 'rejected-before' }
  | { readonly kind: 'low-confidence'; readonly logprob: number }
  | { readonly kind: 'outside-excerpt' }
  | { readonly kind: 'where-typing' }
  | { readonly kind: 'text-moved-on' }
  // Shown, and gone since.
  | { readonly kind: 'accepted' }
  | { readonly kind: 'typed-through' }
  | { readonly kind: 'typed-over' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'ignored' };

export type NothingKind = NothingReason['kind'];

/** The reason in words, for the status bar: no full stop, no jargon, at most about 60 characters. */
export function describeReason(reason: NothingReason): string {
  switch (reason.kind) {
    case 'no-document':
      return 'no file is open';
    case 'model-not-ready':
      return 'the model is not ready';
    case 'off':
      return 'predictions are off';
    case 'snoozed':
      return 'predictions are snoozed';
    case 'on-demand':
      return 'predictions are on demand';
    case 'excluded-file':
      return `this file is excluded from models (${reason.pattern})`;
    case 'off-for-language':
      return `predictions are off for ${reason.language}`;
    case 'not-edited-yet':
      return 'waiting for your first edit';
    case 'history-lost':
      return 'the edit history starts again here';
    case 'no-recent-edit':
      return 'no recent edit';
    case 'undo-or-redo':
      return 'the last change was an undo or redo';
    case 'large-change':
      return 'the last change was large, waiting for the next key';
    case 'selection':
      return 'text is selected';
    case 'suggest-widget':
      return 'a menu or dialog is open over the code';
    case 'several-cursors':
      return 'there are several cursors';
    case 'composing':
      return 'an input method is composing a word';
    case 'excerpt-too-long':
      return 'the line at the cursor is too long for the model';
    case 'marker-in-code':
      return 'the code holds a control token of the model';
    case 'superseded':
      return 'you typed on, asking again';
    case 'cancelled':
      return 'the request was cancelled';
    case 'engine-failed':
      return `the model failed: ${reason.message}`;
    case 'unreadable':
      return `the answer could not be read (${reason.failure})`;
    case 'nothing-to-suggest':
      return 'the model sees nothing to change';
    case 'no-change':
      return 'the answer changed nothing';
    case 'whitespace-only':
      return 'the answer changed only white space';
    case 'undoes-last-edit':
      return 'the answer undid what you just did';
    case 'deletes-too-much':
      return `the answer deleted ${reason.lines} lines`;
    case 'brings-back':
      return 'the answer brought back what you had changed';
    case 'rewrites-last-edit':
      return 'the answer rewrote what you just typed';
    case 'repeats-last-edit':
      return 'the answer repeated what you just typed';
    case 'repeats-neighbours':
      return 'the answer repeated the lines around it';
    case 'unbalances-brackets':
      return 'the answer left brackets unbalanced';
    case 'breaks-syntax':
      return 'the answer would not parse';
    case 'withdrawn':
      return 'the code it followed from has changed';
    case 'special-token':
      return 'the answer contained a control token';
    case 'rejected-before':
      return 'you dismissed this before';
    case 'low-confidence':
      return 'the model was not sure enough';
    case 'outside-excerpt':
      return 'the answer reached outside what the model was shown';
    case 'where-typing':
      return 'the answer changed the place where you are typing';
    case 'text-moved-on':
      return 'the text changed while the model was thinking';
    case 'accepted':
      return 'prediction accepted';
    case 'typed-through':
      return 'you typed the prediction yourself';
    case 'typed-over':
      return 'you typed something else';
    case 'rejected':
      return 'prediction dismissed';
    case 'ignored':
      return 'prediction ignored';
  }
}
