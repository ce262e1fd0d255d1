/** What the page says about stored files: who writes them, what could not be read, and what to do about it. */
import type { Damage, StorageFailure } from '../../storage';
import type { NoticeView } from '../view-types';
import { failureWords } from './storage-words';

export type Notice = Omit<NoticeView, 'id'>;

/** Told when the user has read it. */
type Dismiss = () => void;

const problem = (title: string, body: string, dismiss: Dismiss | null, actions: Notice['actions'] = []): Notice => ({
  tone: 'problem',
  title,
  body,
  actions,
  dismiss,
});

export const openElsewhere = (name: string, writeHere: () => void, copy: () => void): Notice => ({
  tone: 'info',
  title: `${name} is open in another tab.`,
  body: 'You can read it here; one tab at a time writes.',
  actions: [
    { label: 'Write here', primary: true, run: writeHere },
    { label: 'Open a copy', primary: false, run: copy },
  ],
  dismiss: null,
});

export const partlyRead = (name: string, { keptVersion }: Damage, dismiss: Dismiss): Notice =>
  problem(
    `Part of ${name} could not be read.`,
    `The file is as it was after change ${keptVersion}; what could not be read is kept aside.`,
    dismiss,
  );

export const unreadable = (name: string, dismiss: Dismiss): Notice =>
  problem(`${name} cannot be read.`, 'What is stored of it is left as it is.', dismiss);

export const notOpened = (name: string, failure: StorageFailure, reload: () => void, dismiss: Dismiss): Notice =>
  problem(`${name} could not be opened.`, failureWords(failure), dismiss, [
    { label: 'Reload', primary: true, run: reload },
  ]);

export const notCopied = (failure: StorageFailure, dismiss: Dismiss): Notice =>
  problem('The copy could not be stored.', failureWords(failure), dismiss);

export const deletedElsewhere = (name: string, keep: () => void): Notice =>
  problem(`${name} was deleted in another tab.`, 'What you see here is no longer stored.', null, [
    { label: 'Keep it as a copy', primary: true, run: keep },
  ]);

export const nothingSaved = (why: string, reload: () => void, dismiss: Dismiss): Notice =>
  problem('Nothing you write here is being saved.', why, dismiss, [{ label: 'Reload', primary: true, run: reload }]);

export const setAside = (dismiss: Dismiss): Notice =>
  problem(
    'What was stored here could not be read.',
    'It has been left as it is, and a new store begun beside it.',
    dismiss,
  );
