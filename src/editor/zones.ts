/** Room between two lines for something of the page's own, and lines that are marked: how a change is shown in place. */
import { monaco } from './monaco';

/** Room below a line, in which the page draws. */
export interface EditorZone {
  /** The page draws in here; it is in the document until `remove`. */
  readonly node: HTMLElement;
  /** Puts it below another line, from 1; 0 is above the first. */
  move(afterLine: number): void;
  /** How much room it takes, CSS pixels. */
  resize(height: number): void;
  /** Scrolls until it can be seen. */
  reveal(): void;
  remove(): void;
}

export interface LineMark {
  /** Lines from 1, both included. */
  readonly first: number;
  readonly last: number;
  /** Lines that a change takes away, or those that a question is about. */
  readonly kind: 'removed' | 'asked';
}

const CLASSES: Readonly<Record<LineMark['kind'], string>> = { removed: 'ink-line-removed', asked: 'ink-line-asked' };

/** Below this width the room begins at the editor's edge. CSS pixels. */
const NARROW = 520;

/**
 * The room is a view zone and the page's node lies over it as an overlay widget: what is inside a view zone is covered
 * by the lines, and could not be clicked.
 * @param align `code`: from where the code begins; `wide`: the same, but all of a narrow editor
 */
export function addZone(
  editor: monaco.editor.ICodeEditor,
  id: string,
  afterLine: number,
  align: 'code' | 'wide',
): EditorZone {
  const node = document.createElement('div');
  node.className = 'ink-zone';
  const room = document.createElement('div');
  let zone: string | null = null;
  let line = afterLine;
  let height = 0;

  const widget: monaco.editor.IOverlayWidget = { getId: () => id, getDomNode: () => node, getPosition: () => null };
  const fit = (): void => {
    const { width, contentLeft, verticalScrollbarWidth } = editor.getLayoutInfo();
    const left = align === 'wide' && width < NARROW ? 0 : contentLeft;
    node.style.left = `${left}px`;
    node.style.width = `${Math.max(0, width - left - verticalScrollbarWidth)}px`;
    // Code drawn in the room looks like the code around it.
    const { fontSize, lineHeight, fontFamily } = editor.getOption(
      monaco.editor.EditorOption.fontInfo,
    ) as monaco.editor.FontInfo;
    node.style.setProperty('--zone-size', `${fontSize}px`);
    node.style.setProperty('--zone-line', `${lineHeight}px`);
    node.style.setProperty('--zone-family', fontFamily);
    node.style.setProperty('--zone-tab', String(editor.getModel()?.getOptions().tabSize ?? 4));
  };
  const place = (): void => {
    editor.changeViewZones((zones) => {
      if (zone !== null) zones.removeZone(zone);
      zone = zones.addZone({
        afterLineNumber: line,
        heightInPx: height,
        domNode: room,
        suppressMouseDown: true,
        onDomNodeTop: (top) => {
          node.style.top = `${top}px`;
        },
      });
    });
  };
  node.style.top = '-1000000px';
  editor.addOverlayWidget(widget);
  fit();
  place();
  const layout = editor.onDidLayoutChange(fit);

  return {
    node,
    move(after) {
      if (after === line) return;
      line = after;
      place();
    },
    resize(next) {
      if (next === height) return;
      height = next;
      place();
    },
    reveal() {
      const top = editor.getTopForLineNumber(line + 1, false) - height;
      const from = editor.getScrollTop();
      const { height: seen } = editor.getLayoutInfo();
      if (top < from || top + height > from + seen)
        editor.setScrollTop(Math.max(0, top - Math.max(0, (seen - height) / 3)));
    },
    remove() {
      layout.dispose();
      editor.removeOverlayWidget(widget);
      editor.changeViewZones((zones) => {
        if (zone !== null) zones.removeZone(zone);
      });
    },
  };
}

/** Marks whole lines; they move with the text until the marks are set anew. */
export function markLines(collection: monaco.editor.IEditorDecorationsCollection, marks: readonly LineMark[]): void {
  collection.set(
    marks.map(({ first, last, kind }) => ({
      range: { startLineNumber: first, startColumn: 1, endLineNumber: last, endColumn: 1 },
      options: { isWholeLine: true, className: CLASSES[kind], description: `inkling ${kind}` },
    })),
  );
}
