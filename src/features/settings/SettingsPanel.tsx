import { useId, useState, type ReactElement } from 'react';
import type { ChoiceView, EntryView, SettingView, SettingsGroupView, TicksView } from '../../shell/settings-view';
import './settings.css';

interface SettingsPanelProps {
  readonly groups: readonly SettingsGroupView[];
  /** Null when it is in force, else a sentence on why not. Several values are parted by line breaks. */
  readonly onSet: (id: string, value: string) => string | null;
  readonly onLink: (id: string) => void;
  readonly onReset: () => void;
}

/** Everything that can be set, as a dialog's inside. Each is in force and kept as soon as it is entered. */
export function SettingsPanel({ groups, onSet, onLink, onReset }: SettingsPanelProps): ReactElement {
  const [asking, setAsking] = useState(false);
  const [resets, setResets] = useState(0);
  return (
    <div className="ink-settings">
      <p className="ink-settings__lead">Changes apply at once and are kept in this browser.</p>
      {groups.map(({ title, settings }) => (
        <section key={title} className="ink-settings__group" aria-label={title}>
          <h3 className="ink-settings__heading">{title}</h3>
          {settings.map((setting) => (
            <div key={`${setting.id}:${resets}`} data-setting={setting.id}>
              <Setting setting={setting} onSet={onSet} onLink={onLink} />
            </div>
          ))}
        </section>
      ))}
      <div className="ink-settings__foot">
        {asking ? (
          <>
            <span role="status">All settings return to their defaults. Your files and models stay.</span>
            <button
              type="button"
              className="ink-button ink-button--primary"
              autoFocus
              onClick={() => {
                onReset();
                setAsking(false);
                setResets(resets + 1);
              }}
            >
              Reset
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
          </>
        ) : (
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              setAsking(true);
            }}
          >
            Reset to defaults…
          </button>
        )}
      </div>
    </div>
  );
}

interface SettingProps<View> {
  readonly setting: View;
  readonly onSet: SettingsPanelProps['onSet'];
}

function Setting({
  setting,
  onSet,
  onLink,
}: SettingProps<SettingView> & Pick<SettingsPanelProps, 'onLink'>): ReactElement {
  switch (setting.kind) {
    case 'choice':
      return <Choice setting={setting} onSet={onSet} />;
    case 'ticks':
      return <Ticks setting={setting} onSet={onSet} />;
    case 'link':
      return (
        <div className="ink-setting">
          <div className="ink-setting__words">
            <span className="ink-setting__label">{setting.label}</span>
            <span className="ink-setting__hint">{setting.hint}</span>
          </div>
          <div className="ink-setting__field">
            <span className="ink-setting__value">{setting.value}</span>
            <button
              type="button"
              className="ink-button"
              onClick={() => {
                onLink(setting.id);
              }}
            >
              {setting.action}
            </button>
          </div>
        </div>
      );
    case 'number':
    case 'text':
    case 'lines':
      return <Entry setting={setting} onSet={onSet} />;
  }
}

function Choice({ setting: { id, label, hint, value, options }, onSet }: SettingProps<ChoiceView>): ReactElement {
  const field = useId();
  return (
    <div className="ink-setting">
      <div className="ink-setting__words">
        <label className="ink-setting__label" htmlFor={field}>
          {label}
        </label>
        <span id={`${field}-hint`} className="ink-setting__hint">
          {hint}
        </span>
      </div>
      <div className="ink-setting__field">
        <select
          id={field}
          className="ink-field ink-setting__select"
          aria-describedby={`${field}-hint`}
          value={value}
          onChange={({ target }) => {
            onSet(id, target.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Ticks({ setting: { id, label, hint, options }, onSet }: SettingProps<TicksView>): ReactElement {
  const group = useId();
  return (
    <div className="ink-setting ink-setting--ticks" role="group" aria-label={label} aria-describedby={`${group}-hint`}>
      <div className="ink-setting__words">
        <span className="ink-setting__label">{label}</span>
        <span id={`${group}-hint`} className="ink-setting__hint">
          {hint}
        </span>
      </div>
      <div className="ink-setting__ticks">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              checked={option.on}
              onChange={({ target }) => {
                onSet(
                  id,
                  options
                    .filter((other) => (other.value === option.value ? target.checked : other.on))
                    .map((other) => other.value)
                    .join('\n'),
                );
              }}
            />
            {option.label}
          </label>
        ))}
      </div>
    </div>
  );
}

function Entry({
  setting: { id, kind, label, hint, value, placeholder },
  onSet,
}: SettingProps<EntryView>): ReactElement {
  const field = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  /** What fits is in force while it is typed: who closes the dialog loses nothing. What does not is told when it is left. */
  const change = (text: string): void => {
    setTyped(text);
    if (onSet(id, text) === null) setWhy(null);
  };
  const settle = (text: string): void => {
    const refused = onSet(id, text);
    setWhy(refused);
    // What was refused stays to be mended.
    setTyped(refused === null ? null : text);
  };
  const shared = {
    id: field,
    className: why === null ? 'ink-field' : 'ink-field ink-field--refused',
    spellCheck: false,
    placeholder,
    value: typed ?? value,
    'aria-describedby': why === null ? `${field}-hint` : `${field}-why ${field}-hint`,
    'aria-invalid': why !== null,
    onBlur: () => {
      if (typed !== null) settle(typed);
    },
  };
  return (
    <div className={kind === 'lines' ? 'ink-setting ink-setting--tall' : 'ink-setting'}>
      <div className="ink-setting__words">
        <label className="ink-setting__label" htmlFor={field}>
          {label}
        </label>
        <span id={`${field}-hint`} className="ink-setting__hint">
          {hint}
        </span>
      </div>
      <div className="ink-setting__field">
        {kind === 'lines' ? (
          <textarea
            {...shared}
            rows={6}
            onChange={({ target }) => {
              change(target.value);
            }}
          />
        ) : (
          <input
            {...shared}
            type="text"
            inputMode={kind === 'number' ? 'numeric' : 'text'}
            autoComplete="off"
            onChange={({ target }) => {
              change(target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') settle(typed ?? value);
            }}
          />
        )}
        {why !== null && (
          <p id={`${field}-why`} className="ink-setting__why" role="alert">
            {why}
          </p>
        )}
      </div>
    </div>
  );
}
