import type { ReactElement } from 'react';
import { showHidden } from '../../shell/hidden';
import './import.css';

interface ImportReportProps {
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/** A longer list is read by nobody. */
const MOST = 300;

/** Every file that was not opened, with the reason. */
export function ImportReport({ leftOut }: ImportReportProps): ReactElement {
  const more = leftOut.length - MOST;
  return (
    <div className="ink-report">
      <p className="ink-report__lead">
        {leftOut.length === 1 ? 'One was left out.' : `${leftOut.length} were left out.`}
      </p>
      <ul className="ink-report__list">
        {leftOut.slice(0, MOST).map(({ name, why }, index) => (
          <li key={index}>
            <bdi className="ink-report__name">{showHidden(name)}</bdi>
            <span>{why}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="ink-report__lead">And {more} more.</p>}
    </div>
  );
}
