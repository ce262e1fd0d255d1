import type { ReactElement, ReactNode } from 'react';

interface ShellProps {
  readonly top: ReactNode;
  readonly notices: ReactNode;
  readonly status: ReactNode;
  readonly left: ReactNode;
  readonly right: ReactNode;
  readonly bottom: ReactNode;
  readonly dialog: ReactNode;
  /** Where the code editor goes; called with null when the place is taken away. */
  readonly onEditorPlace: (place: HTMLElement | null) => void;
  /** The code as plain text, until the editor has loaded; null from then on. */
  readonly preview: string | null;
  /** A prediction too large for the code, below it; null when there is none. */
  readonly review: ReactNode;
  /** Read out politely when it changes. */
  readonly announcement: string;
}

export function Shell({
  top,
  notices,
  status,
  left,
  right,
  bottom,
  dialog,
  onEditorPlace,
  preview,
  review,
  announcement,
}: ShellProps): ReactElement {
  return (
    <div className="ink-shell">
      {top}
      {notices}
      <div className="ink-work">
        {left}
        <main className="ink-editor-area">
          <div className="ink-editor-place">
            {preview !== null && <Preview text={preview} />}
            <div id="editor" className="ink-editor" ref={onEditorPlace} role="tabpanel" aria-label="Code editor" />
          </div>
          {review}
        </main>
        {right}
        {bottom}
      </div>
      {status}
      {dialog}
      <div className="ink-visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </div>
  );
}

/** What the editor is about to show, in the same place, so that nothing jumps when it arrives. */
function Preview({ text }: { readonly text: string }): ReactElement {
  const lines = text.split(/\r?\n/);
  return (
    <div className="ink-preview" aria-hidden="true">
      <div className="ink-preview__numbers">{lines.map((_, index) => index + 1).join('\n')}</div>
      <pre className="ink-preview__code">{text}</pre>
    </div>
  );
}
