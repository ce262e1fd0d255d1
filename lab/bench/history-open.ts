/**
 * What 100,000 keystrokes in a 5,000-line file cost: bytes on disk, and milliseconds to open, read back and derive
 * history. Runs on an in-memory IndexedDB, so the times are those of this program's own work:
 *
 *     npx tsx lab/bench/history-open.ts [keystrokes]
 */
import 'fake-indexeddb/auto';
import { HistoryBuilder, Typist } from '../../src/core/history';
import { openWorkspace, type Workspace } from '../../src/storage';
import { fakeLocks } from '../../testing/storage-fakes';

const FILE = Array.from({ length: 5_000 }, (_, line) => `    value_${line} = compute(${line}, "x")`).join('\n');
const keystrokes = Number(process.argv[2] ?? 100_000);

/** A user who goes to a place, types a few words with typos, thinks, and goes elsewhere. */
function session(count: number): Typist {
  const typist = new Typist('d', FILE);
  for (let word = 0; typist.records.length < count; word += 1) {
    if (word % 10 === 0) typist.wait(3_000).typeAt((word * 7_919) % typist.length, '\n');
    else typist.type(' ');
    typist.type('words typedd', { after: 90 + (word % 60) }).backspace();
  }
  typist.records.length = count;
  return typist;
}

async function open(): Promise<Workspace> {
  const opened = await openWorkspace({
    name: 'bench',
    tab: 't',
    locks: fakeLocks(),
    channel: null,
    now: () => 0,
    onOwnership: () => undefined,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  return opened.workspace;
}

async function timed<T>(work: () => T | Promise<T>): Promise<[result: T, ms: number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

const typist = session(keystrokes);
const writing = await open();
await writing.create({ id: 'd', name: 'd.py', language: 'python', text: FILE });
await writing.open('d');
const pushes: number[] = [];
for (const [index, record] of typist.records.entries()) {
  const start = performance.now();
  writing.recorder.push(record);
  pushes.push(performance.now() - start);
  if (index % 50 === 49) await writing.recorder.flush();
}
await writing.shutDown();

const [reading, openMs] = await timed(async () => {
  const workspace = await open();
  await workspace.open('d');
  return workspace;
});
const [all, readMs] = await timed(() => reading.records('d'));
const usage = await reading.usage('d');

const builder = new HistoryBuilder({ version: 0, text: FILE });
const folds: number[] = [];
for (const record of typist.records) {
  const start = performance.now();
  builder.push(record);
  folds.push(performance.now() - start);
}
const [, changesMs] = await timed(() => builder.changes({ maxEdits: 4 }));
await reading.shutDown();

const percentile = (values: number[], share: number): string =>
  `${((values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0) * 1_000).toFixed(1)} µs`;
const bytes = usage.recordBytes + usage.snapshotBytes - FILE.length;
console.table({
  keystrokes: all.records.length,
  'bytes a keystroke, snapshots included': (bytes / keystrokes).toFixed(1),
  'of these, records': (usage.recordBytes / keystrokes).toFixed(1),
  'open workspace and document': `${openMs.toFixed(1)} ms`,
  'read back every record': `${readMs.toFixed(1)} ms`,
  'record a keystroke, p50 and p99': `${percentile(pushes, 0.5)}, ${percentile(pushes, 0.99)}`,
  'fold a keystroke into history, p50 and p99': `${percentile(folds, 0.5)}, ${percentile(folds, 0.99)}`,
  'H of four whole-file changes': `${changesMs.toFixed(1)} ms`,
});
