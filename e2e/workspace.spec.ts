/** Files in and out: archives, drops, a folder of this machine, GitHub; and finding in all of them. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '../testing/browser/test';
import { keepSetting } from '../testing/browser/kept';
import { zipSync } from 'fflate';
import { unzip } from '../src/workspace/archive/unpack';
import { appState, focusCode, openApp, openReady, text, type } from '../testing/browser/editor';
import { chooseScripted } from '../testing/browser/scripted';

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
const GREET = 'from util.math import triple\n\nprint(triple(2))\n';
const MATH = 'def triple(number):\n    return 3 * number\n';

/** Two files, and four that must not come in. */
const project = Buffer.from(
  zipSync({
    'src/greet.py': bytes(GREET),
    'src/util/math.py': bytes(MATH),
    '../evil.py': bytes('evil'),
    'logo.png': Uint8Array.of(137, 80, 78, 71, 0, 0),
    'bomb.txt': [new Uint8Array(2_500_000).fill(97), { level: 9 }],
    'link.py': [bytes('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
  }),
);

async function showFiles(page: Page): Promise<void> {
  if (!(await page.getByRole('region', { name: 'Files', exact: true }).isVisible()))
    await page.keyboard.press('ControlOrMeta+Shift+E');
  await expect(page.getByRole('region', { name: 'Files', exact: true })).toBeVisible();
}

async function importZip(page: Page): Promise<void> {
  await showFiles(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files or a zip' }).click();
  await (await chooser).setFiles([{ name: 'project.zip', mimeType: 'application/zip', buffer: project }]);
  await expect(page.getByRole('tree', { name: 'Files' }).getByText('greet.py')).toBeVisible();
}

test('an archive comes in, what is dangerous or no text is refused in words, and all goes out again', async ({
  page,
}) => {
  await openApp(page);
  await importZip(page);
  await expect(page.getByText('2 files opened, 4 left out.')).toBeVisible();
  await page.getByRole('button', { name: 'Show what was left out' }).click();
  const report = page.getByRole('dialog', { name: 'What was left out' });
  for (const why of [
    'The path leaves the workspace.',
    'It is not text in UTF-8.',
    'It is larger than 2 MB.',
    'It is a link to another place',
  ])
    await expect(report).toContainText(why);
  await page.keyboard.press('Escape');
  await expect.poll(() => text(page)).toBe(GREET);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all files as a zip' }).click();
  const outcome = unzip(readFileSync(await (await download).path()));
  if (outcome.kind === 'refused') throw new Error(outcome.why);
  expect(outcome.taken.leftOut).toEqual([]);
  expect(outcome.taken.files.map(({ name }) => name)).toEqual([
    'area.py',
    'src/greet.py',
    'src/util/math.py',
    'total.ts',
  ]);
  expect(outcome.taken.files.find(({ name }) => name === 'src/util/math.py')?.text).toBe(MATH);
});

test('places are found in all files and walked with keys; an expression that never ends is stopped', async ({
  page,
}) => {
  await openApp(page);
  await importZip(page);
  await page.keyboard.press('ControlOrMeta+Shift+F');
  const field = page.getByRole('textbox', { name: 'Find in all files' });
  await field.fill('triple');
  await expect(page.getByText('3 places in 2 files.')).toBeVisible();
  // The file, its first place, its second, the next file, its place.
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page)).toBe(MATH);
  await expect.poll(async () => (await appState(page))?.view.position?.line).toBe(1);

  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(`${'a'.repeat(60)}!`);
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await field.fill('(a+)+$');
  await expect(page.getByText('takes too long')).toBeVisible();
  await field.fill('^a+!');
  await expect(page.getByText('1 place in 1 file.')).toBeVisible();
});

test('a dropped file comes in', async ({ page }) => {
  await openApp(page);
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['dropped = 1\n'], 'dropped.py'));
    for (const kind of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => text(page)).toBe('dropped = 1\n');
});

test('a folder is opened, saved to after a reload, and asked about when both sides have changed', async ({ page }) => {
  // A folder of the browser's own file system stands for one that the user chooses.
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true }),
    });
  });
  const put = (content: string): Promise<void> =>
    page.evaluate(async (given) => {
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true });
      const stream = await (await home.getFileHandle('notes.py', { create: true })).createWritable();
      await stream.write(given);
      await stream.close();
    }, content);
  // A file that is exchanged while it is read says so, and is read again.
  const onDisk = (): Promise<string | null> =>
    page.evaluate(async () => {
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home');
      const file = await (await home.getFileHandle('notes.py')).getFile();
      return file.text().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotReadableError') return null;
        throw error;
      });
    });
  await openApp(page);
  await put('one = 1\n');
  await showFiles(page);
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await expect.poll(() => text(page)).toBe('one = 1\n');
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, '# mine', 20);
  await page.keyboard.press('ControlOrMeta+S');
  await expect.poll(onDisk).toBe('one = 1\n# mine');

  await put('# theirs\n');
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, ' too', 20);
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByRole('dialog', { name: 'Changed on both sides' })).toBeVisible();
  await expect.poll(onDisk).toBe('# theirs\n');
  await page.getByRole('button', { name: 'Keep mine: notes.py' }).click();
  await expect.poll(onDisk).toBe('one = 1\n# mine too');
  await showFiles(page);
  await expect(page.getByRole('tree', { name: 'Files' }).getByText('notes.folder.py')).toBeVisible();
});

test('mixed line ends, a lone CR and the byte order mark are saved as they came, to the folder and into a zip, also after a reload', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true }),
    });
  });
  const RAW = '\uFEFFone\r\ntwo\nthree\rfour \u2028 five\r\nsix';
  const EDITED = RAW.replace('one', '# one');
  const onDisk = (): Promise<string> =>
    page.evaluate(async () => {
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home');
      const bytes = await (await (await home.getFileHandle('mixed.py')).getFile()).arrayBuffer();
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    });
  await openApp(page);
  await page.evaluate(async (raw) => {
    const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true });
    const stream = await (await home.getFileHandle('mixed.py', { create: true })).createWritable();
    await stream.write(raw);
    await stream.close();
  }, RAW);
  await showFiles(page);
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await expect.poll(async () => (await text(page)).startsWith('one')).toBe(true);
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByText('Nothing has changed since it was saved.').first()).toBeVisible();
  expect(await onDisk()).toBe(RAW);

  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+Home');
  await type(page, '# ', 20);
  await page.keyboard.press('ControlOrMeta+S');
  await expect.poll(onDisk).toBe(EDITED);
  await showFiles(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all files as a zip' }).click();
  const outcome = unzip(readFileSync(await (await download).path()));
  if (outcome.kind === 'refused') throw new Error(outcome.why);
  expect(outcome.taken.files.find(({ name }) => name === 'mixed.py')?.text).toBe(EDITED);
});

test('a repository is opened by its address; what is no address of one is refused', async ({ page, context }) => {
  const headers = { 'access-control-allow-origin': '*' };
  await context.route('https://api.github.com/**', (route) =>
    route.fulfill({
      headers,
      json: {
        truncated: false,
        tree: [
          { path: 'lib/a.py', type: 'blob', mode: '100644', size: 6 },
          { path: 'link', type: 'blob', mode: '120000', size: 4 },
        ],
      },
    }),
  );
  await context.route('https://raw.githubusercontent.com/**', (route) => route.fulfill({ headers, body: 'a = 1\n' }));
  await openApp(page);
  await showFiles(page);
  await page.getByRole('button', { name: 'Open from GitHub' }).click();
  const field = page.getByRole('textbox', { name: 'Address on GitHub' });
  await field.fill('https://github.com@evil.example/owner/repo');
  await field.press('Enter');
  await expect(page.getByText('a name, a password or a port')).toBeVisible();
  await field.fill('https://github.com/owner/repo');
  await field.press('Enter');
  await expect.poll(() => text(page)).toBe('a = 1\n');
  await expect(page.getByText('1 file opened, 1 left out.')).toBeVisible();
});

const tree = (page: Page) => page.getByRole('tree', { name: 'Files' });
const treeItem = (page: Page, path: string) =>
  tree(page)
    .getByRole('treeitem')
    .and(page.getByTitle(path, { exact: true }));

test('files are made, renamed, deleted and put back with keys alone; tabs close and come back after a reload', async ({
  page,
}) => {
  await openApp(page);
  await importZip(page);
  await treeItem(page, 'src/greet.py').focus();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'New name of src/greet.py' })).toBeFocused();
  await page.keyboard.insertText('area');
  await page.keyboard.press('Enter');
  await expect(treeItem(page, 'src/area.py')).toBeVisible();
  await treeItem(page, 'src/area.py').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+a');
  for (const [name, why] of [
    ['area.py', 'There is already a file named area.py.'],
    ['../area.py', 'The path leaves the workspace.'],
    ['a\u202eyp.txt', 'characters that cannot be seen'],
  ] as const) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: why })).toBeVisible();
  }
  await page.keyboard.press('Escape');

  // Deleted, its name taken by another, and put back: both are there.
  await treeItem(page, 'src/util/math.py').click();
  await expect.poll(() => text(page)).toBe(MATH);
  await treeItem(page, 'src/util/math.py').focus();
  await page.keyboard.press('Delete');
  await expect(treeItem(page, 'src/util/math.py')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'math.py' })).toHaveCount(0);
  await page.getByRole('button', { name: 'New file' }).click();
  await page.keyboard.insertText('src/util/math.py');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page)).toBe('');
  await page
    .getByRole('region', { name: 'src/util/math.py was deleted.' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(treeItem(page, 'src/util/math-2.py')).toBeVisible();
  await expect(treeItem(page, 'src/util/math.py')).toBeVisible();
  await expect.poll(() => text(page)).toBe(MATH);

  await page.getByRole('tab', { name: 'total.ts' }).focus();
  await page.getByRole('tab', { name: 'total.ts' }).press('Enter');
  await page.getByRole('tab', { name: 'total.ts' }).press('Delete');
  await expect(page.getByRole('tab', { name: 'total.ts' })).toHaveCount(0);
  const tabs = await page.getByRole('tab').allInnerTexts();
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  expect(new Set(await page.getByRole('tab').allInnerTexts())).toEqual(new Set(tabs));
});

test('GitHub says in words what it does not give; a folder, a file and a gist come', async ({ page, context }) => {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-ratelimit-remaining, x-ratelimit-reset',
  };
  const gist = 'abcdef0123'.repeat(2);
  const entry = (path: string, size = 6) => ({ path, type: 'blob', mode: '100644', size });
  let offline = false;
  await context.route(
    /^https:\/\/(api\.github|raw\.githubusercontent|gist\.githubusercontent)\.com\//,
    async (route) => {
      const { host, pathname } = new URL(route.request().url());
      if (offline) await route.abort('internetdisconnected');
      else if (pathname.includes('/limited/'))
        await route.fulfill({
          status: 403,
          headers: {
            ...headers,
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': String(Math.round(Date.now() / 1000) + 600),
          },
          json: { message: 'API rate limit exceeded' },
        });
      else if (pathname.includes('/private/'))
        await route.fulfill({ status: 404, headers, json: { message: 'Not Found' } });
      else if (pathname === `/gists/${gist}`)
        await route.fulfill({
          headers,
          json: {
            truncated: false,
            files: { 'note.py': { filename: 'note.py', content: 'gist = 1\n', truncated: false, size: 9 } },
          },
        });
      else if (host === 'api.github.com')
        await route.fulfill({
          headers,
          json: {
            truncated: true,
            tree: [
              entry('lib/a.py'),
              entry('lib/deep/b.py'),
              entry('huge.py', 3_000_000),
              entry('node_modules/x.js'),
              { path: 'sub', type: 'commit', mode: '160000' },
            ],
          },
        });
      else await route.fulfill({ headers, body: `# ${pathname}\n` });
    },
  );
  await openApp(page);
  await showFiles(page);
  await page.getByRole('button', { name: 'Open from GitHub' }).click();
  const field = page.getByRole('textbox', { name: 'Address on GitHub' });
  const open = async (address: string): Promise<void> => {
    await field.fill(address);
    await field.press('Enter');
  };
  await open('owner/limited');
  await expect(page.getByText(/has answered enough for now\. Try again in \d+ minutes/)).toBeVisible();
  await open('https://github.com/owner/private');
  await expect(page.getByText('it may be misspelt, private or deleted')).toBeVisible();
  offline = true;
  await open('owner/repo');
  await expect(
    page.getByText('There is no connection to GitHub. Nothing was opened; try again when you are online.'),
  ).toBeVisible();
  offline = false;

  await open('https://github.com/owner/repo/tree/main/lib');
  await expect(treeItem(page, 'lib/deep/b.py')).toBeVisible();
  await expect(treeItem(page, 'lib/a.py')).toBeVisible();
  await page.getByRole('button', { name: 'Open from GitHub' }).click();
  await open('https://github.com/owner/repo');
  await expect(page.getByText('2 files opened, 4 left out.')).toBeVisible();
  await page.getByRole('button', { name: 'Show what was left out' }).click();
  const report = page.getByRole('dialog', { name: 'What was left out' });
  for (const why of [
    'more files than GitHub lists',
    'It is larger than 2 MB.',
    'It is a repository of its own.',
    'Folders of installed packages',
  ])
    await expect(report).toContainText(why);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open from GitHub' }).click();
  await open('https://github.com/owner/repo/blob/main/lib/a.py');
  await expect.poll(() => text(page)).toBe('# /owner/repo/main/lib/a.py\n');
  await page.getByRole('button', { name: 'Open from GitHub' }).click();
  await open(`https://gist.github.com/owner/${gist}`);
  await expect.poll(() => text(page)).toBe('gist = 1\n');
});

test('what was just edited in one file is history for another; what is excluded lends nothing and is shown to no model', async ({
  page,
}) => {
  // A dialect whose history is short enough for that of other files.
  await chooseScripted(page, [{ when: 'never', answer: '<|im_end|>' }], 'cursorcore-sr');
  await keepSetting(page, 'excluded', 'private/**');
  await openReady(page);
  await showFiles(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files or a zip' }).click();
  await (
    await chooser
  ).setFiles([
    {
      name: 'three.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(
        zipSync({
          'lib.py': bytes('def add(a, b):\n    return a + b\n'),
          'private/keys.py': bytes('key = 1\n'),
          'use.py': bytes('from lib import add\n\nadd(1, 2)\n'),
        }),
      ),
    },
  ]);
  for (const [path, typed] of [
    ['lib.py', 'edited_in_lib = 1\n'],
    ['private/keys.py', 'secret_in_keys = 1\n'],
    ['use.py', 'edited_in_use = 1\n'],
  ] as const) {
    await treeItem(page, path).click();
    await focusCode(page);
    await page.keyboard.press('ControlOrMeta+Home');
    await type(page, typed, 20);
    // Longer than the wait before a question.
    await page.waitForTimeout(700);
  }
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('combobox').fill('what was sent');
  await page.keyboard.press('Enter');
  const sent = page.getByRole('dialog', { name: 'What was sent to the model' });
  const requests = sent.getByRole('list').getByRole('button');
  await expect(requests.first()).toBeVisible();
  const prompts: string[] = [];
  for (let index = 0; index < (await requests.count()); index += 1) {
    await requests.nth(index).click();
    prompts.push((await sent.getByRole('region', { name: 'Prompt' }).locator('pre').textContent()) ?? '');
  }
  expect(prompts.filter((prompt) => prompt.includes('secret_in_keys') || prompt.includes('key = 1'))).toEqual([]);
  expect(prompts.some((prompt) => prompt.includes('edited_in_use') && prompt.includes('edited_in_lib'))).toBe(true);
});
