/** The product's engine in headless Chromium, for the evaluation on the command line. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../../testing/browser/browser';
import { DIALECTS, findDialect } from '../../../src/core/conversation';
import { parseCard } from '../../../src/models/catalog';
import type { EngineCapabilities, ModelSource } from '../../../src/protocol/engine';
import { CommandError } from '../benchmarks/command';
import type { Answer, Ask } from './answers';
import type { EnginePage } from './page/page';

declare const engine: EnginePage;

const root = path.resolve(import.meta.dirname, '../../..');
const SERVED = '/model-under-test.gguf';

/** A model file and what its card says. */
export interface ModelFile {
  readonly file: string;
  /** The card beside it; its own path. */
  readonly card: string;
  readonly sha256: string;
  readonly model: ModelSource;
}

/** `embedded`, or the path of a GGUF file; a card of the same name (`.json`) is read where there is one. */
export function findModel(name: string): ModelFile {
  const file = name === 'embedded' ? embeddedFile() : path.resolve(name);
  if (!existsSync(file))
    throw new CommandError(`There is no model file ${name}; --model takes embedded or the path of a GGUF file.`);
  const card = file.replace(/\.gguf$/, '.json');
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  const said = existsSync(card) ? (JSON.parse(readFileSync(card, 'utf8')) as Record<string, unknown>) : {};
  const parsed = parseCard(
    { id: path.basename(file, '.gguf'), ...said, file: path.basename(file), sha256 },
    'http://localhost/models/card.json',
  );
  return { file, card, sha256, model: { ...parsed, url: SERVED, device: 'cpu' } };
}

/** The model spoken to in another dialect than its card says; as it is where none is given. @throws CommandError for an unknown one */
export function spokenAs(found: ModelFile, dialect: string | undefined): ModelFile {
  if (dialect === undefined) return found;
  if (findDialect(dialect) === null)
    throw new CommandError(`There is no dialect ${dialect}; there are ${Object.keys(DIALECTS).join(', ')}.`);
  return { ...found, model: { ...found.model, dialect } };
}

function embeddedFile(): string {
  const folder = path.join(root, 'public/models');
  const { file } = JSON.parse(readFileSync(path.join(folder, 'inkling-edit-v2.json'), 'utf8')) as { file: string };
  return path.join(folder, file);
}

export interface BrowserEngine {
  readonly capabilities: EngineCapabilities;
  readonly browser: string;
  /** One for each worker; each answers one question at a time. */
  readonly workers: readonly Ask[];
  /** Bytes of one page with its worker and model; null where the browser does not tell. */
  memory(): Promise<number | null>;
  close(): Promise<void>;
}

/** Starts `workers` pages with the model loaded. */
export async function startEngine({ file, model }: ModelFile, workers: number): Promise<BrowserEngine> {
  const server = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [serveModel(file)],
    server: { port: 5420, watch: null, hmr: false },
    optimizeDeps: { noDiscovery: true, include: ['diff-match-patch'] },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? 'http://localhost:5420/';
  const browserPath = findOrInstallChromium();
  const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const pages: Page[] = [];
    let capabilities: EngineCapabilities | null = null;
    for (let worker = 0; worker < workers; worker += 1) {
      const page = await browser.newPage();
      page.on('pageerror', (error) => {
        console.error(error.message);
      });
      await page.goto(new URL('lab/cli/evaluation/page/index.html', url).href);
      await page.waitForFunction(() => 'engine' in globalThis);
      capabilities = await page.evaluate((source) => engine.load(source), model);
      pages.push(page);
    }
    if (capabilities === null) throw new Error('An evaluation needs at least one worker.');
    return {
      capabilities,
      browser: chromiumVersion(browserPath),
      workers: pages.map(
        (page): Ask =>
          (request) =>
            page.evaluate((asked): Promise<Answer> => engine.complete(asked), request),
      ),
      memory: () => pages[0]?.evaluate(() => engine.memory()) ?? Promise.resolve(null),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const serveModel = (file: string): Plugin => ({
  name: 'model-under-test',
  configureServer(server) {
    server.middlewares.use(SERVED, (_request, response) => {
      response.setHeader('Content-Length', statSync(file).size);
      createReadStream(file).pipe(response);
    });
  },
});
