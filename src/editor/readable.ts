/** Whether what Monaco has drawn of an edit can be read. */

/** Pixels by which a line may reach out of its box: rounding. */
const SLACK = 3;
/** Monaco measures and draws over several frames. */
const FRAMES = 4;

/**
 * Beside the code Monaco shows an edit in a small editor of its own, whose box it measures before that has drawn its
 * lines: now and then the box stays without text. Everything else it draws from the text itself.
 */
function previewsAreReadable(container: HTMLElement): boolean {
  return [...container.querySelectorAll<HTMLElement>('.inline-edits-view .editorContainer')].every((box) => {
    const room = box.getBoundingClientRect();
    // Not on display: Monaco keeps the box.
    if (box.getClientRects().length === 0 || room.height === 0) return true;
    const lines = [...box.querySelectorAll<HTMLElement>('.view-line > span')].filter(
      (line) => line.textContent.trim() !== '',
    );
    return lines.length > 0 && lines.every((line) => line.getBoundingClientRect().width <= room.width + SLACK);
  });
}

/** Looks once everything has been drawn, and calls `tell` when it cannot be read. Returns the undo. */
export function checkReadable(page: Window, container: HTMLElement, tell: () => void): () => void {
  let frame = 0;
  const look = (left: number): void => {
    frame = page.requestAnimationFrame(() => {
      if (previewsAreReadable(container)) return;
      if (left > 0) look(left - 1);
      else tell();
    });
  };
  look(FRAMES);
  return () => {
    page.cancelAnimationFrame(frame);
  };
}
