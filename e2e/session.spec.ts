/** A session that the program exports is one that the evaluation can replay. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../testing/browser/test';
import { loadCases } from '../lab/cli/evaluation/load-cases';
import { decodeSession, replay } from '../src/core/history';
import { openApp, openTab, retype, text } from '../testing/browser/editor';

test('what was typed is exported whole, and replays to the text on screen', async ({ page }, info) => {
  await openApp(page);
  await openTab(page, 'total.ts');
  await retype(page, 2, 'items', 'prices');
  await page.waitForTimeout(1_500);
  await retype(page, 4, 'items', 'prices');
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.keyboard.type('Export this session');
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = info.outputPath('session.json');
  await (await downloading).saveAs(file);

  const session = decodeSession(await readFile(file, 'utf8'));
  if (session.kind !== 'session') throw new Error(session.detail);
  expect(session.faults).toEqual([]);
  const document = session.documents.find(({ path }) => path === 'total.ts');
  expect(document?.records.length).toBeGreaterThanOrEqual(12);
  expect(document === undefined ? null : replay(document.base, document.records).text).toBe(await text(page));

  const { cases, faults } = loadCases([file]);
  expect(faults).toEqual([]);
  // The second edit does again what the first did.
  expect(cases.flatMap(({ points }) => points.map(({ due }) => due.kind))).toContain('edits');
});
