/**
 * The prediction on screen, as Monaco's own next-edit view. Monaco asks again at every change of text and drops what
 * is shown when the answer is nothing, so the answer is given at once, from what is predicted already.
 */
import type { DocumentId } from '../core/history/record';
import type { TextEdit } from '../core/text';
import type { monaco } from './monaco';
import { forgetAnswer } from './monaco-inside';
import { checkReadable } from './readable';

/** One hunk of a prediction. `edit` speaks of the document's text now. */
export interface Offer {
  readonly predictionId: string;
  readonly edit: TextEdit;
}

/** Who decides what is offered, and is told what became of it. */
export interface OfferSource {
  /** The hunk to show for a document's present text, or null. Synchronous: it never waits for a model. */
  offer(document: DocumentId): Offer | null;
  shown(predictionId: string): void;
  /** What was drawn of it cannot be read. */
  unreadable(predictionId: string): void;
  rejected(predictionId: string): void;
}

interface Item extends monaco.languages.InlineCompletion {
  readonly predictionId: string;
}

type Items = monaco.languages.InlineCompletions<Item>;

export interface NextEdits extends monaco.IDisposable {
  /** Makes Monaco ask again where what is offered is not what it was last told; `always` where it dropped that. */
  refresh(always?: boolean): void;
  /**
   * Has Monaco draw an edit that cannot be seen nor taken. It builds its view of edits when the first one comes, which
   * is a task of more than 50 ms: better before the user types than under the first prediction. Once; it needs the
   * focus in the code and a text that is not empty, else nothing happens.
   */
  rehearse(): void;
}

/** Whole lines around an edit, so that Monaco compares words in their context and not bare fragments. */
function wholeLines(model: monaco.editor.ITextModel, edit: TextEdit): Pick<Item, 'range' | 'insertText'> {
  const start = model.getPositionAt(edit.start);
  const end = model.getPositionAt(edit.end);
  const before = model.getValueInRange({
    startLineNumber: start.lineNumber,
    startColumn: 1,
    endLineNumber: start.lineNumber,
    endColumn: start.column,
  });
  const endColumn = model.getLineMaxColumn(end.lineNumber);
  const after = model.getValueInRange({
    startLineNumber: end.lineNumber,
    startColumn: end.column,
    endLineNumber: end.lineNumber,
    endColumn,
  });
  return {
    range: { startLineNumber: start.lineNumber, startColumn: 1, endLineNumber: end.lineNumber, endColumn },
    insertText: before + edit.text + after,
  };
}

/** Takes away the first character that is not blank. */
function harmlessEdit(model: monaco.editor.ITextModel): TextEdit {
  const start = Math.max(0, model.getValue().search(/\S/));
  return { start, end: start + 1, text: '' };
}

/** What Monaco was last told, of which version of which text. */
interface Told {
  readonly model: monaco.editor.ITextModel;
  readonly version: number;
  readonly key: string;
}

const NOTHING = '';
/** The id of the edit that is drawn unseen: no prediction has it. */
const REHEARSED = 'rehearsed';
/** While the container has it, edits are not visible (shell.css). */
const REHEARSING = 'ink-rehearsing';
/** Monaco has drawn it long before, if it does at all. Milliseconds. */
const LONGEST_REHEARSAL_MS = 500;
const keyOf = (offer: Offer | null): string =>
  offer === null ? NOTHING : JSON.stringify([offer.predictionId, offer.edit]);

/**
 * Registers the provider for every language. `documentOf` names the document of a model, and is null for a model
 * whose latest change has not been followed yet: `refresh` comes right after.
 */
export function provideNextEdits(
  api: typeof monaco,
  editor: monaco.editor.ICodeEditor,
  documentOf: (model: monaco.editor.ITextModel) => DocumentId | null,
  source: OfferSource,
): NextEdits {
  const changed = new api.Emitter<undefined>();
  let told: Told | null = null;
  let due: 'no' | 'if-other' | 'always' = 'no';
  let rehearsal: 'due' | 'on' | 'over' = 'due';
  let stopChecking = (): void => undefined;

  const offerFor = (model: monaco.editor.ITextModel): Offer | null => {
    const document = documentOf(model);
    return document === null ? null : source.offer(document);
  };

  const container = editor.getContainerDomNode();
  const provider: monaco.languages.InlineCompletionsProvider<Items> = {
    displayName: 'Inkling',
    // Waiting is the prediction's business; it has done so already.
    debounceDelayMs: 0,
    onDidChangeInlineCompletions: (listener) =>
      changed.event(() => {
        listener();
      }),
    provideInlineCompletions(model, _position, context) {
      const offer = !context.includeInlineEdits
        ? null
        : rehearsal === 'on'
          ? { predictionId: REHEARSED, edit: harmlessEdit(model) }
          : offerFor(model);
      told = { model, version: model.getVersionId(), key: keyOf(offer) };
      if (offer === null) return { items: [] };
      return {
        items: [
          {
            ...wholeLines(model, offer.edit),
            isInlineEdit: true,
            correlationId: offer.predictionId,
            predictionId: offer.predictionId,
          },
        ],
      };
    },
    handleItemDidShow(_items, item) {
      if (item.predictionId === REHEARSED) queueMicrotask(endRehearsal);
      else {
        source.shown(item.predictionId);
        stopChecking();
        stopChecking = checkReadable(window, container, () => {
          source.unreadable(item.predictionId);
        });
      }
    },
    handleEndOfLifetime(_items, item, reason) {
      if (item.predictionId !== REHEARSED && reason.kind === api.languages.InlineCompletionEndOfLifeReasonKind.Rejected)
        source.rejected(item.predictionId);
    },
    disposeInlineCompletions: () => undefined,
  };

  const update = (): void => {
    const always = due === 'always';
    due = 'no';
    const model = editor.getModel();
    if (model === null) return;
    const hasAnswer = told?.model === model && told.version === model.getVersionId();
    if (hasAnswer && !always && told?.key === keyOf(offerFor(model))) return;
    if (hasAnswer) forgetAnswer(editor);
    changed.fire(undefined);
  };

  /** Before anything that a user does reaches Monaco: Tab must never take what was not predicted. */
  const INPUTS = ['keydown', 'beforeinput', 'pointerdown', 'paste', 'drop'] as const;
  const endRehearsal = (): void => {
    if (rehearsal !== 'on') return;
    rehearsal = 'over';
    for (const input of INPUTS) container.removeEventListener(input, endRehearsal, true);
    container.classList.remove(REHEARSING);
    told = null;
    forgetAnswer(editor);
    changed.fire(undefined);
  };

  const registration = api.languages.registerInlineCompletionsProvider('*', provider);
  return {
    refresh(always = false) {
      // Once what is going on is over: Monaco may be in the middle of taking an edit.
      if (due === 'no') queueMicrotask(update);
      if (due !== 'always') due = always ? 'always' : 'if-other';
    },
    rehearse() {
      const model = editor.getModel();
      if (
        rehearsal !== 'due' ||
        model === null ||
        model.getValueLength() === 0 ||
        !editor.hasTextFocus() ||
        offerFor(model) !== null
      )
        return;
      rehearsal = 'on';
      container.classList.add(REHEARSING);
      for (const input of INPUTS) container.addEventListener(input, endRehearsal, true);
      changed.fire(undefined);
      setTimeout(endRehearsal, LONGEST_REHEARSAL_MS);
    },
    dispose() {
      stopChecking();
      registration.dispose();
      changed.dispose();
    },
  };
}
