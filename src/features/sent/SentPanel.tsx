import { useState, type ReactElement } from 'react';
import { showHidden } from '../../shell/hidden';
import './sent.css';

/** One request as the user reads it. Prompt, draft and output are shown as they are, as text. */
export interface SentView {
  readonly id: number;
  readonly title: string;
  /** Time of day. */
  readonly when: string;
  /** What came of it, in a few words. */
  readonly outcome: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly { readonly title: string; readonly hint: string; readonly text: string }[];
  /** All of it, to be copied. */
  readonly whole: string;
}

interface SentPanelProps {
  /** The newest first. */
  readonly requests: readonly SentView[];
  /** Resolves to whether it could be copied. */
  readonly onCopy: (text: string) => Promise<boolean>;
  readonly onClear: () => void;
}

/** The last requests to the model, exactly. */
export function SentPanel({ requests, onCopy, onClear }: SentPanelProps): ReactElement {
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = requests.find(({ id }) => id === chosen) ?? requests[0];
  if (shown === undefined) {
    return (
      <p className="ink-sent__none">
        Nothing has been sent to a model since the page was opened. Make an edit and look again. What is sent stays on
        this device and is kept here only until the page is closed.
      </p>
    );
  }
  return (
    <div className="ink-sent">
      <div className="ink-sent__side">
        <ul className="ink-sent__list" aria-label="Requests, the newest first">
          {requests.map(({ id, title, when, outcome }) => (
            <li key={id}>
              <button
                type="button"
                className="ink-sent__item"
                aria-pressed={id === shown.id}
                onClick={() => {
                  setChosen(id);
                }}
              >
                <span className="ink-sent__title">
                  {title} <span className="ink-sent__when">{when}</span>
                </span>
                <span className="ink-sent__outcome">{outcome}</span>
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className="ink-button ink-sent__clear" onClick={onClear}>
          Forget these
        </button>
      </div>
      <Request key={shown.id} request={shown} onCopy={onCopy} />
    </div>
  );
}

function Request({
  request,
  onCopy,
}: {
  readonly request: SentView;
  readonly onCopy: SentPanelProps['onCopy'];
}): ReactElement {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  return (
    <div className="ink-sent__request" role="region" aria-label={`${request.title} at ${request.when}`} tabIndex={0}>
      <div className="ink-sent__head">
        <p className="ink-sent__outcome">{request.outcome}</p>
        <button
          type="button"
          className="ink-button"
          onClick={() => {
            void onCopy(request.whole).then((done) => {
              setCopied(done ? 'yes' : 'failed');
            });
          }}
        >
          {copied === 'yes' ? 'Copied' : 'Copy all'}
        </button>
      </div>
      {copied === 'failed' && (
        <p role="alert" className="ink-sent__outcome">
          The browser did not allow copying. Select the text and copy it yourself.
        </p>
      )}
      <dl className="ink-sent__facts">
        {request.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {request.sections.map(({ title, hint, text }) => (
        <section key={title} aria-label={title}>
          <h3 className="ink-sent__heading">
            {title} <span className="ink-sent__hint">{hint}</span>
          </h3>
          {text === '' ? (
            <p className="ink-sent__outcome">Empty.</p>
          ) : (
            <pre className="ink-sent__text" dir="ltr">
              {showHidden(text)}
            </pre>
          )}
        </section>
      ))}
    </div>
  );
}
