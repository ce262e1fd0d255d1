import type { ReactElement } from 'react';
import './import.css';

interface ConflictsProps {
  readonly conflicts: readonly {
    readonly document: string;
    readonly name: string;
    /** Whether the file is gone from the folder. */ readonly gone: boolean;
  }[];
  readonly onSettle: (document: string, choice: 'mine' | 'theirs') => void;
  readonly onLeave: () => void;
}

/** Files that were changed both here and in their folder. */
export function Conflicts({ conflicts, onSettle, onLeave }: ConflictsProps): ReactElement {
  return (
    <div className="ink-conflicts">
      <p>
        These files were changed both here and in the folder since they were last the same. Nothing was overwritten.
        Keeping yours saves the folder’s version beside it as another file; using the folder’s is an edit that you can
        undo.
      </p>
      <ul className="ink-conflicts__list">
        {conflicts.map(({ document, name, gone }) => (
          <li key={document}>
            <bdi className="ink-conflicts__name">
              {name}
              {gone && ' (deleted in the folder)'}
            </bdi>
            <button
              type="button"
              className="ink-button"
              aria-label={`${gone ? 'Save again' : 'Keep mine'}: ${name}`}
              onClick={() => {
                onSettle(document, 'mine');
              }}
            >
              {gone ? 'Save again' : 'Keep mine'}
            </button>
            {!gone && (
              <button
                type="button"
                className="ink-button"
                aria-label={`Use the folder’s: ${name}`}
                onClick={() => {
                  onSettle(document, 'theirs');
                }}
              >
                Use the folder’s
              </button>
            )}
          </li>
        ))}
      </ul>
      <div>
        <button type="button" className="ink-button ink-button--primary" autoFocus onClick={onLeave}>
          Decide later
        </button>
      </div>
    </div>
  );
}
