/** Errors of Monaco 0.57 that nobody catches and that mean nothing: the one list of them. */

interface KnownError {
  readonly is: (error: Error) => boolean;
  /** What happens in Monaco, and why nothing is lost. */
  readonly why: string;
}

/** Monaco's own error handler throws anew with the stack appended to the message. */
export const KNOWN_MONACO_ERRORS: readonly KnownError[] = [
  {
    is: ({ name, message }) => name === 'Canceled' && message === 'Canceled',
    why: 'A superseded request rejects a promise that nobody holds.',
  },
  {
    is: ({ message }) => message.startsWith('Make sure the ref is set before accessing the element'),
    why: 'At the first display of an edit its view reads a DOM reference one step early, and recovers by itself.',
  },
];

/** Whether an uncaught error is one of exactly those. */
export function isKnownMonacoError(error: unknown): boolean {
  return error instanceof Error && KNOWN_MONACO_ERRORS.some(({ is }) => is(error));
}

/** Keeps those off the console. Every other error goes its way. Returns the undo. */
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
