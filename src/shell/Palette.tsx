import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { rank } from './palette-rank';

export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** As printed on the keys; empty when there are none. */
  readonly keys: readonly string[];
}

interface PaletteProps {
  readonly items: readonly PaletteItem[];
  /** Found as well, but not listed while nothing is sought. */
  readonly sought?: readonly PaletteItem[];
  /** What is asked, in the empty field. */
  readonly prompt?: string;
  readonly onRun: (id: string) => void;
}

/** More than anybody reads through. */
const MOST = 200;

const namesOf = ({ group, title }: PaletteItem): readonly string[] =>
  group === '' ? [title] : [title, `${group}: ${title}`];

/** Every command with its keys, found by a few letters of its name. */
export function Palette({ items, sought = [], prompt = 'What do you want to do?', onRun }: PaletteProps): ReactElement {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const found = rank(query, query.trim() === '' ? items : [...items, ...sought], namesOf).slice(0, MOST);

  const choose = (index: number): void => {
    const next = found.length === 0 ? 0 : (index + found.length) % found.length;
    setChosen(next);
    list.current?.children.item(next)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      PageDown: Math.min(chosen + 8, found.length - 1),
      PageUp: Math.max(chosen - 8, 0),
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const item = found[chosen];
      if (item !== undefined) onRun(item.id);
    }
  };

  return (
    <div className="ink-palette">
      <input
        className="ink-field ink-palette__field"
        type="text"
        role="combobox"
        aria-label={prompt}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[chosen] === undefined ? undefined : `${id}-${chosen}`}
        placeholder={prompt}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={id} ref={list} className="ink-palette__list" role="listbox" aria-label="What was found">
        {found.map((item, index) => (
          <li
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="ink-palette__item"
            onPointerMove={() => {
              setChosen(index);
            }}
            onClick={() => {
              onRun(item.id);
            }}
          >
            {item.group !== '' && <span className="ink-palette__group">{item.group}</span>}
            <bdi className="ink-palette__title">{item.title}</bdi>
            <span className="ink-palette__keys">
              {item.keys.map((key) => (
                <kbd key={key} className="ink-kbd">
                  {key}
                </kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className={found.length === 0 ? 'ink-palette__none' : 'ink-visually-hidden'} role="status">
        {found.length === 0
          ? 'No matches.'
          : query === ''
            ? ''
            : found.length === 1
              ? '1 found'
              : `${found.length} found`}
      </p>
    </div>
  );
}
