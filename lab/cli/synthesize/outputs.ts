/** Files that appear whole or not at all, written as rows come. */
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { firstFitDecreasing } from '../../synthesis/instruct';

/** One JSONL file. */
export class JsonLines {
  readonly #stream: WriteStream;
  #rows = 0;
  #failure: Error | null = null;

  private constructor(readonly path: string) {
    this.#stream = createWriteStream(`${path}.partial`);
    this.#stream.on('error', (error) => {
      this.#failure = error;
    });
  }

  static async create(path: string): Promise<JsonLines> {
    await mkdir(dirname(path), { recursive: true });
    return new JsonLines(path);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Resolves when there is room for more, so that rows never pile up in memory. */
  async write(row: object): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    this.#rows += 1;
    if (!this.#stream.write(`${JSON.stringify(row)}\n`)) await once(this.#stream, 'drain');
  }

  /** Ends the file and gives it its name. */
  async finish(): Promise<void> {
    await new Promise<void>((done, fail) => {
      this.#stream.once('error', fail);
      this.#stream.end(done);
    });
    if (this.#failure !== null) throw this.#failure;
    await rename(`${this.path}.partial`, this.path);
  }
}

/** Rows packed together are looked for among so many: memory stays bounded, and packs as good as full. */
const WINDOW = 4096;

/** Which rows of a file are trained on as one sequence: `{"rows": [line numbers from 0], "tokens": sum}`. */
export class Packs {
  #lengths: number[] = [];
  #first = 0;
  #tooLong = 0;

  private constructor(
    private readonly out: JsonLines,
    private readonly capacity: number,
  ) {}

  static async create(path: string, capacity: number): Promise<Packs> {
    return new Packs(await JsonLines.create(path), capacity);
  }

  /** How many rows are longer than a pack, and in none. */
  get tooLong(): number {
    return this.#tooLong;
  }

  async add(tokens: number): Promise<void> {
    this.#lengths.push(tokens);
    if (this.#lengths.length === WINDOW) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.out.finish();
  }

  async #flush(): Promise<void> {
    const { packs, tooLong } = firstFitDecreasing(this.#lengths, this.capacity);
    for (const { items, length } of packs)
      await this.out.write({ rows: items.map((item) => this.#first + item), tokens: length });
    this.#tooLong += tooLong.length;
    this.#first += this.#lengths.length;
    this.#lengths = [];
  }
}

export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}
