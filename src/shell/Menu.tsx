import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { Icon } from './icons';

export interface MenuItem<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  /** Starts a new group above this item. */
  readonly separated?: boolean;
}

interface MenuProps<Value extends string> {
  /** Says what is being chosen, for those who do not see the button. */
  readonly label: string;
  readonly button: ReactNode;
  readonly items: readonly MenuItem<Value>[];
  readonly selected: Value;
  readonly opens: 'up' | 'down';
  readonly onSelect: (value: Value) => void;
}

/** A button that opens a list of which one item is chosen. Arrow keys, Home, End, Escape; the focus returns. */
export function Menu<Value extends string>({
  label,
  button,
  items,
  selected,
  opens,
  onSelect,
}: MenuProps<Value>): ReactElement {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    const chosen =
      list.current?.querySelector<HTMLElement>('[aria-checked="true"]') ??
      list.current?.querySelector<HTMLElement>('[role]');
    chosen?.focus();
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
    };
  }, [open]);

  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const options = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])];
    const at = options.findIndex((option) => option === document.activeElement);
    const move = (to: number): void => {
      event.preventDefault();
      options.at(to % options.length)?.focus();
    };
    switch (event.key) {
      case 'Escape':
        event.stopPropagation();
        close();
        break;
      case 'Tab':
        setOpen(false);
        break;
      case 'ArrowDown':
        move(at + 1);
        break;
      case 'ArrowUp':
        move(at - 1);
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(-1);
        break;
      default:
    }
  };

  return (
    <div className="ink-menu" ref={root}>
      <button
        ref={trigger}
        type="button"
        className="ink-menu__button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => {
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {button}
      </button>
      {open && (
        <div
          id={id}
          ref={list}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          className={`ink-menu__list ink-menu__list--${opens}`}
          onKeyDown={onKeyDown}
        >
          {items.map((item) => (
            <button
              key={item.value}
              type="button"
              role="menuitemradio"
              tabIndex={-1}
              aria-checked={item.value === selected}
              className={item.separated === true ? 'ink-menu__item ink-menu__item--separated' : 'ink-menu__item'}
              onClick={() => {
                onSelect(item.value);
                close();
              }}
            >
              <span className="ink-menu__check">{item.value === selected && <Icon name="check" />}</span>
              <span className="ink-menu__text">
                <span className="ink-menu__label">{item.label}</span>
                {item.hint !== undefined && <span className="ink-menu__hint">{item.hint}</span>}
              </span>
              {item.icon !== undefined && <span className="ink-menu__icon">{item.icon}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
