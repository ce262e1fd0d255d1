import type { ReactElement } from 'react';
import './settings.css';

export interface ShortcutGroupView {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly keys: readonly string[] }[];
}

/** Every key that does something, by what it belongs to. */
export function ShortcutsPanel({ groups }: { readonly groups: readonly ShortcutGroupView[] }): ReactElement {
  return (
    <div className="ink-shortcuts" role="region" aria-label="All keys" tabIndex={0}>
      {groups.map(({ title, rows }) => (
        <section key={title} className="ink-shortcuts__group" aria-label={title}>
          <h3 className="ink-settings__heading">{title}</h3>
          <dl className="ink-shortcuts__list">
            {rows.map((row) => (
              <div key={`${row.title} ${row.keys.join(' ')}`} className="ink-shortcuts__row">
                <dt>{row.title}</dt>
                <dd>
                  {row.keys.map((key, index) => (
                    <kbd key={`${key}${index}`} className="ink-kbd">
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
