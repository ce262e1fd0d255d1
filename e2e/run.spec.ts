/** Running the user's code: output, input, limits, what it cannot reach, and the way from an error to its line. */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { expect, test, type Page } from '../testing/browser/test';
import { appState, focusCode, openApp, openTab } from '../testing/browser/editor';

/** Starting Python compiles 10 MB of WebAssembly: seconds on an idle machine, a minute on a busy one. */
const LONG = 120_000;

test.setTimeout(240_000);

async function write(page: Page, code: string): Promise<void> {
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  // Typed brackets would be closed by the editor, and lines indented.
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, code);
  await expect.poll(async () => (await appState(page))?.text).toBe(code);
}

async function start(page: Page, file: 'area.py' | 'total.ts', code: string): Promise<void> {
  await openTab(page, file);
  await write(page, code);
  await page.keyboard.press('ControlOrMeta+Enter');
}

const output = (page: Page) => page.getByTestId('run-output');
const state = (page: Page) => page.getByTestId('run-state');

async function expectEnd(page: Page, words: RegExp | string, timeout = LONG): Promise<void> {
  await expect(state(page)).toHaveAttribute('data-phase', 'ended', { timeout });
  await expect(state(page)).toContainText(words);
}

test.describe('Python', () => {
  test('prints as it goes, asks for input, and ends', async ({ page }) => {
    await openApp(page);
    await start(
      page,
      'area.py',
      'import time\nprint("first")\ntime.sleep(2)\nname = input("Who? ")\nprint(f"Hello {name}, grüß dich")',
    );
    await expect(output(page)).toContainText('first', { timeout: LONG });
    await expect(output(page)).not.toContainText('Who?');
    await expect(state(page)).toHaveAttribute('data-phase', 'waiting');
    await expect(output(page)).toContainText('Who?');
    await page.getByLabel('Input for the program').fill('Ada');
    await page.keyboard.press('Enter');
    await expectEnd(page, 'Finished');
    await expect(output(page)).toContainText('Hello Ada, grüß dich');
  });

  test('an endless loop stops when asked, and the next run starts afresh', async ({ page }) => {
    await openApp(page);
    await start(page, 'area.py', 'import builtins\nbuiltins.leaked = 1\nprint("looping")\nwhile True: pass');
    await expect(output(page)).toContainText('looping', { timeout: LONG });
    await page.getByRole('button', { name: 'Stop' }).click();
    await expectEnd(page, 'Stopped', 5_000);
    await start(page, 'area.py', 'import builtins\nprint(hasattr(builtins, "leaked"))');
    await expectEnd(page, 'Finished');
    await expect(output(page)).toHaveText('False');
  });

  test('a failing assertion leads to its line and offers a fix', async ({ page }) => {
    await openApp(page);
    await start(page, 'area.py', 'def half(n):\n    return n // 2\n\nassert half(3) == 1.5');
    await expectEnd(page, 'AssertionError');
    await expect(output(page)).toContainText('assert half(3) == 1.5');
    await expect(page.getByRole('button', { name: 'Fix', exact: true })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.getByRole('button', { name: /File "\/home\/user\/area\.py", line 4/ }).click();
    await expect.poll(async () => (await appState(page))?.view.position?.line).toBe(4);
  });

  test('too much memory, and too much output, end the run with the reason', async ({ page }) => {
    await openApp(page);
    await start(page, 'area.py', 'kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))');
    await expectEnd(page, 'more than 512 MB of memory');
    await start(page, 'area.py', 'while True: print("x" * 1000)');
    await expectEnd(page, 'put out more than 1 MB');
    await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible();
  });

  test('network, storage and the page are out of reach', async ({ page, baseURL }) => {
    const target = new URL('/secret', baseURL).href;
    const asked: string[] = [];
    // A refused request is still announced; an answered one went out.
    page.on('response', (response) => {
      if (response.url().includes('secret')) asked.push(response.url());
    });
    await openApp(page);
    await start(
      page,
      'area.py',
      [
        'import js',
        'from pyodide.http import pyfetch',
        'async def attempt(name, act):',
        '    try:',
        '        print(name, "REACHED", await act())',
        '    except BaseException as error:',
        '        print(name, "refused", type(error).__name__)',
        'async def indexed(): return js.indexedDB.open("x")',
        'async def local(): return js.localStorage.getItem("x")',
        'async def parent(): return js.parent.document',
        'async def xhr():',
        '    request = js.XMLHttpRequest.new()',
        `    request.open("GET", "${target}", False)`,
        '    request.send()',
        'async def evaluated(): return js.eval("1")',
        `await attempt("fetch", lambda: pyfetch("${target}"))`,
        'for act in (indexed, local, parent, xhr, evaluated): await attempt(act.__name__, act)',
      ].join('\n'),
    );
    await expectEnd(page, 'Finished');
    await expect(output(page)).not.toContainText('REACHED');
    for (const name of ['fetch', 'indexed', 'local', 'parent', 'xhr', 'evaluated'])
      await expect(output(page)).toContainText(`${name} refused`);
    expect(asked).toEqual([]);
  });

  test('a package that is not on this site is named, with what to do', async ({ page }) => {
    await openApp(page);
    await start(page, 'area.py', 'import numpy');
    await expectEnd(page, 'ModuleNotFoundError');
    await expect(output(page)).toContainText('npm run python:packages -- numpy');
  });
});

test.describe('TypeScript and JavaScript', () => {
  test('types are taken out, top-level await works, timers are waited for', async ({ page }) => {
    await openApp(page);
    await start(
      page,
      'total.ts',
      'enum Size { Small = 3 }\nconst n: number = await Promise.resolve(Size.Small);\nsetTimeout(() => console.log({ n, list: [1, "a"] }), 300);\nconsole.log("now");',
    );
    await expectEnd(page, 'Finished');
    await expect(output(page)).toHaveText("now\n{ n: 3, list: [ 1, 'a' ] }", { useInnerText: true });
  });

  test('an error names its line, a loop without end stops, a prompt is answered', async ({ page }) => {
    await openApp(page);
    await start(
      page,
      'total.ts',
      'interface A { b: { c: string } }\nfunction read(a: A) {\n  return a.b.c;\n}\nread({} as A);',
    );
    await expectEnd(page, 'TypeError');
    await page.getByRole('button', { name: 'Go to line 3' }).click();
    await expect.poll(async () => (await appState(page))?.view.position?.line).toBe(3);

    await start(page, 'total.ts', 'console.log("looping");\nfor (;;) {}');
    await expect(output(page)).toContainText('looping');
    await page.getByRole('button', { name: 'Stop' }).click();
    await expectEnd(page, 'Stopped', 5_000);

    await start(page, 'total.ts', 'const name = prompt("Who?");\nconsole.log("Hello", name);');
    await page.getByLabel('Input for the program').fill('Ada');
    await page.keyboard.press('Enter');
    await expectEnd(page, 'Finished');
    await expect(output(page)).toContainText('Hello Ada');

    await start(page, 'total.ts', 'const a = ;');
    await expectEnd(page, 'SyntaxError');
    await expect(page.getByRole('button', { name: 'Go to line 1' })).toBeVisible();
  });

  test('network, storage and the page are out of reach', async ({ page, baseURL }) => {
    const target = new URL('/secret', baseURL).href;
    const asked: string[] = [];
    // A refused request is still announced; an answered one went out.
    page.on('response', (response) => {
      if (response.url().includes('secret')) asked.push(response.url());
    });
    page.on('websocket', (socket) => {
      socket.on('framereceived', () => {
        asked.push(socket.url());
      });
    });
    await openApp(page);
    await start(
      page,
      'total.ts',
      [
        'const acts: Record<string, () => unknown> = {',
        `fetch: () => fetch("${target}"),`,
        `xhr: () => { const x = new XMLHttpRequest(); x.open("GET", "${target}", false); x.send(); },`,
        `socket: () => new Promise((done, fail) => { const s = new WebSocket("${target.replace('http', 'ws')}"); s.onopen = done; s.onerror = () => fail(new Error("no")); }),`,
        `events: () => new Promise((done, fail) => { const s = new EventSource("${target}"); s.onopen = done; s.onerror = () => fail(new Error("no")); }),`,
        `scripts: () => importScripts("${target}"),`,
        `module: () => import("${target}"),`,
        'indexed: () => indexedDB.open("x"),',
        'caches: () => caches.open("x"),',
        'local: () => localStorage.getItem("x"),',
        'opfs: () => navigator.storage.getDirectory(),',
        'cookies: () => document.cookie,',
        'parent: () => parent.document,',
        'evaluated: () => eval("1"),',
        'forged: () => (self as any).postMessage({ type: "done", code: 0 }),',
        '};',
        'for (const [name, act] of Object.entries(acts)) {',
        'try { await act(); console.log(name, "REACHED"); } catch (error) { console.log(name, "refused", (error as Error).name); }',
        '}',
      ].join('\n'),
    );
    await expectEnd(page, 'Finished');
    await expect(output(page)).not.toContainText('REACHED');
    for (const name of [
      'fetch',
      'xhr',
      'socket',
      'events',
      'scripts',
      'module',
      'indexed',
      'caches',
      'local',
      'opfs',
      'cookies',
      'parent',
      'evaluated',
      'forged',
    ]) {
      await expect(output(page)).toContainText(`${name} refused`);
    }
    expect(asked).toEqual([]);
  });

  test('output without end is cut, and the editor stays as quick as it was', async ({ page }) => {
    await openApp(page);
    await start(page, 'total.ts', 'for (;;) console.log("x".repeat(200));');
    await expectEnd(page, 'put out more than 1 MB');
    await write(page, 'still here');
  });
});

test.describe('a package on this site', () => {
  // Its files are put in the way of the page's own requests.
  test.use({ serviceWorkers: 'block' });

  test('is installed, and what it draws is shown', async ({ page }) => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    // As much of matplotlib as the way from a figure to the page touches.
    const sources: Readonly<Record<string, string>> = {
      'matplotlib/__init__.py': '',
      'matplotlib/_pylab_helpers.py':
        'class Gcf:\n    figs = []\n    get_all_fig_managers = classmethod(lambda cls: cls.figs)\n    destroy_all = classmethod(lambda cls: cls.figs.clear())\n',
      'matplotlib/backend_bases.py': 'class FigureManagerBase: pass\n',
      'matplotlib/backends/__init__.py': '',
      'matplotlib/backends/backend_agg.py': 'class FigureCanvasAgg: pass\n',
      'matplotlib/pyplot.py': [
        'import base64, importlib, os, types',
        'from matplotlib._pylab_helpers import Gcf',
        'backend = importlib.import_module(os.environ["MPLBACKEND"].removeprefix("module://"))',
        'class Figure:',
        '    axes = []',
        '    def get_suptitle(self): return "Growth"',
        `    def savefig(self, file, **options): file.write(base64.b64decode("${png}"))`,
        'def plot(*values): Gcf.figs.append(types.SimpleNamespace(canvas=types.SimpleNamespace(figure=Figure())))',
        'def get_fignums(): return list(range(len(Gcf.figs)))',
        'def show(): backend.show()',
      ].join('\n'),
      'matplotlib-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: matplotlib\nVersion: 1.0\n',
      'matplotlib-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'matplotlib-1.0.dist-info/RECORD': '',
    };
    const wheel = Buffer.from(
      zipSync(Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, strToU8(text)]))),
    );
    const fileName = 'matplotlib-1.0-py3-none-any.whl';
    await page.route(/pyodide-lock.*\.json$/, async (route) => {
      const answer = await route.fetch();
      const lock = (await answer.json()) as { packages: Record<string, Record<string, unknown>> };
      lock.packages['matplotlib'] = {
        ...lock.packages['matplotlib'],
        version: '1.0',
        file_name: fileName,
        depends: [],
        sha256: createHash('sha256').update(wheel).digest('hex'),
      };
      await route.fulfill({ response: answer, json: lock });
    });
    await page.route(`**/python/${fileName}`, (route) => route.fulfill({ body: wheel }));
    await openApp(page);
    await start(page, 'area.py', 'import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])');
    await expectEnd(page, 'Finished');
    await expect(page.getByAltText('Plot: Growth')).toBeVisible();
  });
});
