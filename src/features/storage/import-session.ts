/** A session file taken in again: its files with their whole course, beside what is there. */
import { decodeSession, type DocumentId, type EditRecord, type SessionFault } from '../../core/history';
import { formOf } from '../../core/text';
import type { Workspace } from '../../storage';
import { freePath, languageOf, workspacePath } from '../../workspace';

export interface ImportOptions {
  readonly workspace: Pick<Workspace, 'create'>;
  /** Names that are taken: nothing is written over. */
  readonly taken: readonly string[];
  readonly newId: () => DocumentId;
}

export type ImportOutcome =
  | {
      readonly kind: 'imported';
      readonly ids: readonly DocumentId[];
      readonly records: number;
      /** Files that got another name, since theirs was taken. */
      readonly renamed: readonly { readonly from: string; readonly to: string }[];
      /** A sentence for each file of which something, or all, is missing. */
      readonly faults: readonly string[];
    }
  /** Nothing was taken in. `why` is a sentence or two for the user. */
  | { readonly kind: 'refused'; readonly why: string };

/** Characters. A session of 100,000 keystrokes has about 10 million. */
export const LONGEST_SESSION = 200_000_000;

/** @throws what `failureOf` explains, when the store does not take a file; the files before it are there then */
export async function importSession(text: string, { workspace, taken, newId }: ImportOptions): Promise<ImportOutcome> {
  if (text.length > LONGEST_SESSION)
    return { kind: 'refused', why: 'The file is larger than any session that Inkling exports.' };
  const session = decodeSession(text);
  if (session.kind === 'unreadable') return { kind: 'refused', why: refusal(session.reason) };

  const names = new Set(taken);
  const ids: DocumentId[] = [];
  const renamed: { from: string; to: string }[] = [];
  const faults: string[] = session.faults.map(faultWords);
  let records = 0;
  for (const { path, base, records: found, raw } of session.documents) {
    const checked = workspacePath(path);
    if (checked.kind === 'bad') faults.push(`A file was left out for its name. ${checked.why}`);
    const wanted = checked.kind === 'path' ? checked.path : null;
    if (wanted === null) continue;
    const name = freePath(wanted, names);
    const id = newId();
    const course: readonly EditRecord[] = found.map((record) => ({
      ...record,
      document: id,
      version: record.version - base.version,
    }));
    if (
      !(await workspace.create({
        id,
        name,
        language: languageOf(name).id,
        text: base.text,
        course,
        ...(raw === undefined ? {} : { form: formOf(raw) }),
      }))
    )
      continue;
    names.add(name);
    ids.push(id);
    records += course.length;
    if (name !== wanted) renamed.push({ from: wanted, to: name });
  }
  return { kind: 'imported', ids, records, renamed, faults };
}

function refusal(reason: 'not-json' | 'not-a-session' | 'newer-version'): string {
  switch (reason) {
    case 'not-json':
      return 'The file cannot be read: it is no exported session, or it was cut short.';
    case 'not-a-session':
      return 'The file is no session that Inkling exported.';
    case 'newer-version':
      return 'A newer Inkling has exported this file. Reload the page to get it, then import again.';
  }
}

const faultWords = ({ document, record, detail }: SessionFault): string =>
  record === null
    ? `File ${document + 1} of the session could not be read: ${detail}.`
    : `File ${document + 1} of the session is there as it was before change ${record + 1}; the rest does not fit it (${detail}).`;
