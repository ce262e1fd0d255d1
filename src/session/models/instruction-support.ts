/** Whether the model that runs can be asked in words, and how. */
import type { DecodeFailure } from '../../core/conversation/types';
import type { ModelProfile } from '../../core/prediction';
import type { EngineClient } from '../../engine/client/engine-client';
import type { EngineCapabilities } from '../../protocol/engine';
import type { ModelChoice } from './choice';
import type { Chosen } from './fallback';
import { profileOf } from '../profile';

export type Speaker =
  | { readonly kind: 'ready'; readonly name: string; readonly profile: ModelProfile }
  /** It carries edits on and understands no words. */
  | { readonly kind: 'edits-only'; readonly name: string }
  /** `words`: what is the matter, a sentence. */
  | { readonly kind: 'none'; readonly words: string };

export function speakerOf(engine: Pick<EngineClient, 'state'>, models: Pick<ModelChoice, 'state'>): Speaker {
  const state = engine.state();
  switch (state.kind) {
    case 'absent':
    case 'loading':
      return { kind: 'none', words: 'The model is still loading.' };
    case 'failed':
      return { kind: 'none', words: state.failure.message };
    case 'ready':
    case 'busy': {
      const name = models.state.get().current?.name ?? state.model.id;
      return speakerFor({ name, source: state.model }, state.capabilities);
    }
  }
}

/** The same of a model that may not be loaded yet. */
export function speakerFor({ name, source }: Chosen, capabilities: EngineCapabilities): Speaker {
  if (source.engine === 'built-in') return { kind: 'edits-only', name };
  const profile = profileOf(source, capabilities);
  if (profile === null) return { kind: 'none', words: `Inkling does not know how to talk to ${name}.` };
  return profile.dialect.followsInstructions ? { kind: 'ready', name, profile } : { kind: 'edits-only', name };
}

/** Why an answer could not be used, and what to do. */
export function unreadableWords(reason: DecodeFailure): string {
  switch (reason) {
    case 'truncated':
      return 'The answer broke off before its first change was complete. Select less code, or ask for less at once.';
    case 'elided':
      return 'The answer leaves out code, and it cannot be told which, so nothing of it was used. Select less code, or ask for all of it.';
    case 'marker':
      return 'The answer holds a sign of the model’s own that does not belong into code, so nothing of it was used. Ask again, or choose another model.';
    case 'malformed':
      return 'The answer was not in the form of a change. Rephrase it, or choose another model.';
    case 'search-not-found':
    case 'search-ambiguous':
    case 'location-out-of-range':
    case 'patch-does-not-apply':
      return 'The answer changes code that is not there, so nothing of it was used. Ask again, perhaps with a selection.';
    case 'overlapping-blocks':
      return 'The answer changes the same lines in two ways, so nothing of it was used. Ask again.';
  }
}

/** Why instructions cannot be given now, in words; null where they can. */
export function unableWords(speaker: Speaker): string | null {
  switch (speaker.kind) {
    case 'ready':
      return null;
    case 'edits-only':
      return `${speaker.name} continues your edits as you type; it does not follow instructions. A model that does is one click away.`;
    case 'none':
      return speaker.words;
  }
}
