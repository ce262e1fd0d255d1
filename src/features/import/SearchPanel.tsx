import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../../shell/icons';
import { showHidden } from '../../shell/hidden';
import './import.css';

export interface SearchAsk {
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

export interface FoundPlace {
  /** Of its first character, from 1. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** Its line, and where in it the match stands. */
  readonly preview: string;
  readonly from: number;
  readonly to: number;
}

export interface FoundFile {
  readonly id: string;
  readonly name: string;
  readonly matches: readonly FoundPlace[];
}

export type FoundView =
  | { readonly kind: 'empty' }
  | { readonly kind: 'found'; readonly files: readonly FoundFile[]; readonly count: number; readonly cut: boolean }
  | { readonly kind: 'bad'; readonly why: string }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'failed' };

interface SearchPanelProps {
  readonly ask: SearchAsk;
  readonly found: FoundView;
  readonly onAsk: (ask: SearchAsk) => void;
  /** Searches at once. */
  readonly onSearch: () => void;
  readonly onOpen: (id: string, place: FoundPlace) => void;
}

type Row = { readonly key: string; readonly file: FoundFile; readonly place: FoundPlace | null };

const OPTIONS = [
  { name: 'caseSensitive', sign: 'Aa', title: 'Match case' },
  { name: 'wholeWord', sign: 'W', title: 'Whole word' },
  { name: 'regex', sign: '.*', title: 'Regular expression' },
] as const;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function wordsOf(found: FoundView): { readonly words: string; readonly problem: boolean } {
  switch (found.kind) {
    case 'empty':
      return { words: '', problem: false };
    case 'bad':
      return { words: found.why, problem: true };
    case 'too-slow':
      return {
        words:
          'This expression takes too long, so it was stopped. Make it simpler: repetitions inside repetitions are slow.',
        problem: true,
      };
    case 'failed':
      return { words: 'The search stopped unexpectedly. Press Enter to try again.', problem: true };
    case 'found':
      if (found.count === 0) return { words: 'Nothing was found.', problem: false };
      return {
        words: `${count(found.count, 'place')} in ${count(found.files.length, 'file')}.${found.cut ? ' There are more: ask for something narrower.' : ''}`,
        problem: false,
      };
    default:
      return found satisfies never;
  }
}

/** Finds a text in all files; the places are walked with the arrow keys. */
export function SearchPanel({ ask, found, onAsk, onSearch, onOpen }: SearchPanelProps): ReactElement {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const { words, problem } = wordsOf(found);
  const rows = (found.kind === 'found' ? found.files : []).flatMap((file): Row[] => [
    { key: file.id, file, place: null },
    ...(closed.has(file.id)
      ? []
      : file.matches.map((place) => ({ key: `${file.id}:${place.line}:${place.column}`, file, place }))),
  ]);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === focused),
  );

  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setFocused(row.key);
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]').item(index).focus();
  };
  const fold = (id: string, open: boolean): void => {
    const next = new Set(closed);
    if (open) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  const activate = ({ file, place }: Row): void => {
    if (place === null) fold(file.id, closed.has(file.id));
    else onOpen(file.id, place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined) return;
    const act = ((): (() => void) | null => {
      switch (event.key) {
        case 'ArrowDown':
          return () => {
            focusRow(at + 1);
          };
        case 'ArrowUp':
          return () => {
            if (at > 0) focusRow(at - 1);
            else document.getElementById('search-field')?.focus();
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
          return () => {
            if (row.place === null && closed.has(row.file.id)) fold(row.file.id, true);
            else focusRow(at + 1);
          };
        case 'ArrowLeft':
          return () => {
            if (row.place === null) fold(row.file.id, false);
            else focusRow(rows.findIndex(({ key }) => key === row.file.id));
          };
        case 'Enter':
        case ' ':
          return () => {
            activate(row);
          };
        default:
          return null;
      }
    })();
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div className="ink-search">
      <div className="ink-search__ask">
        <input
          id="search-field"
          className="ink-field ink-search__field"
          type="text"
          aria-label="Find in all files"
          aria-describedby="search-said"
          aria-invalid={problem}
          placeholder="Find in all files"
          spellCheck={false}
          autoComplete="off"
          autoFocus
          value={ask.text}
          onFocus={({ target }) => {
            target.select();
          }}
          onChange={({ target }) => {
            onAsk({ ...ask, text: target.value });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onSearch();
            else if (event.key === 'ArrowDown') focusRow(0);
            else return;
            event.preventDefault();
          }}
        />
        {OPTIONS.map(({ name, sign, title }) => (
          <button
            key={name}
            type="button"
            className="ink-search__option"
            title={title}
            aria-label={title}
            aria-pressed={ask[name]}
            onClick={() => {
              onAsk({ ...ask, [name]: !ask[name] });
            }}
          >
            {sign}
          </button>
        ))}
      </div>
      <p
        id="search-said"
        className={problem ? 'ink-search__said ink-search__said--problem' : 'ink-search__said'}
        role="status"
      >
        {words}
      </p>
      {rows.length > 0 && (
        <div ref={tree} className="ink-search__found" role="tree" aria-label="Places" onKeyDown={onKeyDown}>
          {rows.map((row, index) => {
            const { key, file, place } = row;
            const open = !closed.has(file.id);
            return (
              <div
                key={key}
                role="treeitem"
                className={place === null ? 'ink-search__row ink-search__row--file' : 'ink-search__row'}
                aria-level={place === null ? 1 : 2}
                aria-expanded={place === null ? open : undefined}
                aria-selected={index === at}
                tabIndex={index === at ? 0 : -1}
                onFocus={() => {
                  setFocused(key);
                }}
                onClick={() => {
                  activate(row);
                }}
              >
                {place === null ? (
                  <>
                    <span className={open ? 'ink-tree__sign' : 'ink-tree__sign ink-tree__sign--closed'}>
                      <Icon name="chevron" />
                    </span>
                    <bdi className="ink-search__name" title={file.name}>
                      {file.name}
                    </bdi>
                    <span className="ink-search__line">{file.matches.length}</span>
                  </>
                ) : (
                  <>
                    <span className="ink-search__line">{place.line}</span>
                    <code className="ink-search__code">
                      {showHidden(place.preview.slice(0, place.from))}
                      <mark>{showHidden(place.preview.slice(place.from, place.to))}</mark>
                      {showHidden(place.preview.slice(place.to))}
                    </code>
                  </>
                )}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}
