/**
 * Runs in the browser for lab/bench/keystroke.ts: one editor that is bare Monaco and one that is the product's, whose
 * recording (history, prediction's bookkeeping, IndexedDB) can be switched off and on between keys.
 */
import { createWorkbench } from '../../../src/session/workbench';
import { createStore } from '../../../src/platform/store';
import { INITIAL_VIEW } from '../../../src/session/view';
import { createEditor } from '../../../src/editor/host';
import { monaco } from '../../../src/editor/monaco';
import { openWorkspace } from '../../../src/storage';

export type Recording = 'bare' | 'off' | 'on';

export interface KeystrokeBench {
  /** Types one letter at a random place of the file; the main thread's milliseconds until Monaco returns. */
  key(recording: Recording): number;
  /** Waits until everything typed is on disk; how many records that were. */
  flush(): Promise<number>;
  /** Milliseconds spent in the product's change handler since the last call, one number a key. */
  handled(): readonly number[];
}

const LINES = 5_000;
const text = Array.from(
  { length: LINES },
  (_, line) => `    total_${line} = combine(first_${line % 97}, second_${line % 31}, ${line})  # line ${line}`,
).join('\n');

function place(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

async function start(): Promise<KeystrokeBench> {
  const id = 'long.py';
  const bare = monaco.editor.create(place('bare'), { value: text, language: 'python', minimap: { enabled: false } });
  const opening = await openWorkspace({
    name: 'bench',
    tab: 'bench',
    channel: null,
    locks: null,
    now: () => Date.now(),
    onOwnership: () => undefined,
  });
  if (opening.kind !== 'opened') throw new Error(`storage: ${opening.failure.message}`);
  const { workspace } = opening;
  await workspace.create({ id, name: id, language: 'python', text });
  const opened = await workspace.open(id);
  if (opened.kind !== 'opened') throw new Error(`the file could not be opened: ${opened.kind}`);

  let recorded = 0;
  const workbench = createWorkbench({
    view: createStore(INITIAL_VIEW, (tell) => {
      requestAnimationFrame(tell);
    }),
    engine: {
      complete: () => {
        throw new Error('no model in this benchmark');
      },
    },
    record: (record) => {
      recorded += 1;
      workspace.recorder.push(record);
    },
    outcome: () => undefined,
    session: 'bench',
    excluded: [],
  });
  let recording = true;
  let took: number[] = [];
  const editor = createEditor(
    {
      container: place('ours'),
      theme: 'light',
      fontFamily: 'monospace',
      compact: false,
      writable: () => true,
      goTo: () => undefined,
      whenIdle: () => undefined,
    },
    {
      ...workbench.editorEvents,
      changed(change) {
        if (!recording) return;
        const began = performance.now();
        workbench.editorEvents.changed(change);
        took.push(performance.now() - began);
      },
      moved: (document, selection) => {
        if (recording) workbench.editorEvents.moved(document, selection);
      },
    },
  );
  workbench.open([{ id, name: id, text, version: 0, writable: true, recent: null }], id);
  workbench.attach(editor);
  const ours = monaco.editor.getEditors().find((other) => other !== bare);
  if (ours === undefined) throw new Error('the product editor is not there');

  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % below;
  };
  return {
    key(which) {
      recording = which === 'on';
      const target = which === 'bare' ? bare : ours;
      target.setPosition({ lineNumber: 1 + random(LINES), column: 5 + random(20) });
      const began = performance.now();
      target.trigger('keyboard', 'type', { text: String.fromCharCode(97 + random(26)) });
      return performance.now() - began;
    },
    async flush() {
      await workspace.recorder.flush();
      return recorded;
    },
    handled() {
      const out = took;
      took = [];
      return out;
    },
  };
}

declare global {
  interface Window {
    bench?: KeystrokeBench;
  }
}

window.bench = await start();
