/** How the code looks: what the width of the page asks for, and what the user chose. */
import type { monaco } from './monaco';

export interface EditorLook {
  /** CSS pixels; null for what suits the width of the page. */
  readonly fontSize: number | null;
  /** Tried before the program's own font; empty for that. */
  readonly fontFamily: string;
  /** Columns, where a file's own indentation does not say. */
  readonly tabSize: number;
  /** `auto`: on a narrow page. */
  readonly wordWrap: 'auto' | 'on' | 'off';
  /** Whether errors of TypeScript and JavaScript are underlined. */
  readonly errorMarks: boolean;
}

export const STANDARD_LOOK: EditorLook = {
  fontSize: null,
  fontFamily: '',
  tabSize: 4,
  wordWrap: 'auto',
  errorMarks: true,
};

/** Of the size of the font. */
const LINE_HEIGHT = 1.64;

/** @param ownFont what follows the fonts of the user's choice */
export function lookOptions(
  compact: boolean,
  { fontSize, fontFamily, tabSize, wordWrap }: EditorLook,
  ownFont: string,
): monaco.editor.IEditorOptions & monaco.editor.IGlobalEditorOptions {
  return {
    fontFamily: fontFamily === '' ? ownFont : `${fontFamily}, ${ownFont}`,
    fontSize: fontSize ?? (compact ? 13 : 14),
    lineHeight: fontSize === null ? (compact ? 21 : 23) : Math.round(fontSize * LINE_HEIGHT),
    tabSize,
    lineNumbersMinChars: compact ? 3 : 4,
    lineDecorationsWidth: compact ? 14 : 22,
    folding: !compact,
    wordWrap: wordWrap === 'auto' ? (compact ? 'on' : 'off') : wordWrap,
    padding: { top: compact ? 10 : 16, bottom: 24 },
  };
}
