import { afterEach, expect, test, vi } from 'vitest';
import type { EditRecord } from '../core/history';
import { currentStatus } from '../core/prediction';
import { createStore } from '../platform/store';
import { INITIAL_VIEW } from './view';
import { createWorkbench, type Workbench } from './workbench';

const TEXT = 'def area(w):\n    return w\n';

function opened(record: (written: EditRecord) => void, isBroken: () => boolean = () => false): Workbench {
  const view = createStore(INITIAL_VIEW, (tell) => {
    tell();
  });
  const bench = createWorkbench({
    view: {
      ...view,
      update: (change) => {
        if (isBroken()) throw new Error('what is made of a key failed');
        view.update(change);
      },
    },
    engine: {
      complete: () => {
        throw new Error('there is no model');
      },
    },
    record,
    outcome: () => undefined,
    session: 't',
    excluded: [],
  });
  bench.open([{ id: 'd', name: 'area.py', text: TEXT, version: 0, writable: true, recent: null }], 'd');
  return bench;
}

const typed = (version: number, start: number, text: string, before: string) => ({
  document: 'd',
  version,
  before,
  after: before.slice(0, start) + text + before.slice(start),
  change: [{ start, end: start, text }],
  selection: { anchor: start + text.length, head: start + text.length },
  source: { kind: 'typed' } as const,
  taken: null,
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a key is recorded before anything is made of it, and also where that fails', () => {
  const records: EditRecord[] = [];
  let broken = false;
  const bench = opened(
    (written) => records.push(written),
    () => broken,
  );
  broken = true;
  expect(() => {
    bench.editorEvents.changed(typed(0, 10, 'x', TEXT));
  }).toThrow('what is made of a key failed');
  expect(records.map(({ version }) => version)).toEqual([0]);
});

test('what cannot be recorded is followed all the same', () => {
  const bench = opened(() => {
    throw new Error('the store is full');
  });
  expect(() => {
    bench.editorEvents.changed(typed(0, 10, 'x', TEXT));
  }).toThrow('the store is full');
  expect(bench.history().map(({ after }) => after.split('\n')[0])).toEqual(['def area(wx):']);
});

test('that the history was lost is told until the next key', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bench = opened(() => undefined);
  bench.editorEvents.changed(typed(3, 10, 'x', TEXT));
  expect(currentStatus(bench.predictor.state())).toEqual({ kind: 'nothing', reason: { kind: 'history-lost' } });
});

test('a file that another tab changed takes its part out of what is predicted from it', () => {
  const bench = opened(() => undefined);
  bench.add({ id: 'e', name: 'use.py', text: 'area(1)\n', version: 0, writable: true, recent: null });
  bench.show('d');
  bench.editorEvents.changed(typed(0, 10, 'x', TEXT));
  bench.show('e');
  expect(bench.predictor.state().editedElsewhere).not.toBeNull();
  bench.replace({ id: 'd', name: 'area.py', text: 'other\n', version: 4, writable: false, recent: null });
  expect(bench.predictor.state().editedElsewhere).toBeNull();
});

test('a record that does not follow costs the history before it, not what comes after', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bench = opened(() => undefined);
  bench.editorEvents.changed(typed(0, 10, 'x', TEXT));
  const once = TEXT.slice(0, 10) + 'x' + TEXT.slice(10);
  // Two versions are missing.
  bench.editorEvents.changed(typed(3, 11, 'y', once));
  const twice = once.slice(0, 11) + 'y' + once.slice(11);
  bench.editorEvents.changed(typed(4, 12, 'z', twice));
  expect(bench.history().map(({ after }) => after.split('\n')[0])).toEqual(['def area(wxyz):']);
});
