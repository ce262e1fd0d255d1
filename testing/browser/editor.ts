/** Drives the app as a user does: keys and clicks in, what is on screen and in IndexedDB out. */
import { expect, type Page } from 'playwright/test';
import { decodeBatch, type EditRecord } from '../../src/core/history';
import type { Diagnostics } from '../../src/app/diagnostics';

export type AppState = ReturnType<Diagnostics['state']>;
export type ShownEdit = AppState['hunks'][number];

/** Milliseconds between keys: about 80 words a minute. */
const KEY_DELAY = 70;

/** What the page shows and holds; null until the program has started. */
export function appState(page: Page): Promise<AppState | null> {
  // The views carry functions (the notices' actions), which cannot cross to Node.
  return page.evaluate(() => {
    const state = window.inkling?.state();
    return state === undefined ? null : (JSON.parse(JSON.stringify(state)) as AppState);
  });
}

export async function text(page: Page): Promise<string> {
  return (await appState(page))?.text ?? '';
}

/** The text in which every hunk on offer has been taken. */
export function withHunks(state: AppState): string {
  let out = state.text ?? '';
  for (const hunk of [...state.hunks].sort((a, b) => b.start - a.start))
    out = out.slice(0, hunk.start) + hunk.text + out.slice(hunk.end);
  return out;
}

/** Opens the app and waits until it can be typed in. */
export async function openApp(page: Page, path = './'): Promise<void> {
  await page.goto(path);
  await page.waitForSelector('.monaco-editor .view-line');
}

/** Waits until the model answers. */
export async function waitForModel(page: Page): Promise<void> {
  await expect
    .poll(async () => (await appState(page))?.view.model.kind, {
      timeout: 60_000,
      message: 'the model should become ready',
    })
    .toBe('ready');
}

/** Opens the app with the model ready and the focus in the code. */
export async function openReady(page: Page): Promise<void> {
  await openApp(page);
  await waitForModel(page);
  await focusCode(page);
}

export async function focusCode(page: Page): Promise<void> {
  await page
    .locator('.monaco-editor .view-lines')
    .first()
    .click({ position: { x: 5, y: 5 } });
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await focusCode(page);
}

/** Puts the cursor at a line and column, both from 1, with keys alone. */
export async function placeCursor(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Home');
  for (let step = 1; step < line; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Home');
  for (let step = 1; step < column; step += 1) await page.keyboard.press('ArrowRight');
}

/** Selects the first occurrence of `word` as a word on a line (from 1), with keys alone. */
export async function selectWord(page: Page, line: number, word: string): Promise<void> {
  const content = (await text(page)).split(/\r?\n/)[line - 1] ?? '';
  const at = new RegExp(`\\b${word}\\b`).exec(content)?.index;
  if (at === undefined) throw new Error(`line ${line} has no word ${word}: ${content}`);
  await placeCursor(page, line, at + 1);
  for (let step = 0; step < word.length; step += 1) await page.keyboard.press('Shift+ArrowRight');
}

export async function type(page: Page, keys: string, delay = KEY_DELAY): Promise<void> {
  await page.keyboard.type(keys, { delay });
}

/** Replaces a word on a line by typing over it. */
export async function retype(page: Page, line: number, from: string, to: string): Promise<void> {
  await selectWord(page, line, from);
  await type(page, to);
}

/** Puts this text in place of the shown file's, as one paste would. */
export async function replaceText(page: Page, code: string): Promise<void> {
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, code);
  await expect.poll(() => text(page)).toBe(code);
}

/** Waits until taking all that is offered would give `expected`. */
export async function expectOffer(page: Page, expected: string, timeout = 20_000): Promise<void> {
  await expect
    .poll(
      async () => {
        const state = await appState(page);
        return state === null || state.hunks.length === 0
          ? `nothing is offered: ${JSON.stringify(state?.view.prediction)}`
          : withHunks(state);
      },
      { message: 'what is offered', timeout },
    )
    .toBe(expected);
}

/** Waits until nothing is waiting, running or shown. */
export async function expectQuiet(page: Page): Promise<void> {
  await expect.poll(async () => (await appState(page))?.view.prediction.kind).toBe('nothing');
}

/** The parts of Monaco's next-edit view that are on screen. */
export function nextEditView(page: Page): ReturnType<Page['locator']> {
  return page.locator('[class*="inline-edit"]:visible, [class*="inlineCompletions-"]:visible').first();
}

/** Waits until Tab means this; right after a prediction appears it still indents. */
export async function expectTab(page: Page, ...meanings: readonly AppState['view']['tab'][]): Promise<void> {
  await expect
    .poll(async () => meanings.includes((await appState(page))?.view.tab ?? 'none'), {
      message: `Tab should mean ${meanings.join(' or ')}`,
    })
    .toBe(true);
}

/** Takes one hunk after another with Tab until nothing is offered. A hunk away from the cursor needs two presses. */
export async function tabThrough(page: Page, limit = 24): Promise<number> {
  const seen = async (): Promise<string> => {
    const state = await appState(page);
    return JSON.stringify([state?.text, state?.view.position, state?.view.tab]);
  };
  for (let presses = 0; presses < limit; presses += 1) {
    await expect
      .poll(
        async () => {
          const state = await appState(page);
          return state === null || state.hunks.length === 0 || state.view.tab === 'accept' || state.view.tab === 'jump';
        },
        { message: 'Tab should be about what is offered' },
      )
      .toBe(true);
    if ((await appState(page))?.hunks.length === 0) return presses;
    const before = await seen();
    await page.keyboard.press('Tab');
    await expect.poll(seen).not.toBe(before);
  }
  throw new Error(`still offered after ${limit} presses of Tab`);
}

export interface Stored {
  /** Records of each document by id, in order. */
  readonly records: ReadonlyMap<string, readonly EditRecord[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly snapshots: readonly { readonly document: string; readonly version: number; readonly text: string }[];
}

/** What IndexedDB holds, read with nothing but the browser's own interface and the record codec. */
export async function stored(page: Page): Promise<Stored> {
  const rows = await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no reason'));
      });
    const known = await indexedDB.databases();
    const name = known.map((entry) => entry.name ?? '').find((entry) => entry.startsWith('inkling')) ?? 'inkling';
    const database = await wait(indexedDB.open(name));
    const transaction = database.transaction(['documents', 'batches', 'snapshots']);
    const batches = transaction.objectStore('batches');
    const [documents, keys, values, snapshots] = await Promise.all([
      wait(transaction.objectStore('documents').getAll() as IDBRequest<{ id: string; name: string }[]>),
      wait(batches.getAllKeys() as IDBRequest<unknown> as IDBRequest<[string, number][]>),
      wait(batches.getAll() as IDBRequest<Uint8Array[]>),
      wait(
        transaction.objectStore('snapshots').getAll() as IDBRequest<
          { document: string; version: number; text: string }[]
        >,
      ),
    ]);
    database.close();
    return {
      documents: documents.map(({ id, name: title }) => [id, title] as const),
      batches: keys.map((key, index) => ({ document: key[0], bytes: Array.from(values[index] ?? []) })),
      snapshots: snapshots.map(({ document, version, text: content }) => ({ document, version, text: content })),
    };
  });
  const records = new Map<string, EditRecord[]>();
  for (const { document, bytes } of rows.batches) {
    const decoded = decodeBatch(Uint8Array.from(bytes), document);
    if (decoded.kind === 'corrupt') throw new Error(`a batch of ${document} is corrupt: ${decoded.detail}`);
    records.set(document, [...(records.get(document) ?? []), ...decoded.records]);
  }
  return { records, names: new Map(rows.documents), snapshots: rows.snapshots };
}
