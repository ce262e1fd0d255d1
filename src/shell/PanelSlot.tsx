import { Component, useEffect, useState, type ComponentType, type ReactElement, type ReactNode } from 'react';
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
  | { readonly kind: 'loaded'; readonly Component: ComponentType }
  | { readonly kind: 'failed'; readonly message: string };

/** The panel's own component, brought when it opens; the browser keeps what it has loaded. */
function Inside({ panel }: { readonly panel: PanelEntry }): ReactElement {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  useEffect(() => {
    let wanted = true;
    const settle = (next: Loaded): void => {
      if (wanted) setLoaded(next);
    };
    panel.load().then(
      (Component) => {
        settle({ kind: 'loaded', Component });
      },
      (error: unknown) => {
        settle({ kind: 'failed', message: messageOf(error) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [panel]);
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
