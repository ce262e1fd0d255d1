/** Why storage could not do something, in a form the page can put into words. */

export type StorageFailureCode =
  /** The browser has no IndexedDB here, or does not let this page use it. */
  | 'unavailable'
  /** A later version of the program wrote this database. */
  | 'newer-version'
  /** Another tab with an earlier version keeps the database from being upgraded. */
  | 'blocked'
  /** The database was not changed; the step to the new schema failed. */
  | 'migration-failed'
  /** No room left for this site. */
  | 'full'
  /** The connection was closed, by the browser or for another tab's upgrade. */
  | 'closed'
  /** The database exists but cannot be read. */
  | 'unreadable'
  | 'unknown';

export interface StorageFailure {
  readonly code: StorageFailureCode;
  readonly message: string;
}

/** A failure on its way through code that can only throw. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(readonly failure: StorageFailure) {
    super(failure.message);
  }
}

const CODES: Readonly<Record<string, StorageFailureCode>> = {
  VersionError: 'newer-version',
  QuotaExceededError: 'full',
  SecurityError: 'unavailable',
  InvalidStateError: 'closed',
  UnknownError: 'unreadable',
  NotReadableError: 'unreadable',
  DataError: 'unreadable',
  NotFoundError: 'unreadable',
};

/** What IndexedDB threw, by its name. */
export function failureOf(error: unknown): StorageFailure {
  if (error instanceof StorageError) return error.failure;
  if (typeof error !== 'object' || error === null) return { code: 'unknown', message: String(error) };
  const name = 'name' in error ? String(error.name) : '';
  const message = 'message' in error ? String(error.message) : name;
  return { code: CODES[name] ?? 'unknown', message: message === '' ? name : message };
}
