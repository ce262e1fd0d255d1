import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon, InkDrop, type IconName } from './icons';
import { Menu, type MenuItem } from './Menu';
import type { TabView, ThemeChoice } from '../session/view-types';

/** A button of the top bar. */
export interface ToolView {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  /** As printed on the keys, empty when there are none. */
  readonly keys: string;
  /** Whether what it opens is open; null for a plain action. */
  readonly pressed: boolean | null;
  /** Kept on narrow pages, where the others are found in the palette. */
  readonly essential: boolean;
  readonly run: () => void;
}

interface TopBarProps {
  readonly tabs: readonly TabView[];
  readonly active: string | null;
  readonly theme: ThemeChoice;
  readonly tools: readonly ToolView[];
  readonly onTab: (id: string) => void;
  readonly onClose: (id: string) => void;
  readonly onTheme: (choice: ThemeChoice) => void;
}

const THEME_ICONS: Readonly<Record<ThemeChoice, IconName>> = {
  system: 'system',
  light: 'sun',
  dark: 'moon',
  contrast: 'contrast',
};

const THEMES: readonly MenuItem<ThemeChoice>[] = [
  { value: 'system', label: 'Follow the system', icon: <Icon name="system" /> },
  { value: 'light', label: 'Light', icon: <Icon name="sun" /> },
  { value: 'dark', label: 'Dark', icon: <Icon name="moon" /> },
  { value: 'contrast', label: 'High contrast', icon: <Icon name="contrast" /> },
];

export function TopBar({ tabs, active, theme, tools, onTab, onClose, onTheme }: TopBarProps): ReactElement {
  return (
    <header className="ink-top-bar">
      <div className="ink-brand">
        <InkDrop size={22} />
        <h1 className="ink-brand__name">Inkling</h1>
      </div>
      <Tabs tabs={tabs} active={active} onTab={onTab} onClose={onClose} />
      <div className="ink-top-bar__tools">
        {tools.map(({ id, icon, title, keys, pressed, essential, run }) => (
          <button
            key={id}
            type="button"
            className={essential ? 'ink-icon-button' : 'ink-icon-button ink-top-bar__tool--wide'}
            aria-label={title}
            aria-pressed={pressed ?? undefined}
            title={keys === '' ? title : `${title} (${keys})`}
            onClick={run}
          >
            <Icon name={icon} />
          </button>
        ))}
      </div>
      <Menu
        label="Colours"
        items={THEMES}
        selected={theme}
        opens="down"
        onSelect={onTheme}
        button={<Icon name={THEME_ICONS[theme]} />}
      />
    </header>
  );
}

function Tabs({
  tabs,
  active,
  onTab,
  onClose,
}: Pick<TopBarProps, 'tabs' | 'active' | 'onTab' | 'onClose'>): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a narrow page the tab of the file that was just opened would lie outside.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, tabs.length]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' && active !== null) {
      event.preventDefault();
      onClose(active);
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex(({ id }) => id === active);
    const next = tabs.at((at + step) % tabs.length);
    if (next === undefined) return;
    onTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div ref={list} className="ink-tabs" role="tablist" aria-label="Open files" onKeyDown={onKeyDown}>
      {tabs.map(({ id, name }) => (
        <div
          key={id}
          className="ink-tab-place"
          role="presentation"
          onAuxClick={(event) => {
            if (event.button === 1) onClose(id);
          }}
        >
          <button
            id={`tab-${id}`}
            type="button"
            role="tab"
            className="ink-tab"
            aria-selected={id === active}
            aria-controls="editor"
            aria-keyshortcuts="Delete"
            tabIndex={id === active ? 0 : -1}
            title={name}
            onClick={() => {
              onTab(id);
            }}
          >
            <bdi>{name.slice(name.lastIndexOf('/') + 1)}</bdi>
          </button>
          {/* With the keyboard a tab is closed with Delete. */}
          <button
            type="button"
            className="ink-tab__close"
            tabIndex={-1}
            aria-hidden="true"
            title={`Close ${name}`}
            onClick={() => {
              onClose(id);
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
