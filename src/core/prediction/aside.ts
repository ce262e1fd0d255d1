/** What is known of documents that were left, for when they are opened again: their text may have changed meanwhile. Immutable. */
import type { DocumentId } from '../history/record';
import { NO_PAST, type Past } from './past';
import type { RejectedMemory } from './rejected';

interface Left {
  /** What `past` and `places` speak of. */
  readonly text: string;
  readonly past: Past;
  readonly places: RejectedMemory['places'];
}

/** The document that was left last is the last. */
export type Aside = ReadonlyMap<DocumentId, Left>;

export const NOTHING_ASIDE: Aside = new Map();
const MOST_DOCUMENTS = 16;

/** The part of the prediction's state that this is about. */
interface Documents {
  readonly document: { readonly id: DocumentId; readonly text: string } | null;
  readonly past: Past;
  readonly rejected: RejectedMemory;
  readonly aside: Aside;
}

/** The state without its document, of which what was changed and dismissed is kept. */
export function putAside<State extends Documents>(state: State): State {
  const { document, past, rejected, aside } = state;
  const bare = { ...state, document: null, past: NO_PAST, rejected: { ...rejected, places: [] } };
  if (document === null) return bare;
  const others = [...aside].filter(([id]) => id !== document.id).slice(1 - MOST_DOCUMENTS);
  if (past.length === 0 && rejected.places.length === 0) return { ...bare, aside: new Map(others) };
  return {
    ...bare,
    aside: new Map([...others, [document.id, { text: document.text, past, places: rejected.places }]]),
  };
}

/** What is known of a document that is open now; nothing when its text is another than it was. */
export function takeUp<State extends Documents>(state: State): State {
  const { document, aside, rejected } = state;
  const left = document === null ? undefined : aside.get(document.id);
  return left === undefined || left.text !== document?.text
    ? state
    : { ...state, past: left.past, rejected: { ...rejected, places: left.places } };
}
