import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { formOf } from '../../core/text';
import { replay, Typist } from '../../core/history';
import { openWorkspace, type Workspace } from '../../storage';
import { fakeLocks } from '../../../testing/storage-fakes';
import { exportSession } from '../export/export-session';
import { importSession, type ImportOutcome } from './import-session';

let names = 0;
let ids = 0;
async function store(): Promise<Workspace> {
  const opened = await openWorkspace({
    name: `import-${(names += 1)}`,
    tab: 'tab',
    locks: fakeLocks(),
    channel: null,
    now: () => 5,
    onOwnership: () => undefined,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  return opened.workspace;
}

const take = async (workspace: Workspace, text: string): Promise<ImportOutcome> =>
  importSession(text, {
    workspace,
    taken: (await workspace.list()).map(({ name }) => name),
    newId: () => `id-${(ids += 1)}`,
  });

async function written(): Promise<{ readonly workspace: Workspace; readonly typist: Typist }> {
  const workspace = await store();
  await workspace.create({ id: 'a', name: 'src/area.py', language: 'python', text: 'def f(w):\n    return w\n' });
  await workspace.open('a');
  const typist = new Typist('a', 'def f(w):\n    return w\n').typeOver(6, 7, 'width').wait(2_000).typeAt(0, '# é😀\n');
  for (const record of typist.records) workspace.recorder.push(record);
  await workspace.recorder.flush();
  return { workspace, typist };
}

it('brings files and every keystroke to another machine', async () => {
  const { workspace, typist } = await written();
  const there = await store();
  const outcome = await take(there, (await exportSession(workspace)).text);
  expect(outcome).toMatchObject({ kind: 'imported', records: typist.records.length, renamed: [], faults: [] });
  const [row] = await there.list();
  expect(row?.name).toBe('src/area.py');
  const id = row?.id ?? '';
  expect(await there.read(id)).toBe(typist.text);
  const { records } = await there.records(id);
  expect(records.map(({ change, wallTime, source }) => ({ change, wallTime, source }))).toEqual(
    typist.records.map(({ change, wallTime, source }) => ({ change, wallTime, source })),
  );
});

it('brings along how a file is written where its text does not tell', async () => {
  const { workspace, typist } = await written();
  const raw = `\uFEFF${typist.text.replace('\n', '\r\n')}`;
  await workspace.keepForm('a', formOf(raw));
  const there = await store();
  await take(there, (await exportSession(workspace)).text);
  expect(await there.form((await there.list())[0]?.id ?? '')).toEqual(formOf(raw));
});

it('never writes over what is there', async () => {
  const { workspace, typist } = await written();
  const text = (await exportSession(workspace)).text;
  expect(await take(workspace, text)).toMatchObject({
    kind: 'imported',
    renamed: [{ from: 'src/area.py', to: 'src/area-2.py' }],
  });
  expect(await take(workspace, text)).toMatchObject({ renamed: [{ from: 'src/area.py', to: 'src/area-3.py' }] });
  expect(await workspace.read('a')).toBe(typist.text);
  expect((await workspace.list()).map(({ name }) => name).sort()).toEqual([
    'src/area-2.py',
    'src/area-3.py',
    'src/area.py',
  ]);
});

it('begins with version 0 where the session began later', async () => {
  const there = await store();
  const late = {
    id: 'x',
    path: 'x.py',
    language: 'python',
    from: 7,
    text: 'ab',
    records: [{ wall: 1, mono: 1, source: { kind: 'typed' }, edits: [[1, 1, 'X']] }],
  };
  expect(await take(there, JSON.stringify({ format: 'inkling-session', version: 1, documents: [late] }))).toMatchObject(
    { kind: 'imported', records: 1 },
  );
  const id = (await there.list())[0]?.id ?? '';
  const read = await there.records(id);
  expect(replay({ version: 0, text: 'ab' }, read.records)).toEqual({ kind: 'replayed', version: 1, text: 'aXb' });
});

it.each([
  ['no JSON', '{', /cut short/],
  ['another file', '{"a":1}', /no session/],
  ['a newer one', '{"format":"inkling-session","version":99,"documents":[]}', /newer Inkling/],
])('refuses %s with words, and changes nothing', async (_, text, why) => {
  const there = await store();
  expect(await take(there, text)).toEqual({ kind: 'refused', why: expect.stringMatching(why) as string });
  expect(await there.list()).toEqual([]);
});

it('takes keys and names like those of prototypes as what they are', async () => {
  const hostile =
    '{"format":"inkling-session","version":1,"__proto__":{"hurt":1},"constructor":{"prototype":{"hurt":1}},"documents":[' +
    '{"id":"__proto__","path":"__proto__","language":"__proto__","from":0,"text":"a","records":[{"wall":0,"mono":0,"source":{"kind":"typed","__proto__":{"hurt":1}},"edits":[[0,0,"b"]],"selection":[0,0]}]},' +
    '{"id":"constructor","path":"constructor/toString.py","language":"x","from":0,"text":"","records":[]},' +
    '{"id":"x","path":"..\\\\..\\\\evil.py","language":"x","from":0,"text":"","records":[]}]}';
  const workspace = await store();
  const outcome = await take(workspace, hostile);
  expect(outcome).toMatchObject({
    kind: 'imported',
    renamed: [],
    faults: [expect.stringMatching(/leaves the workspace/)],
  });
  const texts = await Promise.all(
    (await workspace.list()).map(async ({ id, name }) => [name, await workspace.read(id)]),
  );
  expect(new Map(texts as [string, string][])).toEqual(
    new Map([
      ['__proto__', 'ba'],
      ['constructor/toString.py', ''],
    ]),
  );
  expect('hurt' in {}).toBe(false);
});

it('takes what can be read, and names the rest', async () => {
  const good = {
    id: 'g',
    path: 'good.py',
    language: 'python',
    from: 0,
    text: 'ab',
    records: [
      { wall: 1, mono: 1, source: { kind: 'typed' }, edits: [[1, 1, 'X']] },
      { wall: 1, mono: 1, source: { kind: 'typed' }, edits: [[90, 91, '']] },
    ],
  };
  const outside = { ...good, path: '../../etc/passwd', records: [] };
  const there = await store();
  const outcome = await take(
    there,
    JSON.stringify({ format: 'inkling-session', version: 1, documents: [good, outside, { id: 3 }] }),
  );
  expect(outcome).toMatchObject({ kind: 'imported', records: 1 });
  expect(outcome.kind === 'imported' ? outcome.faults : []).toEqual([
    expect.stringMatching(/^File 1 of the session is there as it was before change 2/) as string,
    expect.stringMatching(/^File 3 of the session could not be read/) as string,
    'A file was left out for its name. The path leaves the workspace.',
  ]);
  expect((await there.list()).map(({ name }) => name)).toEqual(['good.py']);
});
