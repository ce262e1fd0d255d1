import type { ReactElement } from 'react';
import type { DiffRow } from '../core/text';
import { showHidden } from './hidden';
import './styles/diff.css';

/** A difference, line by line. The text is shown as text, whatever it holds. */
export function DiffView({ rows, label }: { readonly rows: readonly DiffRow[]; readonly label: string }): ReactElement {
  return (
    <div className="ink-diff" role="region" aria-label={label} tabIndex={0}>
      <table className="ink-diff__table" role="presentation">
        <tbody>
          {rows.map((row, index) => (row.kind === 'gap'
            ? <tr key={index} className="ink-diff__gap"><td colSpan={4}>{row.lines === 1 ? '1 unchanged line' : `${row.lines} unchanged lines`}</td></tr>
            : (
              <tr key={index} className={`ink-diff__row ink-diff__row--${row.kind}`}>
                <td className="ink-diff__number">{row.kind === 'added' ? '' : row.old}</td>
                <td className="ink-diff__number">{row.kind === 'removed' ? '' : row.new}</td>
                <td className="ink-diff__sign">{row.kind === 'same' ? '' : row.kind === 'added' ? <><span aria-hidden="true">+</span><span className="ink-visually-hidden">added</span></> : <><span aria-hidden="true">−</span><span className="ink-visually-hidden">removed</span></>}</td>
                <td className="ink-diff__text">{row.text === '' ? '\u00a0' : showHidden(row.text)}</td>
              </tr>
            )))}
        </tbody>
      </table>
    </div>
  );
}
