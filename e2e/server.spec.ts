/** A server of the user's own: added by its address, asked in words, with words for what goes wrong; the key stays where it is. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '../testing/browser/test';
import { openReady, openTab, replaceText, text } from '../testing/browser/editor';

const CODE = 'def area(w, h):\n    return w * h\n';
const CHECKED = 'def area(w, h):\n    assert w > 0\n    return w * h\n';
const KEY = 'sk-never-shown';

interface Fake {
  readonly url: string;
  readonly asked: { readonly path: string; readonly key: string | undefined; readonly body: string }[];
  /** Answers that ended because the page went away. */
  cancelled: number;
  accepts: string;
  close(): Promise<void>;
}

const chunk = (content: string, reason: string | null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: reason }] })}\n\n`;

/** Speaks as much of OpenAI's protocol as llama.cpp's server does. */
async function startServer(): Promise<Fake> {
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') {
      response.end();
      return;
    }
    const path = request.url ?? '';
    fake.asked.push({ path, key: request.headers.authorization, body });
    if (request.headers.authorization !== `Bearer ${fake.accepts}`) {
      response.statusCode = 401;
      response.end(JSON.stringify({ error: { message: 'invalid key' } }));
    } else if (path.endsWith('/models')) {
      response.end(JSON.stringify({ data: [{ id: 'tiny-coder' }, { id: 'big-coder' }] }));
    } else if (body.includes('Go on.')) {
      const timer = setInterval(() => response.write(chunk('# a line\n', null)), 30);
      response.on('close', () => {
        clearInterval(timer);
        if (!response.writableFinished) fake.cancelled += 1;
      });
    } else {
      response.write(chunk('```python\n', null));
      response.write(chunk(`${CHECKED}\`\`\``, null));
      response.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
    }
  };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const fake: Fake = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    asked: [],
    cancelled: 0,
    accepts: KEY,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return fake;
}

let server: Fake;
test.beforeEach(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  await server.close();
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Models' });
const widget = (page: Page) => page.getByRole('region', { name: 'Ask for a change' });

async function addServer(page: Page): Promise<void> {
  await page.getByTestId('model').click();
  await dialog(page).getByRole('radio', { name: 'Server of your own' }).check();
  await dialog(page).getByLabel('Server address').fill(server.url);
  await dialog(page).getByLabel('Key').fill(KEY);
  await dialog(page).getByRole('button', { name: 'List its models' }).click();
  await dialog(page).getByRole('button', { name: 'tiny-coder' }).click();
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  await dialog(page)
    .getByRole('button', { name: /^Use for Inline and Chat: tiny-coder at/ })
    .click();
  await expect(dialog(page)).toContainText('Answers Inline and Chat');
  await expect(dialog(page)).toContainText(/Your code is sent to 127\.0\.0\.1:\d+ while this model is used/);
  await page.keyboard.press('Escape');
}

async function ask(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+i');
  await widget(page).getByLabel('Instruction').fill(words);
  await page.keyboard.press('Enter');
}

test('its models are listed, one is asked, and what is asked goes there and nowhere else', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, CODE);
  expect(server.asked).toEqual([]);
  await addServer(page);
  // What is done is not asked for: predictions stay those of the page.
  expect(server.asked.map(({ path }) => path)).toEqual(['/v1/models']);
  await expect(page.getByTestId('model')).toContainText('tiny-coder at 127.0.0.1');

  await ask(page, 'Check w.');
  await expect(widget(page)).toContainText('Accept');
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => text(page)).toBe(CHECKED);
  await expect(page.getByTestId('model')).toContainText('server');
  const asked = server.asked.at(-1);
  expect(asked?.path).toBe('/v1/chat/completions');
  expect(asked?.body).toContain('Check w.');

  // The key is nowhere that can be looked at or carried away.
  await page.keyboard.press('ControlOrMeta+Shift+p');
  await page.keyboard.type('What was sent to the model');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'What was sent to the model' })).toContainText('tiny-coder');
  expect(await page.content()).not.toContain(KEY);
  const kept = await page.evaluate(() => Object.fromEntries(Object.entries(localStorage)) as Record<string, string>);
  expect(Object.entries(kept).filter(([, value]) => value.includes(KEY))).toHaveLength(1);
  expect(Object.keys(kept).filter((name) => name.startsWith('inkling.server-key.'))).toHaveLength(1);
});

test('a wrong key and a server that is not running say what to do; stopping ends the request there', async ({
  page,
}) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, CODE);
  await addServer(page);

  await ask(page, 'Go on.');
  await expect.poll(() => server.asked.at(-1)?.path).toBe('/v1/chat/completions');
  await widget(page).getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => server.cancelled).toBe(1);
  await expect(widget(page)).toContainText('Stopped.');

  server.accepts = 'another';
  await widget(page).getByLabel('Instruction').fill('Check w.');
  await page.keyboard.press('Enter');
  await expect(widget(page)).toContainText(/refuses the key.*invalid key/);

  await server.close();
  await widget(page).getByLabel('Instruction').fill('Check w again.');
  await page.keyboard.press('Enter');
  await expect(widget(page)).toContainText('does not answer, or does not let this page ask it');
  expect(await text(page)).toBe(CODE);
});
