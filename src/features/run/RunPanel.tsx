import { memo, useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import './run.css';
import { Icon } from '../../shell/icons';
import { showHidden } from '../../shell/hidden';
import { piecesOf, type RunEntry, type RunPhase, type RunPlace, type RunView } from './run-view';

interface RunPanelProps {
  readonly view: RunView;
  /** As the keyboard shortcut is written here, for example `Ctrl+Enter`. */
  readonly keys: string;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onClear: () => void;
  /** A line of input; null is the end of input. */
  readonly onInput: (line: string | null) => void;
  readonly onPlace: (place: RunPlace) => void;
  readonly onFix: () => void;
}

const isBusy = ({ kind }: RunPhase): boolean => kind === 'starting' || kind === 'running' || kind === 'waiting';

function phaseWords(phase: RunPhase): string {
  switch (phase.kind) {
    case 'idle':
      return 'Nothing has run yet';
    case 'starting':
      return phase.words;
    case 'running':
      return 'Running';
    case 'waiting':
      return 'Waiting for input';
    case 'ended':
      return phase.words;
  }
}

export function RunPanel({ view, keys, onRun, onStop, onClear, onInput, onPlace, onFix }: RunPanelProps): ReactElement {
  const { phase, place } = view;
  const busy = isBusy(phase);
  const tone = phase.kind === 'ended' ? phase.tone : busy ? 'busy' : 'quiet';
  return (
    <div className="ink-run">
      <div className="ink-run__bar">
        <span className={`ink-run__state ink-run__state--${tone}`} data-testid="run-state" data-phase={phase.kind}>
          {view.file !== null && <span className="ink-run__file">{view.file}</span>}
          <span className="ink-run__words" title={phaseWords(phase)}>
            {phaseWords(phase)}
          </span>
        </span>
        {place !== null && (
          <button
            type="button"
            className="ink-button ink-run__place"
            onClick={() => {
              onPlace(place);
            }}
          >
            Go to line {place.line}
          </button>
        )}
        {view.fixable && (
          <button type="button" className="ink-button ink-button--primary" onClick={onFix}>
            Fix
          </button>
        )}
        <span className="ink-run__tools">
          {busy ? (
            <button type="button" className="ink-icon-button" aria-label="Stop" title="Stop" onClick={onStop}>
              <Icon name="stop" />
            </button>
          ) : (
            <button
              type="button"
              className="ink-icon-button"
              aria-label="Run again"
              title={`Run (${keys})`}
              onClick={onRun}
            >
              <Icon name="play" />
            </button>
          )}
          <button
            type="button"
            className="ink-button ink-button--bare"
            disabled={view.entries.length === 0}
            onClick={onClear}
          >
            Clear
          </button>
        </span>
      </div>
      <Output view={view} keys={keys} onPlace={onPlace} />
      {phase.kind === 'waiting' && <Input onInput={onInput} />}
    </div>
  );
}

function Output({ view, keys, onPlace }: Pick<RunPanelProps, 'view' | 'keys' | 'onPlace'>): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [view.entries]);
  return (
    <div
      className="ink-run__output"
      data-testid="run-output"
      ref={box}
      role="log"
      aria-live="off"
      aria-label="Output"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {view.entries.length === 0 && view.phase.kind === 'idle' && (
        <p className="ink-run__hint">
          Press <kbd className="ink-kbd">{keys}</kbd> to run the open Python, JavaScript or TypeScript file. It runs on
          this device, with no access to the network or to what you have stored.
        </p>
      )}
      {view.cut && <p className="ink-run__hint">Earlier output was truncated.</p>}
      {view.entries.map((entry) => (
        <Entry key={entry.key} entry={entry} files={view.files} onPlace={onPlace} />
      ))}
    </div>
  );
}

const Entry = memo(function Entry({
  entry,
  files,
  onPlace,
}: {
  readonly entry: RunEntry;
  readonly files: readonly string[];
  readonly onPlace: (place: RunPlace) => void;
}): ReactElement {
  if (entry.kind === 'picture') {
    return (
      <img
        className="ink-run__picture"
        src={entry.url}
        alt={entry.title === '' ? 'A plot drawn by the program' : `Plot: ${entry.title}`}
      />
    );
  }
  return (
    <span className={`ink-run__text ink-run__text--${entry.kind}`} dir="auto">
      {piecesOf(entry.text, files).map((piece, index) =>
        piece.kind === 'text' ? (
          showHidden(piece.text)
        ) : (
          <button
            key={index}
            type="button"
            className="ink-run__link"
            onClick={() => {
              onPlace(piece.place);
            }}
          >
            {piece.text}
          </button>
        ),
      )}
    </span>
  );
});

function Input({ onInput }: { readonly onInput: (line: string | null) => void }): ReactElement {
  const [line, setLine] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <form
      className="ink-run__input"
      onSubmit={(event) => {
        event.preventDefault();
        onInput(line);
        setLine('');
      }}
    >
      <input
        ref={field}
        className="ink-field ink-run__line"
        aria-label="Input for the program"
        placeholder="The program waits for a line"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={line}
        onChange={(event) => {
          setLine(event.target.value);
        }}
      />
      <button type="submit" className="ink-button ink-button--primary">
        Send
      </button>
      <button
        type="button"
        className="ink-button"
        title="No more input"
        onClick={() => {
          onInput(null);
        }}
      >
        End
      </button>
    </form>
  );
}
