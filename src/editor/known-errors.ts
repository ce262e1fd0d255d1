/**
 * Two errors of Monaco 0.57 that mean nothing: at the first display of an edit its view reads a DOM reference one
 * step early and recovers by itself, and a superseded request rejects a promise that nobody holds.
 */

/** Whether an uncaught error is one of exactly those two. */
export function isKnownMonacoError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cancelled = error.name === 'Canceled' && error.message === 'Canceled';
  // Monaco's own error handler rethrows with the stack appended to the message.
  return cancelled || error.message.startsWith('Make sure the ref is set before accessing the element');
}

/** Keeps those two off the console. Every other error goes its way. Returns the undo. */
export function silenceKnownMonacoErrors(page: Window): () => void {
  const onError = (event: ErrorEvent): void => {
    if (isKnownMonacoError(event.error)) event.preventDefault();
  };
  const onRejection = (event: PromiseRejectionEvent): void => {
    if (isKnownMonacoError(event.reason)) event.preventDefault();
  };
  page.addEventListener('error', onError);
  page.addEventListener('unhandledrejection', onRejection);
  return () => {
    page.removeEventListener('error', onError);
    page.removeEventListener('unhandledrejection', onRejection);
  };
}
