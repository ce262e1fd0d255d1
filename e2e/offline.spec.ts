/** With the network cut from the second visit on, and a new version that comes while someone is writing. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { expectOffer, focusCode, openTab, placeCursor, retype, text, type, waitForModel } from './support/editor';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.ttf': 'font/ttf', '.webmanifest': 'application/manifest+json',
};

/** A static host of the build, whose service worker can be made another version, and which can be switched off. */
class Host {
  private readonly server: Server;
  version = '';
  up = true;

  private constructor() {
    this.server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)).replace(/^\/+/, '') || 'index.html';
      const file = join(dist, path);
      if (!this.up) {
        response.destroy();
        return;
      }
      if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      if (path === 'service-worker.js' && this.version !== '') {
        response.end(readFileSync(file, 'utf8').replace(/("?version"?:\s*["'`])[0-9a-f]{16}/, `$1${this.version}`));
        return;
      }
      createReadStream(file).pipe(response);
    });
  }

  static async start(): Promise<Host> {
    const host = new Host();
    await new Promise<void>((resolve) => { host.server.listen(0, 'localhost', resolve); });
    return host;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

test.use({ serviceWorkers: 'allow' });
// Each test fetches the whole program twice.
test.setTimeout(240_000);

let host: Host;
test.beforeEach(async () => { host = await Host.start(); });
test.afterEach(() => { host.stop(); });

async function visit(page: Page): Promise<void> {
  await page.goto(host.url);
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);
}

const keptFiles = (page: Page): Promise<string[]> => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('inkling-app-'));
  const lists = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
  return lists.flat();
});

/** The first visit, until everything is kept that a second one needs. */
async function firstVisit(page: Page): Promise<void> {
  await visit(page);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await expect.poll(async () => (await keptFiles(page)).some((path) => /Palette-/.test(path)), { timeout: 60_000, message: 'panels should be kept as well' }).toBe(true);
}

test('from the second visit on everything works without a network: the editor, what was written, the prediction', async ({ page }) => {
  await firstVisit(page);
  await openTab(page, 'total.ts');
  await placeCursor(page, 1, 1);
  await type(page, '// kept\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);

  host.up = false;
  await visit(page);
  await openTab(page, 'total.ts');
  expect(await text(page)).toContain('// kept');
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, (await text(page)).replaceAll(/\bw\b(?= < 0| \*)/g, 'width'));
  // A panel that was never opened while there was a network.
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('combobox')).toBeVisible();
});

test('what is large and rare is not fetched before it is used', async ({ page }) => {
  await firstVisit(page);
  const kept = await keptFiles(page);
  expect(kept.filter((path) => /pyodide\.asm|python_stdlib|service-worker/.test(path))).toEqual([]);
  expect(kept.filter((path) => /\.gguf$|wllama.*\.wasm$|index\.html$/.test(path))).toHaveLength(3);
});

test('a new version waits until it is asked for, and loses nothing that is being written', async ({ page }) => {
  await firstVisit(page);
  await page.reload();
  await waitForModel(page);
  await focusCode(page);
  host.version = 'fedcba9876543210';
  await page.evaluate(async () => { await (await navigator.serviceWorker.ready).update(); });
  const update = page.getByRole('region', { name: 'A new Inkling is ready.' });
  await expect(update).toBeVisible({ timeout: 60_000 });

  await placeCursor(page, 1, 1);
  await type(page, '# typed meanwhile ');
  await Promise.all([page.waitForEvent('load'), update.getByRole('button', { name: 'Reload now' }).click()]);
  await expect.poll(() => page.evaluate(() => caches.keys()), { timeout: 60_000 }).toEqual(expect.arrayContaining(['inkling-app-fedcba9876543210']));
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toContain('# typed meanwhile ');
  await expect(update).toBeHidden();
});
