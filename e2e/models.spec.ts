/** The menu of models: what fits, downloads with every fault of a network, own models, switching, and models that fail. */
import { createHash } from 'node:crypto';
import { expect, test, type BrowserContext, type Locator, type Page } from '../testing/browser/test';
import {
  appState,
  expectOffer,
  focusCode,
  openApp,
  openReady,
  openTab,
  retype,
  text,
  waitForModel,
} from '../testing/browser/editor';
import { embeddedWeights, startModelRepository, type ModelRepository } from '../testing/browser/model-repository';

const weights = embeddedWeights();
let repository: ModelRepository;

test.beforeEach(async () => {
  repository = await startModelRepository();
});
test.afterEach(async () => {
  await repository.close();
});

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Models' });
const row = (page: Page, name: string): Locator =>
  dialog(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
const button = (page: Page, name: string, label: string): Locator =>
  row(page, name).getByRole('button', { name: `${label}: ${name}` });

async function openMenu(page: Page): Promise<void> {
  await page.getByTestId('model').click();
  await expect(row(page, 'Inkling')).toBeVisible();
}

async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
}

async function addAddress(page: Page, file: string): Promise<void> {
  await dialog(page).getByRole('radio', { name: 'GGUF address' }).check();
  await dialog(page)
    .getByRole('textbox', { name: 'Address' })
    .fill(repository.url + file);
  await dialog(page).getByRole('button', { name: 'Download', exact: true }).click();
}

/** Downloads a copy of the embedded model under another name. */
async function addSecond(page: Page): Promise<void> {
  repository.serve('inkling-second.gguf', { body: weights });
  await addAddress(page, 'inkling-second.gguf');
  await expect(row(page, 'inkling-second')).toContainText('On this device: 10 MB');
}

async function useSecond(page: Page): Promise<void> {
  await button(page, 'inkling-second', 'Use').click();
  await expect(row(page, 'inkling-second')).toContainText('In use');
  await closeMenu(page);
  await expect(page.getByTestId('model')).toContainText('inkling-second');
}

async function expectPredictions(page: Page): Promise<void> {
  await waitForModel(page);
  await openTab(page, 'area.py');
  await focusCode(page);
  const before = await text(page);
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, before.replaceAll(/\bw\b/g, 'width'));
}

/** Bytes in the origin private file system. */
const filesKept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let sum = 0;
    const folders: FileSystemDirectoryHandle[] = [await navigator.storage.getDirectory()];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') folders.push(entry);
        else sum += (await entry.getFile()).size;
      }
    }
    return sum;
  });

/** Makes the page believe in a graphics card; the workers still have none. */
async function pretendGpu(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const limits = {
      maxBufferSize: 2 ** 31,
      maxStorageBufferBindingSize: 2 ** 31,
      maxComputeWorkgroupStorageSize: 32768,
      maxStorageBuffersPerShaderStage: 10,
    };
    const adapter = {
      features: new Set(['shader-f16']),
      limits,
      info: { vendor: 'test', architecture: 'card', description: '' },
    };
    Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: () => Promise.resolve(adapter) } });
  });
}

/** Answers for the hub in its place: small files by the end of their address. */
async function pretendHub(
  context: BrowserContext,
  files: Readonly<Record<string, Buffer | string>>,
): Promise<string[]> {
  const asked: string[] = [];
  await context.route(/^https:\/\/(huggingface\.co|raw\.githubusercontent\.com)\//, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const found = Object.entries(files).find(([end]) => pathname.endsWith(end))?.[1];
    const headers = { 'access-control-allow-origin': '*' };
    await route.fulfill(found === undefined ? { status: 404, headers } : { status: 200, headers, body: found });
  });
  return asked;
}

test('the menu says what runs where, what fits this machine, and why the rest does not', async ({ page }) => {
  await openReady(page);
  await expect(page.getByTestId('model')).toContainText('Inkling');
  await expect(page.getByTestId('model')).toContainText('CPU');
  await page.getByTestId('model').focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Inkling predicts now, on this device’s CPU');
  await expect(row(page, 'Inkling')).toContainText('In use');
  await expect(row(page, 'CursorCore 1.5B SR (GGUF)')).toContainText('986 MB to download');
  await dialog(page)
    .getByRole('button', { name: /Does not run on this machine/ })
    .click();
  await expect(row(page, 'Qwen2.5-Coder 1.5B')).toContainText(/Needs WebGPU|graphics card/);
  await expect(row(page, 'Qwen2.5-Coder 1.5B').getByRole('button')).toHaveCount(0);
  await closeMenu(page);
  // The page itself reaches no other host, whatever it is asked for.
  expect(
    await page.evaluate(
      (url) =>
        fetch(url, { mode: 'no-cors' }).then(
          () => 'reached',
          () => 'blocked',
        ),
      repository.url,
    ),
  ).toBe('blocked');
});

test('a model is downloaded, paused, resumed after the tab was closed, used without its server, and deleted', async ({
  page,
  context,
}) => {
  await openReady(page);
  await openMenu(page);
  repository.serve('inkling-second.gguf', { body: weights, holdAfter: 4_000_000 });
  await addAddress(page, 'inkling-second.gguf');
  await expect(row(page, 'inkling-second')).toContainText(/[34]\.\d MB of 10 MB, 3\d%/);
  await button(page, 'inkling-second', 'Pause').click();
  await expect(row(page, 'inkling-second')).toContainText(/Paused: 4\.0 MB of 10 MB/);
  await page.close();

  const again = await context.newPage();
  await openReady(again);
  await openMenu(again);
  await expect(row(again, 'inkling-second')).toContainText(/Paused: 4\.0 MB of 10 MB/);
  repository.serve('inkling-second.gguf', { body: weights });
  await button(again, 'inkling-second', 'Resume').click();
  await expect(row(again, 'inkling-second')).toContainText('On this device: 10 MB');
  expect(repository.asked('inkling-second.gguf')).toEqual([null, expect.stringMatching(/^bytes=\d{7}-$/)]);
  await expect(row(again, 'inkling-second')).toContainText('prompt format: Inkling’s own');
  await useSecond(again);

  await repository.close();
  await again.reload();
  await expectPredictions(again);
  await expect(again.getByTestId('model')).toContainText('inkling-second');
  const engine = (await appState(again))?.engine;
  expect(engine?.kind !== 'absent' && engine?.model.engine === 'wllama' ? engine.model.url : '').toMatch(/^store:/);

  await openMenu(again);
  expect(await filesKept(again)).toBe(weights.length);
  await button(again, 'inkling-second', 'Delete').click();
  await row(again, 'inkling-second')
    .getByRole('button', { name: /Really delete/ })
    .click();
  await expect(row(again, 'inkling-second')).toHaveCount(0);
  await expect(row(again, 'Inkling')).toContainText('In use');
  expect(await filesKept(again)).toBe(0);
  await expect(dialog(again)).toContainText('Models take 0 bytes on this device');
});

test('a cut connection is taken up again by itself; a missing file and a web page are told apart from models', async ({
  page,
}) => {
  await openApp(page);
  await openMenu(page);
  repository.serve('inkling-second.gguf', { body: weights, cutAfter: 6_000_000 });
  await addAddress(page, 'inkling-second.gguf');
  await expect(row(page, 'inkling-second')).toContainText('On this device: 10 MB');
  expect(repository.asked('inkling-second.gguf').length).toBeGreaterThan(1);

  await addAddress(page, 'missing.gguf');
  await expect(dialog(page).getByRole('alert')).toContainText('the server has no such file (status 404)');
  repository.serve('page.gguf', { body: Buffer.from('<!doctype html><title>Sign in</title>') });
  await addAddress(page, 'page.gguf');
  await expect(dialog(page).getByRole('alert')).toContainText('leads to a web page');
  repository.serve('noise.gguf', { body: Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(5000, 7)]) });
  await addAddress(page, 'noise.gguf');
  await expect(dialog(page).getByRole('alert')).toContainText('the model file is damaged: version');
  // Given up after its first megabytes, by what its head says.
  const shorter = weights.subarray(0, weights.length - 1_000_000);
  repository.serve('shorter.gguf', { body: shorter, holdAfter: 3_000_000 });
  await addAddress(page, 'shorter.gguf');
  await expect(dialog(page).getByRole('alert')).toContainText('the file is cut');
  await expect.poll(() => filesKept(page)).toBe(weights.length);
});

test('a file that is not what was promised is deleted and said to be', async ({ page, context }) => {
  const path = 'CursorCore-QW2.5-1.5B-SR.Q4_K_M.gguf';
  const other = Buffer.from(weights);
  other[other.length - 9] = (other[other.length - 9] ?? 0) ^ 0xff;
  const files: Record<string, Buffer | string> = {
    '/tree/main': JSON.stringify([
      { path, size: weights.length, lfs: { oid: createHash('sha256').update(weights).digest('hex') } },
    ]),
    [`/resolve/main/${path}`]: other,
  };
  await pretendHub(context, files);
  await openApp(page);
  await openMenu(page);
  const name = 'CursorCore 1.5B SR (GGUF)';
  await button(page, name, 'Download').click();
  await expect(row(page, name)).toContainText(/What came is not what was expected .*checksum.* so it was deleted/);
  expect(await filesKept(page)).toBe(0);
  files[`/resolve/main/${path}`] = weights;
  await button(page, name, 'Try again').click();
  await expect(row(page, name)).toContainText('checksum verified');
});

test('a model for the GPU is put where its engine looks; where the GPU then fails, the page goes on with words', async ({
  page,
  context,
}) => {
  const shards = [Buffer.from('first shard'), Buffer.from('second')];
  const records = shards.map((shard, index) => ({
    dataPath: `params_shard_${index}.bin`,
    nbytes: shard.length,
    md5sum: createHash('md5').update(shard).digest('hex'),
  }));
  await pretendHub(context, {
    '/mlc-chat-config.json': JSON.stringify({ tokenizer_files: ['tokenizer.json'] }),
    '/ndarray-cache.json': JSON.stringify({ records }),
    '/tokenizer.json': '{}',
    '.wasm': Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]),
    '/params_shard_0.bin': shards[0]!,
    '/params_shard_1.bin': shards[1]!,
  });
  await pretendGpu(page);
  await openReady(page);
  await openMenu(page);
  const name = 'Qwen2.5-Coder 0.5B';
  await expect(row(page, name)).toContainText('needs about 945 MB of GPU memory');
  await button(page, name, 'Download').click();
  await expect(row(page, name)).toContainText('checksum verified');
  const cached = await page.evaluate(async () => {
    const names: string[] = [];
    for (const scope of ['webllm/config', 'webllm/model', 'webllm/wasm']) {
      for (const { url } of await (await caches.open(scope)).keys())
        names.push(`${scope} ${url.split('/').at(-1) ?? ''}`);
    }
    return names.sort();
  });
  expect(cached).toEqual([
    'webllm/config mlc-chat-config.json',
    'webllm/model ndarray-cache.json',
    'webllm/model params_shard_0.bin',
    'webllm/model params_shard_1.bin',
    'webllm/model tokenizer.json',
    'webllm/wasm Qwen2-0.5B-Instruct-q4f16_1-ctx4k_cs1k-webgpu.wasm',
  ]);

  await button(page, name, 'Use for Tab').click();
  await closeMenu(page);
  await expect(page.getByText(/Predictions now come from Inkling/)).toBeVisible({ timeout: 60_000 });
  await expectPredictions(page);
  await openMenu(page);
  await button(page, name, 'Delete').click();
  await row(page, name)
    .getByRole('button', { name: /Really delete/ })
    .click();
  await expect(button(page, name, 'Download')).toBeVisible();
  expect(await page.evaluate(async () => (await (await caches.open('webllm/model')).keys()).length)).toBe(0);
});

test('a lost graphics device falls back at once, says so, and offers the way back', async ({ page }) => {
  await page.addInitScript(() => {
    // A failure of the engine, as the worker would tell it.
    const hooks = window as unknown as { failNext: string | null };
    hooks.failNext = null;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the worker it is wrapped for
    const post = Worker.prototype.postMessage as (this: Worker, message: { type: string; id: number }) => void;
    Worker.prototype.postMessage = function fail(this: Worker, message: { type: string; id: number }) {
      const code = hooks.failNext;
      if (code === null || message.type !== 'complete') {
        post.call(this, message);
        return;
      }
      hooks.failNext = null;
      setTimeout(() =>
        this.dispatchEvent(
          new MessageEvent('message', {
            data: { type: 'failed', id: message.id, failure: { code, message: 'Lost.', remedy: '' } },
          }),
        ),
      );
    };
  });
  await openReady(page);
  await openMenu(page);
  await addSecond(page);
  await useSecond(page);
  await openTab(page, 'area.py');
  await page.evaluate(() => {
    (window as unknown as { failNext: string | null }).failNext = 'device-lost';
  });
  const before = await text(page);
  await retype(page, 2, 'w', 'width');
  await expect(page.getByText(/The graphics device was lost while inkling-second was running/)).toBeVisible();
  await expect(page.getByTestId('model')).toContainText('Inkling');
  expect(await text(page)).toBe(before.replace('area(w,', 'area(width,'));
  await page.getByRole('button', { name: 'Use inkling-second again' }).click();
  await expect(page.getByTestId('model')).toContainText('inkling-second');
  await expect(page.getByText(/graphics device was lost/)).toHaveCount(0);
});

test('a file of one’s own is looked at before it is kept, and one that only its engine can refuse gives way to the embedded model', async ({
  page,
}) => {
  await openReady(page);
  await openMenu(page);
  const add = async (name: string, buffer: Buffer): Promise<void> => {
    await dialog(page).getByRole('radio', { name: 'GGUF file' }).check();
    await dialog(page)
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await dialog(page).getByRole('button', { name: 'Add' }).click();
  };
  await add('half.gguf', weights.subarray(0, weights.length >> 1));
  await expect(dialog(page).getByRole('alert')).toContainText(
    /the file is cut: it should have [\d,]+ bytes, but has [\d,]+.*Nothing was kept/,
  );
  await expect(row(page, 'half')).toHaveCount(0);
  expect(await filesKept(page)).toBe(0);

  // An architecture that nobody has heard of: its head is sound.
  const strange = Buffer.from(weights);
  const key = Buffer.from('general.architecture');
  strange.write('lambo', strange.indexOf('llama', strange.indexOf(key)), 'latin1');
  await add('strange.gguf', strange);
  await expect(row(page, 'strange')).toContainText('On this device: 10 MB, size verified');
  await button(page, 'strange', 'Use').click();
  await closeMenu(page);
  await expect(page.getByText(/strange (cannot|could not)|The file of strange/).first()).toBeVisible({
    timeout: 60_000,
  });
  await expectPredictions(page);
  await expect(page.getByTestId('model')).toContainText('Inkling');
});

test('two tabs do not fetch the same model twice, and a full disk is said in words', async ({ page, context }) => {
  await openApp(page);
  await openMenu(page);
  repository.serve('inkling-second.gguf', { body: weights, holdAfter: 4_000_000 });
  await addAddress(page, 'inkling-second.gguf');
  await expect(row(page, 'inkling-second')).toContainText(/[34]\.\d MB of 10 MB/);
  const second = await context.newPage();
  await openApp(second);
  await openMenu(second);
  await button(second, 'inkling-second', 'Resume').click();
  await expect(row(second, 'inkling-second')).toContainText('Another tab is downloading it.');
  repository.go();
  await expect(row(page, 'inkling-second')).toContainText('On this device: 10 MB');
  await expect(row(second, 'inkling-second')).toContainText('On this device: 10 MB');
  expect(repository.asked('inkling-second.gguf')).toHaveLength(1);

  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 14_000_000 });
  repository.serve('third.gguf', { body: weights });
  await addAddress(page, 'third.gguf');
  await expect(row(page, 'third')).toContainText('There is no room left for it');
});
