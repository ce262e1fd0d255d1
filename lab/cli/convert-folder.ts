/** Folders as source and target of a conversion. */
import { mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import {
  convert,
  ConversionError,
  type ByteSource,
  type ConversionProgress,
  type ConversionSink,
  type ConvertedModel,
  type LibraryChoice,
  type QuantFormat,
  type SinkFile,
  type SourceFolder,
} from '../../src/models/convert';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Opens the file for each read: the conversion reads megabytes at a time, and so no handle is left open. */
async function fileSource(path: string): Promise<ByteSource> {
  const { size, mtimeMs } = await stat(path);
  return {
    size,
    modified: Math.floor(mtimeMs),
    async read(offset, length) {
      const handle = await open(path);
      try {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
          if (bytesRead === 0) throw new RangeError(`${path} ends at ${offset + done}`);
          done += bytesRead;
        }
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}

/** The files of a folder, without its subfolders. @throws ConversionError `incomplete` when it is not there */
export async function folderSource(folder: string): Promise<SourceFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new ConversionError(
      'incomplete',
      `${folder} cannot be read (${codeOf(error)}).`,
      'Give the folder that holds config.json and the .safetensors files.',
    );
  });
  // Symbolic links are how the Hugging Face cache keeps its files.
  return {
    names: entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name),
    open: (name) => fileSource(join(folder, name)),
  };
}

function writeError(error: unknown, path: string): ConversionError {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ConversionError(
      'disk-full',
      `There is no room left for ${path}. What was converted so far is kept.`,
      'Free space on the disk and run the command again: it goes on where it stopped.',
    );
  return new ConversionError(
    'unwritable',
    `${path} cannot be used (${code || String(error)}).`,
    'Choose a folder that can be written to.',
  );
}

/** Written under another name and renamed when whole and on the disk, so that a crash leaves no half file. */
function partialFile(handle: FileHandle, path: string, partial: string): SinkFile {
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw writeError(error, path);
    }
  };
  return {
    write: (bytes) =>
      guarded(async () => {
        let done = 0;
        while (done < bytes.length) done += (await handle.write(bytes, done)).bytesWritten;
      }),
    close: () =>
      guarded(async () => {
        await handle.sync();
        await handle.close();
        await rename(partial, path);
      }),
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(partial, { force: true }).catch(() => undefined);
    },
  };
}

/** A folder to write to; made when it is not there. */
export function folderSink(folder: string): ConversionSink {
  const at = (name: string): string => join(folder, name);
  return {
    async create(name) {
      const partial = `${at(name)}.partial`;
      try {
        await mkdir(folder, { recursive: true });
        return partialFile(await open(partial, 'w'), at(name), partial);
      } catch (error) {
        throw writeError(error, at(name));
      }
    },
    open: (name) =>
      fileSource(at(name)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw writeError(error, at(name));
      }),
    remove: (name) => rm(at(name), { force: true }),
    async room() {
      await mkdir(folder, { recursive: true }).catch((error: unknown) => {
        throw writeError(error, folder);
      });
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

export interface FolderConversion {
  readonly from: string;
  readonly to: string;
  readonly format: QuantFormat;
  readonly library: LibraryChoice;
  readonly onProgress?: (progress: ConversionProgress) => void;
  readonly signal?: AbortSignal;
}

/** Converts one folder into another. @throws as `convert` */
export async function convertFolder({
  from,
  to,
  format,
  library,
  onProgress = () => undefined,
  signal = new AbortController().signal,
}: FolderConversion): Promise<ConvertedModel> {
  return convert({ source: await folderSource(from), sink: folderSink(to), format, library, onProgress, signal });
}
