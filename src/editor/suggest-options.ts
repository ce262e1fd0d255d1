/** How Monaco is to draw suggested edits, and when its list of completions is in the way. */
import type { monaco } from './monaco';

/** The typings lack `edits`, the run time has it. */
interface InlineSuggestOptions extends monaco.editor.IInlineSuggestOptions {
  readonly edits: {
    readonly enabled: boolean;
    readonly showCollapsed: boolean;
    readonly allowCodeShifting: 'always' | 'horizontal' | 'never';
    readonly renderSideBySide: 'auto' | 'never';
    readonly showLongDistanceHint: boolean;
  };
}

/**
 * Lines that are put in make room for themselves (`allowCodeShifting`). Beside the code they would stand without their
 * indentation, and at the first display Monaco can measure the box before its text is there, so that it stays empty.
 */
export const inlineSuggest = (collapsed: boolean): InlineSuggestOptions => ({
  enabled: true,
  showToolbar: 'never',
  edits: {
    enabled: true,
    showCollapsed: collapsed,
    allowCodeShifting: 'always',
    renderSideBySide: 'auto',
    showLongDistanceHint: true,
  },
});

/** Monaco tells nobody outside that its list of completions is open, but for a class name. */
export function watchSuggestions(container: HTMLElement, onChange: (open: boolean) => void): monaco.IDisposable {
  let open = false;
  const observer = new MutationObserver((mutations) => {
    if (!mutations.some(({ target }) => target instanceof HTMLElement && target.classList.contains('suggest-widget')))
      return;
    const visible = container.querySelector('.suggest-widget.visible') !== null;
    if (visible === open) return;
    open = visible;
    onChange(open);
  });
  observer.observe(container, { subtree: true, attributes: true, attributeFilter: ['class'] });
  return {
    dispose: () => {
      observer.disconnect();
    },
  };
}
