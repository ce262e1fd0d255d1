/** Everything that was typed, as one file that can be replayed: the user's own, and what evaluations read. */
import { encodeSession, replay, type EditRecord, type SessionDocument } from '../../core/history';
import { inForm } from '../../core/text';
import type { Workspace } from '../../storage';

type Stored = Pick<Workspace, 'list' | 'records' | 'textAt' | 'form'>;

export interface ExportedSession {
  /** A session file (src/core/history/session-file.ts). */
  readonly text: string;
  readonly documents: number;
  readonly records: number;
  /** Names of documents of which a part, or all, could not be read; the rest is in the file. */
  readonly damaged: readonly string[];
}

/** @throws what `failureOf` explains, when the store cannot be read at all. */
export async function exportSession(workspace: Stored): Promise<ExportedSession> {
  const documents: SessionDocument[] = [];
  const damaged: string[] = [];
  for (const { id, name, language } of await workspace.list()) {
    const read = await workspace.records(id);
    const records = unbroken(read.records);
    const from = records[0]?.version ?? 0;
    const base = await workspace.textAt(id, from);
    if (read.kind === 'damaged' || base.kind !== 'text' || records.length < read.records.length) damaged.push(name);
    if (base.kind !== 'text') continue;
    const first = { version: from, text: base.text };
    const [{ text }, form] = [replay(first, records), await workspace.form(id)];
    const raw = form === null ? text : inForm(text, form);
    documents.push({ id, path: name, language, base: first, records, ...(raw === text ? {} : { raw }) });
  }
  return {
    text: encodeSession(documents),
    documents: documents.length,
    records: documents.reduce((sum, { records }) => sum + records.length, 0),
    damaged,
  };
}

/** The latest records that follow one another. */
function unbroken(records: readonly EditRecord[]): readonly EditRecord[] {
  let from = records.length - 1;
  while (from > 0 && records[from - 1]?.version === (records[from]?.version ?? 0) - 1) from -= 1;
  return records.slice(Math.max(0, from));
}
