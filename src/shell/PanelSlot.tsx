import {
  Component,
  useEffect,
  useLayoutEffect,
  useState,
  type ComponentType,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Dialog, Panel } from './Panels';
import type { Panel as PanelEntry, Panels } from './panels';
import { messageOf } from '../core/message-of';

/** The panel that is open at a place, or nothing. */
export function PanelAt({ panels, id }: { readonly panels: Panels; readonly id: string | null }): ReactElement | null {
  const panel = id === null ? null : panels.get(id);
  if (panel === null) return null;
  const close = (): void => {
    panels.close(panel.id);
  };
  const inside = (
    <Faults key={panel.id}>
      <Inside panel={panel} />
    </Faults>
  );
  return panel.place === 'dialog' ? (
    <Dialog key={panel.id} id={panel.id} title={panel.title} onClose={close}>
      {inside}
    </Dialog>
  ) : (
    <Panel key={panel.id} id={panel.id} title={panel.title} place={panel.place} onClose={close}>
      {inside}
    </Panel>
  );
}

type Loaded =
  | { readonly kind: 'loading' }
  /** `away`: where the focus had gone meanwhile, out of the panel; null where it had not. */
  | { readonly kind: 'loaded'; readonly Component: ComponentType; readonly away: HTMLElement | null }
  | { readonly kind: 'failed'; readonly message: string };

/** Follows the focus into a panel and out of it again, until it is ended. */
function watchFocus(id: string): { readonly away: () => HTMLElement | null; readonly end: () => void } {
  let had = false;
  let away: HTMLElement | null = null;
  const look = (): void => {
    const { activeElement } = document;
    const inside = document.getElementById(`panel-${id}`)?.contains(activeElement) === true;
    if (inside) had = true;
    away = had && !inside && activeElement instanceof HTMLElement ? activeElement : null;
  };
  document.addEventListener('focusin', look);
  return {
    away: () => away,
    end: () => {
      document.removeEventListener('focusin', look);
    },
  };
}

/** The panel's own component, brought when it opens; the browser keeps what it has loaded. */
function Inside({ panel }: { readonly panel: PanelEntry }): ReactElement {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  useEffect(() => {
    let wanted = true;
    const focus = watchFocus(panel.id);
    const settle = (next: Loaded): void => {
      if (wanted) setLoaded(next);
    };
    panel.load().then(
      (Component) => {
        settle({ kind: 'loaded', Component, away: focus.away() });
      },
      (error: unknown) => {
        settle({ kind: 'failed', message: messageOf(error) });
      },
    );
    return () => {
      wanted = false;
      focus.end();
    };
  }, [panel]);
  // A field that takes the focus when it comes must not take it from where the user has gone since.
  useLayoutEffect(() => {
    if (loaded.kind === 'loaded') loaded.away?.focus();
  }, [loaded]);
  switch (loaded.kind) {
    case 'loading':
      return <p className="ink-panel__waiting">Opening…</p>;
    case 'failed':
      return (
        <p className="ink-panel__waiting" role="alert">
          This panel could not be loaded: {loaded.message} Close it and open it again.
        </p>
      );
    case 'loaded':
      return <loaded.Component />;
  }
}

/** A panel that breaks must not take the editor with it. */
class Faults extends Component<{ readonly children: ReactNode }, { readonly message: string | null }> {
  override state: { readonly message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: messageOf(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <p className="ink-panel__waiting" role="alert">
        This panel stopped: {this.state.message} Your code is not touched; close the panel and open it again.
      </p>
    );
  }
}
