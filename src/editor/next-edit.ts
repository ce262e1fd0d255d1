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
  /** Makes Monaco ask again where what is offered is not what it was last told; `always` where it dropped that. */
  refresh(always?: boolean): void;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/**
 * Monaco keeps an answer, an empty one too, and asks nobody again while text and cursor stay the same. Only its own
 * model of the suggestions can be told to forget, and the typings do not show it; without it a prediction would
 * appear at the next key.
 */
export function forgetAnswer(editor: monaco.editor.ICodeEditor): void {
  const controller: unknown = editor.getContribution('editor.contrib.inlineCompletionsController');
  const holder = isRecord(controller) ? controller['model'] : undefined;
  call(call(holder, 'get'), 'stop', 'automatic');
}

/** Calls a method that may not be there. */
function call(target: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = isRecord(target) ? target[name] : undefined;
  return typeof method === 'function' ? Reflect.apply(method, target, args) as unknown : undefined;
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

/** What Monaco was last told, of which version of which text. */
interface Told {
  readonly model: monaco.editor.ITextModel;
  readonly version: number;
  readonly key: string;
}

const NOTHING = '';
const keyOf = (offer: Offer | null): string => (offer === null ? NOTHING : JSON.stringify([offer.predictionId, offer.edit]));

/**
 * Registers the provider for every language. `documentOf` names the document of a model, and is null for a model
 * whose latest change has not been followed yet: `refresh` comes right after.
 */
export function provideNextEdits(
  api: typeof monaco, editor: monaco.editor.ICodeEditor, documentOf: (model: monaco.editor.ITextModel) => DocumentId | null, source: OfferSource,
): NextEdits {
  const changed = new api.Emitter<undefined>();
  let told: Told | null = null;
  let due: 'no' | 'if-other' | 'always' = 'no';

  const offerFor = (model: monaco.editor.ITextModel): Offer | null => {
    const document = documentOf(model);
    return document === null ? null : source.offer(document);
  };

  const provider: monaco.languages.InlineCompletionsProvider<Items> = {
    displayName: 'Inkling',
    // Waiting is the prediction's business; it has done so already.
    debounceDelayMs: 0,
    onDidChangeInlineCompletions: (listener) => changed.event(() => { listener(); }),
    provideInlineCompletions(model, _position, context) {
      const offer = context.includeInlineEdits ? offerFor(model) : null;
      told = { model, version: model.getVersionId(), key: keyOf(offer) };
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

  const registration = api.languages.registerInlineCompletionsProvider('*', provider);
  return {
    refresh(always = false) {
      // Once what is going on is over: Monaco may be in the middle of taking an edit.
      if (due === 'no') queueMicrotask(update);
      if (due !== 'always') due = always ? 'always' : 'if-other';
    },
    dispose() {
      registration.dispose();
      changed.dispose();
    },
  };
}
