/** A prediction that is only a mark in the margin, until Alt is held by itself. */
import { monaco } from './monaco';

/**
 * Calls `show` when Alt has been held alone for a moment, and `hide` when it is let go, when another key makes it a
 * shortcut, or when the window loses the keys.
 */
export function watchHeldAlt(editor: monaco.editor.ICodeEditor, onHeld: (held: boolean) => void): monaco.IDisposable {
  let timer = 0;
  let held = false;
  const end = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    if (!held) return;
    held = false;
    onHeld(false);
  };
  const down = editor.onKeyDown((event) => {
    if (event.keyCode !== monaco.KeyCode.Alt || event.ctrlKey || event.shiftKey || event.metaKey) {
      end();
      return;
    }
    if (held || timer !== 0) return;
    timer = window.setTimeout(() => {
      held = true;
      onHeld(true);
    }, HOLD_MS);
  });
  const up = editor.onKeyUp((event) => {
    if (event.keyCode === monaco.KeyCode.Alt) end();
  });
  // Alt with Tab goes to another window, which gets the key that ends it.
  const blur = editor.onDidBlurEditorText(end);
  window.addEventListener('blur', end);
  return {
    dispose() {
      end();
      for (const listener of [down, up, blur]) listener.dispose();
      window.removeEventListener('blur', end);
    },
  };
}

/** A shortcut's second key comes sooner than this after Alt. Milliseconds. */
const HOLD_MS = 160;
