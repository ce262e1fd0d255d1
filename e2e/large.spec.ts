/** Everything works in a workspace of many long files: `npm run bench:large` is the same with 50 files of 2,000 lines, and a clock. */
import { unzipSync } from 'fflate';
import { expect, test } from '../testing/browser/test';
import { openReady, text } from '../testing/browser/editor';
import {
  deleteAndPutBack,
  exportZip,
  findInFiles,
  importZip,
  quickOpen,
  reload,
  renameFile,
  renameParameter,
  shareEverything,
  switchTab,
  walkTimeline,
  zipOf,
} from '../testing/browser/large';
import { madeProject } from '../testing/browser/project';

const FILES = 24;
const project = madeProject(FILES, 1_000);

test('long files in number are brought in, opened, predicted in, searched, renamed, deleted, put back, looked back on and taken out', async ({
  page,
}) => {
  const [first, second, third, fourth] = project;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('no project was made');
  await openReady(page);
  await importZip(page, zipOf(project), project);
  for (const file of [second, third, fourth]) await quickOpen(page, file);
  await switchTab(page, second);
  await switchTab(page, third);

  const changed = await renameParameter(page, 'width');
  // The name, and both of its uses.
  expect(
    changed
      .split('\n')
      .slice(2, 10)
      .filter((line) => /\bwidth\b/.test(line)),
  ).toHaveLength(3);
  expect(changed.split('\n').length).toBe(third.text.split('\n').length);

  await findInFiles(page, 'measure_4_1(', '1 place in 1 file.');
  await findInFiles(page, 'total', '1000 places in');
  await findInFiles(page, 'width', 'places in');
  await page.keyboard.press('ControlOrMeta+Shift+E');

  await renameFile(page, fourth.name, 'other/renamed.ts');
  await quickOpen(page, { name: 'other/renamed.ts', text: fourth.text });
  await deleteAndPutBack(page, { name: 'other/renamed.ts', text: fourth.text });

  await switchTab(page, { name: third.name, text: changed });
  await walkTimeline(page);
  await page.keyboard.press('Alt+h');

  const packed = unzipSync(await exportZip(page));
  const unpacked = new Map(Object.entries(packed).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
  const expected = project.map(
    ({ name, text: content }) =>
      [name === fourth.name ? 'other/renamed.ts' : name, name === third.name ? changed : content] as const,
  );
  expect(expected.filter(([name, content]) => unpacked.get(name) !== content).map(([name]) => name)).toEqual([]);
  expect(unpacked.size).toBe(FILES + 2);

  expect(await shareEverything(page)).toMatch(/\d{2,3},\d{3} characters: many chat programs cut links/);
  await reload(page);
  expect(await text(page)).toBe(changed);
});
