/** Soon, once the page has nothing else to do and at the latest after `latest` milliseconds; a browser that cannot tell waits `otherwise`. */
export function whenIdle(
  page: Window & typeof globalThis,
  act: () => void,
  { latest, otherwise }: { readonly latest: number; readonly otherwise: number },
): void {
  if ('requestIdleCallback' in page) page.requestIdleCallback(act, { timeout: latest });
  else (page as Window).setTimeout(act, otherwise);
}
