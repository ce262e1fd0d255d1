/** When to ask for a prediction, and how long to wait before. */
import type { CursorSelection, EditSource } from '../history/record';
import type { TextChange } from '../text';
import type { NothingReason } from './reasons';

export type PredictionMode =
  | { readonly kind: 'eager' }
  | { readonly kind: 'subtle' }
  | { readonly kind: 'on-demand' }
  | { readonly kind: 'off' }
  /** `until`: milliseconds of the clock that events carry; `then`: the mode after it. */
  | { readonly kind: 'snoozed'; readonly until: number; readonly then: 'eager' | 'subtle' };

/** A cursor move asks for a prediction while the last edit is no older than this, in milliseconds. */
export const RECENT_EDIT_MS = 10_000;
/** A change of more than this at once is a paste or the like, in UTF-16 units and in lines, added or removed. */
export const LARGE_CHANGE_CHARS = 200;
export const LARGE_CHANGE_LINES = 8;

/** The mode that counts at `time`: a snooze that is over gives way to the mode after it. */
export function modeAt(mode: PredictionMode, time: number): PredictionMode {
  return mode.kind === 'snoozed' && time >= mode.until ? { kind: mode.then } : mode;
}

/** A state of the editor in which nothing is asked and nothing offered, not even on demand. */
export type Hindrance = 'several-cursors' | 'composing';

/** What the user did, as far as it matters for asking. */
export type Occasion =
  | { readonly kind: 'edit'; readonly source: EditSource; readonly before: string; readonly change: TextChange }
  | { readonly kind: 'cursor'; readonly selection: CursorSelection }
  | { readonly kind: 'demand' };

export interface Circumstances {
  readonly time: number;
  readonly mode: PredictionMode;
  readonly path: string;
  readonly language: string;
  readonly excluded: readonly string[];
  /** Languages in which nothing is predicted unasked. */
  readonly offLanguages: readonly string[];
  readonly suggestWidget: boolean;
  readonly hindrances: readonly Hindrance[];
  /** Time of the last edit of this document; null when there was none. */
  readonly lastEdit: number | null;
}

/** Null when a prediction may be asked for now, else why not. */
export function whyNotAsk(occasion: Occasion, at: Circumstances): NothingReason | null {
  const pattern = excludedBy(at.path, at.excluded);
  if (pattern !== null) return { kind: 'excluded-file', pattern };
  const [hindrance] = at.hindrances;
  if (hindrance !== undefined) return { kind: hindrance };
  if (occasion.kind === 'demand') return null;
  const mode = modeAt(at.mode, at.time);
  if (mode.kind === 'off' || mode.kind === 'on-demand') return { kind: mode.kind };
  if (mode.kind === 'snoozed') return { kind: 'snoozed', until: mode.until };
  if (at.offLanguages.includes(at.language)) return { kind: 'off-for-language', language: at.language };
  if (at.suggestWidget) return { kind: 'suggest-widget' };
  return occasion.kind === 'edit'
    ? whyNotAfterEdit(occasion.source, occasion.before, occasion.change)
    : whyNotAfterMove(occasion.selection, at);
}

function whyNotAfterEdit(source: EditSource, before: string, change: TextChange): NothingReason | null {
  switch (source.kind) {
    case 'undo':
    case 'redo':
      return { kind: 'undo-or-redo' };
    case 'load':
      return { kind: 'not-edited-yet' };
    case 'prediction':
    case 'inline-edit':
      return null;
    case 'typed':
    case 'paste':
      return isLargeChange(before, change) ? { kind: 'large-change' } : null;
  }
}

function whyNotAfterMove(selection: CursorSelection, at: Circumstances): NothingReason | null {
  if (at.lastEdit === null) return { kind: 'not-edited-yet' };
  if (at.time - at.lastEdit > RECENT_EDIT_MS) return { kind: 'no-recent-edit' };
  return selection.anchor === selection.head ? null : { kind: 'selection' };
}

/** Whether a change adds or removes more than 200 units or 8 lines. */
export function isLargeChange(before: string, change: TextChange): boolean {
  let chars = 0;
  let lines = 0;
  for (const edit of change) {
    const removed = before.slice(edit.start, edit.end);
    chars += Math.max(removed.length, edit.text.length);
    lines += Math.max(countBreaks(removed), countBreaks(edit.text));
  }
  return chars > LARGE_CHANGE_CHARS || lines > LARGE_CHANGE_LINES;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/**
 * Files whose text never reaches a model by default: what commonly holds secrets. A pattern without a slash is
 * matched against the file's name, one with a slash against the whole path; `*` is anything but a slash, `**` anything.
 */
export const DEFAULT_EXCLUDED: readonly string[] = [
  '.env*',
  '*.env',
  '.envrc',
  '*.pem',
  '*.key',
  '*.p12',
  '*.pfx',
  '*.jks',
  '*.keystore',
  '*.kdbx',
  '*.asc',
  '*.gpg',
  '*.ppk',
  'id_rsa*',
  'id_dsa*',
  'id_ecdsa*',
  'id_ed25519*',
  '.npmrc',
  '.pypirc',
  '.netrc',
  '_netrc',
  '.git-credentials',
  '.htpasswd',
  '.pgpass',
  'credentials',
  'credentials.*',
  'secrets',
  'secrets.*',
  '*.tfvars',
  '*.tfstate',
  '**/.ssh/**',
  '**/.aws/**',
  '**/.gnupg/**',
  '**/.kube/**',
];

/** The first pattern that excludes the file, or null. Upper and lower case are the same. */
export function excludedBy(path: string, patterns: readonly string[]): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return patterns.find((pattern) => matchesGlob(pattern, pattern.includes('/') ? path : name)) ?? null;
}

function matchesGlob(pattern: string, path: string): boolean {
  const source = pattern
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => GLOB_PARTS.get(part) ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`, 'iu').test(path);
}

const GLOB_PARTS: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);
