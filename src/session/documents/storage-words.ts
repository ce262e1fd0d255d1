/** What storage reports, in words for the user. */
import type { PredictionOutcome } from '../../core/prediction';
import type { OutcomeKind, RecorderStatus, StorageFailure } from '../../storage';
import type { StorageView } from '../view-types';

/** What went wrong, as a full sentence or two, with what to do where there is something. */
export function failureWords({ code, message }: StorageFailure): string {
  switch (code) {
    case 'unavailable':
      return 'This browser does not let the page store anything here; a private window often does not.';
    case 'newer-version':
      return 'A newer Inkling has stored files here. Reload the page to get it.';
    case 'blocked':
      return 'Another tab with an earlier Inkling is open. Close it and reload.';
    case 'migration-failed':
      return 'What is stored could not be brought up to this version; it has not been touched.';
    case 'full':
      return 'There is no room left for this page. Free some space on the disk; writing is tried again by itself.';
    case 'closed':
      return 'The browser closed the store. It is being opened again.';
    case 'unreadable':
      return 'The store cannot be read.';
    case 'unknown':
      return `The browser says: ${message}`;
  }
}

/** How writing goes in general; a file that is no longer written speaks for itself. */
export function storageView(status: Exclude<RecorderStatus, { kind: 'halted' }>): StorageView {
  switch (status.kind) {
    case 'recording':
      return { kind: 'saved' };
    case 'retrying':
      return {
        kind: 'not-saved',
        why: `${failureWords(status.failure)} ${keystrokes(status.unwritten)} kept in memory.`,
      };
  }
}

const keystrokes = (count: number): string => (count === 1 ? 'One change is' : `${count} changes are`);

/** What of a prediction's fate is kept; null for what says nothing about the prediction. */
export function outcomeKind(outcome: PredictionOutcome): OutcomeKind | null {
  if (outcome.kind === 'shown') return 'shown';
  const { fate } = outcome;
  switch (fate.kind) {
    case 'accepted':
      return fate.part === 'hunk' || fate.part === 'all' ? 'accepted' : 'partly-accepted';
    case 'typed-through':
      return 'accepted';
    case 'typed-over':
      return 'superseded';
    case 'rejected':
    case 'undone':
      return 'rejected';
    case 'ignored':
      return 'ignored';
    case 'dropped':
      return null;
  }
}

/** `area.py` becomes `area (copy).py`. */
export function copyName(name: string): string {
  const dot = name.lastIndexOf('.');
  const at = dot > name.lastIndexOf('/') + 1 ? dot : name.length;
  return `${name.slice(0, at)} (copy)${name.slice(at)}`;
}
