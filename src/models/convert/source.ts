/** Where a checkpoint is read from: files by name, by ranges of bytes, alike in the browser and in Node. */

export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** When the file was last changed, milliseconds since 1970; tells two files of one name and size apart. */
  readonly modified: number;
  /** Exactly `length` bytes from `offset`, at the start of a buffer of their own. @throws RangeError past the end */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** The files of one model. */
export interface SourceFolder {
  /** Plain names, without folders. */
  readonly names: readonly string[];
  /** @throws Error for a name that is not among `names` */
  open(name: string): Promise<ByteSource>;
}

/** A `Blob` or `File`, read slice by slice. */
export function blobSource(blob: Blob, modified = 0): ByteSource {
  return {
    size: blob.size,
    modified,
    async read(offset, length) {
      const bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      if (bytes.length !== length) throw new RangeError(`${length} bytes at ${offset} reach past the end`);
      return bytes;
    },
  };
}

/** Files that a user chose. Of two with one name, as from subfolders, the first counts. */
export function fileFolder(files: readonly File[]): SourceFolder {
  const byName = new Map<string, File>();
  for (const file of files) if (!byName.has(file.name)) byName.set(file.name, file);
  return {
    names: [...byName.keys()],
    open(name) {
      const file = byName.get(name);
      return file === undefined
        ? Promise.reject(new Error(`no file ${name}`))
        : Promise.resolve(blobSource(file, file.lastModified));
    },
  };
}
