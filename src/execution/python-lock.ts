/** Pyodide's list of packages: which files bring which modules, and what those depend on. */

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly file_name: string;
  readonly depends: readonly string[];
  readonly imports: readonly string[];
  /** Hex. */
  readonly sha256: string;
}

export type PackageLock = ReadonlyMap<string, LockedPackage>;

/** Reads `pyodide-lock.json`, which comes with the pyodide package of this build and not from outside. */
export function readLock(text: string): PackageLock {
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  return new Map(Object.entries(packages));
}

/** The packages, with all they depend on, that bring a module; empty when none is known. */
export function packagesFor(module: string, lock: PackageLock): readonly LockedPackage[] {
  const first = [...lock.values()].find(({ imports }) => imports.includes(module));
  const found = new Map<string, LockedPackage>();
  const visit = (name: string): void => {
    const entry = lock.get(name.toLowerCase());
    if (entry === undefined || found.has(entry.name)) return;
    found.set(entry.name, entry);
    entry.depends.forEach(visit);
  };
  if (first !== undefined) visit(first.name);
  return [...found.values()];
}
