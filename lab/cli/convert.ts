/**
 * Converts a Qwen2 or Llama model from Hugging Face safetensors to the form that web-llm runs.
 *
 *     npm run convert -- --from <folder> --to <folder> --format q4f16_1|q4f32_1 [--lib <library.wasm> | --rows <n>]
 *
 * Without --lib or --rows the model must fit a library of the catalog. --lib takes the vocabulary from a compiled library
 * and checks every parameter against it; --rows gives the number of rows by hand. Interrupted, it goes on when run again.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import {
  ConversionError,
  quantFormats,
  readLibrary,
  type ConversionProgress,
  type LibraryChoice,
} from '../../src/models/convert';
import { convertFolder } from './convert-folder';

const usage =
  'npm run convert -- --from <folder> --to <folder> --format q4f16_1|q4f32_1 [--lib <library.wasm> | --rows <n>]';

const { values: options } = parseArgs({
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string' },
    lib: { type: 'string' },
    rows: { type: 'string' },
  },
});

async function libraryChoice(): Promise<LibraryChoice> {
  if (options.lib !== undefined) return { kind: 'library', metadata: readLibrary(await readFile(options.lib)) };
  if (options.rows === undefined) return { kind: 'catalog' };
  const rows = Number(options.rows);
  if (!Number.isInteger(rows) || rows < 1)
    throw new ConversionError('unsupported', `--rows ${options.rows} is not a number of rows.`, usage);
  return { kind: 'rows', vocabulary: rows };
}

let shown = '';
function show({ stage, done, total }: ConversionProgress): void {
  const line = stage === 'converting' ? `converting ${Math.floor((done * 100) / total)} %` : stage;
  if (
    line === shown ||
    (!process.stderr.isTTY &&
      stage === 'converting' &&
      Math.floor((done * 10) / total) === Math.floor(Number(/\d+/.exec(shown)?.[0] ?? -1) / 10))
  )
    return;
  shown = line;
  process.stderr.write(process.stderr.isTTY ? `\r${line}   ` : `${line}\n`);
}

async function main(): Promise<number> {
  const format = quantFormats.find((one) => one === options.format);
  if (options.from === undefined || options.to === undefined || format === undefined) {
    console.error(usage);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const began = performance.now();
  try {
    const made = await convertFolder({
      from: options.from,
      to: options.to,
      format,
      library: await libraryChoice(),
      onProgress: show,
      signal: stop.signal,
    });
    const seconds = (performance.now() - began) / 1000;
    process.stderr.write('\n');
    console.log(
      `${options.to}: ${made.model.architecture}, ${made.model.layers} layers, ${made.vocabulary} rows of vocabulary, ${(made.bytes / 1e6).toFixed(1)} MB in ${made.shards} shards${made.resumed > 0 ? `, ${made.resumed} of them kept from before` : ''}`,
    );
    console.log(made.library === null ? 'library: the one it was converted for' : `library: ${made.library}`);
    console.log(
      `${seconds.toFixed(1)} s, at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB of memory (${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node})`,
    );
    return 0;
  } catch (error) {
    process.stderr.write('\n');
    if (error instanceof ConversionError) console.error(`${error.failure.message}\n${error.failure.remedy}`);
    else if (stop.signal.aborted) console.error('Stopped. Run the command again to go on where it stopped.');
    else throw error;
    return 1;
  }
}

process.exit(await main());
