/** The places around the editor, and what stands in them. A feature's code is loaded when its panel first opens. */
import type { ComponentType } from 'react';
import type { Settings } from '../platform/local-settings';
import type { Store } from '../platform/store';

export type PanelPlace = 'left' | 'right' | 'bottom' | 'dialog';

export interface Panel {
  readonly id: string;
  /** The heading, and the name of its region for screen readers. */
  readonly title: string;
  readonly place: PanelPlace;
  /** Brings the component that draws the inside; called each time the panel opens, so make what must last outside of it. */
  readonly load: () => Promise<ComponentType>;
}

/** What is open; places hold one panel each. */
export type OpenPanels = Readonly<Record<PanelPlace, string | null>>;

export const NO_PANELS: OpenPanels = { left: null, right: null, bottom: null, dialog: null };

export interface Panels {
  /** @throws Error when the name is taken. */
  register(panel: Panel): void;
  list(): readonly Panel[];
  get(id: string): Panel | null;
  /** Tells when what is open, or what can be opened, changes. */
  readonly store: Store<OpenPanels>;
  isOpen(id: string): boolean;
  open(id: string): void;
  close(id: string): void;
  toggle(id: string): void;
}

const SETTING = 'panels';

/** What stood open when the page was left; dialogs are not reopened. */
export function rememberedPanels(settings: Settings, known: (id: string, place: PanelPlace) => boolean): OpenPanels {
  const names = new Set((settings.read(SETTING) ?? '').split(' '));
  const at = (place: PanelPlace): string | null => [...names].find((id) => known(id, place)) ?? null;
  return { left: at('left'), right: at('right'), bottom: at('bottom'), dialog: null };
}

/** @param changed hears of each panel that comes and goes, before it is drawn. */
export function createPanels(
  store: Store<OpenPanels>,
  settings: Settings,
  changed: (id: string, place: PanelPlace, open: boolean) => void,
): Panels {
  const panels = new Map<string, Panel>();

  const set = (place: PanelPlace, id: string | null): void => {
    const before = store.get();
    if (before[place] === id) return;
    const after = { ...before, [place]: id };
    store.set(after);
    settings.write(SETTING, [after.left, after.right, after.bottom].filter((open) => open !== null).join(' '));
    const gone = before[place];
    if (id !== null) changed(id, place, true);
    else if (gone !== null) changed(gone, place, false);
  };

  const isOpen = (id: string): boolean => Object.values(store.get()).includes(id);
  const open = (id: string): void => {
    const panel = panels.get(id);
    if (panel !== undefined) set(panel.place, id);
  };
  const close = (id: string): void => {
    const panel = panels.get(id);
    if (panel !== undefined && store.get()[panel.place] === id) set(panel.place, null);
  };

  return {
    register(panel) {
      if (panels.has(panel.id)) throw new Error(`Two panels are named ${panel.id}.`);
      panels.set(panel.id, panel);
    },
    list: () => [...panels.values()],
    get: (id) => panels.get(id) ?? null,
    store,
    isOpen,
    open,
    close,
    toggle: (id) => {
      if (isOpen(id)) close(id);
      else open(id);
    },
  };
}
