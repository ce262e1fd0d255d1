/**
 * What may come into the workspace from outside: one gate for archives, dropped files, folders and repositories, so
 * that one set of limits holds for all of them and whatever is left out is named with its reason.
 */
import { withoutUnseen, workspacePath } from '../paths';

export interface TextFile {
  /** Path in the workspace. */
  readonly name: string;
  /** As its bytes say: with its byte order mark and its own line ends. */
  readonly text: string;
}

export interface LeftOut {
  /** Fit to be shown: without characters that cannot be seen, and not long. */
  readonly name: string;
  /** A sentence for the user. */
  readonly why: string;
}

export interface TakenIn {
  /** In the order in which they came. */
  readonly files: readonly TextFile[];
  readonly leftOut: readonly LeftOut[];
}

export interface IntakeLimits {
  /** Number of files. */
  readonly files: number;
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Bytes of all of them. */
  readonly totalBytes: number;
}

export const INTAKE_LIMITS: IntakeLimits = { files: 500, fileBytes: 2_000_000, totalBytes: 20_000_000 };

/** Folders that programs fill: what is in them can be made again. Everywhere. */
export const PACKED_IGNORED: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  '__pycache__',
  '.venv',
  '__MACOSX',
]);
/** Of a folder on this machine also what builds and checks leave behind; in an archive or repository it is there on purpose. */
export const LOCAL_IGNORED: ReadonlySet<string> = new Set([
  ...PACKED_IGNORED,
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'venv',
  '.next',
  '.nuxt',
  '.cache',
  '.parcel-cache',
  '.gradle',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.idea',
]);

const IGNORED_FILES: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);
const ARCHIVE = /\.(zip|jar|whl|tar|t?gz|bz2|xz|zst|7z|rar)$/i;

export const IGNORED_FOLDER = 'Folders of installed packages, version control and build results are left out.';
export const NOT_TEXT = 'It is not text in UTF-8.';
export const TWICE = 'There are two files of this name; the first was taken.';

/** The part of a path up to an ignored folder in it; null when there is none. */
export function ignoredPart(path: string, ignored: ReadonlySet<string>): string | null {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => ignored.has(folder));
  return at < 0 ? null : `${folders.slice(0, at + 1).join('/')}/`;
}

/** The text of a file with its byte order mark, so that the same bytes can be written; null when it is not valid UTF-8, or holds a NUL as no text does. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Whether a file is an archive by its name. */
export const isArchive = (name: string): boolean => ARCHIVE.test(name);

const LONGEST_SHOWN = 120;

/** Anyone's file name, fit to be shown. */
export function shownName(name: string): string {
  const seen = withoutUnseen(name);
  return seen.length <= LONGEST_SHOWN ? seen : `${seen.slice(0, LONGEST_SHOWN / 2)}…${seen.slice(-LONGEST_SHOWN / 2)}`;
}

/** 2000000 as "2 MB". */
export const megabytes = (bytes: number): string => `${String(Math.round(bytes / 100_000) / 10)} MB`;

export interface Intake {
  /** Whether a file of so many bytes is worth reading. When it is not, the reason has been noted. */
  wants(path: string, bytes: number): boolean;
  /** Takes a file that has been read, or notes why not. */
  take(path: string, bytes: Uint8Array): void;
  /** Takes what is known to be text: of an archive that has been opened already. */
  takeText(path: string, text: string): void;
  /** Notes what is left out for another reason; a name is noted once. */
  leaveOut(name: string, why: string): void;
  result(): TakenIn;
}

export interface IntakeOptions {
  /** Names of folders whose files are left out. */
  readonly ignored: ReadonlySet<string>;
  readonly limits?: IntakeLimits;
}

export function createIntake({ ignored, limits = INTAKE_LIMITS }: IntakeOptions): Intake {
  const files = new Map<string, string>();
  const leftOut = new Map<string, LeftOut>();
  let total = 0;

  const leaveOut = (name: string, why: string): void => {
    if (!leftOut.has(name)) leftOut.set(name, { name: shownName(name), why });
  };

  /** The path in the workspace, or null with the reason noted. */
  const admit = (name: string, bytes: number): string | null => {
    const refuse = (why: string): null => {
      leaveOut(name, why);
      return null;
    };
    const path = workspacePath(name);
    if (path.kind === 'bad') return refuse(path.why);
    const part = ignoredPart(path.path, ignored);
    if (part !== null) {
      leaveOut(part, IGNORED_FOLDER);
      return null;
    }
    if (IGNORED_FILES.has(path.path.slice(path.path.lastIndexOf('/') + 1)))
      return refuse('The system made it for its own use.');
    if (isArchive(path.path)) return refuse('An archive inside is not opened.');
    if (files.has(path.path)) return refuse(TWICE);
    if (bytes > limits.fileBytes) return refuse(`It is larger than ${megabytes(limits.fileBytes)}.`);
    if (files.size >= limits.files) return refuse(`More than ${limits.files} files are not opened at once.`);
    if (total + bytes > limits.totalBytes)
      return refuse(`More than ${megabytes(limits.totalBytes)} are not opened at once.`);
    return path.path;
  };

  return {
    leaveOut,
    wants: (path, bytes) => admit(path, bytes) !== null,
    take(name, bytes) {
      // What is read can be more than what was announced.
      const path = admit(name, bytes.length);
      if (path === null) return;
      const text = textOf(bytes);
      if (text === null) {
        leaveOut(name, NOT_TEXT);
        return;
      }
      files.set(path, text);
      total += bytes.length;
    },
    takeText(name, text) {
      const path = admit(name, text.length);
      if (path === null) return;
      files.set(path, text);
      total += text.length;
    },
    result: () => ({ files: [...files].map(([name, text]) => ({ name, text })), leftOut: [...leftOut.values()] }),
  };
}
