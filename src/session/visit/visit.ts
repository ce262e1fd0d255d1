/** Whose workspace this page shows: the user's own, or what a link brought, each in a store of its own. */
import { decodeLink, isLink, type SharedWorkspace } from '../../workspace';
import { linkSeeds, type Seed } from '../documents/seeds';
import { DEMO } from './demo-fragment';
import { demoLink } from './demo';

export type Visit =
  | { readonly kind: 'own' }
  /** A link was followed that has not been looked at yet: the user's own files, and the question whether to open it. */
  | { readonly kind: 'offered'; readonly shared: SharedWorkspace; readonly id: string }
  | { readonly kind: 'refused'; readonly why: string }
  /** The user has seen what the link holds, and opened it. */
  | {
      readonly kind: 'link';
      readonly id: string;
      readonly database: string;
      readonly seeds: readonly Seed[];
      readonly shown: string | null;
      readonly shared: SharedWorkspace;
    }
  /** Files of a link that are to be kept among the user's own. */
  | { readonly kind: 'keeping'; readonly shared: SharedWorkspace };

/** What the page remembers of a link while it is loaded anew; lasts as long as the tab. */
export interface VisitMemory {
  get(): string | null;
  set(value: string | null): void;
}

const OPENED = 'opened:';
const KEEP = 'keep:';

export function visitOf(fragment: string, memory: VisitMemory): Visit {
  const isDemo = fragment === DEMO;
  if (!isDemo && !isLink(fragment)) return { kind: 'own' };
  const outcome = decodeLink(isDemo ? demoLink() : fragment);
  if (outcome.kind === 'refused') return outcome;
  const { workspace: shared, id } = outcome;
  if (memory.get() === KEEP + id) {
    memory.set(null);
    return { kind: 'keeping', shared };
  }
  // What the program brings itself need not be looked at before it is opened.
  if (!isDemo && memory.get() !== OPENED + id) return { kind: 'offered', shared, id };
  const seeds = linkSeeds(shared);
  return { kind: 'link', id, database: `inkling-link-${id}`, seeds, shown: seeds[shared.shown]?.id ?? null, shared };
}

export const openLink = (memory: VisitMemory, id: string): void => {
  memory.set(OPENED + id);
};
export const keepLink = (memory: VisitMemory, id: string): void => {
  memory.set(KEEP + id);
};

/** The tab's own storage; where there is none the choice lasts until the page is loaded anew. */
export function tabMemory(page: Window): VisitMemory {
  const name = 'inkling.visit';
  return {
    get() {
      try {
        return page.sessionStorage.getItem(name);
      } catch (error) {
        if (error instanceof DOMException) return null;
        throw error;
      }
    },
    set(value) {
      try {
        if (value === null) page.sessionStorage.removeItem(name);
        else page.sessionStorage.setItem(name, value);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    },
  };
}
