/** Words that an input method puts together: many changes of the editor's text that count as one. */
import { composeChanges, type TextChange } from '../core/text';
import { toTextChange, type ContentEvent } from './changes';
import type { monaco } from './monaco';

export interface Composing extends monaco.IDisposable {
  /** Keeps a change for later while a word is put together; false when none is. */
  keeps(event: ContentEvent): boolean;
  /** What was kept happens now. */
  finish(): void;
}

/** `done` gets all changes of one word as one event. */
export function watchComposing(
  editor: monaco.editor.ICodeEditor,
  onChange: (on: boolean) => void,
  done: (event: ContentEvent) => void,
): Composing {
  let composed: TextChange | null = null;
  const finish = (): void => {
    if (composed === null) return;
    const changes = composed.map(({ start, end, text }) => ({ rangeOffset: start, rangeLength: end - start, text }));
    composed = null;
    done({ changes, isUndoing: false, isRedoing: false, isFlush: false });
    onChange(false);
  };
  const started = editor.onDidCompositionStart(() => {
    if (composed !== null) return;
    composed = [];
    onChange(true);
  });
  const ended = editor.onDidCompositionEnd(finish);
  return {
    keeps(event) {
      if (composed === null) return false;
      if (!event.isFlush) {
        composed = composeChanges(composed, toTextChange(event));
        return true;
      }
      // The whole text was replaced, and is followed as a whole.
      composed = null;
      onChange(false);
      return false;
    },
    finish,
    dispose() {
      started.dispose();
      ended.dispose();
    },
  };
}
