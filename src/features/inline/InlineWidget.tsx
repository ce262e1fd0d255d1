import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../../shell/icons';
import { showHidden } from '../../shell/hidden';
import './inline.css';
import type { InlineActions, InlineHunkView, InlineView } from './types';

/** One step through instructions given before; null when there is no further one. */
export type Walk = (
  draft: string,
  at: number,
  older: boolean,
) => { readonly at: number; readonly shown: string } | null;

interface WidgetProps {
  readonly view: InlineView;
  readonly actions: InlineActions;
  readonly walk: Walk;
}

/** Where the instruction is written, and what became of it. */
export function InlineWidget({ view, actions, walk }: WidgetProps): ReactElement {
  const [words, setWords] = useState(view.instruction);
  const [place, setPlace] = useState({ at: 0, draft: '' });
  const field = useRef<HTMLTextAreaElement>(null);
  const { opened, hunks, running, unable } = view;
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, [opened]);

  const write = (text: string): void => {
    setWords(text);
    setPlace({ at: 0, draft: text });
  };
  const send = (): void => {
    if (running || unable !== null) return;
    if (words.trim() === '') {
      if (hunks.length > 0) actions.accept('all');
      return;
    }
    actions.submit(words.trim());
    write('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    }
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || event.altKey) return;
    const older = event.key === 'ArrowUp';
    const { selectionStart } = event.currentTarget;
    // Within several lines the arrows move the cursor.
    if (older ? words.slice(0, selectionStart).includes('\n') : words.slice(selectionStart).includes('\n')) return;
    const step = walk(place.draft, place.at, older);
    if (step === null) return;
    event.preventDefault();
    setPlace({ ...place, at: step.at });
    setWords(step.shown);
  };

  return (
    <section className="ink-inline" aria-label="Ask for a change">
      <div className="ink-inline__row">
        <textarea
          ref={field}
          className="ink-inline__field"
          aria-label="Instruction"
          placeholder={
            hunks.length > 0
              ? 'Ask for another change'
              : view.selected === null
                ? 'What should change here?'
                : 'What should change in the selection?'
          }
          rows={Math.min(6, words.split('\n').length)}
          value={words}
          onChange={({ target }) => {
            write(target.value);
          }}
          onKeyDown={onKeyDown}
          data-inline-stop
        />
        {running ? (
          <button type="button" className="ink-button" onClick={actions.stop}>
            <Icon name="stop" />
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="ink-button ink-button--primary"
            disabled={unable !== null || words.trim() === ''}
            onClick={send}
          >
            Ask
          </button>
        )}
        <button
          type="button"
          className="ink-icon-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={actions.close}
        >
          <Icon name="close" />
        </button>
      </div>
      {unable !== null && (
        <div className="ink-inline__row ink-inline__unable" role="status">
          <span>{unable}</span>
          <span className="ink-inline__remedies">
            {view.suggestion !== null && (
              <button type="button" className="ink-button ink-button--primary" onClick={actions.getModel}>
                Get {view.suggestion.name}
              </button>
            )}
            <button type="button" className="ink-button" onClick={actions.chooseModel}>
              Choose a model
            </button>
            {view.suggestion !== null && <span className="ink-inline__cost">{view.suggestion.cost}</span>}
          </span>
        </div>
      )}
      {running && (
        <p className="ink-inline__words" role="status">
          {view.model} is writing…
        </p>
      )}
      {view.news !== null && (
        <p className={`ink-inline__words ink-inline__words--${view.news.tone}`} role="status">
          {view.news.words}
        </p>
      )}
      {view.explanation !== '' && <p className="ink-inline__explanation">{view.explanation}</p>}
      {hunks.length > 0 && !running && (
        <div className="ink-inline__row">
          <button
            type="button"
            className="ink-button ink-button--primary"
            onClick={() => {
              actions.accept('all');
            }}
          >
            {hunks.length === 1 ? 'Accept' : `Accept all ${hunks.length}`}
            <kbd className="ink-inline__key">Alt Enter</kbd>
          </button>
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              actions.reject('all');
            }}
          >
            {hunks.length === 1 ? 'Dismiss' : 'Dismiss all'}
          </button>
          <span className="ink-inline__hint">or say what should be different</span>
        </div>
      )}
    </section>
  );
}

interface HunkProps {
  readonly hunk: InlineHunkView;
  readonly index: number;
  readonly count: number;
  readonly running: boolean;
  readonly actions: InlineActions;
}

/** The new lines of one hunk, below those that go. The text is shown as text, whatever it holds. */
export function InlineHunk({ hunk, index, count, running, actions }: HunkProps): ReactElement {
  const { added, removed, removedText } = hunk;
  const where =
    removed === null
      ? `after line ${hunk.after}`
      : removed.first === removed.last
        ? `line ${removed.first}`
        : `lines ${removed.first} to ${removed.last}`;
  return (
    <section className="ink-inline-hunk" aria-label={`Change ${index + 1} of ${count}, ${where}`}>
      {removed !== null && (
        <pre className="ink-visually-hidden">{showHidden(`Removed:\n${removedText.join('\n')}`)}</pre>
      )}
      {added.length > 0 ? (
        <pre role="group" className="ink-inline-hunk__added" tabIndex={0} aria-label="Added">
          {showHidden(added.join('\n'))}
        </pre>
      ) : (
        <p className="ink-inline-hunk__gone">
          {removed !== null && removed.first !== removed.last ? 'These lines are deleted.' : 'This line is deleted.'}
        </p>
      )}
      {!running && (
        <div className="ink-inline-hunk__keys">
          <button
            type="button"
            className="ink-inline-hunk__button"
            data-inline-stop
            onClick={() => {
              actions.accept(index);
            }}
          >
            <Icon name="check" />
            Accept
          </button>
          <button
            type="button"
            className="ink-inline-hunk__button"
            onClick={() => {
              actions.reject(index);
            }}
          >
            <Icon name="close" />
            Dismiss
          </button>
        </div>
      )}
    </section>
  );
}

interface ZoneProps {
  readonly onHeight: (height: number) => void;
  readonly actions: InlineActions;
  readonly running: boolean;
  readonly children: ReactNode;
}

/** The inside of a zone: tells how much room it takes, and keeps its keys from the code. */
export function ZoneInside({ onHeight, actions, running, children }: ZoneProps): ReactElement {
  const inside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = inside.current;
    if (shown === null) return;
    const observer = new ResizeObserver(() => {
      onHeight(Math.ceil(shown.getBoundingClientRect().height));
    });
    observer.observe(shown);
    return () => {
      observer.disconnect();
    };
  }, [onHeight]);
  return (
    <div
      ref={inside}
      className="ink-zone__inside"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') {
          if (running) actions.stop();
          else actions.close();
        } else if (event.altKey && event.key === 'Enter') actions.accept('all');
        else if (event.altKey && event.key === 'Backspace') actions.reject('all');
        else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
          goToStop(event.key === 'ArrowDown' ? 1 : -1);
        else return;
        event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}

/** The field and the hunks in the order they are seen, round and round. */
function goToStop(by: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-inline-stop]')].sort(
    (one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top,
  );
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[(at + by + stops.length) % stops.length]?.focus();
}
