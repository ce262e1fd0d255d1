/**
 * The prediction on screen, as Monaco's own next-edit view. Monaco asks again at every change of text and drops what
 * is shown when the answer is nothing, so the answer is given at once, from what is predicted already.
 */
import type { DocumentId } from '../core/history/record';
import type { TextEdit } from '../core/text';
import type { monaco } from './monaco';

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
  rejected(predictionId: string): void;
}

interface Item extends monaco.languages.InlineCompletion {
  readonly predictionId: string;
}

type Items = monaco.languages.InlineCompletions<Item>;

export interface NextEdits extends monaco.IDisposable {
  /** Makes Monaco ask again: what is offered has changed. */
  refresh(): void;
}

/** Whole lines around an edit, so that Monaco compares words in their context and not bare fragments. */
function wholeLines(model: monaco.editor.ITextModel, edit: TextEdit): Pick<Item, 'range' | 'insertText'> {
  const start = model.getPositionAt(edit.start);
  const end = model.getPositionAt(edit.end);
  const before = model.getValueInRange({ startLineNumber: start.lineNumber, startColumn: 1, endLineNumber: start.lineNumber, endColumn: start.column });
  const endColumn = model.getLineMaxColumn(end.lineNumber);
  const after = model.getValueInRange({ startLineNumber: end.lineNumber, startColumn: end.column, endLineNumber: end.lineNumber, endColumn });
  return {
    range: { startLineNumber: start.lineNumber, startColumn: 1, endLineNumber: end.lineNumber, endColumn },
    insertText: before + edit.text + after,
  };
}

/**
 * Registers the provider for every language. `documentOf` names the document of a model, and is null for a model
 * whose latest change has not been followed yet: `refresh` comes right after.
 */
export function provideNextEdits(api: typeof monaco, documentOf: (model: monaco.editor.ITextModel) => DocumentId | null, source: OfferSource): NextEdits {
  const changed = new api.Emitter<undefined>();
  const provider: monaco.languages.InlineCompletionsProvider<Items> = {
    displayName: 'Inkling',
    // Waiting is the prediction's business; it has done so already.
    debounceDelayMs: 0,
    onDidChangeInlineCompletions: (listener) => changed.event(() => { listener(); }),
    provideInlineCompletions(model, _position, context) {
      const document = documentOf(model);
      const offer = document === null || !context.includeInlineEdits ? null : source.offer(document);
      if (offer === null) return { items: [] };
      return {
        items: [{ ...wholeLines(model, offer.edit), isInlineEdit: true, correlationId: offer.predictionId, predictionId: offer.predictionId }],
      };
    },
    handleItemDidShow(_items, item) {
      source.shown(item.predictionId);
    },
    handleEndOfLifetime(_items, item, reason) {
      if (reason.kind === api.languages.InlineCompletionEndOfLifeReasonKind.Rejected) source.rejected(item.predictionId);
    },
    disposeInlineCompletions: () => undefined,
  };
  const registration = api.languages.registerInlineCompletionsProvider('*', provider);
  return {
    refresh: () => { changed.fire(undefined); },
    dispose() {
      registration.dispose();
      changed.dispose();
    },
  };
}
