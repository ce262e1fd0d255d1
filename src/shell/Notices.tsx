import type { ReactElement } from 'react';
import { Icon } from './icons';
import { showHidden } from './hidden';
import type { NoticeView } from '../session/view-types';

/** What the user has to know and can do something about, between the top bar and the code. */
export function Notices({ notices }: { readonly notices: readonly NoticeView[] }): ReactElement {
  return (
    <div className="ink-notices" aria-live="polite">
      {notices.map((notice) => (
        <section key={notice.id} className={`ink-notice ink-notice--${notice.tone}`} aria-label={notice.title}>
          <span className="ink-notice__icon">
            <Icon name={notice.tone === 'problem' ? 'warning' : 'info'} />
          </span>
          <p className="ink-notice__text">
            <strong>{showHidden(notice.title)}</strong> {showHidden(notice.body)}
          </p>
          <div className="ink-notice__actions">
            {notice.actions.map(({ label, primary, run }) => (
              <button
                key={label}
                type="button"
                className={primary ? 'ink-button ink-button--primary' : 'ink-button'}
                onClick={run}
              >
                {label}
              </button>
            ))}
          </div>
          {notice.dismiss !== null && (
            <button
              type="button"
              className="ink-button ink-button--bare ink-notice__close"
              aria-label={`Close: ${notice.title}`}
              onClick={notice.dismiss}
            >
              <Icon name="close" />
            </button>
          )}
        </section>
      ))}
    </div>
  );
}
