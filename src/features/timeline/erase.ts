/** Erasing what happened between two points of the timeline, for good. */
import type { Workspace } from '../../storage';
import type { Loaded } from './load';

export interface Erased {
  readonly records: number;
  /** Why some of it was not, in a sentence; null when all was. */
  readonly refused: string | null;
}

/**
 * File by file; one that cannot be erased does not keep the others.
 * @throws what IndexedDB throws
 */
export async function eraseBetween(
  workspace: Workspace,
  { files, joint }: Loaded,
  start: number,
  end: number,
): Promise<Erased> {
  let records = 0;
  let refused: string | null = null;
  for (const { id, name } of files.values()) {
    const [from, to] = [joint.versionAt(id, start), joint.versionAt(id, end)];
    if (from === to) continue;
    // A file without a tab here is nobody's until it is opened.
    const access = workspace.access(id);
    const isOpen = access.kind !== 'none' || access.why !== 'released';
    if (!isOpen) await workspace.open(id);
    const outcome = await workspace.wipe(id, from, to);
    if (!isOpen) workspace.close(id);
    if (outcome.kind === 'wiped') records += outcome.records;
    else
      refused =
        outcome.kind === 'damaged' ? `Part of the history of ${name} cannot be read.` : `Another tab writes ${name}.`;
  }
  return { records, refused };
}
