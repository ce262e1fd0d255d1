/** The keys around a prediction but for Tab (tab-key.ts). Escape is Monaco's; what it leaves out is added here. */
import type { TextEdit } from '../core/text';
import { TAKE_LINE, TAKE_WORD } from './changes';
import type { monaco } from './monaco';
import type { Offer } from './next-edit';
import { firstLineOf, firstWordOf } from './partial';

const OFFERED = 'inlineEditIsVisible && cursorAtInlineEdit && !suggestWidgetVisible && !editorReadonly';

export interface KeyTargets {
  /** The hunk on screen in the shown document, or null. */
  offer(): Offer | null;
  /** The user asks for a prediction now, whatever the mode. */
  ask(): void;
}

/** Puts a part of the offered hunk into the text, as one undo step of its own. */
function takePart(
  editor: monaco.editor.ICodeEditor,
  offer: Offer | null,
  reason: string,
  part: typeof firstWordOf,
): void {
  const model = editor.getModel();
  if (model === null || offer === null) return;
  const rangeOf = (edit: TextEdit): monaco.IRange => {
    const start = model.getPositionAt(edit.start);
    const end = model.getPositionAt(edit.end);
    return {
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    };
  };
  const { start, end } = offer.edit;
  const read = (from: number, to: number): string =>
    model.getValueInRange(rangeOf({ start: Math.max(0, from), end: to, text: '' }));
  const taken = part(offer.edit, read(start, end), { before: read(start - 2, start), after: read(end, end + 2) });
  if (taken === null) return;
  editor.pushUndoStop();
  editor.executeEdits(reason, [{ range: rangeOf(taken), text: taken.text, forceMoveMarkers: true }]);
  editor.pushUndoStop();
  editor.setPosition(model.getPositionAt(taken.start + taken.text.length));
}

/** Adds the actions and key bindings to one editor. */
export function addPredictionKeys(
  api: typeof monaco,
  editor: monaco.editor.IStandaloneCodeEditor,
  targets: KeyTargets,
): monaco.IDisposable[] {
  const { KeyCode, KeyMod } = api;
  return [
    editor.addAction({
      id: 'inkling.takeWord',
      label: 'Inkling: Accept the Next Word of the Prediction',
      keybindings: [KeyMod.CtrlCmd | KeyCode.RightArrow],
      precondition: OFFERED,
      run: () => {
        takePart(editor, targets.offer(), TAKE_WORD, firstWordOf);
      },
    }),
    editor.addAction({
      id: 'inkling.takeLine',
      label: 'Inkling: Accept the Next Line of the Prediction',
      keybindings: [KeyMod.CtrlCmd | KeyCode.DownArrow],
      precondition: OFFERED,
      run: () => {
        takePart(editor, targets.offer(), TAKE_LINE, firstLineOf);
      },
    }),
    editor.addAction({
      id: 'inkling.ask',
      label: 'Inkling: Predict My Next Edit Now',
      keybindings: [KeyMod.Alt | KeyCode.Backslash],
      precondition: '!editorReadonly',
      run: () => {
        targets.ask();
      },
    }),
  ];
}
