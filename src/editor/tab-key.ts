/** The Tab key: what it does now is decided by the core, told to the page, and done here. */
import { TAB_GRACE_MS, tabMeaning, type TabChoice, type TabMeaning } from '../core/prediction';
import type { TextEdit } from '../core/text';
import type { CursorSelection } from '../core/history/record';
import type { monaco } from './monaco';
import { isCollapsed } from './monaco-inside';

/** A prediction as it is shown now, of the present text. */
export interface Predicted {
  readonly id: string;
  /** In the order in which Tab takes them; never empty. */
  readonly hunks: readonly Pick<TextEdit, 'start' | 'end'>[];
  /** All of it is shown beside the code. */
  readonly beside: boolean;
}

export interface TabSource {
  /** What is predicted for the shown document; null while its text is being followed. */
  predicted(): Predicted | null;
  text(): string;
  selection(): CursorSelection | null;
  /** Whether only a mark stands for a prediction until it is looked at. */
  marksOnly(): boolean;
  takeReviewed(): void;
  means(meaning: TabMeaning): void;
}

export interface TabKey extends monaco.IDisposable {
  /** Something that it depends on may be another than it was. */
  update(): void;
  /** A prediction can be seen from now on. */
  drawn(predictionId: string): void;
  /** The text changed: by taking (a part of) a prediction, or otherwise. */
  changed(taken: boolean): void;
  choose(choice: TabChoice): void;
}

/** The name under which Monaco moves the cursor to an edit: where it puts it, the next Tab takes the edit. */
const JUMP = 'inlineCompletions.jump';

/** Set while a prediction is shown beside the code. */
export const REVIEWING = 'inklingReviewing';
const CONCERNS_TAB = `(inlineEditIsVisible || ${REVIEWING}) && editorTextFocus && !suggestWidgetVisible && !editorReadonly && !editorTabMovesFocus`;

export function addTabKey(api: typeof monaco, editor: monaco.editor.IStandaloneCodeEditor, source: TabSource): TabKey {
  let choice: TabChoice = 'careful';
  let appeared: { readonly id: string; readonly at: number } | null = null;
  let following = false;
  let told: TabMeaning | null = null;
  let due = false;
  let timer = 0;

  const isInView = ({ start, end }: Pick<TextEdit, 'start' | 'end'>): boolean => {
    const model = editor.getModel();
    if (model === null) return false;
    const [first, last] = [model.getPositionAt(start).lineNumber, model.getPositionAt(end).lineNumber];
    return editor.getVisibleRanges().some((range) => range.startLineNumber <= first && last <= range.endLineNumber);
  };
  const shownFor = (predicted: Predicted | null): number | null =>
    predicted === null || appeared?.id !== predicted.id ? null : performance.now() - appeared.at;

  const meaning = (): TabMeaning => {
    const predicted = source.predicted();
    const next = predicted?.hunks[0];
    return tabMeaning({
      choice,
      text: source.text(),
      cursor: source.selection() ?? { anchor: 0, head: 0 },
      cursors: editor.getSelections()?.length ?? 0,
      focused: editor.hasTextFocus(),
      hunks: predicted?.hunks ?? [],
      shownFor: shownFor(predicted),
      drawn: predicted?.beside === true ? 'beside' : source.marksOnly() && isCollapsed(editor) ? 'mark' : 'code',
      following: following && next !== undefined && isInView(next),
    });
  };

  const refresh = (): void => {
    due = false;
    const predicted = source.predicted();
    if (predicted === null) appeared = null;
    else if (predicted.beside && appeared?.id !== predicted.id) appeared = { id: predicted.id, at: performance.now() };
    const shown = shownFor(predicted);
    window.clearTimeout(timer);
    if (shown !== null && shown < TAB_GRACE_MS) timer = window.setTimeout(update, TAB_GRACE_MS - shown + 1);
    const now = meaning();
    if (now === told) return;
    told = now;
    source.means(now);
  };
  // Once everybody has heard of what happened: Monaco's own listeners come after these.
  const update = (): void => {
    if (!due) queueMicrotask(refresh);
    due = true;
  };

  const press = (): void => {
    switch (meaning()) {
      case 'accept':
        if (source.predicted()?.beside === true) source.takeReviewed();
        else editor.trigger('inkling', 'editor.action.inlineSuggest.commit', null);
        return;
      case 'jump':
        editor.trigger('inkling', 'editor.action.inlineSuggest.jump', null);
        return;
      case 'indent':
      case 'none':
        editor.trigger('keyboard', 'tab', null);
    }
  };

  const disposables = [
    editor.addAction({
      id: 'inkling.tab',
      label: 'Inkling: Accept the Prediction, Go to It, or Indent',
      keybindings: [api.KeyCode.Tab],
      precondition: CONCERNS_TAB,
      run: press,
    }),
    editor.onDidChangeCursorSelection(({ reason, source: by }) => {
      if (by === JUMP) following = true;
      else if (reason === api.editor.CursorChangeReason.Explicit) following = false;
      update();
    }),
    editor.onDidFocusEditorText(update),
    editor.onDidBlurEditorText(update),
    editor.onDidScrollChange(update),
    editor.onDidChangeModel(update),
  ];

  return {
    update,
    drawn(predictionId) {
      if (appeared?.id !== predictionId) appeared = { id: predictionId, at: performance.now() };
      update();
    },
    changed(taken) {
      following = taken;
      update();
    },
    choose(next) {
      choice = next;
      update();
    },
    dispose() {
      window.clearTimeout(timer);
      for (const disposable of disposables) disposable.dispose();
    },
  };
}
