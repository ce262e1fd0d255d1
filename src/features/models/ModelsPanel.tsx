import { useState, type ReactElement } from 'react';
import './models.css';
import { ModelRow } from './ModelRow';
import { OwnModel } from './OwnModel';
import type { ModelActionKind, ModelGroupView, ModelsView, OwnModelRequest } from './types';

interface ModelsPanelProps {
  readonly view: ModelsView;
  readonly onAction: (id: string, kind: ModelActionKind) => void;
  readonly onOwn: (request: OwnModelRequest) => void;
  readonly onKeep: () => void;
  readonly onList: (url: string, key: string) => void;
  readonly onStop: () => void;
}

/** The menu of models, as a dialog's inside. */
export function ModelsPanel({ view, onAction, onOwn, onKeep, onList, onStop }: ModelsPanelProps): ReactElement {
  return (
    <div className="ink-models">
      <p className="ink-models__running">
        <strong>{view.running.name}</strong> {view.running.words}
      </p>
      <p className="ink-models__machine">{view.machine}</p>
      {view.groups.map((group) => (
        <Group key={group.id} group={group} onAction={onAction} />
      ))}
      <OwnModel key={view.own.prefill.seed} view={view.own} onOwn={onOwn} onList={onList} onStop={onStop} />
      <section className="ink-models__storage" aria-label="Storage">
        <p>
          {view.storage.text} {view.storage.kept}
        </p>
        {view.storage.askToKeep !== null && (
          <button type="button" className="ink-button" onClick={onKeep}>
            {view.storage.askToKeep}
          </button>
        )}
      </section>
    </div>
  );
}

function Group({
  group,
  onAction,
}: {
  readonly group: ModelGroupView;
  readonly onAction: ModelsPanelProps['onAction'];
}): ReactElement {
  const [open, setOpen] = useState(!group.folded);
  const heading = `models-${group.id}`;
  return (
    <section className="ink-models__group" aria-labelledby={heading}>
      <h3 id={heading} className="ink-models__heading">
        {group.folded ? (
          <button
            type="button"
            className="ink-button ink-button--bare ink-models__fold"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {group.title} ({group.rows.length})
          </button>
        ) : (
          group.title
        )}
      </h3>
      {group.hint !== null && <p className="ink-models__hint">{group.hint}</p>}
      {open && (
        <ul className="ink-models__list">
          {group.rows.map((row) => (
            <ModelRow key={row.id} row={row} onAction={onAction} />
          ))}
        </ul>
      )}
    </section>
  );
}
