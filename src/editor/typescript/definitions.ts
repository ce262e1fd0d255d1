/** Going to a definition that stands in another open file. */
import type { monaco } from '../monaco';

/** @param show puts a document on screen at once; false when it could not */
export function openDefinitions(
  api: typeof monaco,
  show: (model: monaco.editor.ITextModel) => boolean,
): monaco.IDisposable {
  return api.editor.registerEditorOpener({
    openCodeEditor(source, resource, at) {
      const model = api.editor.getModel(resource);
      if (model === null || !show(model)) return false;
      if (at !== undefined) {
        const place = 'lineNumber' in at ? at : { lineNumber: at.startLineNumber, column: at.startColumn };
        source.setPosition(place);
        source.revealPositionInCenterIfOutsideViewport(place);
      }
      source.focus();
      return true;
    },
  });
}
