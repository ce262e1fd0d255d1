/** Draws the inline widget into the editor: one zone for the question, one for each hunk, and marks on the lines that go. */
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { walkPast } from '../../core/inline';
import type { EditorHost, EditorZone, LineMark } from '../../editor';
import { InlineHunk, InlineWidget, ZoneInside } from './InlineWidget';
import type { InlineView } from './types';
import type { Inline } from './inline';

interface Drawn {
  readonly zone: EditorZone;
  /** Kept, so that drawing again does not watch anew. */
  readonly onHeight: (height: number) => void;
}

const WIDGET = 'widget';

function places(view: InlineView | null): readonly (readonly [key: string, after: number])[] {
  if (view === null) return [];
  return [[WIDGET, view.after], ...view.hunks.map(({ after }, index): [string, number] => [`hunk-${index}`, after])];
}

function marksOf(view: InlineView | null): readonly LineMark[] {
  if (view === null) return [];
  const removed = view.hunks.flatMap(({ removed: lines }): LineMark[] =>
    lines === null ? [] : [{ ...lines, kind: 'removed' }],
  );
  return removed.length > 0 || view.selected === null ? removed : [{ ...view.selected, kind: 'asked' }];
}

export function mountInline(inline: Inline, host: EditorHost): void {
  const root = createRoot(document.createElement('div'));
  const drawn = new Map<string, Drawn>();
  let opened = 0;

  const make = (key: string, after: number): Drawn => {
    const zone = host.zone(after, key === WIDGET ? 'wide' : 'code');
    let seen = false;
    return {
      zone,
      onHeight(height) {
        zone.resize(height);
        if (key === WIDGET && !seen) zone.reveal();
        seen = true;
      },
    };
  };

  const draw = (): void => {
    const view = inline.view.get();
    // Opened anew, perhaps over another document: nothing of the last one stays.
    const wanted = places(view);
    for (const [key, { zone }] of drawn) {
      if (view?.opened === opened && wanted.some(([other]) => other === key)) continue;
      zone.remove();
      drawn.delete(key);
    }
    opened = view?.opened ?? opened;
    for (const [key, after] of wanted) {
      const known = drawn.get(key);
      if (known === undefined) drawn.set(key, make(key, after));
      else known.zone.move(after);
    }
    host.mark(marksOf(view));
    root.render(
      view === null
        ? null
        : [...drawn].map(([key, { zone, onHeight }]) =>
            createPortal(inside(key, view, onHeight), zone.node, `${view.opened}-${key}`),
          ),
    );
  };

  const inside = (key: string, view: InlineView, onHeight: (height: number) => void) => {
    const index = Number(key.slice('hunk-'.length));
    const hunk = view.hunks[index];
    return (
      <ZoneInside onHeight={onHeight} actions={inline.actions} running={view.running}>
        {key === WIDGET || hunk === undefined ? (
          <InlineWidget
            view={view}
            actions={inline.actions}
            walk={(draft, at, older) => {
              const step = walkPast(view.past, { at, draft }, older);
              return step === null ? null : { at: step.walk.at, shown: step.shown };
            }}
          />
        ) : (
          <InlineHunk
            hunk={hunk}
            index={index}
            count={view.hunks.length}
            running={view.running}
            actions={inline.actions}
          />
        )}
      </ZoneInside>
    );
  };

  inline.view.subscribe(draw);
  draw();
}
