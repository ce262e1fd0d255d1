import type { MouseEvent, ReactElement } from 'react';
import type { TabMeaning } from '../core/prediction';
import type { PredictionReviewView } from '../session/large-prediction';
import { DiffView } from './DiffView';
import { Icon, InkDrop } from './icons';
import './styles/review.css';

interface PredictionReviewProps {
  readonly view: PredictionReviewView;
  /** What the Tab key does now. */
  readonly tab: TabMeaning;
  readonly onTake: (index: number) => void;
  readonly onTakeAll: () => void;
  readonly onDismiss: () => void;
}

/** The code keeps the focus, so that Tab and Escape go on meaning what they mean there. */
const keepFocus = (event: MouseEvent): void => {
  event.preventDefault();
};

/** The whole prediction below the code, change by change. */
export function PredictionReview({ view, tab, onTake, onTakeAll, onDismiss }: PredictionReviewProps): ReactElement {
  const { hunks, added, removed, streaming } = view;
  return (
    <section
      className="ink-review"
      aria-label="Predicted changes"
      onMouseDown={(event) => {
        if (event.target instanceof HTMLElement && event.target.closest('button') !== null) keepFocus(event);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDismiss();
      }}
    >
      <header className="ink-review__head">
        <InkDrop size={14} />
        <strong>{hunks.length === 1 ? 'One change is predicted' : `${hunks.length} changes are predicted`}</strong>
        <span className="ink-review__size">
          <span className="ink-review__added">+{added}</span> <span className="ink-review__removed">−{removed}</span>{' '}
          {added + removed === 1 ? 'line' : 'lines'}
          {streaming && ', more coming'}
        </span>
        <span className="ink-review__actions">
          <button type="button" className="ink-button ink-button--primary" onClick={onTakeAll}>
            {hunks.length === 1 ? (
              <>
                {tab === 'accept' && (
                  <kbd className="ink-kbd" aria-hidden="true">
                    Tab
                  </kbd>
                )}{' '}
                Accept
              </>
            ) : (
              'Accept all'
            )}
          </button>
          <button type="button" className="ink-button" onClick={onDismiss}>
            <kbd className="ink-kbd">Esc</kbd> Dismiss
          </button>
        </span>
      </header>
      <ol className="ink-review__hunks">
        {hunks.map(({ id, line, rows }, index) => (
          <li key={id} className={index === 0 ? 'ink-review__hunk ink-review__hunk--next' : 'ink-review__hunk'}>
            <div className="ink-review__hunk-head">
              <span>Line {line}</span>
              {hunks.length > 1 && (
                <button
                  type="button"
                  className="ink-review__take"
                  onClick={() => {
                    onTake(index);
                  }}
                >
                  {index === 0 && tab === 'accept' ? (
                    <kbd className="ink-kbd" aria-hidden="true">
                      Tab
                    </kbd>
                  ) : (
                    <Icon name="check" />
                  )}
                  Accept<span className="ink-visually-hidden"> the change on line {line}</span>
                </button>
              )}
            </div>
            <DiffView rows={rows} label={`Predicted change on line ${line}`} />
          </li>
        ))}
      </ol>
    </section>
  );
}
