import { useState, type ReactElement } from 'react';
import { showHidden } from '../../shell/hidden';

interface CodeBlockProps {
  readonly language: string;
  readonly text: string;
  readonly onCopy: (text: string) => Promise<boolean>;
  readonly onApply: ((code: string) => void) | null;
}

/** Code of an answer, to be copied or applied after a look at the difference. */
export function CodeBlock({ language, text, onCopy, onApply }: CodeBlockProps): ReactElement {
  return (
    <div className="ink-code-block">
      <div className="ink-code-block__head">
        <span className="ink-code-block__language">{language === '' ? 'code' : language}</span>
        <CopyButton text={text} onCopy={onCopy} />
        {onApply !== null && (
          <button
            type="button"
            className="ink-code-block__button"
            onClick={() => {
              onApply(text);
            }}
          >
            Apply…
          </button>
        )}
      </div>
      <pre role="group" tabIndex={0} aria-label={`Code${language === '' ? '' : `, ${language}`}`}>
        {showHidden(text)}
      </pre>
    </div>
  );
}

export function CopyButton({
  text,
  onCopy,
}: {
  readonly text: string;
  readonly onCopy: (text: string) => Promise<boolean>;
}): ReactElement {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="ink-code-block__button"
      onBlur={() => {
        setCopied(false);
      }}
      onClick={() => {
        void onCopy(text).then(setCopied);
      }}
    >
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}
