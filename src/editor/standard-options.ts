/** How the editor behaves, whatever the user chose. */
import type { monaco } from './monaco';
import { inlineSuggest } from './suggest-options';

export const STANDARD_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  ariaLabel: 'Code',
  fontLigatures: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  smoothScrolling: true,
  renderLineHighlight: 'line',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  guides: { indentation: true },
  stickyScroll: { enabled: false },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  glyphMargin: false,
  // A list that opens by itself would cover the prediction; Ctrl-Space still opens it. See `typescript/start.ts`.
  quickSuggestions: false,
  suggestOnTriggerCharacters: false,
  parameterHints: { enabled: true },
  // The first of several definitions is gone to; a view of all would need a second editor.
  gotoLocation: { multiple: 'goto' },
  wordBasedSuggestions: 'currentDocument',
  inlineSuggest: inlineSuggest(false),
  accessibilitySupport: 'auto',
  // The page says it, with the line as it will be (announcementOf in src/session/view.ts): once is enough.
  screenReaderAnnounceInlineSuggestion: false,
  // The page says which theme; Monaco by itself would leave a chosen one of high contrast.
  autoDetectHighContrast: false,
  renderControlCharacters: true,
  // What a file holds stays in it; Monaco would ask to remove U+2028 and its like.
  unusualLineTerminators: 'off',
  // Dimmed, as Monaco has it, the number of the last line could hardly be read.
  renderFinalNewline: 'on',
  fixedOverflowWidgets: true,
};
