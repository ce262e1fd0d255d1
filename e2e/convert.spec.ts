/** Conversion of weights in a real browser: the built worker, its policy, and the caches that web-llm reads. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '../testing/browser/test';
import { convert } from '../src/models/convert';
import { fakeModel, memoryFolder, memorySink, modelFiles } from '../testing/convert-fakes';
import type { ConvertReply } from '../src/models/convert/messages';
import { openReady } from '../testing/browser/editor';

const files = modelFiles(
  fakeModel({ architecture: 'qwen2', tied: true, vocabulary: 40_000, hiddenSize: 128 }),
  'BF16',
  { shards: 2 },
);
const base = 'https://local.invalid/tiny/resolve/main/';

/** What the same conversion gives in Node, by name. */
async function expected(): Promise<ReadonlyMap<string, Uint8Array>> {
  const sink = memorySink();
  await convert({
    source: memoryFolder(files),
    sink,
    format: 'q4f16_1',
    library: { kind: 'rows', vocabulary: 40_064 },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return sink.files;
}

/** Runs the built worker on the files of the page's input; stops it after so many bytes of output. */
async function convertIn(page: Page, worker: string, stopAfter: number): Promise<ConvertReply> {
  return page.evaluate(
    ({ worker: url, stopAfter: most }) =>
      new Promise<ConvertReply>((resolve, reject) => {
        const running = new Worker(url, { type: 'module' });
        running.addEventListener('error', (event) => {
          reject(new Error(event.message));
        });
        running.addEventListener('message', (event: MessageEvent<ConvertReply>) => {
          if (event.data.type === 'progress') {
            if (event.data.progress.done > most) running.postMessage({ type: 'stop' });
            return;
          }
          running.terminate();
          resolve(event.data);
        });
        const chosen = [...(document.querySelector<HTMLInputElement>('#weights')?.files ?? [])];
        running.postMessage({
          type: 'convert',
          files: chosen,
          options: { id: 'tiny', format: 'q4f16_1', library: { kind: 'rows', vocabulary: 40_064 } },
        });
      }),
    { worker, stopAfter },
  );
}

/** What is stored, as name and digest. */
async function stored(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async (from) => {
    const digests: Record<string, string> = {};
    for (const name of ['webllm/model', 'webllm/config']) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = await (await cache.match(request))?.arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer(0)));
        digests[`${name} ${request.url.replace(from, '')}`] = digest.join(',');
      }
    }
    return digests;
  }, base);
}

const digestOf = async (bytes: Uint8Array): Promise<string> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).join(',');

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkling-weights-'));
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('weights are converted in the browser to the same bytes as in Node, also when stopped on the way', async ({
  page,
}) => {
  const worker = (await readdir(new URL('../dist/assets', import.meta.url))).find((name) =>
    /^convert-.*\.js$/.test(name),
  );
  // A page that is still starting would send its stop too late.
  await openReady(page);
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'weights';
    document.body.append(input);
  });
  await page.setInputFiles(
    '#weights',
    [...files.keys()].map((name) => join(folder, name)),
  );
  const url = `assets/${worker ?? 'missing'}`;

  expect(await convertIn(page, url, 0)).toEqual({ type: 'stopped' });
  expect(Object.keys(await stored(page))).not.toContain('webllm/config mlc-chat-config.json');

  const done = await convertIn(page, url, Infinity);
  expect(done).toMatchObject({ type: 'converted', model: { id: 'tiny', url: base, vocabulary: 40_064 } });
  const inBrowser = await stored(page);
  const inNode = new Map([...(await expected())].filter(([name]) => name !== 'conversion.json'));
  for (const [name, bytes] of inNode)
    expect(inBrowser[`${name === 'mlc-chat-config.json' ? 'webllm/config' : 'webllm/model'} ${name}`], name).toBe(
      await digestOf(bytes),
    );
  expect(Object.keys(inBrowser)).toHaveLength(inNode.size + 1);

  expect(await convertIn(page, url, Infinity)).toMatchObject({ type: 'converted', model: { resumed: 1, shards: 1 } });
});

test('the menu says so when no compiled library fits the weights', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('model').click();
  const dialog = page.getByRole('dialog', { name: 'Models' });
  await dialog.getByRole('radio', { name: 'Weights folder' }).check();
  await dialog.locator('input[type=file]').setInputFiles(folder);
  await dialog.getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(
    'This shape needs a library of its own: qwen2, hidden size 128, 2 layers',
  );
  expect(await stored(page)).toEqual({});
});
