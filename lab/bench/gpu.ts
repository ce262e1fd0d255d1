/**
 * web-llm as its users call it against this project's adapter, same model, same page, interleaved:
 *   npm run bench:gpu -- [--weights <folder or URL>] [--lib <file or URL>] [--tasks 10] [--software] [--headed]
 * Needs a GPU that Chromium can use; says so plainly where there is none. `--software` measures software WebGPU, whose
 * times mean nothing. Prints a table and writes lab/bench/results/gpu.json. Only the ratios mean anything.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../../testing/browser/browser';
import { DIALECTS } from '../../src/core/conversation';
import { buildPrompt, type CompletionRequest } from '../../src/core/prediction';
import type { MlcModel } from '../../src/protocol/engine';
import type { GpuPage } from './engine/gpu-page';
import { editTasks, linesOf, type EditTask } from './engine/tasks';
import { quantile, report, rounded } from './support/report';

declare const gpuBench: GpuPage;

const PORT = 5398;
const CONTEXT = 4096;
const root = path.resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    weights: {
      type: 'string',
      default: 'https://huggingface.co/mlc-ai/Qwen2.5-Coder-0.5B-Instruct-q4f32_1-MLC/resolve/main/',
    },
    lib: {
      type: 'string',
      default:
        'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_48/Qwen2-0.5B-Instruct-q4f32_1-ctx4k_cs1k-webgpu.wasm',
    },
    tasks: { type: 'string', default: '10' },
    software: { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
  },
});

const HARDWARE = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];
const SOFTWARE = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

/** Serves local files below an address of the page's own origin. */
const serveFiles = (address: string, folder: string): Plugin => ({
  name: `serve-${address}`,
  configureServer(server) {
    server.middlewares.use(address, (request, response) => {
      const file = path.join(folder, decodeURIComponent((request.url ?? '').split('?')[0] ?? ''));
      if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
        response.statusCode = 404;
        response.end();
        return;
      }
      response.setHeader('Content-Length', statSync(file).size);
      createReadStream(file).pipe(response);
    });
  },
});

const isUrl = (place: string): boolean => /^https?:/.test(place);

function modelUnderTest(): { readonly model: MlcModel; readonly plugins: Plugin[] } {
  const origin = `http://localhost:${PORT}`;
  const plugins: Plugin[] = [];
  const weights = isUrl(options.weights) ? options.weights : `${origin}/weights/resolve/main/`;
  const library = isUrl(options.lib) ? options.lib : `${origin}/library/${path.basename(options.lib)}`;
  if (!isUrl(options.weights)) plugins.push(serveFiles('/weights/resolve/main', path.resolve(options.weights)));
  if (!isUrl(options.lib)) plugins.push(serveFiles('/library', path.dirname(path.resolve(options.lib))));
  const model: MlcModel = {
    id: 'bench',
    engine: 'web-llm',
    url: weights,
    library,
    librarySha256: null,
    needsF16: /f16/.test(options.lib),
    contextLength: CONTEXT,
    dialect: 'instruct-wf',
  };
  return { model, plugins };
}

/** Requests that fit the context, of tasks of all sizes. */
function requests(count: number): readonly { readonly task: EditTask; readonly request: CompletionRequest }[] {
  const fitting = editTasks().flatMap((task) => {
    const excerpt = {
      start: 0,
      end: task.before.length,
      firstLine: 0,
      lineCount: linesOf(task.before),
      above: false,
      below: false,
    };
    const prompt = buildPrompt({
      language: task.language,
      text: task.before,
      excerpt,
      cursor: { anchor: 0, head: 0 },
      history: task.history,
      dialect: DIALECTS['instruct-wf'],
      budget: { contextTokens: CONTEXT, answerTokens: 512, historyTokens: 600, historyMessages: 4 },
    });
    return prompt === null ? [] : [{ task, request: prompt.request }];
  });
  return Array.from(
    { length: Math.min(count, fitting.length) },
    (_, index) => fitting[Math.floor((index * fitting.length) / count)],
  ).filter((item) => item !== undefined);
}

interface Row {
  readonly lines: number;
  readonly tokens: number;
  readonly tokensPerPass: number;
  readonly stockMs: number;
  readonly oursMs: number;
  readonly ratio: number;
  readonly ratioToFirstText: number;
  readonly same: boolean;
}

async function measure(page: Page, task: EditTask, request: CompletionRequest, oursFirst: boolean): Promise<Row> {
  const stock = (): Promise<Awaited<ReturnType<GpuPage['stock']>>> =>
    page.evaluate((asked) => gpuBench.stock(asked), request);
  const ours = (): Promise<Awaited<ReturnType<GpuPage['ours']>>> =>
    page.evaluate(async (asked) => {
      await gpuBench.forget();
      return gpuBench.ours(asked);
    }, request);
  const [our, their] = oursFirst
    ? [await ours(), await stock()]
    : await stock().then(async (told) => [await ours(), told] as const);
  return {
    lines: linesOf(task.before),
    tokens: our.figures.generatedTokens,
    tokensPerPass: rounded(our.figures.generatedTokens / our.figures.forwardPasses),
    stockMs: Math.round(their.msTotal),
    oursMs: Math.round(our.msTotal),
    ratio: rounded(their.msTotal / our.msTotal),
    ratioToFirstText: rounded(their.msToFirstText / our.msToFirstText),
    same: their.text === our.text,
  };
}

async function run(): Promise<void> {
  const { model, plugins } = modelUnderTest();
  const server = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins,
    // The model may come from elsewhere; the product's own policy would forbid that to this page.
    server: {
      port: PORT,
      strictPort: true,
      watch: null,
      hmr: false,
      headers: { 'Content-Security-Policy': "connect-src 'self' ws: https:" },
    },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    headless: !options.headed,
    args: [...CHROMIUM_ARGS, ...(options.software ? SOFTWARE : HARDWARE)],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => {
      console.error(error.message);
    });
    await page.goto(`http://localhost:${PORT}/bench/engine/gpu.html`);
    await page.waitForFunction(() => 'gpuBench' in globalThis);
    const adapter = await page.evaluate(() => gpuBench.adapter());
    if (adapter === null || (adapter.software && !options.software)) {
      console.log(
        `Nothing measured: Chromium ${adapter === null ? 'finds no GPU here' : `has only a software GPU here (${adapter.name})`}. Times need a real one; for counts see npm run bench:speculation.`,
      );
      return;
    }
    const { capabilities, gpuName, barrier, loadMs } = await page.evaluate((asked) => gpuBench.load(asked), model);
    console.log(
      `${gpuName}: loaded in ${Math.round(loadMs)} ms; attention kernels repaired: ${barrier.patched} of ${barrier.present}; ${capabilities.note ?? 'drafts are checked'}`,
    );
    const rows: Record<string, Row> = {};
    for (const [index, { task, request }] of requests(Number(options.tasks)).entries()) {
      rows[task.name] = await measure(page, task, request, index % 2 === 0);
      console.log(task.name, JSON.stringify(rows[task.name]));
    }
    report('gpu', browser.version(), rows);
    const ratios = Object.values(rows).map(({ ratio }) => ratio);
    console.log(
      `${gpuName}: ${rounded(quantile(ratios, 0.5))} times as fast as stock web-llm (median of ${ratios.length} tasks); the same text in ${Object.values(rows).filter(({ same }) => same).length}.`,
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

await run();
