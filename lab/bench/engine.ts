/**
 * How fast a GGUF model runs in the browser, and what each setting of the adapter is worth.
 *   npx tsx lab/bench/engine.ts [--model public/models/inkling-edit-v2.gguf] [--rounds 3] [--variants name,name]
 * Prints a table and writes lab/bench/results/engine.json. Only ratios within one run mean anything.
 */
import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../../testing/browser/browser';
import type { ModelSource } from '../../src/protocol/engine';
import type { Ask, BenchPage, Told, Variant } from './engine/page';

declare const bench: BenchPage;

const root = path.resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: path.join(root, 'public/models/inkling-edit-v2.gguf') },
    rounds: { type: 'string', default: '3' },
    variants: { type: 'string' },
    context: { type: 'string', default: '2048' },
  },
});

const shipped: Variant = { name: 'shipped', widen: true, logprobs: true, load: { n_threads: 1 } };
const variants: readonly Variant[] = [
  shipped,
  { ...shipped, name: 'no log probabilities', logprobs: false },
  { ...shipped, name: 'weights not widened', widen: false },
  {
    ...shipped,
    name: 'f16 cache, flash attention',
    load: { ...shipped.load, cache_type_k: 'f16', cache_type_v: 'f16', flash_attn: true },
  },
  { ...shipped, name: 'batch 32', load: { ...shipped.load, n_batch: 32, n_ubatch: 32 } },
  { ...shipped, name: 'batch 128', load: { ...shipped.load, n_batch: 128, n_ubatch: 128 } },
  { ...shipped, name: 'batch 256', load: { ...shipped.load, n_batch: 256, n_ubatch: 256 } },
  { ...shipped, name: '2 threads', load: { n_threads: 2 } },
];

interface Row {
  readonly name: string;
  readonly loadMs: number;
  readonly promptTokens: number;
  readonly firstTokenMs: number;
  readonly prefillPerSecond: number;
  readonly decodePerSecond: number;
  readonly againMs: number;
  readonly reusedAgain: number;
  readonly cancelMs: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** A prompt of the usual shape over this project's own source, different from its first words on for each `seed`. */
function promptOf(seed: string): string {
  const code = readFileSync(path.join(root, 'src/core/text/edit.ts'), 'utf8').split('\n').slice(0, 40).join('\n');
  const history = `<|im_start|>history\n\`\`\`typescript\nconst ${seed} = 1;\n<|search_and_replace|>\nconst ${seed}x = 1;\n\`\`\`<|im_end|>\n`;
  const numbered = code
    .split('\n')
    .map((line, index) => `${index + 1} ${line}`)
    .join('\n');
  return `<|im_start|>system\n${seed}<|im_end|>\n${history}<|im_start|>current\n\`\`\`typescript\n${numbered}\n\`\`\`<|im_end|>\n<|im_start|>assistant\n<|next_start|>`;
}

const ask = (page: Page, question: Ask): Promise<Told> => page.evaluate((asked) => bench.ask(asked), question);

async function measure(page: Page, variant: Variant, model: ModelSource, round: number): Promise<Row> {
  const { loadMs } = await page.evaluate(([v, m]) => bench.load(v, m), [variant, model] as const);
  const question = { prompt: promptOf(`alpha${round}`), stop: [], maxTokens: 64, cancelAfterMs: null };
  const first = await ask(page, question);
  const again = await ask(page, { ...question, maxTokens: 1 });
  const cancelled = await ask(page, { ...question, prompt: promptOf(`omega${round}`), cancelAfterMs: 60 });
  const { figures } = first;
  return {
    name: variant.name,
    loadMs,
    promptTokens: figures.promptTokens,
    firstTokenMs: figures.msToFirstToken,
    prefillPerSecond: ((figures.promptTokens - figures.reusedTokens) / figures.msToFirstToken) * 1000,
    decodePerSecond: ((figures.generatedTokens - 1) / (figures.msTotal - figures.msToFirstToken)) * 1000,
    againMs: again.figures.msTotal,
    reusedAgain: again.figures.reusedTokens,
    cancelMs: cancelled.cancelMs ?? NaN,
  };
}

const medianRow = (rows: readonly Row[]): Row => {
  const of = (key: Exclude<keyof Row, 'name'>): number => median(rows.map((row) => row[key]));
  return {
    name: rows[0]?.name ?? '',
    loadMs: of('loadMs'),
    promptTokens: of('promptTokens'),
    firstTokenMs: of('firstTokenMs'),
    prefillPerSecond: of('prefillPerSecond'),
    decodePerSecond: of('decodePerSecond'),
    againMs: of('againMs'),
    reusedAgain: of('reusedAgain'),
    cancelMs: of('cancelMs'),
  };
};

const serveModel = (file: string): Plugin => ({
  name: 'model-under-test',
  configureServer(server) {
    server.middlewares.use('/model-under-test.gguf', (_request, response) => {
      response.setHeader('Content-Length', statSync(file).size);
      createReadStream(file).pipe(response);
    });
  },
});

async function run(): Promise<void> {
  const file = path.resolve(options.model);
  const server = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [serveModel(file)],
    server: { port: 5397, watch: null, hmr: false },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto('http://localhost:5397/bench/engine/index.html');
    await page.waitForFunction(() => 'bench' in globalThis);
    const model: ModelSource = {
      id: 'bench',
      engine: 'wllama',
      url: '/model-under-test.gguf',
      sha256: null,
      contextLength: Number(options.context),
      dialect: 'none',
    };
    const wanted = options.variants?.split(',');
    const chosen = variants.filter(({ name }) => wanted?.includes(name) ?? true);
    const rows = new Map<string, Row[]>(chosen.map(({ name }) => [name, []]));
    for (let round = 0; round < Number(options.rounds); round += 1) {
      for (const variant of chosen) rows.get(variant.name)?.push(await measure(page, variant, model, round));
    }
    const table = [...rows.values()].map(medianRow);
    console.table(
      Object.fromEntries(
        table.map(({ name, ...figures }) => [
          name,
          Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Math.round(value)])),
        ]),
      ),
    );
    mkdirSync(path.join(root, 'lab/bench/results'), { recursive: true });
    const isolated = await page.evaluate(() => crossOriginIsolated);
    writeFileSync(
      path.join(root, 'lab/bench/results/engine.json'),
      `${JSON.stringify({ model: path.basename(file), bytes: statSync(file).size, browser: browser.version(), isolated, rounds: Number(options.rounds), medians: table }, null, 2)}\n`,
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

await run();
