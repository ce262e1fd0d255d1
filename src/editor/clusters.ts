/**
 * Keys that keep characters whole. Monaco moves by units where a sign carries marks (keycaps, "not equal") and where a
 * syllable is joined, and takes joined emoji and flags back piece by piece. Its `wordSegmenterLocales` would mend words
 * of prose only, and take `object.method` for one.
 */
import { clusterAround, hasClusters, unitsBefore } from '../core/text';
import type { monaco } from './monaco';

/** Set while the cursor's line has characters that Monaco might cut. */
const JOINED = 'inklingJoinedCharacters';
const WHEN = `editorTextFocus && ${JOINED} && !editorReadonly`;

/** Where a selection's end goes that would lie inside a character: onwards in the direction it moved. */
function whole(
  model: monaco.editor.ITextModel,
  { lineNumber, column }: monaco.IPosition,
  before: monaco.IPosition | null,
): number {
  const cluster = clusterAround(model.getLineContent(lineNumber), column - 1);
  if (cluster === null) return column;
  const back =
    before !== null && (before.lineNumber > lineNumber || (before.lineNumber === lineNumber && before.column > column));
  return (back ? cluster.start : cluster.end) + 1;
}

export function keepCharactersWhole(
  api: typeof monaco,
  editor: monaco.editor.IStandaloneCodeEditor,
): monaco.IDisposable[] {
  const { KeyCode, KeyMod } = api;
  const mac = /Mac|iP(?:hone|ad)/.test(navigator.userAgent);
  const joined = editor.createContextKey<boolean>(JOINED, false);
  const word = mac ? KeyMod.Alt : KeyMod.CtrlCmd;
  let heads: readonly monaco.IPosition[] = [];

  const follow = (): void => {
    const model = editor.getModel();
    const selections = editor.getSelections() ?? [];
    joined.set(
      model !== null &&
        selections.length === 1 &&
        hasClusters(model.getLineContent(selections[0]?.positionLineNumber ?? 1)),
    );
    if (model === null) return;
    const next = selections.map((selection, index) => {
      const head = { lineNumber: selection.positionLineNumber, column: selection.positionColumn };
      const column = whole(model, head, heads[index] ?? null);
      if (column === head.column) return selection;
      const empty = selection.isEmpty();
      return new api.Selection(
        empty ? head.lineNumber : selection.selectionStartLineNumber,
        empty ? column : selection.selectionStartColumn,
        head.lineNumber,
        column,
      );
    });
    heads = next.map(({ positionLineNumber: lineNumber, positionColumn: column }) => ({ lineNumber, column }));
    if (next.some((selection, index) => selection !== selections[index])) editor.setSelections(next);
  };

  /** What lies between the cursor and where a key of words would go, as one undo step. */
  const deleteTo = (select: string): void => {
    editor.pushUndoStop();
    if (editor.getSelection()?.isEmpty() === true) editor.trigger('keyboard', select, null);
    editor.trigger('keyboard', 'deleteLeft', null);
    editor.pushUndoStop();
  };

  const backspace = (): void => {
    const model = editor.getModel();
    const at = editor.getSelection();
    const units =
      model === null || at?.isEmpty() !== true
        ? null
        : unitsBefore(model.getLineContent(at.positionLineNumber), at.positionColumn - 1);
    if (units !== null && at !== null)
      editor.setSelection(
        new api.Selection(at.positionLineNumber, at.positionColumn - units, at.positionLineNumber, at.positionColumn),
      );
    editor.trigger('keyboard', 'deleteLeft', null);
  };

  return [
    editor.onDidChangeCursorSelection(follow),
    editor.onDidChangeModelContent(() => {
      heads = [];
    }),
    editor.addAction({
      id: 'inkling.deleteWordLeft',
      label: 'Delete Word Left, Characters Whole',
      keybindings: [word | KeyCode.Backspace],
      keybindingContext: WHEN,
      run: () => {
        deleteTo('cursorWordLeftSelect');
      },
    }),
    editor.addAction({
      id: 'inkling.deleteWordRight',
      label: 'Delete Word Right, Characters Whole',
      keybindings: [word | KeyCode.Delete],
      keybindingContext: WHEN,
      run: () => {
        deleteTo('cursorWordEndRightSelect');
      },
    }),
    editor.addAction({
      id: 'inkling.deleteLeft',
      label: 'Delete Left, Characters Whole',
      keybindings: [KeyCode.Backspace, KeyMod.Shift | KeyCode.Backspace],
      keybindingContext: WHEN,
      run: backspace,
    }),
  ];
}
