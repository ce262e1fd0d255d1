/** What Monaco's own view of suggested edits knows and its typings do not show. Each answer does without it when it is not there. */
import type { monaco } from './monaco';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const property = (target: unknown, name: string): unknown => (isRecord(target) ? target[name] : undefined);

/** Calls a method that may not be there. */
function call(target: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = property(target, name);
  return typeof method === 'function' ? (Reflect.apply(method, target, args) as unknown) : undefined;
}

function suggestions(editor: monaco.editor.ICodeEditor): unknown {
  const controller: unknown = editor.getContribution('editor.contrib.inlineCompletionsController');
  return call(property(controller, 'model'), 'get');
}

/**
 * Monaco keeps an answer, an empty one too, and asks nobody again while text and cursor stay the same. Only its own
 * model of the suggestions can be told to forget; without it a prediction would appear at the next key.
 */
export function forgetAnswer(editor: monaco.editor.ICodeEditor): void {
  call(suggestions(editor), 'stop', 'automatic');
}

/** Whether only a mark stands for the edit that Monaco shows. */
export function isCollapsed(editor: monaco.editor.ICodeEditor): boolean {
  return call(property(suggestions(editor), 'showCollapsed'), 'get') === true;
}

/** Whether Monaco is about to note that it shows an edit: it knows of one that is not the one it noted last. */
function isNotingEdit(editor: monaco.editor.ICodeEditor): boolean {
  const model = suggestions(editor);
  const present = property(property(call(property(model, 'state'), 'get'), 'inlineSuggestion'), 'semanticId');
  const noted = property(property(property(model, '_lastShownInlineCompletionInfo'), 'inlineCompletion'), 'semanticId');
  return present !== undefined && present !== noted;
}

/**
 * Whenever it shows another edit Monaco ends the undo step, and what is typed with a prediction on screen makes it
 * another edit at each key: every letter would be a step of its own. Taking an edit ends the step all the same.
 */
export function keepUndoSteps(editor: monaco.editor.ICodeEditor): void {
  const push = editor.pushUndoStop.bind(editor);
  editor.pushUndoStop = () => (isNotingEdit(editor) ? false : push());
}

const breaks = (text: string): number => text.split('\n').length - 1;

/**
 * When lines go, Monaco 0.57 draws a replaced word once more by its old line number, and throws where there is no such
 * line. Told early enough it draws nothing: a listener that was there before the editor is heard first.
 */
export function forgetWhenLinesGo(model: monaco.editor.ITextModel, editor: monaco.editor.ICodeEditor): void {
  model.onDidChangeContent(({ changes }) => {
    const goes = changes.some(({ range, text }) => range.endLineNumber - range.startLineNumber > breaks(text));
    if (goes && editor.getModel() === model) forgetAnswer(editor);
  });
}
