/** Where the focus goes when panels come and go, and the way from one part of the page to the next. */
import type { PanelPlace } from './panels';

export interface FocusKeeper {
  /** A panel is about to be drawn. Call it before anything moves. */
  opened(id: string, place: PanelPlace): void;
  /** A panel is about to go. The focus goes back to where it was when the panel came, or else into the code. */
  closed(place: PanelPlace): void;
  /** Moves the focus to the next part of the page, or the one before. */
  walk(by: 1 | -1): void;
}

interface FocusOptions {
  readonly page: Window & typeof globalThis;
  readonly focusCode: () => void;
}

const PARTS = '#editor, .ink-review, .ink-panel, .ink-top-bar, .ink-notice, .ink-status-bar';
/** What in a part is the first thing to want. */
const FIRST = '[role="tab"][aria-selected="true"], .ink-notice__actions button, [data-testid="model"]';
const CAN_BE_FOCUSED = 'button:not(:disabled), [href], input:not(:disabled), [tabindex="0"]';

export function createFocusKeeper({ page, focusCode }: FocusOptions): FocusKeeper {
  const { document } = page;
  const from = new Map<PanelPlace, Element>();

  const isShown = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0;
  const restore = (element: Element | undefined): void => {
    const gone = element === undefined || !isShown(element) || element === document.body;
    if (gone || element.closest('#editor') !== null || !(element instanceof page.HTMLElement)) focusCode();
    else element.focus();
  };
  const enter = (part: Element): void => {
    if (part.id === 'editor') {
      focusCode();
      return;
    }
    const first = part.classList.contains('ink-panel')
      ? part
      : [...part.querySelectorAll(FIRST), ...part.querySelectorAll(CAN_BE_FOCUSED)].find(isShown);
    if (first instanceof page.HTMLElement) first.focus();
  };

  /** When what has just been opened or closed has been drawn. */
  const afterDrawing = (act: () => void): void => {
    page.requestAnimationFrame(() => {
      page.setTimeout(act);
    });
  };

  return {
    opened(id, place) {
      const { activeElement } = document;
      // What is opened out of a dialog, or in the place of another panel, goes back to where that came from.
      const opener =
        activeElement?.closest('dialog') != null
          ? from.get('dialog')
          : activeElement?.closest(`.ink-panel--${place}`) != null
            ? from.get(place)
            : (activeElement ?? undefined);
      if (opener !== undefined) from.set(place, opener);
      afterDrawing(() => {
        const panel = document.getElementById(`panel-${id}`);
        if (panel === null || panel.contains(document.activeElement)) return;
        // A field that comes later takes the focus on from its panel.
        const first = panel.querySelector<HTMLElement>('[data-first]') ?? panel;
        first.focus();
      });
    },
    closed(place) {
      const opener = from.get(place);
      const { activeElement } = document;
      const was = place === 'dialog' || activeElement === document.body || activeElement?.closest('.ink-panel') != null;
      if (!was) return;
      afterDrawing(() => {
        // Something else may have taken the focus on purpose. A dialog gives it back itself, but to what is there no more.
        if (document.activeElement === document.body) restore(opener);
      });
    },
    walk(by) {
      if (document.querySelector('dialog[open]') !== null) return;
      const parts = [...document.querySelectorAll(PARTS)].filter(isShown);
      const at = parts.findIndex((part) => part.contains(document.activeElement));
      const next = parts.at((at < 0 ? 0 : at + by) % parts.length);
      if (next !== undefined) enter(next);
    },
  };
}
