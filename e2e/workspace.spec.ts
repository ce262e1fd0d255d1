/** Files in and out: archives, drops, a folder of this machine, GitHub; and finding in all of them. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from 'playwright/test';
import { zipSync } from 'fflate';
import { unzip } from '../src/workspace/archive/unpack';
import { appState, focusCode, openApp, text, type } from './support/editor';

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
const GREET = 'from util.math import triple\n\nprint(triple(2))\n';
const MATH = 'def triple(number):\n    return 3 * number\n';

/** Two files, and four that must not come in. */
const project = Buffer.from(zipSync({
  'src/greet.py': bytes(GREET),
  'src/util/math.py': bytes(MATH),
  '../evil.py': bytes('evil'),
  'logo.png': Uint8Array.of(137, 80, 78, 71, 0, 0),
  'bomb.txt': [new Uint8Array(2_500_000).fill(97), { level: 9 }],
  'link.py': [bytes('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
}));

async function showFiles(page: Page): Promise<void> {
  if (!(await page.getByRole('region', { name: 'Files' }).isVisible())) await page.keyboard.press('ControlOrMeta+Shift+E');
  await expect(page.getByRole('region', { name: 'Files' })).toBeVisible();
}

async function importZip(page: Page): Promise<void> {
  await showFiles(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files or a zip' }).click();
  await (await chooser).setFiles([{ name: 'project.zip', mimeType: 'application/zip', buffer: project }]);
  await expect(page.getByRole('tree', { name: 'Files' }).getByText('greet.py')).toBeVisible();
}

test('an archive comes in, what is dangerous or no text is refused in words, and all goes out again', async ({ page }) => {
  await openApp(page);
  await importZip(page);
  await expect(page.getByText('2 files opened, 4 left out.')).toBeVisible();
  await page.getByRole('button', { name: 'Show what was left out' }).click();
  const report = page.getByRole('dialog', { name: 'What was left out' });
  for (const why of ['The path leaves the workspace.', 'It is not text in UTF-8.', 'It is larger than 2 MB.', 'It is a link to another place']) await expect(report).toContainText(why);
  await page.keyboard.press('Escape');
  await expect.poll(() => text(page)).toBe(GREET);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all files as a zip' }).click();
  const outcome = unzip(readFileSync(await (await download).path()));
  if (outcome.kind === 'refused') throw new Error(outcome.why);
  expect(outcome.taken.leftOut).toEqual([]);
  expect(outcome.taken.files.map(({ name }) => name)).toEqual(['area.py', 'src/greet.py', 'src/util/math.py', 'total.ts']);
  expect(outcome.taken.files.find(({ name }) => name === 'src/util/math.py')?.text).toBe(MATH);
});

test('places are found in all files and walked with keys; an expression that never ends is stopped', async ({ page }) => {
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
    for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => text(page)).toBe('dropped = 1\n');
});

test('a folder is opened, saved to after a reload, and asked about when both sides have changed', async ({ page }) => {
  // A folder of the browser's own file system stands for one that the person chooses.
  await page.addInitScript(() => {
    Object.assign(window, { showDirectoryPicker: async () => (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true }) });
  });
  const put = (content: string): Promise<void> => page.evaluate(async (given) => {
    const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true });
    const stream = await (await home.getFileHandle('notes.py', { create: true })).createWritable();
    await stream.write(given);
    await stream.close();
  }, content);
  const onDisk = (): Promise<string> => page.evaluate(async () => {
    const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home');
    return (await (await home.getFileHandle('notes.py')).getFile()).text();
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
  expect(await onDisk()).toBe('# theirs\n');
  await page.getByRole('button', { name: 'Keep mine: notes.py' }).click();
  await expect.poll(onDisk).toBe('one = 1\n# mine too');
  await showFiles(page);
  await expect(page.getByRole('tree', { name: 'Files' }).getByText('notes.folder.py')).toBeVisible();
});

test('a repository is opened by its address; what is no address of one is refused', async ({ page, context }) => {
  const headers = { 'access-control-allow-origin': '*' };
  await context.route('https://api.github.com/**', (route) => route.fulfill({ headers, json: { truncated: false, tree: [{ path: 'lib/a.py', type: 'blob', mode: '100644', size: 6 }, { path: 'link', type: 'blob', mode: '120000', size: 4 }] } }));
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
