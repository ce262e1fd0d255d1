import { useId, useState, type ReactElement } from 'react';
import type { DiffRow } from '../../core/text';
import { DiffView } from '../DiffView';
import { Icon } from '../icons';
import '../styles/timeline.css';

export interface TimelineMark {
  readonly version: number;
  readonly kind: 'step' | 'prediction' | 'checkpoint';
  readonly label: string;
}

export interface CheckpointView {
  readonly version: number;
  readonly name: string;
}

export interface TimelineView {
  readonly file: string;
  readonly first: number;
  readonly last: number;
  readonly at: number;
  /** The version that is compared with; null shows the text itself. */
  readonly from: number | null;
  /** When the version at hand was written, for people. */
  readonly when: string;
  readonly text: string;
  /** The part of `text` that the version changed. */
  readonly changed: { readonly start: number; readonly end: number } | null;
  readonly rows: readonly DiffRow[];
  readonly marks: readonly TimelineMark[];
  readonly checkpoints: readonly CheckpointView[];
  readonly playing: boolean;
  readonly speed: number;
  /** Whether the stretch between `from` and `at` may be erased and the text restored here. */
  readonly writable: boolean;
}

interface TimelinePanelProps {
  /** A sentence when there is nothing to show. */
  readonly view: TimelineView | string;
  readonly onSeek: (version: number) => void;
  readonly onPlay: () => void;
  readonly onSpeed: (speed: number) => void;
  readonly onCompare: (version: number | null) => void;
  readonly onCheckpoint: (name: string) => void;
  readonly onForget: (version: number) => void;
  readonly onRestore: () => void;
  readonly onErase: () => void;
}

const SPEEDS = [0.5, 1, 2, 4, 16];

export function TimelinePanel({ view, ...on }: TimelinePanelProps): ReactElement {
  if (typeof view === 'string') return <p className="ink-panel__waiting">{view}</p>;
  return (
    <div className="ink-timeline">
      <Track view={view} {...on} />
      {view.from === null
        ? <Text view={view} />
        : <DiffView rows={view.rows} label={`What changed between version ${Math.min(view.from, view.at)} and ${Math.max(view.from, view.at)}`} />}
      {view.from !== null && view.rows.length === 0 && <p className="ink-panel__waiting">Nothing differs between the two points.</p>}
      <Actions view={view} {...on} />
    </div>
  );
}

function Track({ view, onSeek, onPlay, onSpeed }: { readonly view: TimelineView } & Omit<TimelinePanelProps, 'view'>): ReactElement {
  const id = useId();
  const place = (version: number): string => `${view.last === view.first ? 0 : ((version - view.first) / (view.last - view.first)) * 100}%`;
  const steps = view.marks.filter(({ kind }) => kind !== 'checkpoint').map(({ version }) => version);
  return (
    <div className="ink-timeline__head">
      <div className="ink-timeline__keys">
        <button type="button" className="ink-icon-button" title="One step back" aria-label="One step back" disabled={view.at <= view.first} onClick={() => { onSeek(steps.findLast((version) => version < view.at) ?? view.first); }}><Icon name="back" /></button>
        <button type="button" className="ink-icon-button" title={view.playing ? 'Pause' : 'Play'} aria-label={view.playing ? 'Pause' : 'Play'} onClick={onPlay}><Icon name={view.playing ? 'pause' : 'play'} /></button>
        <button type="button" className="ink-icon-button" title="One step on" aria-label="One step on" disabled={view.at >= view.last} onClick={() => { onSeek(steps.find((version) => version > view.at) ?? view.last); }}><Icon name="forward" /></button>
        <label className="ink-timeline__speed">
          <span className="ink-visually-hidden">Speed</span>
          <select className="ink-field" value={view.speed} onChange={({ target }) => { onSpeed(Number(target.value)); }}>
            {SPEEDS.map((speed) => <option key={speed} value={speed}>{speed}×</option>)}
          </select>
        </label>
        <span className="ink-timeline__when">{view.when}</span>
      </div>
      <div className="ink-timeline__track">
        <div className="ink-timeline__marks" aria-hidden="true">
          {view.marks.map(({ version, kind, label }) => <span key={`${kind}${version}`} className={`ink-timeline__mark ink-timeline__mark--${kind}`} style={{ insetInlineStart: place(version) }} title={label} />)}
        </div>
        <input
          id={id}
          type="range"
          className="ink-timeline__slider"
          aria-label={`History of ${view.file}`}
          aria-valuetext={`Change ${view.at} of ${view.last}, ${view.when}`}
          min={view.first}
          max={view.last}
          value={view.at}
          onChange={({ target }) => { onSeek(Number(target.value)); }}
        />
      </div>
    </div>
  );
}

function Text({ view }: { readonly view: TimelineView }): ReactElement {
  const { start, end } = view.changed ?? { start: 0, end: 0 };
  return (
    <pre className="ink-timeline__text" tabIndex={0} aria-label={`${view.file} at this point`}>
      {view.text.slice(0, start)}
      <mark ref={(mark) => { mark?.scrollIntoView({ block: 'nearest' }); }} className="ink-timeline__changed">{view.text.slice(start, end)}</mark>
      {view.text.slice(end)}
    </pre>
  );
}

function Actions({ view, onSeek, onCompare, onCheckpoint, onForget, onRestore, onErase }: { readonly view: TimelineView } & Omit<TimelinePanelProps, 'view'>): ReactElement {
  const [name, setName] = useState('');
  const [sure, setSure] = useState(false);
  const span = view.from === null ? 0 : Math.abs(view.at - view.from);
  const add = (): void => {
    if (name.trim() === '') return;
    onCheckpoint(name.trim());
    setName('');
  };
  return (
    <div className="ink-timeline__foot">
      <div className="ink-timeline__row">
        {view.from === null
          ? <button type="button" className="ink-button" onClick={() => { onCompare(view.at); }}>Compare from here</button>
          : <button type="button" className="ink-button" onClick={() => { onCompare(null); setSure(false); }}>Stop comparing</button>}
        <button type="button" className="ink-button ink-button--primary" disabled={!view.writable || view.at === view.last} onClick={onRestore}>Restore this</button>
        {view.from !== null && span > 1 && view.writable && !sure && <button type="button" className="ink-button" onClick={() => { setSure(true); }}>Erase what is between…</button>}
      </div>
      {sure && (
        <div className="ink-timeline__sure" role="alertdialog" aria-label="Erase history">
          <p>{span} recorded changes between the two points are erased from this browser, for good. The code itself stays as it is.</p>
          <div className="ink-timeline__row">
            <button type="button" className="ink-button ink-button--danger" autoFocus onClick={() => { setSure(false); onErase(); }}>Erase for good</button>
            <button type="button" className="ink-button" onClick={() => { setSure(false); }}>Keep them</button>
          </div>
        </div>
      )}
      <form className="ink-timeline__row" onSubmit={(event) => { event.preventDefault(); add(); }}>
        <input className="ink-field ink-timeline__name" aria-label="Name of a checkpoint here" placeholder="Name this point" value={name} onChange={({ target }) => { setName(target.value); }} />
        <button type="submit" className="ink-button" disabled={name.trim() === ''}>Add checkpoint</button>
      </form>
      {view.checkpoints.length > 0 && (
        <ul className="ink-timeline__checkpoints" aria-label="Checkpoints">
          {view.checkpoints.map(({ version, name: label }) => (
            <li key={version}>
              <button type="button" className="ink-timeline__go" aria-current={version === view.at} onClick={() => { onSeek(version); }}><Icon name="flag" />{label}</button>
              <button type="button" className="ink-icon-button" aria-label={`Remove the checkpoint ${label}`} title="Remove" onClick={() => { onForget(version); }}><Icon name="close" /></button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
