import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { decodeSession, replay, Typist } from '../../core/history';
import { openWorkspace, type Workspace } from '../../storage';
import { fakeLocks } from '../../../testing/storage-fakes';
import { exportSession } from './export-session';

let names = 0;

async function store(): Promise<Workspace> {
  const opened = await openWorkspace({
    name: `export-${(names += 1)}`,
    tab: 'tab',
    locks: fakeLocks(),
    channel: null,
    now: () => 0,
    onOwnership: () => undefined,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  return opened.workspace;
}

async function write(
  workspace: Workspace,
  id: string,
  base: string,
  act: (typist: Typist) => unknown,
): Promise<string> {
  await workspace.create({ id, name: `${id}.py`, language: 'python', text: base });
  await workspace.open(id);
  const typist = new Typist(id, base);
  act(typist);
  for (const record of typist.records) workspace.recorder.push(record);
  await workspace.recorder.flush();
  return typist.text;
}

it('exports every document with all that was typed, and it replays to the same texts', async () => {
  const workspace = await store();
  const texts = [
    await write(workspace, 'a', 'def f(w):\n    return w\n', (typist) =>
      typist.typeOver(6, 7, 'width').wait(2000).typeAt(0, '# é😀\n'.repeat(60)),
    ),
    await write(workspace, 'b', '', (typist) => typist.type('x = 1').backspace(1)),
    await write(workspace, 'c', 'nothing was typed\n', () => undefined),
  ];
  const exported = await exportSession(workspace);
  expect(exported).toMatchObject({ documents: 3, damaged: [] });
  const read = decodeSession(exported.text);
  if (read.kind !== 'session') throw new Error(read.detail);
  expect(read.faults).toEqual([]);
  expect(read.documents.map(({ base, records }) => replay(base, records).text)).toEqual(texts);
  expect(read.documents.reduce((sum, { records }) => sum + records.length, 0)).toBe(exported.records);
});

it('says which document it could not read, and exports the others', async () => {
  const workspace = await store();
  await write(workspace, 'a', 'x', (typist) => typist.type('y'));
  await write(workspace, 'b', 'z', (typist) => typist.type('y'));
  const exported = await exportSession({
    list: () => workspace.list(),
    records: async (id) =>
      id === 'a' ? { kind: 'damaged', records: [], at: 0, reason: 'checksum' } : workspace.records(id),
    form: (id) => workspace.form(id),
    textAt: async (id, version) => (id === 'a' ? { kind: 'missing' } : workspace.textAt(id, version)),
  });
  expect(exported).toMatchObject({ documents: 1, damaged: ['a.py'] });
});

it('begins after a gap, where a stretch is missing', async () => {
  const workspace = await store();
  const text = await write(workspace, 'a', '', (typist) => typist.type('abcdef'));
  const exported = await exportSession({
    list: () => workspace.list(),
    textAt: (id, version) => workspace.textAt(id, version),
    form: (id) => workspace.form(id),
    records: async (id) => {
      const read = await workspace.records(id);
      return { kind: 'records', records: read.records.filter(({ version }) => version !== 2) };
    },
  });
  const read = decodeSession(exported.text);
  expect(exported.damaged).toEqual(['a.py']);
  expect(
    read.kind === 'session'
      ? read.documents.map(({ base, records }) => [base.version, replay(base, records).text])
      : read.detail,
  ).toEqual([[3, text]]);
});
