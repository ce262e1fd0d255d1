import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon, type IconName } from '../../shell/icons';
import './files.css';
import { treeRows, type FileItem, type TreeRow } from './tree';

export interface FilesAction {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => void;
}

interface FilesPanelProps {
  readonly files: readonly FileItem[];
  readonly active: string | null;
  /** Beside "New file" above the tree. */
  readonly actions: readonly FilesAction[];
  readonly onOpen: (id: string) => void;
  readonly onCreate: (name: string) => void;
  /** Resolves to null when done, else to a sentence on why not. */
  readonly onRename: (id: string, name: string) => Promise<string | null>;
  readonly onRemove: (id: string) => void;
}

/** What is being typed: the name of a new file, or another name for one. */
type Naming = { readonly id: string | null; readonly text: string; readonly fault: string | null };

const keyOf = (row: TreeRow): string => `${row.kind}:${row.path}`;

export function FilesPanel({
  files,
  active,
  actions,
  onOpen,
  onCreate,
  onRename,
  onRemove,
}: FilesPanelProps): ReactElement {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const [naming, setNaming] = useState<Naming | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const rows = treeRows(files, closed);
  const at = Math.max(
    0,
    rows.findIndex((row) => (focused === null ? row.kind === 'file' && row.id === active : keyOf(row) === focused)),
  );

  /** The row that is to have the focus once it is drawn: what had it is gone, or was a field. */
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const index =
      naming === null && wanted.current !== null ? rows.findIndex((row) => keyOf(row) === wanted.current) : -1;
    if (index < 0) return;
    wanted.current = null;
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]').item(index).focus();
  });

  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setFocused(keyOf(row));
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]').item(index).focus();
  };
  const fold = (path: string, open: boolean): void => {
    const next = new Set(closed);
    if (open) next.delete(path);
    else next.add(path);
    setClosed(next);
  };
  const activate = (row: TreeRow): void => {
    if (row.kind === 'folder') fold(row.path, !row.open);
    else onOpen(row.id);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || naming !== null) return;
    const act = ((): (() => void) | null => {
      switch (event.key) {
        case 'ArrowDown':
          return () => {
            focusRow(at + 1);
          };
        case 'ArrowUp':
          return () => {
            focusRow(at - 1);
          };
        case 'Home':
          return () => {
            focusRow(0);
          };
        case 'End':
          return () => {
            focusRow(rows.length - 1);
          };
        case 'ArrowRight':
          return row.kind === 'folder'
            ? () => {
                if (row.open) focusRow(at + 1);
                else fold(row.path, true);
              }
            : null;
        case 'ArrowLeft':
          return row.kind === 'folder' && row.open
            ? () => {
                fold(row.path, false);
              }
            : () => {
                focusRow(rows.findLastIndex((other, index) => index < at && other.level < row.level));
              };
        case 'Enter':
        case ' ':
          return () => {
            activate(row);
          };
        case 'F2':
          return row.kind === 'file'
            ? () => {
                setNaming({ id: row.id, text: row.path, fault: null });
              }
            : null;
        case 'Delete':
          return row.kind === 'file'
            ? () => {
                const next = rows[at + 1] ?? rows[at - 1];
                if (next !== undefined) {
                  wanted.current = keyOf(next);
                  setFocused(wanted.current);
                }
                onRemove(row.id);
              }
            : null;
        default:
          return null;
      }
    })();
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const finish = async (): Promise<void> => {
    if (naming === null) return;
    const name = naming.text.trim();
    if (name === '') {
      setNaming(null);
      return;
    }
    if (naming.id === null) {
      setNaming(null);
      onCreate(name);
      return;
    }
    const fault = await onRename(naming.id, name);
    setNaming(fault === null ? null : { ...naming, fault });
  };

  const field = (label: string): ReactElement => (
    <div className="ink-files__naming">
      <input
        className="ink-field"
        aria-label={label}
        aria-invalid={naming?.fault != null}
        value={naming?.text ?? ''}
        placeholder="src/name.py"
        spellCheck={false}
        autoComplete="off"
        autoFocus
        onFocus={({ target }) => {
          const name = target.value.lastIndexOf('/') + 1;
          const dot = target.value.lastIndexOf('.');
          target.setSelectionRange(name, dot > name ? dot : target.value.length);
        }}
        onChange={({ target }) => {
          setNaming(naming === null ? null : { ...naming, text: target.value, fault: null });
        }}
        onKeyDown={(event) => {
          const old = files.find(({ id }) => id === naming?.id)?.name;
          if (event.key === 'Enter') {
            if (old !== undefined) wanted.current = `file:${naming?.text.trim() ?? ''}`;
            void finish();
          } else if (event.key === 'Escape') {
            if (old !== undefined) wanted.current = `file:${old}`;
            setNaming(null);
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => {
          if (naming?.fault == null) void finish();
        }}
      />
      {naming?.fault != null && (
        <p className="ink-files__fault" role="alert">
          {naming.fault}
        </p>
      )}
    </div>
  );

  return (
    <div className="ink-files">
      <div className="ink-files__tools" role="toolbar" aria-label="Files">
        <button
          type="button"
          className="ink-icon-button"
          title="New file"
          aria-label="New file"
          onClick={() => {
            setNaming({ id: null, text: '', fault: null });
          }}
        >
          <Icon name="plus" />
        </button>
        {actions.map(({ label, icon, run }) => (
          <button key={label} type="button" className="ink-icon-button" title={label} aria-label={label} onClick={run}>
            <Icon name={icon} />
          </button>
        ))}
      </div>
      {naming?.id === null && field('Name of the new file')}
      {files.length === 0 && (
        <p className="ink-panel__waiting">No files yet. Make one, or drop files and folders here.</p>
      )}
      <div ref={tree} className="ink-files__tree" role="tree" aria-label="Files" onKeyDown={onKeyDown}>
        {rows.map((row, index) =>
          row.kind === 'file' && naming?.id === row.id ? (
            <div key={keyOf(row)}>{field(`New name of ${row.path}`)}</div>
          ) : (
            <div
              key={keyOf(row)}
              role="treeitem"
              className="ink-files__row"
              style={{ paddingInlineStart: `${row.level * 14}px` }}
              aria-level={row.level}
              aria-expanded={row.kind === 'folder' ? row.open : undefined}
              aria-selected={row.kind === 'file' && row.id === active}
              tabIndex={index === at ? 0 : -1}
              title={row.path}
              onFocus={() => {
                setFocused(keyOf(row));
              }}
              onClick={() => {
                activate(row);
              }}
            >
              <span
                className={
                  row.kind === 'folder' && !row.open ? 'ink-tree__sign ink-tree__sign--closed' : 'ink-tree__sign'
                }
              >
                {row.kind === 'folder' && <Icon name="chevron" />}
              </span>
              <bdi className="ink-files__label">{row.label}</bdi>
              {row.kind === 'file' && (
                <span className="ink-files__buttons">
                  <button
                    type="button"
                    className="ink-icon-button"
                    tabIndex={-1}
                    title="Rename (F2)"
                    aria-label={`Rename ${row.path}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      setNaming({ id: row.id, text: row.path, fault: null });
                    }}
                  >
                    <Icon name="pencil" />
                  </button>
                  <button
                    type="button"
                    className="ink-icon-button"
                    tabIndex={-1}
                    title="Delete (Del)"
                    aria-label={`Delete ${row.path}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      onRemove(row.id);
                    }}
                  >
                    <Icon name="bin" />
                  </button>
                </span>
              )}
            </div>
          ),
        )}
      </div>
    </div>
  );
}
