/** The editor on the page: documents in, changes and cursor moves out, one prediction drawn over the code. */
import type { CursorSelection, DocumentId } from '../core/history/record';
import { nameOfReason, originOf, type ContentEvent } from './changes';
import { keepCharactersWhole } from './clusters';
import { watchComposing } from './composing';
import { TrackedDocument, type DocumentChange } from './document';
import { addPredictionKeys } from './keys';
import { registerLanguage } from './languages';
import { lookOptions, STANDARD_LOOK } from './look';
import { monaco } from './monaco';
import { forgetWhenLinesGo, keepUndoSteps } from './monaco-inside';
import { provideNextEdits, type OfferSource } from './next-edit';
import { STANDARD_OPTIONS } from './standard-options';
import { watchHeldAlt } from './subtle';
import { inlineSuggest, watchSuggestions } from './suggest-options';
import { addTabKey, REVIEWING } from './tab-key';
import { applyTheme, defineThemes } from './themes';
import type { EditorEvents, EditorHost, EditorOptions, OpenDocument, Prominence } from './types';
import { openDefinitions } from './typescript/definitions';
import { scriptKindOf, servicePath } from './typescript/names';
import { helpWithTypeScript } from './typescript/start';
import { addZone, markLines } from './zones';

interface Opened {
  readonly tracked: TrackedDocument;
  /** What Monaco's model is called by. */
  readonly path: string;
  readonly model: monaco.editor.ITextModel;
  view: monaco.editor.ICodeEditorViewState | null;
  /** Monaco's version the tracked text stands at. */
  followed: number;
}

/** Not `file`: of such models Monaco keeps what can be undone after they are closed. */
const SCHEME = 'inkling';

function giveLanguage(model: monaco.editor.ITextModel, language: string): void {
  registerLanguage(language).then(
    () => {
      if (!model.isDisposed()) monaco.editor.setModelLanguage(model, language);
    },
    (error: unknown) => {
      // Without its grammar a document is plain text, and as editable.
      console.warn(`No highlighting for ${language}.`, error);
    },
  );
}

export function createEditor(options: EditorOptions, events: EditorEvents): EditorHost {
  defineThemes(monaco);
  applyTheme(monaco, options.theme);
  const editor = monaco.editor.create(options.container, {
    ...STANDARD_OPTIONS,
    ...lookOptions(options.compact, STANDARD_LOOK, options.fontFamily),
  });

  const documents = new Map<DocumentId, Opened>();
  const ids = new Map<monaco.editor.ITextModel, DocumentId>();
  let shown: DocumentId | null = null;
  let reported: CursorSelection | null = null;
  let prominence: Prominence = 'full';
  let { compact } = options;
  let look = STANDARD_LOOK;

  const current = (): Opened | null => (shown === null ? null : (documents.get(shown) ?? null));
  const selection = (): CursorSelection | null => {
    const model = editor.getModel();
    const range = editor.getSelection();
    if (model === null || range === null) return null;
    return {
      anchor: model.getOffsetAt({ lineNumber: range.selectionStartLineNumber, column: range.selectionStartColumn }),
      head: model.getOffsetAt({ lineNumber: range.positionLineNumber, column: range.positionColumn }),
    };
  };
  const upToDate = (model: monaco.editor.ITextModel): DocumentId | null => {
    const id = ids.get(model);
    return id !== undefined && documents.get(id)?.followed === model.getVersionId() ? id : null;
  };
  const offer = (): ReturnType<OfferSource['offer']> => (shown === null ? null : events.offer(shown));

  const watchers = new Set<(change: DocumentChange) => void>();
  const marks = editor.createDecorationsCollection();
  const reviewing = editor.createContextKey<boolean>(REVIEWING, false);
  let zones = 0;
  const changed = (change: DocumentChange): void => {
    events.changed(change);
    for (const watcher of [...watchers]) watcher(change);
  };

  keepUndoSteps(editor);
  const tab = addTabKey(monaco, editor, {
    predicted: () =>
      shown === null || current()?.followed !== editor.getModel()?.getVersionId() ? null : events.predicted(shown),
    text: () => current()?.tracked.text ?? '',
    selection,
    marksOnly: () => prominence === 'mark',
    takeReviewed: () => {
      events.tookReviewed();
    },
    means: (meaning) => {
      events.tabMeans(meaning);
    },
  });
  const typescript = helpWithTypeScript(monaco, editor, {
    writable: (uri) => [...ids].some(([model, id]) => model.uri.toString() === uri.toString() && options.writable(id)),
    whenIdle: options.whenIdle,
  });
  const nextEdits = provideNextEdits(monaco, editor, upToDate, {
    offer: (document) => events.offer(document),
    rejected: (predictionId) => {
      events.rejected(predictionId);
    },
    unreadable: (predictionId) => {
      events.unreadable(predictionId);
    },
    shown(predictionId) {
      tab.drawn(predictionId);
      events.shown(predictionId);
    },
  });
  const follow = (event: ContentEvent): void => {
    const opened = current();
    if (opened === null) return;
    const offered = offer()?.predictionId ?? null;
    opened.followed = opened.model.getVersionId();
    const step = opened.tracked.follow(event, opened.model);
    if (step === null) return;
    const at = selection() ?? { anchor: 0, head: 0 };
    reported = at;
    const origin = originOf(event, offered);
    // One Ctrl-Z takes an accepted prediction back, and nothing typed after it.
    if (origin.taken !== null) editor.pushUndoStop();
    tab.changed(origin.taken !== null);
    changed({ document: opened.tracked.id, ...step, selection: at, ...origin });
  };
  const composing = watchComposing(
    editor,
    (on) => {
      events.hindered('composing', on);
    },
    follow,
  );
  let several = false;
  const disposables: monaco.IDisposable[] = [
    nextEdits,
    typescript,
    openDefinitions(monaco, (model) => {
      const id = ids.get(model);
      if (id !== undefined) options.goTo(id);
      return id !== undefined && shown === id;
    }),
    // First of all that follow the cursor: nobody hears of a place inside a character.
    ...keepCharactersWhole(monaco, editor),
    tab,
    composing,
    ...addPredictionKeys(monaco, editor, {
      offer,
      ask: () => {
        events.asked();
      },
    }),
    editor.onDidChangeModelContent((event) => {
      if (!composing.keeps(event)) follow(event);
    }),
    editor.onDidChangeCursorSelection(() => {
      const now = (editor.getSelections()?.length ?? 1) > 1;
      if (now !== several) {
        several = now;
        events.hindered('several-cursors', now);
      }
      const opened = current();
      // While a change is under way its own event brings the cursor along.
      if (opened === null || opened.followed !== opened.model.getVersionId()) return;
      const at = selection();
      if (at === null || (reported?.anchor === at.anchor && reported.head === at.head)) return;
      reported = at;
      events.moved(opened.tracked.id, at);
    }),
    // Monaco takes an edit off the screen when the focus leaves.
    editor.onDidFocusEditorText(() => {
      nextEdits.refresh(true);
    }),
    watchSuggestions(options.container, (open) => {
      events.suggesting(open);
    }),
    editor.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Escape) events.escaped();
    }),
    // Held Alt shows what the mark in the margin stands for.
    watchHeldAlt(editor, (held) => {
      if (prominence === 'mark') editor.updateOptions({ inlineSuggest: inlineSuggest(!held) });
      tab.update();
    }),
  ];

  /** A rename goes through files that are not on screen, whose changes the editor does not tell. */
  const followUnseen = (opened: Opened): void => {
    opened.model.onDidChangeContent((event) => {
      if (opened === current()) return;
      opened.followed = event.versionId;
      const step = opened.tracked.follow(event, opened.model);
      const end = step?.change.at(-1)?.start ?? 0;
      if (step !== null)
        changed({
          document: opened.tracked.id,
          ...step,
          selection: { anchor: end, head: end },
          ...originOf(event, null),
        });
    });
  };

  const open = (document: OpenDocument): void => {
    composing.finish();
    documents.get(document.id)?.model.dispose();
    const path = servicePath(document.name, document.language);
    const uri = monaco.Uri.from({ scheme: SCHEME, path });
    // Named only once its grammar is registered: Monaco looks for a grammar once, when a language is first used.
    const model = monaco.editor.createModel(
      document.text,
      'plaintext',
      monaco.editor.getModel(uri) === null ? uri : undefined,
    );
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    const opened: Opened = {
      tracked: new TrackedDocument(document.id, document.text, document.version),
      path,
      model,
      view: null,
      followed: model.getVersionId(),
    };
    documents.set(document.id, opened);
    ids.set(model, document.id);
    model.onWillDispose(() => ids.delete(model));
    forgetWhenLinesGo(model, editor);
    giveLanguage(model, document.language);
    // Monaco makes line endings uniform; the record has to know.
    const step = opened.tracked.follow({ changes: [], isUndoing: false, isRedoing: false, isFlush: false }, model);
    if (step !== null)
      changed({
        document: document.id,
        ...step,
        selection: { anchor: 0, head: 0 },
        source: { kind: 'load' },
        taken: null,
      });
    followUnseen(opened);
    if (shown === document.id) editor.setModel(model);
  };

  return {
    open,
    show(document) {
      const next = document === null ? null : documents.get(document);
      if (next === undefined || shown === document) return;
      composing.finish();
      const previous = current();
      if (previous !== null) previous.view = editor.saveViewState();
      shown = document;
      editor.setModel(next?.model ?? null);
      if (next !== null) editor.restoreViewState(next.view);
      reported = selection();
    },
    close(document) {
      const closed = documents.get(document);
      if (closed === undefined) return;
      if (shown === document) {
        composing.finish();
        shown = null;
        editor.setModel(null);
      }
      documents.delete(document);
      closed.model.dispose();
    },
    rename(document, name, language) {
      const opened = documents.get(document);
      if (opened === undefined) return;
      const kind = scriptKindOf(name, language);
      // A model keeps its name for life. Another ending is read by other rules, and only then is undo worth less than the name.
      if (kind === null || opened.path.endsWith(`.${kind}`)) giveLanguage(opened.model, language);
      else open({ id: document, name, language, text: opened.tracked.text, version: opened.tracked.version });
    },
    reveal(offset, end = offset) {
      const model = editor.getModel();
      if (model === null) return;
      const from = model.getPositionAt(offset);
      const to = model.getPositionAt(end);
      editor.setSelection({
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      });
      editor.revealRangeInCenterIfOutsideViewport({
        startLineNumber: from.lineNumber,
        startColumn: 1,
        endLineNumber: to.lineNumber,
        endColumn: 1,
      });
      editor.focus();
    },
    apply(change, reason) {
      composing.finish();
      const model = editor.getModel();
      if (model === null) return false;
      editor.pushUndoStop();
      const done = editor.executeEdits(
        nameOfReason(reason),
        change.map(({ start, end, text }) => {
          const from = model.getPositionAt(start);
          const to = model.getPositionAt(end);
          return {
            range: {
              startLineNumber: from.lineNumber,
              startColumn: from.column,
              endLineNumber: to.lineNumber,
              endColumn: to.column,
            },
            text,
            forceMoveMarkers: true,
          };
        }),
      );
      editor.pushUndoStop();
      return done;
    },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    zone(afterLine, align) {
      zones += 1;
      return addZone(editor, `inkling.zone.${zones}`, afterLine, align);
    },
    mark: (lines) => {
      markLines(marks, lines);
    },
    text: (document) => documents.get(document)?.tracked.text ?? null,
    version: (document) => documents.get(document)?.tracked.version ?? null,
    selection,
    position() {
      const at = editor.getPosition();
      return at === null ? null : { line: at.lineNumber, column: at.column };
    },
    lineOf: (document, offset) => documents.get(document)?.model.getPositionAt(offset).lineNumber ?? null,
    take() {
      editor.focus();
      editor.trigger('inkling', 'editor.action.inlineSuggest.commit', null);
    },
    jump() {
      editor.focus();
      editor.trigger('inkling', 'editor.action.inlineSuggest.jump', null);
    },
    refresh() {
      nextEdits.refresh();
      tab.update();
    },
    rehearse: () => {
      nextEdits.rehearse();
    },
    held() {
      const models = monaco.editor.getModels();
      return {
        models: models.length,
        decorations: models.reduce((sum, model) => sum + model.getAllDecorations().length, 0),
      };
    },
    focus: () => {
      editor.focus();
    },
    setTheme: (name) => {
      applyTheme(monaco, name);
    },
    setReadOnly: (readOnly) => {
      editor.updateOptions({ readOnly });
    },
    setProminence(next) {
      prominence = next;
      editor.updateOptions({ inlineSuggest: inlineSuggest(next === 'mark') });
      tab.update();
    },
    setReviewing: (on) => {
      reviewing.set(on);
    },
    setTab: (choice) => {
      tab.choose(choice);
    },
    setCompact(next) {
      compact = next;
      editor.updateOptions(lookOptions(compact, look, options.fontFamily));
    },
    setLook(next) {
      look = next;
      typescript.setErrorMarks(look.errorMarks);
      editor.updateOptions(lookOptions(compact, look, options.fontFamily));
    },
    dispose() {
      for (const disposable of disposables) disposable.dispose();
      editor.dispose();
      for (const { model } of documents.values()) model.dispose();
    },
  };
}
