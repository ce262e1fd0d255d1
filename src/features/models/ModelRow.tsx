import { useState, type ReactElement } from 'react';
import type { ModelActionKind, ModelActionView, ModelRowView } from './types';

interface ModelRowProps {
  readonly row: ModelRowView;
  readonly onAction: (id: string, kind: ModelActionKind) => void;
}

/** One model: what it is, how it stands, and what can be done with it. */
export function ModelRow({ row, onAction }: ModelRowProps): ReactElement {
  return (
    <li className={row.misfit === null ? 'ink-model' : 'ink-model ink-model--misfit'} data-model={row.id}>
      <div className="ink-model__words">
        <h4 className="ink-model__name">{row.name}</h4>
        <p className="ink-model__about">{row.about}</p>
        <div className="ink-model__facts">
          <ul className="ink-model__fact-list">
            {row.facts.map((fact) => (
              <li key={fact} className="ink-model__fact">
                {fact}
              </li>
            ))}
            {row.source !== null && (
              <li className="ink-model__fact">
                <a href={row.source.url} target="_blank" rel="noreferrer noopener">
                  {row.source.label}
                </a>
              </li>
            )}
          </ul>
        </div>
        {row.misfit !== null && <p className="ink-model__misfit">{row.misfit}</p>}
        {row.warning !== undefined && <p className="ink-model__misfit">{row.warning}</p>}
        {row.status !== null && (
          <p className={`ink-model__status ink-model__status--${row.status.tone}`} role="status">
            {row.status.text}
          </p>
        )}
        {row.fraction !== null && (
          <progress className="ink-progress" max={1} value={row.fraction} aria-label={`${row.name}, so much is here`} />
        )}
      </div>
      <div className="ink-model__actions">
        {row.actions.map((one) => (
          <Action
            key={one.kind}
            action={one}
            name={row.name}
            onAct={() => {
              onAction(row.id, one.kind);
            }}
          />
        ))}
      </div>
    </li>
  );
}

/** What cannot be taken back asks once more, in place. */
function Action({
  action,
  name,
  onAct,
}: {
  readonly action: ModelActionView;
  readonly name: string;
  readonly onAct: () => void;
}): ReactElement {
  const [asking, setAsking] = useState(false);
  const sure = action.kind === 'delete';
  const label = asking ? 'Really delete' : action.label;
  return (
    <button
      type="button"
      className={
        asking ? 'ink-button ink-button--danger' : action.primary ? 'ink-button ink-button--primary' : 'ink-button'
      }
      aria-label={`${label}: ${name}`}
      onClick={() => {
        if (sure && !asking) {
          setAsking(true);
          return;
        }
        setAsking(false);
        onAct();
      }}
      onBlur={() => {
        setAsking(false);
      }}
    >
      {label}
    </button>
  );
}
