/** The contents of a repository's files, by object id, from one `git cat-file` that stays open. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** `missing`: the repository does not hold it (a partial clone), or it is no file. */
export type Blob =
  | { readonly kind: 'blob'; readonly bytes: Buffer }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly detail: string };

interface Waiting {
  readonly oid: string;
  readonly resolve: (blob: Blob) => void;
}

/** Keeps the last files read: a commit's older version is the newer one of the commit before it. */
const KEPT_BYTES = 24 * 1024 * 1024;

export class BlobReader {
  readonly #git: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  readonly #kept = new Map<string, Buffer>();
  #keptBytes = 0;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes of the answer being read, its line end included; null while its first line is not complete. */
  #wanted: number | null = null;
  #ended: string | null = null;

  constructor(repository: string) {
    this.#git = spawn('git', ['-C', repository, 'cat-file', '--batch'], { stdio: 'pipe' });
    this.#git.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#git.stderr.resume();
    this.#git.stdin.on('error', () => undefined);
    this.#git.on('error', (error) => this.#end(error.message));
    this.#git.on('close', () => this.#end('git cat-file ended'));
  }

  /** Asks for one object; answers come in the order of the questions. */
  read(oid: string): Promise<Blob> {
    const known = this.#kept.get(oid);
    if (known !== undefined) {
      this.#kept.delete(oid);
      this.#kept.set(oid, known);
      return Promise.resolve({ kind: 'blob', bytes: known });
    }
    if (this.#ended !== null) return Promise.resolve({ kind: 'failed', detail: this.#ended });
    return new Promise((resolve) => {
      this.#waiting.push({ oid, resolve });
      this.#git.stdin.write(`${oid}\n`);
    });
  }

  close(): void {
    this.#git.stdin.end();
  }

  #end(detail: string): void {
    this.#ended ??= detail;
    for (const { resolve } of this.#waiting.splice(0)) resolve({ kind: 'failed', detail });
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#wanted !== null && this.#size < this.#wanted) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      const line = bytes.indexOf(10);
      if (line < 0) break;
      const head = bytes.toString('latin1', 0, line);
      const size = / blob (\d+)$/.exec(head)?.[1];
      const other = size === undefined ? / \w+ (\d+)$/.exec(head)?.[1] : undefined;
      const length = size ?? other;
      const end = length === undefined ? line + 1 : line + 1 + Number(length) + 1;
      this.#wanted = end;
      if (bytes.length < end) break;
      this.#wanted = null;
      this.#answer(size === undefined ? null : Buffer.from(bytes.subarray(line + 1, end - 1)));
      bytes = bytes.subarray(end);
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#size = bytes.length;
  }

  #answer(bytes: Buffer | null): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    if (bytes !== null) this.#keep(waiting.oid, bytes);
    waiting.resolve(bytes === null ? { kind: 'missing' } : { kind: 'blob', bytes });
  }

  #keep(oid: string, bytes: Buffer): void {
    this.#kept.set(oid, bytes);
    this.#keptBytes += bytes.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= length;
    }
  }
}
