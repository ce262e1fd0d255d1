import { useState, type ReactElement } from 'react';

interface ConfirmProps {
  readonly label: string;
  /** What the button says the second time. */
  readonly sure: string;
  /** Names what it acts on, for a screen reader; empty where that is plain. */
  readonly of?: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** A button that asks once more before it does something that cannot be undone. */
export function Confirm({ label, sure, of = '', disabled = false, onConfirm }: ConfirmProps): ReactElement {
  const [asking, setAsking] = useState(false);
  const named = (words: string): string => (of === '' ? words : `${words}: ${of}`);
  if (!asking)
    return (
      <button
        type="button"
        className="ink-button"
        aria-label={named(label)}
        disabled={disabled}
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </button>
    );
  return (
    <span className="ink-confirm">
      <button
        type="button"
        className="ink-button ink-button--danger"
        aria-label={named(sure)}
        autoFocus
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {sure}
      </button>
      <button
        type="button"
        className="ink-button"
        onClick={() => {
          setAsking(false);
        }}
      >
        Cancel
      </button>
    </span>
  );
}
