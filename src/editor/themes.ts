/** Inkling's colours for Monaco: the same ink and paper as the page around it (src/shell/styles/tokens.css). */
import type { monaco } from './monaco';

export type EditorTheme = 'light' | 'dark' | 'hc-light' | 'hc-dark';

interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly faint: string;
  readonly faintest: string;
  readonly line: string;
  readonly surface: string;
  readonly border: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly comment: string;
  readonly type: string;
  readonly added: string;
  readonly removed: string;
}

const light: Ink = {
  paper: '#fdfcfa',
  text: '#20242e',
  faint: '#606575',
  faintest: '#6d7281',
  line: '#f4f2ed',
  surface: '#f6f4ef',
  border: '#dedbd3',
  accent: '#3d52c4',
  onAccent: '#ffffff',
  keyword: '#3d4fb8',
  string: '#2b7358',
  number: '#9a4a1c',
  comment: '#686d7c',
  type: '#7a3f8c',
  added: '#2e9e78',
  removed: '#c2513f',
};

const dark: Ink = {
  paper: '#13161f',
  text: '#dfe2ea',
  faint: '#949bad',
  faintest: '#7d8496',
  line: '#191d28',
  surface: '#1a1e29',
  border: '#2b3040',
  accent: '#93a5ff',
  onAccent: '#10131b',
  keyword: '#a0aeff',
  string: '#8fd0b0',
  number: '#e5aa7f',
  comment: '#838a9c',
  type: '#d3a2e4',
  added: '#4cc39a',
  removed: '#ec7f6d',
};

const bare = (hex: string): string => hex.slice(1);

function theme(base: 'vs' | 'vs-dark', ink: Ink): monaco.editor.IStandaloneThemeData {
  return {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: bare(ink.text) },
      { token: 'comment', foreground: bare(ink.comment), fontStyle: 'italic' },
      { token: 'keyword', foreground: bare(ink.keyword) },
      { token: 'string', foreground: bare(ink.string) },
      { token: 'string.escape', foreground: bare(ink.number) },
      { token: 'number', foreground: bare(ink.number) },
      { token: 'type', foreground: bare(ink.type) },
      { token: 'tag', foreground: bare(ink.keyword) },
      { token: 'delimiter', foreground: bare(ink.faint) },
    ],
    colors: {
      'editor.background': ink.paper,
      'editor.foreground': ink.text,
      'editorCursor.foreground': ink.accent,
      'editor.lineHighlightBackground': ink.line,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': `${ink.accent}33`,
      'editor.inactiveSelectionBackground': `${ink.accent}1f`,
      'editor.selectionHighlightBackground': `${ink.accent}1a`,
      'editor.wordHighlightBackground': `${ink.accent}17`,
      'editor.wordHighlightStrongBackground': `${ink.accent}22`,
      'editor.findMatchBackground': `${ink.number}66`,
      'editor.findMatchHighlightBackground': `${ink.number}33`,
      'editorLineNumber.foreground': ink.faintest,
      'editorLineNumber.activeForeground': ink.faint,
      'editorIndentGuide.background1': ink.border,
      'editorIndentGuide.activeBackground1': ink.faintest,
      'editorBracketMatch.background': `${ink.accent}30`,
      'editorBracketMatch.border': '#00000000',
      'editorWidget.background': ink.surface,
      'editorWidget.foreground': ink.text,
      'editorWidget.border': ink.border,
      'editorSuggestWidget.background': ink.surface,
      'editorSuggestWidget.border': ink.border,
      'editorSuggestWidget.selectedBackground': `${ink.accent}26`,
      'editorSuggestWidget.selectedForeground': ink.text,
      'editorSuggestWidget.highlightForeground': ink.accent,
      'editorSuggestWidget.focusHighlightForeground': ink.accent,
      'editorHoverWidget.background': ink.surface,
      'editorHoverWidget.border': ink.border,
      'editorHoverWidget.statusBarBackground': ink.line,
      'editorError.foreground': ink.removed,
      'editorWarning.foreground': ink.number,
      'editorMarkerNavigation.background': ink.surface,
      'textLink.foreground': ink.accent,
      'textLink.activeForeground': ink.accent,
      'input.background': ink.paper,
      'input.foreground': ink.text,
      'input.border': ink.border,
      focusBorder: ink.accent,
      'button.background': ink.accent,
      'button.foreground': ink.onAccent,
      'menu.background': ink.surface,
      'menu.foreground': ink.text,
      'menu.selectionBackground': `${ink.accent}26`,
      'menu.selectionForeground': ink.text,
      'menu.separatorBackground': ink.border,
      'menu.border': ink.border,
      'widget.shadow': base === 'vs' ? '#20242e22' : '#00000066',
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': `${ink.faint}33`,
      'scrollbarSlider.hoverBackground': `${ink.faint}55`,
      'scrollbarSlider.activeBackground': `${ink.faint}77`,
      'editorOverviewRuler.border': '#00000000',
      'diffEditor.insertedTextBackground': `${ink.added}55`,
      'diffEditor.removedTextBackground': `${ink.removed}44`,
      'diffEditor.insertedLineBackground': `${ink.added}22`,
      'diffEditor.removedLineBackground': `${ink.removed}1f`,
      'inlineEdit.originalBorder': `${ink.removed}99`,
      'inlineEdit.modifiedBorder': `${ink.added}aa`,
      'inlineEdit.tabWillAcceptOriginalBorder': `${ink.removed}bb`,
      'inlineEdit.tabWillAcceptModifiedBorder': ink.added,
      // Tab goes there (primary) or takes it (successful): a hint of ink first, then ink.
      'inlineEdit.gutterIndicator.background': ink.surface,
      'inlineEdit.gutterIndicator.primaryBackground': ink.surface,
      'inlineEdit.gutterIndicator.primaryForeground': ink.accent,
      'inlineEdit.gutterIndicator.primaryBorder': ink.accent,
      'inlineEdit.gutterIndicator.successfulBackground': ink.accent,
      'inlineEdit.gutterIndicator.successfulForeground': ink.onAccent,
      'inlineEdit.gutterIndicator.successfulBorder': ink.accent,
      'inlineEdit.gutterIndicator.secondaryBackground': ink.surface,
      'inlineEdit.gutterIndicator.secondaryForeground': ink.text,
      'inlineEdit.gutterIndicator.secondaryBorder': ink.border,
      'editorGhostText.foreground': ink.faint,
    },
  };
}

interface Contrast {
  readonly paper: string;
  readonly text: string;
  readonly accent: string;
  readonly added: string;
  readonly addedBehind: string;
  readonly removed: string;
  readonly removedBehind: string;
}

const contrastLight: Contrast = {
  paper: '#ffffff',
  text: '#000000',
  accent: '#0f2f9e',
  added: '#005c3c',
  addedBehind: '#d2f5e5',
  removed: '#990f00',
  removedBehind: '#ffe0db',
};
const contrastDark: Contrast = {
  paper: '#000000',
  text: '#ffffff',
  accent: '#a9c1ff',
  added: '#5ff0b8',
  addedBehind: '#0c3b2a',
  removed: '#ffab9e',
  removedBehind: '#4a140d',
};

/** Monaco's own theme of high contrast, in which a prediction looks like code that is there already: with marks of its own. */
function contrastTheme(
  base: 'hc-light' | 'hc-black',
  { paper, text, accent, added, addedBehind, removed, removedBehind }: Contrast,
): monaco.editor.IStandaloneThemeData {
  return {
    base,
    inherit: true,
    rules: [],
    colors: {
      'diffEditor.insertedTextBackground': addedBehind,
      'diffEditor.removedTextBackground': removedBehind,
      'diffEditor.insertedLineBackground': addedBehind,
      'diffEditor.removedLineBackground': removedBehind,
      'inlineEdit.originalBorder': removed,
      'inlineEdit.modifiedBorder': added,
      'inlineEdit.tabWillAcceptOriginalBorder': removed,
      'inlineEdit.tabWillAcceptModifiedBorder': added,
      'inlineEdit.gutterIndicator.background': paper,
      'inlineEdit.gutterIndicator.primaryBackground': paper,
      'inlineEdit.gutterIndicator.primaryForeground': accent,
      'inlineEdit.gutterIndicator.primaryBorder': accent,
      'inlineEdit.gutterIndicator.successfulBackground': accent,
      'inlineEdit.gutterIndicator.successfulForeground': paper,
      'inlineEdit.gutterIndicator.successfulBorder': accent,
      'inlineEdit.gutterIndicator.secondaryBackground': paper,
      'inlineEdit.gutterIndicator.secondaryForeground': text,
      'inlineEdit.gutterIndicator.secondaryBorder': text,
    },
  };
}

const MONACO_NAMES: Readonly<Record<EditorTheme, string>> = {
  light: 'inkling-light',
  dark: 'inkling-dark',
  'hc-light': 'inkling-hc-light',
  'hc-dark': 'inkling-hc-dark',
};

export function defineThemes(api: typeof monaco): void {
  api.editor.defineTheme('inkling-light', theme('vs', light));
  api.editor.defineTheme('inkling-dark', theme('vs-dark', dark));
  api.editor.defineTheme('inkling-hc-light', contrastTheme('hc-light', contrastLight));
  api.editor.defineTheme('inkling-hc-dark', contrastTheme('hc-black', contrastDark));
}

/** Applies to every editor on the page. */
export function applyTheme(api: typeof monaco, name: EditorTheme): void {
  api.editor.setTheme(MONACO_NAMES[name]);
}
