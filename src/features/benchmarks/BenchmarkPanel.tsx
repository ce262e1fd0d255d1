import { useId, useState, type ReactElement } from 'react';
import './benchmarks.css';
import { HowToAsk } from './HowToAsk';
import { Rates } from './Rates';
import { TaskDetailView } from './TaskDetailView';
import { Tasks } from './Tasks';
import type { AskedHow, BenchmarkView } from './types';

interface BenchmarkPanelProps {
  readonly view: BenchmarkView;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onStart: (how: AskedHow) => void;
  readonly onResume: () => void;
  readonly onPause: () => void;
  readonly onShow: (run: string) => void;
  readonly onCompare: (run: string | null) => void;
  readonly onRemove: (run: string) => void;
  readonly onSave: () => void;
  /** Null goes back to the list. */
  readonly onTask: (id: string | null) => void;
}

const AS_USUAL: AskedHow = { format: null, targetArea: null, window: null, limit: null };

export function BenchmarkPanel(props: BenchmarkPanelProps): ReactElement {
  const { view, onTask } = props;
  if (view.detail !== null)
    return (
      <TaskDetailView
        detail={view.detail}
        onBack={() => {
          onTask(null);
        }}
      />
    );
  return (
    <div className="ink-bench">
      <p className="ink-bench__intro">
        APEval asks how well the loaded model helps in the middle of editing. Each task is a small Python program that
        somebody is writing; the model makes one edit, the program is run in the sandbox, and the task passes when all
        its answers are right. Everything stays on this device. All 164 tasks take several minutes.
      </p>
      {view.problem !== null && (
        <p className="ink-bench__problem" role="alert">
          {view.problem}
        </p>
      )}
      {view.phase.kind === 'needs-data' ? (
        <Data missing={view.phase.missing} onFiles={props.onFiles} />
      ) : (
        <Runs {...props} />
      )}
    </div>
  );
}

function Data({
  missing,
  onFiles,
}: {
  readonly missing: readonly { readonly what: string; readonly from: string }[];
  readonly onFiles: BenchmarkPanelProps['onFiles'];
}): ReactElement {
  const id = useId();
  return (
    <div className="ink-bench__data">
      <label htmlFor={id}>
        The tasks are not part of Inkling. Choose these files once; they are kept in this browser:
      </label>
      <ul>
        {missing.map(({ what, from }) => (
          <li key={what}>
            <code>{what}</code>: {from}
          </li>
        ))}
      </ul>
      <input
        id={id}
        type="file"
        multiple
        accept=".json,.jsonl,.gz"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
        }}
      />
    </div>
  );
}

function Runs(props: BenchmarkPanelProps): ReactElement {
  const { view, onStart, onResume, onPause, onTask } = props;
  const [how, setHow] = useState(AS_USUAL);
  const running = view.phase.kind === 'running';
  const begun = !running && view.shown !== null && view.done < view.total;
  return (
    <>
      <div className="ink-bench__bar">
        {running && (
          <button type="button" className="ink-button" onClick={onPause}>
            Pause
          </button>
        )}
        {begun && (
          <button type="button" className="ink-button ink-button--primary" onClick={onResume}>
            Continue
          </button>
        )}
        {!running && (
          <button
            type="button"
            className={begun ? 'ink-button' : 'ink-button ink-button--primary'}
            onClick={() => {
              onStart(how);
            }}
          >
            New run
          </button>
        )}
        {!running && <HowToAsk how={how} tasks={view.tasksKnown} onChange={setHow} />}
      </div>
      {view.shown === null ? (
        <p className="ink-bench__hint">
          No run yet. A run is kept task by task: it can be paused, and goes on after a reload.
        </p>
      ) : (
        <>
          <Choice {...props} />
          <p className="ink-bench__progress">
            <progress max={Math.max(1, view.total)} value={view.done} aria-label="Tasks done" />
            <span data-testid="benchmark-progress">
              {view.done} of {view.total}
            </span>
            {view.phase.kind === 'running' && <span className="ink-bench__now">{view.phase.words}</span>}
            {view.minutesLeft !== null && <span>about {view.minutesLeft} min left</span>}
          </p>
          <Rates view={view} />
          <Tasks tasks={view.tasks} compared={view.compared !== null} onTask={onTask} />
        </>
      )}
    </>
  );
}

/** Which run is shown, which one beside it, and what can be done with it. */
function Choice({ view, onShow, onCompare, onSave, onRemove }: BenchmarkPanelProps): ReactElement {
  const running = view.phase.kind === 'running';
  return (
    <div className="ink-bench__bar">
      <label className="ink-bench__choice">
        Run
        <select
          className="ink-field"
          value={view.shown ?? ''}
          disabled={running}
          onChange={({ target }) => {
            onShow(target.value);
          }}
        >
          {view.runs.map(({ id, name, done, total }) => (
            <option key={id} value={id}>
              {name} ({done} of {total})
            </option>
          ))}
        </select>
      </label>
      {view.runs.length > 1 && (
        <label className="ink-bench__choice">
          Compare with
          <select
            className="ink-field"
            value={view.compared ?? ''}
            onChange={({ target }) => {
              onCompare(target.value === '' ? null : target.value);
            }}
          >
            <option value="">no other run</option>
            {view.runs
              .filter(({ id }) => id !== view.shown)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      )}
      {!running && view.done > 0 && (
        <button type="button" className="ink-button ink-button--bare" onClick={onSave}>
          Save report
        </button>
      )}
      {!running && (
        <button
          type="button"
          className="ink-button ink-button--bare"
          onClick={() => {
            if (view.shown !== null) onRemove(view.shown);
          }}
        >
          Delete run
        </button>
      )}
    </div>
  );
}
