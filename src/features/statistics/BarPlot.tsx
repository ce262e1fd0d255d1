import type { ReactElement } from 'react';
import { barsOf, labelled, type BarValue } from './geometry';

export interface PlotView {
  readonly title: string;
  /** What the plot shows, in a sentence: the text for who cannot see it. */
  readonly says: string;
  readonly values: readonly BarValue[];
  /** What a bar counts, and its part that is set off; the part's is null where none is. */
  readonly counts: string;
  readonly part: string | null;
  /** Heading of the labels in the table. */
  readonly labels: string;
}

const WIDTH = 600;
const HEIGHT = 130;
const ROOM = { left: 34, top: 8, bottom: 22 } as const;
const MOST_LABELS = 11;

/** Bars, and the same figures as a table. */
export function BarPlot({ plot }: { readonly plot: PlotView }): ReactElement {
  const { bars, top } = barsOf(plot.values, WIDTH - ROOM.left, HEIGHT);
  const writes = labelled(bars.length, MOST_LABELS);
  return (
    <figure className="ink-plot">
      <figcaption className="ink-plot__title">
        {plot.title}
        {plot.part !== null && (
          <span className="ink-plot__legend">
            <span className="ink-plot__key ink-plot__key--part" />
            {plot.part}
            <span className="ink-plot__key" />
            {plot.counts}
          </span>
        )}
      </figcaption>
      <p className="ink-plot__says">{plot.says}</p>
      <div className="ink-plot__frame" role="region" aria-label={plot.title} tabIndex={0}>
        <svg
          className="ink-plot__picture"
          viewBox={`0 0 ${WIDTH} ${ROOM.top + HEIGHT + ROOM.bottom}`}
          role="img"
          aria-label={`${plot.title}. ${plot.says}`}
        >
          <g transform={`translate(${ROOM.left} ${ROOM.top})`}>
            {[0, top / 2, top].filter(Number.isInteger).map((value) => (
              <g key={value}>
                <line
                  className="ink-plot__line"
                  x1={0}
                  x2={WIDTH - ROOM.left}
                  y1={HEIGHT - (value / top) * HEIGHT}
                  y2={HEIGHT - (value / top) * HEIGHT}
                />
                <text className="ink-plot__text" x={-6} y={HEIGHT - (value / top) * HEIGHT + 4} textAnchor="end">
                  {value}
                </text>
              </g>
            ))}
            {bars.map((bar, index) => (
              <g key={bar.label}>
                <rect
                  className={plot.part === null ? 'ink-plot__bar ink-plot__bar--part' : 'ink-plot__bar'}
                  x={bar.x}
                  y={bar.y}
                  width={bar.width}
                  height={bar.height}
                  rx={2}
                />
                {plot.part !== null && (
                  <rect
                    className="ink-plot__bar ink-plot__bar--part"
                    x={bar.x}
                    y={bar.partY}
                    width={bar.width}
                    height={bar.partHeight}
                    rx={2}
                  />
                )}
                {writes(index) && (
                  <text className="ink-plot__text" x={bar.x + bar.width / 2} y={HEIGHT + 15} textAnchor="middle">
                    {bar.label}
                  </text>
                )}
              </g>
            ))}
          </g>
        </svg>
      </div>
      <details className="ink-plot__table">
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{plot.labels}</th>
              <th scope="col">{plot.counts}</th>
              {plot.part !== null && <th scope="col">{plot.part}</th>}
            </tr>
          </thead>
          <tbody>
            {plot.values.map(({ label, value, part }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
                {plot.part !== null && <td>{part}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
