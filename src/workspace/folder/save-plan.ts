/** Whether a file of the workspace is written to its folder, when either may have changed since they were the same. */

export interface InStep {
  /** `lastModified` of the file on disk. */
  readonly modified: number;
  /** Of the text. */
  readonly checksum: number;
}

export type SaveStep =
  | { readonly kind: 'unchanged' }
  /** They are the same by now, whoever changed them. */
  | { readonly kind: 'same' }
  | { readonly kind: 'write' }
  /** Writing would take away what another program wrote, or bring back what was deleted: the user decides. */
  | { readonly kind: 'conflict' };

/**
 * @param before when they were last the same; null for a file that the folder never had
 * @param here checksum of the text in the workspace now
 * @param disk the file now; null when it is not there
 */
export function saveStep(before: InStep | null, here: number, disk: InStep | null): SaveStep {
  if (before !== null && before.checksum === here) return { kind: 'unchanged' };
  if (disk === null) return { kind: before === null ? 'write' : 'conflict' };
  if (disk.checksum === here) return { kind: 'same' };
  // A file that was touched but holds what it held has not changed.
  return {
    kind:
      before !== null && (disk.modified === before.modified || disk.checksum === before.checksum)
        ? 'write'
        : 'conflict',
  };
}

export type ReadStep =
  | { readonly kind: 'keep' }
  | { readonly kind: 'same' }
  /** Only the folder's file has changed: it is taken. */
  | { readonly kind: 'accept' }
  | { readonly kind: 'conflict' };

/** What becomes of a file that is already here when its folder is opened again. Parameters as above. */
export function readStep(before: InStep, here: number, disk: InStep): ReadStep {
  if (disk.checksum === here) return { kind: 'same' };
  if (disk.checksum === before.checksum) return { kind: 'keep' };
  return { kind: here === before.checksum ? 'accept' : 'conflict' };
}

/** A name for what stood in the folder, to be kept beside the file: `area.py` becomes `area.folder.py`. */
export function asideName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1 ? `${name.slice(0, dot)}.folder${name.slice(dot)}` : `${name}.folder`;
}
