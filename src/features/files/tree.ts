/** Paths as a tree of folders, and the rows that are to be seen of it. */

export interface FileItem {
  readonly id: string;
  /** Path in the workspace, with forward slashes. */
  readonly name: string;
}

export type TreeRow =
  /** `path` ends without a slash. `level` from 1. The label of folders that hold nothing but one another has several parts. */
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly label: string;
      readonly level: number;
      readonly open: boolean;
    }
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly path: string;
      readonly label: string;
      readonly level: number;
    };

/** The folder in which all of them lie, relative to `prefix`; null when there is none. */
function onlyFolder(inside: readonly FileItem[], prefix: string): string | null {
  const first = inside[0]?.name ?? '';
  const slash = first.indexOf('/', prefix.length);
  const folder = slash < 0 ? null : first.slice(prefix.length, slash);
  return folder !== null && inside.every(({ name }) => name.startsWith(`${prefix}${folder}/`)) ? folder : null;
}

/** Folders before files at each level, each by name; what lies in a closed folder is left out. */
export function treeRows(files: readonly FileItem[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (inside: readonly FileItem[], prefix: string, level: number): void => {
    const folders = new Map<string, FileItem[]>();
    const here: FileItem[] = [];
    for (const file of inside) {
      const slash = file.name.indexOf('/', prefix.length);
      if (slash < 0) {
        here.push(file);
        continue;
      }
      const folder = file.name.slice(prefix.length, slash);
      const known = folders.get(folder);
      if (known === undefined) folders.set(folder, [file]);
      else known.push(file);
    }
    for (const [first, within] of [...folders].sort(([one], [other]) => one.localeCompare(other))) {
      let label = first;
      for (
        let next = onlyFolder(within, `${prefix}${label}/`);
        next !== null;
        next = onlyFolder(within, `${prefix}${label}/`)
      )
        label += `/${next}`;
      const path = prefix + label;
      const open = !closed.has(path);
      rows.push({ kind: 'folder', path, label, level, open });
      if (open) walk(within, `${path}/`, level + 1);
    }
    for (const { id, name } of here.sort((one, other) => one.name.localeCompare(other.name))) {
      rows.push({ kind: 'file', id, path: name, label: name.slice(prefix.length), level });
    }
  };
  walk(files, '', 1);
  return rows;
}
