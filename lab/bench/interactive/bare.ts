/** Monaco with nothing of ours, for lab/bench/interactive.ts: what it costs by itself under the same keys. */
import { monaco } from '../../../src/editor/monaco';
import { registerLanguage } from '../../../src/editor/languages';

export interface BarePage {
  open(language: string, text: string): Promise<void>;
  text(): string;
  /** From 1. */
  line(): number;
}

const place = document.getElementById('place');
if (place === null) throw new Error('the page has no place for the editor');
const editor = monaco.editor.create(place, {
  value: '',
  language: 'plaintext',
  minimap: { enabled: false },
  quickSuggestions: false,
  automaticLayout: true,
});

declare global {
  interface Window {
    bare?: BarePage;
  }
}

window.bare = {
  async open(language, text) {
    await registerLanguage(language);
    const before = editor.getModel();
    editor.setModel(monaco.editor.createModel(text, language));
    before?.dispose();
    editor.focus();
  },
  text: () => editor.getModel()?.getValue() ?? '',
  line: () => editor.getPosition()?.lineNumber ?? 1,
};
