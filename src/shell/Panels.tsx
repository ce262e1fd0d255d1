import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Icon } from './icons';

interface PanelProps {
  readonly id: string;
  readonly title: string;
  readonly place: 'left' | 'right' | 'bottom';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const SMALLEST = 160;
const STEP = 24;
const DEFAULTS = { left: 240, right: 380, bottom: 220 } as const;

/** A region beside the editor with a heading, a way to close it, and an edge that can be dragged or moved with arrow keys. */
export function Panel({ id, title, place, onClose, children }: PanelProps): ReactElement {
  const [size, setSize] = useState<number>(DEFAULTS[place]);
  const resize = (next: number): void => {
    const room = (place === 'bottom' ? window.innerHeight : window.innerWidth) * 0.7;
    setSize(Math.round(Math.min(room, Math.max(SMALLEST, next))));
  };
  return (
    <section
      id={`panel-${id}`}
      className={`ink-panel ink-panel--${place}`}
      aria-label={title}
      tabIndex={-1}
      style={{ [place === 'bottom' ? 'height' : 'width']: `${size}px` }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Edge title={title} place={place} size={size} onSize={resize} />
      <header className="ink-panel__head">
        <h2 className="ink-panel__title">{title}</h2>
        <button
          type="button"
          className="ink-icon-button"
          aria-label={`Close ${title}`}
          title="Close (Esc)"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="ink-panel__body">{children}</div>
    </section>
  );
}

interface EdgeProps {
  readonly title: string;
  readonly place: 'left' | 'right' | 'bottom';
  /** CSS pixels. */
  readonly size: number;
  readonly onSize: (size: number) => void;
}

function Edge({ title, place, size, onSize }: EdgeProps): ReactElement {
  const from = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const along = (event: PointerEvent): number => (place === 'bottom' ? event.clientY : event.clientX);
  /** Which way along its axis the panel grows. */
  const outward = place === 'left' ? 1 : -1;
  const keys: Readonly<Record<string, number>> =
    place === 'bottom'
      ? { ArrowUp: STEP, ArrowDown: -STEP }
      : { ArrowRight: STEP * outward, ArrowLeft: -STEP * outward };
  return (
    <div
      className="ink-panel__edge"
      role="separator"
      aria-label={`Size of ${title}`}
      aria-orientation={place === 'bottom' ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={SMALLEST}
      tabIndex={0}
      onKeyDown={(event) => {
        const change = keys[event.key];
        if (change === undefined) return;
        event.preventDefault();
        onSize(size + change);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: along(event), size };
      }}
      onPointerMove={(event) => {
        if (from.current !== null) onSize(from.current.size + (along(event) - from.current.at) * outward);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    />
  );
}

interface DialogProps {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the rest of the page waits, Escape and a press outside close it, the focus returns to where it was. */
export function Dialog({ id, title, onClose, children }: DialogProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      id={`panel-${id}`}
      className="ink-dialog"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        event.stopPropagation();
      }}
    >
      <div className="ink-dialog__inside">
        <header className="ink-panel__head">
          <h2 className="ink-panel__title">{title}</h2>
          <button
            type="button"
            className="ink-icon-button"
            aria-label={`Close ${title}`}
            title="Close (Esc)"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        <div className="ink-dialog__body">{children}</div>
      </div>
    </dialog>
  );
}
