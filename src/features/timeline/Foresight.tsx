/** What is predicted at the point at hand, beside what was really done next; and all points at which it was due. */
import { memo, useEffect, useRef, type ReactElement } from 'react';
import { DiffView } from '../../shell/DiffView';
import { Icon, InkDrop, type IconName } from '../../shell/icons';
import type { ForesightView, PointView, Tone } from './types';

const TONE_ICONS: Readonly<Record<Tone, IconName | null>> = {
  good: 'check',
  other: 'swap',
  quiet: 'quiet',
  open: null,
};

/** @param idle what to say between the points, while nothing is asked */
export function ForesightCard({
  view,
  idle,
}: {
  readonly view: ForesightView | null;
  readonly idle: string;
}): ReactElement {
  if (view === null) return <p className="ink-foresight ink-foresight--idle">{idle}</p>;
  return (
    <section className={`ink-foresight ink-foresight--${view.tone}`} aria-label="What Inkling predicts here">
      <div className="ink-foresight__said" role="status">
        <InkDrop size={14} />
        <strong className="ink-foresight__title">{view.title}</strong>
        {view.then !== null && <span className="ink-foresight__then">{view.then}</span>}
        {view.detail !== null && <span className="ink-foresight__detail">{view.detail}</span>}
      </div>
      <h3 className="ink-foresight__next">
        {view.next === null ? 'Nothing was recorded after this.' : 'What was done next'}
      </h3>
      {view.next !== null &&
        (view.next.length === 0 ? (
          <p className="ink-foresight__none">It was undone at once: no difference.</p>
        ) : (
          <DiffView rows={view.next} label="What was done next" />
        ))}
    </section>
  );
}

interface PointsProps {
  readonly points: readonly PointView[];
  readonly tally: string;
  readonly at: number;
  readonly onSeek: (position: number) => void;
}

export const Points = memo(function Points({ points, tally, at, onSeek }: PointsProps): ReactElement {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector('[aria-current="true"]') ?? null;
    // Only the list itself scrolls: the page must not jump while it plays.
    if (current instanceof HTMLElement && list.current !== null)
      list.current.scrollTop = current.offsetTop - list.current.offsetTop - 40;
  }, [at]);
  return (
    <details className="ink-points" open>
      <summary className="ink-points__head">
        <span>
          {points.length === 1
            ? '1 point where a prediction was due'
            : `${points.length} points where a prediction was due`}
        </span>
        {tally !== '' && <span className="ink-points__tally">{tally}</span>}
      </summary>
      <ul ref={list} className="ink-points__list">
        {points.map(({ at: position, place, code, tone, verdict, then }) => {
          const icon = TONE_ICONS[tone];
          return (
            <li key={position}>
              <button
                type="button"
                className={`ink-points__go ink-points__go--${tone}`}
                aria-current={position === at}
                onClick={() => {
                  onSeek(position);
                }}
              >
                <span className="ink-points__icon">{icon !== null && <Icon name={icon} />}</span>
                <span className="ink-points__place">{place}</span>
                <code className="ink-points__code">{code}</code>
                {then !== null && (
                  <span className="ink-points__then" title={then}>
                    shown then
                  </span>
                )}
                <span className="ink-points__verdict">{verdict}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
});
