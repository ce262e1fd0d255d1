import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Confirm } from '../../shell/Confirm';
import './storage.css';

export interface StoredRowView {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** In words; empty where it is not known. */
  readonly size: string;
}

export interface StorageOverview {
  readonly total: string;
  /** Whether the browser may clear it by itself. */
  readonly kept: string;
  readonly canAskToKeep: boolean;
  readonly files: readonly StoredRowView[];
  readonly bin: readonly StoredRowView[];
  readonly models: readonly StoredRowView[];
  /** Workspaces of links, and stores that were set aside. */
  readonly others: readonly StoredRowView[];
  /** Whatever else there is, by kind. */
  readonly rest: readonly StoredRowView[];
  /** Whether there is a store that a session can be taken into. */
  readonly canImport: boolean;
  /** While something is being done, what. */
  readonly busy: string | null;
  readonly message: { readonly tone: 'info' | 'problem'; readonly lines: readonly string[] } | null;
}

interface StoragePanelProps {
  readonly view: StorageOverview;
  readonly onKeep: () => void;
  readonly onPutBack: (id: string) => void;
  readonly onErase: (id: string) => void;
  readonly onEmptyBin: () => void;
  readonly onModels: () => void;
  readonly onEraseOther: (id: string) => void;
  readonly onExport: () => void;
  readonly onImport: (file: File) => void;
  readonly onEraseAll: () => void;
}

/** To be typed before everything is deleted. */
const WORDS = 'delete everything';

/** What is stored, how much it is, and what can be done about it. */
export function StoragePanel({
  view,
  onKeep,
  onPutBack,
  onErase,
  onEmptyBin,
  onModels,
  onEraseOther,
  onExport,
  onImport,
  onEraseAll,
}: StoragePanelProps): ReactElement {
  const busy = view.busy !== null;
  return (
    <div className="ink-storage">
      <p className="ink-storage__total">{view.total}</p>
      <p className="ink-storage__soft">
        Everything is kept by this browser, on this device, for this address. Nothing is sent anywhere. {view.kept}
      </p>
      {view.canAskToKeep && (
        <button type="button" className="ink-button ink-storage__keep" onClick={onKeep}>
          Ask the browser to keep it
        </button>
      )}
      <div role="status">{view.busy !== null && <p className="ink-storage__message">{view.busy}</p>}</div>
      {view.message !== null && (
        <div
          role={view.message.tone === 'problem' ? 'alert' : 'status'}
          className={`ink-storage__message ink-storage__message--${view.message.tone}`}
        >
          {view.message.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      <div className="ink-storage__moves">
        <button type="button" className="ink-button ink-button--primary" disabled={busy} onClick={onExport}>
          Export everything
        </button>
        <Import disabled={busy || !view.canImport} onImport={onImport} />
        <span className="ink-storage__soft">
          One file with every keystroke of every file, to keep or to import on another machine. What is there is never
          written over.
        </span>
      </div>
      <Rows title="Files" hint="Text and history." rows={view.files} />
      <Rows
        title="Bin"
        hint={view.bin.length === 0 ? 'Empty.' : 'Deleted, and kept until you erase it.'}
        rows={view.bin}
        head={
          view.bin.length > 0 && (
            <Confirm label="Empty the bin" sure="Erase all of it for good" disabled={busy} onConfirm={onEmptyBin} />
          )
        }
        actions={({ id, name }) => (
          <>
            <button
              type="button"
              className="ink-button"
              aria-label={`Put back: ${name}`}
              disabled={busy}
              onClick={() => {
                onPutBack(id);
              }}
            >
              Put back
            </button>
            <Confirm
              label="Erase"
              sure="Erase for good"
              of={name}
              disabled={busy}
              onConfirm={() => {
                onErase(id);
              }}
            />
          </>
        )}
      />
      <Rows
        title="Models"
        hint={view.models.length === 0 ? 'Only what comes with Inkling.' : 'Downloaded or converted.'}
        rows={view.models}
        head={
          <button type="button" className="ink-button" onClick={onModels}>
            Manage models
          </button>
        }
      />
      {view.others.length > 0 && (
        <Rows
          title="Other workspaces"
          hint="What links brought, each in a place of its own, and what could not be read."
          rows={view.others}
          actions={({ id, name }) => (
            <Confirm
              label="Delete"
              sure="Delete for good"
              of={name}
              disabled={busy}
              onConfirm={() => {
                onEraseOther(id);
              }}
            />
          )}
        />
      )}
      {view.rest.length > 0 && (
        <Rows title="By kind, as the browser counts it" hint="Its own overhead included." rows={view.rest} />
      )}
      <EraseAll disabled={busy} onEraseAll={onEraseAll} />
    </div>
  );
}

interface RowsProps {
  readonly title: string;
  readonly hint: string;
  readonly rows: readonly StoredRowView[];
  readonly head?: ReactNode;
  readonly actions?: (row: StoredRowView) => ReactNode;
}

function Rows({ title, hint, rows, head, actions }: RowsProps): ReactElement {
  return (
    <section className="ink-storage__group" aria-label={title}>
      <div className="ink-storage__head">
        <h3 className="ink-storage__heading">
          {title} <span className="ink-storage__soft">{hint}</span>
        </h3>
        {head}
      </div>
      {rows.length > 0 && (
        <ul className="ink-storage__rows">
          {rows.map((row) => (
            <li key={row.id} className="ink-storage__row">
              <span className="ink-storage__name">
                <bdi>{row.name}</bdi>
                {row.about !== '' && <span className="ink-storage__about">{row.about}</span>}
              </span>
              <span className="ink-storage__size">{row.size}</span>
              {actions !== undefined && <span className="ink-storage__actions">{actions(row)}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Import({
  disabled,
  onImport,
}: {
  readonly disabled: boolean;
  readonly onImport: (file: File) => void;
}): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="ink-button"
        disabled={disabled}
        onClick={() => {
          input.current?.click();
        }}
      >
        Import a session…
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="Session file"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file can be chosen again.
          target.value = '';
          if (file !== undefined) onImport(file);
        }}
      />
    </>
  );
}

function EraseAll({
  disabled,
  onEraseAll,
}: {
  readonly disabled: boolean;
  readonly onEraseAll: () => void;
}): ReactElement {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <section className="ink-storage__group ink-storage__danger" aria-label="Delete everything">
      <h3 className="ink-storage__heading">Delete everything</h3>
      <p className="ink-storage__soft">
        All files with their history, workspaces of links, figures about predictions, models, settings, and the copy of
        the program for use without a network. It cannot be undone; export first what you want to keep, and close other
        tabs with Inkling.
      </p>
      {typed === null ? (
        <button
          type="button"
          className="ink-button"
          disabled={disabled}
          onClick={() => {
            setTyped('');
          }}
        >
          Delete everything…
        </button>
      ) : (
        <form
          className="ink-storage__moves"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim().toLowerCase() === WORDS) onEraseAll();
          }}
        >
          <label className="ink-storage__typed">
            Type “{WORDS}” to go on{' '}
            <input
              className="ink-field"
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={({ target }) => {
                setTyped(target.value);
              }}
            />
          </label>
          <button
            type="submit"
            className="ink-button ink-button--danger"
            disabled={disabled || typed.trim().toLowerCase() !== WORDS}
          >
            Delete everything
          </button>
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              setTyped(null);
            }}
          >
            Cancel
          </button>
        </form>
      )}
    </section>
  );
}
