import type { ReactElement } from 'react';
import type { DiffRow } from '../core/text';
import { onlyBlanksDiffer, showBlanks, showHidden } from './hidden';
import './styles/diff.css';

/** A difference, line by line. The text is shown as text, whatever it holds. */
export function DiffView({ rows, label }: { readonly rows: readonly DiffRow[]; readonly label: string }): ReactElement {
  const blanksMatter = onlyBlanksDiffer(rows);
  return (
    <div className="ink-diff" role="region" aria-label={label} tabIndex={0}>
      <table className="ink-diff__table" role="presentation">
        <tbody>
          {rows.map((row, index) =>
            row.kind === 'gap' ? (
              <tr key={index} className="ink-diff__gap">
                <td colSpan={4}>{row.lines === 1 ? '1 unchanged line' : `${row.lines} unchanged lines`}</td>
              </tr>
            ) : (
              <tr key={index} className={`ink-diff__row ink-diff__row--${row.kind}`}>
                <td className="ink-diff__number">{row.kind === 'added' ? '' : row.old}</td>
                <td className="ink-diff__number">{row.kind === 'removed' ? '' : row.new}</td>
                <td className="ink-diff__sign">
                  {row.kind === 'same' ? (
                    ''
                  ) : row.kind === 'added' ? (
                    <>
                      <span aria-hidden="true">+</span>
                      <span className="ink-visually-hidden">added</span>
                    </>
                  ) : (
                    <>
                      <span aria-hidden="true">−</span>
                      <span className="ink-visually-hidden">removed</span>
                    </>
                  )}
                </td>
                <td className="ink-diff__text">
                  {row.kind !== 'same' && blanksMatter.has(row.text.trim()) ? (
                    <WithBlanks text={row.text} />
                  ) : row.text === '' ? (
                    '\u00a0'
                  ) : (
                    showHidden(row.text)
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** A line whose white space is what changes. */
function WithBlanks({ text }: { readonly text: string }): ReactElement {
  const { lead, body, trail } = showBlanks(text);
  return (
    <>
      <span className="ink-diff__blanks">{lead}</span>
      {showHidden(body)}
      <span className="ink-diff__blanks">{trail === '' && body === '' ? '\u00a0' : trail}</span>
    </>
  );
}
