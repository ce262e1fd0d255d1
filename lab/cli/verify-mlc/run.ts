/** Serves a model library with weights, opens it in Chromium and runs the checks. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../../testing/browser/browser';
import { parseShape } from '../../../src/models/convert';
import { forward } from '../../../src/models/convert/reference';
import type { MlcModel } from '../../../src/protocol/engine';
import { convertFolder } from '../convert-folder';
import { checkNames, type CheckName, type CheckResult, type Sizes } from './checks';
import type { AdapterReport, VerifyPage } from './page';
import { configOf, randomWeights, shapeOf, weightsOf, writeRandomModel, type RandomModelShape } from './random-model';

declare const verify: VerifyPage;

const root = path.resolve(import.meta.dirname, '../../..');
const PORT = 5471;
const SEED = 20_480;

/** Switches for Chromium's own GPU, and for the one it computes in software. */
const HARDWARE = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];
const SOFTWARE = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

export type Gpu = 'auto' | 'hardware' | 'software';

export interface VerifyOptions {
  /** The compiled library, a .wasm file. */
  readonly library: string;
  /** A folder with weights in MLC's form; null to make random ones and convert them. */
  readonly weights: string | null;
  readonly sizes: Sizes;
  readonly gpu: Gpu;
  /** Which checks; all by default. */
  readonly only?: readonly CheckName[];
  /** Whether the whole engine is run too, from text to text; about 100 passes. */
  readonly engine: boolean;
  readonly contextLength?: number;
  /** Told what is being done, and each result as it comes. */
  readonly onStep?: (line: string) => void;
}

export interface CheckedRow extends CheckResult {
  readonly name: string;
  readonly ms: number;
}

export interface VerifyReport {
  readonly library: { readonly name: string; readonly bytes: number; readonly sha256: string; readonly format: string };
  readonly weights: string;
  readonly adapter: AdapterReport;
  readonly browser: string;
  readonly webLlm: string;
  readonly loadMs: number;
  readonly rows: readonly CheckedRow[];
}

/** Why nothing could be checked, in a sentence. */
export class CannotVerify extends Error {}

/** In 16 bits sums are rounded at the fourth digit. */
const toleranceOf = (format: string): number => (format.includes('f16') ? 0.25 : 0.02);
/** Largest model whose logits are also computed by the reference, which takes a second for each ten million weights and token. */
const MOST_FOR_REFERENCE = 4_000_000;

const send = (file: string, response: ServerResponse): void => {
  response.setHeader('Content-Length', statSync(file).size);
  createReadStream(file).pipe(response);
};

/** `/library.wasm` and, below `/weights/resolve/main/`, the folder of weights. */
const serveModel = (library: string, weights: string): Plugin => ({
  name: 'model-under-test',
  configureServer(server) {
    server.middlewares.use('/library.wasm', (_request, response) => {
      send(library, response);
    });
    server.middlewares.use('/weights/resolve/main/', (request, response) => {
      const file = path.join(weights, path.basename(new URL(request.url ?? '/', 'http://localhost').pathname));
      if (existsSync(file) && statSync(file).isFile()) send(file, response);
      else response.writeHead(404).end();
    });
  },
});

async function serve(library: string, weights: string): Promise<ViteDevServer> {
  const server = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [serveModel(library, weights)],
    server: { port: PORT, strictPort: false, watch: null, hmr: false },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  return server.listen();
}

interface OpenPage {
  readonly browser: Browser;
  readonly page: Page;
  readonly adapter: AdapterReport;
}

async function openPage(executablePath: string, url: string, args: readonly string[]): Promise<OpenPage | null> {
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, ...args] });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  await page.goto(url);
  await page.waitForFunction(() => 'verify' in globalThis);
  const adapter = await page.evaluate(() => verify.adapter());
  if (adapter !== null) return { browser, page, adapter };
  await browser.close();
  return null;
}

/** A page with the GPU asked for; `auto` takes the machine's own where there is one. */
async function findGpu(gpu: Gpu, executablePath: string, url: string): Promise<OpenPage> {
  if (gpu !== 'software') {
    const real = await openPage(executablePath, url, HARDWARE);
    if (real !== null && !real.adapter.software) return real;
    await real?.browser.close();
    if (gpu === 'hardware')
      throw new CannotVerify('Chromium finds no GPU here; without --gpu hardware a software one is used.');
  }
  const software = await openPage(executablePath, url, SOFTWARE);
  if (software === null) throw new CannotVerify('Chromium offers no WebGPU here, not even in software.');
  return software;
}

/** Random weights for the library, converted by the program's own converter. */
async function randomFolder(
  shape: RandomModelShape,
  library: ReturnType<typeof shapeOf>['library'],
  scratch: string,
  onStep: (line: string) => void,
): Promise<string> {
  const published = path.join(scratch, 'published');
  const converted = path.join(scratch, 'converted');
  onStep(`writing a random model of ${(weightsOf(shape) / 1e6).toFixed(1)} million weights`);
  await writeRandomModel(published, shape, SEED);
  onStep('converting it');
  await convertFolder({
    from: published,
    to: converted,
    format: library.format,
    library: { kind: 'library', metadata: library },
  });
  rmSync(published, { recursive: true });
  return converted;
}

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

/** The library's logits against the network computed in plain JavaScript from the weights before their conversion. */
async function againstReference(page: Page, shape: RandomModelShape): Promise<CheckResult> {
  const tokens = Array.from({ length: 24 }, (_, index) => (index * 37 + 11) % 256);
  const expected = [...forward(parseShape(configOf(shape)), randomWeights(shape, SEED), tokens)];
  const computed = await page.evaluate((asked) => verify.logits(asked), tokens);
  const apart = expected.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (computed[index] ?? Number.POSITIVE_INFINITY))),
    0,
  );
  const best = (values: readonly number[]): number =>
    values.reduce((at, value, index) => (value > (values[at] ?? 0) ? index : at), 0);
  const same = best(expected) === best(computed.slice(0, expected.length));
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    passed: same && apart < 0.01,
    nearTies: 0,
    detail: `logits at most ${apart.toExponential(1)} from the reference's, which reach ${largest.toFixed(1)}`,
  };
}

/**
 * Runs the checks on a library. The converted random weights are removed afterwards.
 * @throws CannotVerify when this machine cannot run the library
 */
export async function verifyLibrary({
  library,
  weights,
  sizes,
  gpu,
  engine,
  only = checkNames,
  contextLength = 1024,
  onStep = () => undefined,
}: VerifyOptions): Promise<VerifyReport> {
  const bytes = readFileSync(library);
  const described = shapeOf(bytes);
  const { format } = described.library;
  const executablePath = findOrInstallChromium();
  const scratch = mkdtempSync(path.join(tmpdir(), 'inkling-verify-'));
  const folder = weights ?? path.join(scratch, 'converted');
  const server = await serve(library, folder);
  let open: OpenPage | null = null;
  try {
    open = await findGpu(
      gpu,
      executablePath,
      new URL('/lab/cli/verify-mlc/index.html', server.resolvedUrls?.local[0]).href,
    );
    const { page, adapter } = open;
    const needsF16 = format.includes('f16');
    if (needsF16 && !adapter.f16)
      throw new CannotVerify(`The library computes in 16 bits and this adapter (${adapter.name}) has no shader-f16.`);
    if (weights === null) await randomFolder(described.shape, described.library, scratch, onStep);

    const origin = new URL(server.resolvedUrls?.local[0] ?? '').origin;
    const model: MlcModel = {
      id: 'under-test',
      engine: 'web-llm',
      url: `${origin}/weights/resolve/main/`,
      library: `${origin}/library.wasm`,
      librarySha256: null,
      needsF16,
      contextLength,
      dialect: 'none',
    };
    onStep(`opening it on ${adapter.name}`);
    const { loadMs } = await page.evaluate(([m, s, t]) => verify.open(m, s, t), [
      model,
      sizes,
      toleranceOf(format),
    ] as const);
    const rows: CheckedRow[] = [];
    const add = (name: string, ms: number, result: CheckResult): void => {
      rows.push({ ...result, name, ms });
      onStep(
        `${result.passed ? 'passed' : 'FAILED'} ${name} (${(ms / 1000).toFixed(1)} s): ${result.detail}; ${result.nearTies} near-ties`,
      );
    };
    if (weights === null && weightsOf(described.shape) <= MOST_FOR_REFERENCE) {
      const began = Date.now();
      const result = await againstReference(page, described.shape);
      add('converted weights', Date.now() - began, result);
    }
    for (const name of only) {
      const { ms, ...result } = await page.evaluate((asked) => verify.check(asked), name);
      add(name, ms, result);
    }
    if (engine) {
      const { ms, ...result } = await page.evaluate(() => verify.engine());
      add('whole engine', ms, result);
    }
    await page.evaluate(() => verify.close());
    return {
      library: {
        name: path.basename(library),
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        format,
      },
      weights: weights === null ? 'random, converted from bf16 safetensors' : path.basename(weights),
      adapter,
      browser: chromiumVersion(executablePath),
      webLlm: versionOf('@mlc-ai/web-llm'),
      loadMs,
      rows,
    };
  } finally {
    await open?.browser.close();
    await server.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
