/** When TypeScript's service runs: from the first key or hover in such a file on, until none has been open for a while. */
import type { monaco } from '../monaco';
import { LANGUAGES, type ServiceOptions, type TypeScriptService } from './types';

/** Milliseconds without such a file until the service goes, and with it its memory. */
const KEPT_MS = 60_000;
/** Hovering begins where the mouse moves over the code for this many events. */
const HOVER_MOVES = 3;

export interface TypeScriptStart {
  readonly writable: ServiceOptions['writable'];
  /** Does something when the page has nothing else to do. */
  readonly whenIdle: (act: () => void) => void;
}

export interface TypeScriptHelp extends monaco.IDisposable {
  setErrorMarks(on: boolean): void;
}

type State =
  | { readonly kind: 'off' }
  /** Wanted, and not there yet. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'on'; readonly service: TypeScriptService };

/**
 * Lists open by themselves only where the service fills them, and only behind a dot and the like. One that opens at every
 * word stands over the code while the word is typed, and keeps away the prediction that follows from it.
 */
const LISTS = {
  on: { suggestOnTriggerCharacters: true },
  off: { suggestOnTriggerCharacters: false },
} as const satisfies Record<string, monaco.editor.IEditorOptions>;

export function helpWithTypeScript(
  api: typeof monaco,
  editor: monaco.editor.IStandaloneCodeEditor,
  { writable, whenIdle }: TypeScriptStart,
): TypeScriptHelp {
  let state: State = { kind: 'off' };
  let errorMarks = true;
  let moves = 0;
  let leaving: number | null = null;
  let disposed = false;

  const knows = (model: monaco.editor.ITextModel | null): boolean =>
    model !== null && LANGUAGES.includes(model.getLanguageId());
  const isOpen = (): boolean => api.editor.getModels().some(knows);
  const setLists = (): void => {
    editor.updateOptions(state.kind === 'on' && knows(editor.getModel()) ? LISTS.on : LISTS.off);
  };

  const begin = async (): Promise<void> => {
    try {
      const { startService } = await import('./service');
      state = disposed || !isOpen() ? { kind: 'off' } : { kind: 'on', service: startService({ writable, errorMarks }) };
      setLists();
    } catch (error) {
      // Without a network, and never used before: the next key tries again.
      console.warn('TypeScript’s service could not be loaded.', error);
      state = { kind: 'off' };
    }
  };
  const want = (): void => {
    if (state.kind !== 'off' || !knows(editor.getModel())) return;
    state = { kind: 'starting' };
    whenIdle(() => {
      void begin();
    });
  };
  const end = (): void => {
    if (state.kind === 'on') state.service.dispose();
    state = { kind: 'off' };
    moves = 0;
  };
  /** Another document is shown, or the same in another language, or one is gone. */
  const changed = (): void => {
    setLists();
    if (leaving !== null) window.clearTimeout(leaving);
    leaving = isOpen() || state.kind !== 'on' ? null : window.setTimeout(end, KEPT_MS);
  };

  const disposables: monaco.IDisposable[] = [
    editor.onDidChangeModelContent(want),
    editor.onMouseMove(() => {
      moves += 1;
      if (moves >= HOVER_MOVES) want();
    }),
    editor.onDidChangeModel(changed),
    editor.onDidChangeModelLanguage(changed),
    // The model is still among the others while it is being disposed of.
    api.editor.onWillDisposeModel(() => {
      queueMicrotask(changed);
    }),
  ];
  return {
    setErrorMarks(on) {
      errorMarks = on;
      if (state.kind === 'on') state.service.setErrorMarks(on);
    },
    dispose() {
      disposed = true;
      if (leaving !== null) window.clearTimeout(leaving);
      end();
      for (const one of disposables) one.dispose();
    },
  };
}
