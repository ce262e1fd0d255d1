import { useId, useState, type ReactElement } from 'react';
import type { Segment } from '../../core/replay';
import { DiffView } from '../../shell/DiffView';
import { showHidden } from '../../shell/hidden';
import { Icon } from '../../shell/icons';
import './timeline.css';
import { ForesightCard, Points } from './Foresight';
import type { TimelineView } from './types';

interface TimelinePanelProps {
  /** A sentence when there is nothing to show. */
  readonly view: TimelineView | string;
  readonly onSeek: (position: number) => void;
  readonly onPlay: () => void;
  readonly onSpeed: (speed: number) => void;
  readonly onScope: (scope: 'file' | 'workspace') => void;
  readonly onPredicting: (on: boolean) => void;
  readonly onCompare: (position: number | null) => void;
  readonly onCheckpoint: (name: string) => void;
  readonly onForget: (position: number) => void;
  readonly onRestore: () => void;
  readonly onErase: () => void;
  /** Null where a demo is on already. */
  readonly onDemo: (() => void) | null;
}

type Inside = Omit<TimelinePanelProps, 'view'> & { readonly view: TimelineView };

const SPEEDS = [0.5, 1, 2, 4, 16];

export function TimelinePanel({ view, ...on }: TimelinePanelProps): ReactElement {
  if (typeof view === 'string') return <Empty words={view} onDemo={on.onDemo} />;
  if (view.last === 0)
    return (
      <Empty
        words={`Nothing has been recorded ${view.scope === 'file' ? `of ${view.file}` : 'here'} yet. Every key you press in it from now on will be.`}
        onDemo={on.onDemo}
      />
    );
  const comparing = view.from !== null;
  return (
    <div className="ink-timeline">
      <Track view={view} {...on} />
      {comparing ? <Comparison view={view} /> : <Text view={view} />}
      {!comparing && view.predicting && <ForesightCard view={view.foresight} idle={idleWords(view)} />}
      {!comparing && view.predicting && view.points.length > 0 && (
        <Points points={view.points} tally={view.tally} at={view.at} onSeek={on.onSeek} />
      )}
      <Actions view={view} {...on} />
    </div>
  );
}

function idleWords({ at, playing }: TimelineView): string {
  if (playing) return 'Being typed…';
  return at === 0
    ? 'Before the first key. Play, or choose a point below.'
    : 'Move the slider or choose a point below, and Inkling says what it predicts there.';
}

function Empty({ words, onDemo }: { readonly words: string; readonly onDemo: (() => void) | null }): ReactElement {
  return (
    <div className="ink-timeline__empty">
      <p>{words}</p>
      {onDemo !== null && (
        <>
          <p>A recorded example shows how a file came to be, and what Inkling predicts at each point.</p>
          <button type="button" className="ink-button" onClick={onDemo}>
            Open the demo replay
          </button>
        </>
      )}
    </div>
  );
}

function Track({ view, onSeek, onPlay, onSpeed, onScope, onPredicting }: Inside): ReactElement {
  const id = useId();
  const place = (position: number): string => `${view.last === 0 ? 0 : (position / view.last) * 100}%`;
  const steps = view.marks
    .filter(({ kind }) => kind !== 'checkpoint')
    .map(({ at }) => at)
    .sort((one, other) => one - other);
  return (
    <div className="ink-timeline__head">
      <div className="ink-timeline__choices">
        {view.files > 1 && (
          <div className="ink-timeline__scope" role="group" aria-label="Whose history">
            <button
              type="button"
              className="ink-timeline__whose"
              aria-pressed={view.scope === 'file'}
              onClick={() => {
                onScope('file');
              }}
            >
              This file
            </button>
            <button
              type="button"
              className="ink-timeline__whose"
              aria-pressed={view.scope === 'workspace'}
              onClick={() => {
                onScope('workspace');
              }}
            >
              All files
            </button>
          </div>
        )}
        <label className="ink-timeline__predicting">
          <input
            type="checkbox"
            checked={view.predicting}
            onChange={({ target }) => {
              onPredicting(target.checked);
            }}
          />{' '}
          Show predictions
        </label>
        <span className="ink-timeline__when">
          {view.scope === 'workspace' && <bdi className="ink-timeline__file">{view.file}</bdi>}
          {view.when}
        </span>
      </div>
      <div className="ink-timeline__keys">
        <button
          type="button"
          className="ink-icon-button"
          title="One step back"
          aria-label="One step back"
          disabled={view.at <= 0}
          onClick={() => {
            onSeek(steps.findLast((at) => at < view.at) ?? 0);
          }}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          className="ink-icon-button ink-timeline__play"
          title={view.playing ? 'Pause' : 'Play'}
          aria-label={view.playing ? 'Pause' : 'Play'}
          onClick={onPlay}
        >
          <Icon name={view.playing ? 'pause' : 'play'} />
        </button>
        <button
          type="button"
          className="ink-icon-button"
          title="One step on"
          aria-label="One step on"
          disabled={view.at >= view.last}
          onClick={() => {
            onSeek(steps.find((at) => at > view.at) ?? view.last);
          }}
        >
          <Icon name="forward" />
        </button>
        <label className="ink-timeline__speed">
          <span className="ink-visually-hidden">Speed</span>
          <select
            className="ink-field"
            value={view.speed}
            onChange={({ target }) => {
              onSpeed(Number(target.value));
            }}
          >
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {speed}×
              </option>
            ))}
          </select>
        </label>
        <div className="ink-timeline__track">
          <div className="ink-timeline__marks" aria-hidden="true">
            {view.marks.map(({ at, kind, label }) => (
              <span
                key={`${kind}${at}`}
                className={`ink-timeline__mark ink-timeline__mark--${kind}`}
                style={{ insetInlineStart: place(at) }}
                title={label}
              />
            ))}
            {view.from !== null && (
              <span
                className="ink-timeline__mark ink-timeline__mark--from"
                style={{ insetInlineStart: place(view.from) }}
                title="Compared with this point"
              />
            )}
          </div>
          <input
            id={id}
            type="range"
            className="ink-timeline__slider"
            aria-label={view.scope === 'file' ? `History of ${view.file}` : 'History of all files'}
            aria-valuetext={`Change ${view.at} of ${view.last}, ${view.scope === 'workspace' ? `${view.file}, ` : ''}${view.when}`}
            min={0}
            max={view.last}
            value={view.at}
            onChange={({ target }) => {
              onSeek(Number(target.value));
            }}
          />
        </div>
      </div>
    </div>
  );
}

function Comparison({ view }: { readonly view: TimelineView }): ReactElement {
  if (view.diffs.length === 0)
    return (
      <p className="ink-timeline__same">
        {view.from === view.at ? 'Move the slider to the other point.' : 'No difference between the two points.'}
      </p>
    );
  const label = `What changed between point ${Math.min(view.from ?? 0, view.at)} and ${Math.max(view.from ?? 0, view.at)}`;
  return (
    <div className="ink-timeline__diffs">
      {view.diffs.map(({ file, rows }) => (
        <div key={file}>
          {view.scope === 'workspace' && (
            <h3 className="ink-timeline__diff-file">
              <bdi>{file}</bdi>
            </h3>
          )}
          <DiffView rows={rows} label={view.scope === 'workspace' ? `${label} in ${file}` : label} />
        </div>
      ))}
    </div>
  );
}

/** The first stretch that is not as it was is brought into view. */
function Text({ view }: { readonly view: TimelineView }): ReactElement {
  const first = view.segments.findIndex(({ kind }) => kind === 'added' || kind === 'removed');
  const typed = view.segments.findIndex(({ kind }) => kind === 'typed');
  const seen = first >= 0 ? first : typed;
  return (
    <pre className="ink-timeline__text" tabIndex={0} aria-label={`${view.file} at this point`}>
      {view.segments.map((segment, index) => (
        <Stretch key={index} segment={segment} seen={index === seen} />
      ))}
    </pre>
  );
}

function Stretch({
  segment: { kind, text: written },
  seen,
}: {
  readonly segment: Segment;
  readonly seen: boolean;
}): ReactElement {
  const text = showHidden(written);
  const show = (node: HTMLElement | null): void => {
    if (seen) node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  switch (kind) {
    case 'same':
      return <>{text}</>;
    case 'typed':
      return (
        <mark ref={show} className="ink-timeline__changed">
          {text}
        </mark>
      );
    case 'removed':
      return (
        <del ref={show} className="ink-timeline__removed">
          {text}
        </del>
      );
    case 'added':
      return (
        <ins ref={show} className="ink-timeline__added">
          {text}
        </ins>
      );
  }
}

function Actions({ view, onSeek, onCompare, onCheckpoint, onForget, onRestore, onErase }: Inside): ReactElement {
  const [name, setName] = useState('');
  const [naming, setNaming] = useState(false);
  const [sure, setSure] = useState(false);
  const span = view.from === null ? 0 : Math.abs(view.at - view.from);
  const add = (): void => {
    if (name.trim() === '') return;
    onCheckpoint(name.trim());
    setName('');
    setNaming(false);
  };
  return (
    <div className="ink-timeline__foot">
      <div className="ink-timeline__row">
        {view.from === null ? (
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              onCompare(view.at);
            }}
          >
            Compare from here
          </button>
        ) : (
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              onCompare(null);
              setSure(false);
            }}
          >
            Stop comparing
          </button>
        )}
        <button
          type="button"
          className="ink-button ink-button--primary"
          disabled={!view.writable || view.at === view.last}
          onClick={onRestore}
        >
          {view.scope === 'file' ? 'Restore this' : 'Restore all files'}
        </button>
        {view.from !== null && span > 1 && view.writable && !sure && (
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              setSure(true);
            }}
          >
            Erase the edits between…
          </button>
        )}
        {view.from === null && (
          <button
            type="button"
            className="ink-button"
            aria-expanded={naming}
            onClick={() => {
              setNaming(!naming);
            }}
          >
            Name this point…
          </button>
        )}
      </div>
      {sure && (
        <div className="ink-timeline__sure" role="alertdialog" aria-label="Erase history">
          <p>
            {span} recorded changes between the two points are erased from this browser, for good. The code itself stays
            as it is.
          </p>
          <div className="ink-timeline__row">
            <button
              type="button"
              className="ink-button ink-button--danger"
              autoFocus
              onClick={() => {
                setSure(false);
                onErase();
              }}
            >
              Erase for good
            </button>
            <button
              type="button"
              className="ink-button"
              onClick={() => {
                setSure(false);
              }}
            >
              Keep them
            </button>
          </div>
        </div>
      )}
      {naming && (
        <form
          className="ink-timeline__row"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            className="ink-field ink-timeline__name"
            aria-label="Name of a checkpoint here"
            placeholder="For example: before the rewrite"
            autoFocus
            value={name}
            onChange={({ target }) => {
              setName(target.value);
            }}
          />
          <button type="submit" className="ink-button" disabled={name.trim() === ''}>
            Add checkpoint
          </button>
        </form>
      )}
      {view.checkpoints.length > 0 && (
        <ul className="ink-timeline__checkpoints" aria-label="Checkpoints">
          {view.checkpoints.map(({ at, name: label }) => (
            <li key={`${at}${label}`}>
              <button
                type="button"
                className="ink-timeline__go"
                aria-current={at === view.at}
                onClick={() => {
                  onSeek(at);
                }}
              >
                <Icon name="flag" />
                {label}
              </button>
              <button
                type="button"
                className="ink-icon-button"
                aria-label={`Remove the checkpoint ${label}`}
                title="Remove"
                onClick={() => {
                  onForget(at);
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
