import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { Typist } from '../core/history';
import { formOf, inForm } from '../core/text';
import { fakeLocks } from '../../testing/storage-fakes';
import { openWorkspace, type Workspace } from './workspace';

let names = 0;

async function typed(): Promise<{
  readonly workspace: Workspace;
  readonly name: string;
  readonly length: number;
  readonly text: string;
}> {
  const name = `wipe-${(names += 1)}`;
  const opened = await openWorkspace({
    name,
    tab: 'tab',
    locks: fakeLocks(),
    channel: null,
    now: () => 1_700_000_000_000,
    onOwnership: () => undefined,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  const { workspace } = opened;
  await workspace.create({ id: 'd', name: 'd.py', language: 'python', text: 'x = 1\n' });
  await workspace.open('d');
  const typist = new Typist('d', 'x = 1\n');
  const type = (text: string): void => {
    for (const key of text)
      typist.change([{ start: typist.length, end: typist.length, text: key }], {
        after: 50,
        source: { kind: 'typed' },
      });
  };
  const erase = (count: number): void => {
    for (let n = 0; n < count; n += 1)
      typist.change([{ start: typist.length - 1, end: typist.length, text: '' }], {
        after: 50,
        source: { kind: 'typed' },
      });
  };
  type('password hunter2 and so on and on');
  erase(33);
  type('y = 2\n'.repeat(80));
  for (const record of typist.records) workspace.recorder.push(record);
  await workspace.recorder.flush();
  return { workspace, name, length: typist.records.length, text: typist.text };
}

/** Every byte and word that is stored, as text. */
async function everything(name: string): Promise<string> {
  const database = await openDB(name);
  const rows = await Promise.all([...database.objectStoreNames].map((store) => database.getAll(store)));
  database.close();
  return rows
    .flat()
    .map((row: unknown) => (row instanceof Uint8Array ? new TextDecoder().decode(row) : JSON.stringify(row)))
    .join('\n');
}

it('erases what was written in a stretch, and keeps what it led to, before and after a reload', async () => {
  const { workspace, name, length, text } = await typed();
  const middle = await workspace.textAt('d', 66);
  expect(await workspace.wipe('d', 0, 66)).toEqual({ kind: 'wiped', records: 66 });
  expect(await everything(name)).not.toContain('hunter');
  expect(await workspace.textAt('d', 66)).toEqual(middle);
  expect(await workspace.textAt('d', 10)).toEqual({ kind: 'text', text: 'x = 1\n' });
  const { records } = await workspace.records('d');
  expect(records.map(({ version }) => version)).toEqual(Array.from({ length }, (_, index) => index));

  // Typing goes on as if nothing had been.
  workspace.recorder.push({
    document: 'd',
    version: length,
    change: [{ start: 0, end: 0, text: '#' }],
    selection: null,
    source: { kind: 'typed' },
    wallTime: 1,
    monoTime: 1,
  });
  await workspace.recorder.flush();
  expect(await workspace.read('d')).toBe(`#${text}`);
});

it('erases it also from the lines that a file of mixed line ends is kept with', async () => {
  const { workspace, name, length, text } = await typed();
  await workspace.keepForm('d', formOf('x = 1\r\nhunter2\ny = 2\n'));
  await workspace.wipe('d', 0, length);
  expect(await everything(name)).not.toContain('hunter');
  const form = await workspace.form('d');
  expect(form === null ? null : inForm(text, form).startsWith('x = 1\r\n')).toBe(true);
});

it('is refused to a tab that may not write the document', async () => {
  const { name } = await typed();
  const other = await openWorkspace({
    name,
    tab: 'other',
    locks: null,
    channel: null,
    now: () => 1,
    onOwnership: () => undefined,
  });
  if (other.kind === 'failed') throw new Error(other.failure.message);
  expect(await other.workspace.wipe('d', 0, 5)).toEqual({ kind: 'not-owner' });
});

it('changes nothing when the stretch cannot be read whole', async () => {
  const { workspace, name } = await typed();
  const before = await everything(name);
  expect(await workspace.wipe('d', 0, 100_000)).toEqual({ kind: 'damaged' });
  expect(await everything(name)).toBe(before);
});
