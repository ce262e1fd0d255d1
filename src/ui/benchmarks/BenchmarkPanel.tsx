import { useId, useState, type ReactElement } from 'react';
import { DiffView } from '../DiffView';
import '../styles/benchmarks.css';
import type { BenchmarkView, TaskDetail, TaskView } from './types';

interface BenchmarkPanelProps {
  readonly view: BenchmarkView;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onStart: (resume: boolean) => void;
  readonly onPause: () => void;
  readonly onShow: (run: string) => void;
  readonly onCompare: (run: string | null) => void;
  readonly onRemove: (run: string) => void;
  /** Null goes back to the list. */
  readonly onTask: (id: string | null) => void;
}

export function BenchmarkPanel(props: BenchmarkPanelProps): ReactElement {
  const { view, onTask } = props;
  if (view.detail !== null) return <Detail detail={view.detail} onBack={() => { onTask(null); }} />;
  return (
    <div className="ink-bench">
      <p className="ink-bench__intro">
        APEval asks how well the loaded model helps in the middle of editing: 164 programs as somebody had written them so far, each to be
        edited once. What results is run in the sandbox and passes when all its answers are right. Everything stays on this device.
      </p>
      {view.problem !== null && <p className="ink-bench__problem" role="alert">{view.problem}</p>}
      {view.phase.kind === 'needs-data' ? <Data missing={view.phase.missing} onFiles={props.onFiles} /> : <Runs {...props} />}
    </div>
  );
}

function Data({ missing, onFiles }: { readonly missing: readonly { readonly what: string; readonly from: string }[]; readonly onFiles: BenchmarkPanelProps['onFiles'] }): ReactElement {
  const id = useId();
  return (
    <div className="ink-bench__data">
      <label htmlFor={id}>The tasks are not part of Inkling. Choose the files; they are kept in this browser.</label>
      <ul>{missing.map(({ what, from }) => <li key={what}><code>{what}</code>, from {from}</li>)}</ul>
      <input id={id} type="file" multiple accept=".json,.jsonl,.gz" onChange={({ target }) => { onFiles([...(target.files ?? [])]); }} />
    </div>
  );
}

function Runs({ view, onStart, onPause, onShow, onCompare, onRemove, onTask }: BenchmarkPanelProps): ReactElement {
  const running = view.phase.kind === 'running';
  const begun = view.shown !== null && view.done < view.total;
  return (
    <>
      <div className="ink-bench__bar">
        {running
          ? <button type="button" className="ink-button" onClick={onPause}>Pause</button>
          : begun && <button type="button" className="ink-button ink-button--primary" onClick={() => { onStart(true); }}>Continue</button>}
        {!running && <button type="button" className={begun ? 'ink-button' : 'ink-button ink-button--primary'} onClick={() => { onStart(false); }}>New run</button>}
        {view.runs.length > 0 && (
          <label className="ink-bench__choice">Run
            <select className="ink-field" value={view.shown ?? ''} disabled={running} onChange={({ target }) => { onShow(target.value); }}>
              {view.runs.map(({ id, name, done }) => <option key={id} value={id}>{name} ({done} of {view.total})</option>)}
            </select>
          </label>
        )}
        {view.runs.length > 1 && (
          <label className="ink-bench__choice">Beside it
            <select className="ink-field" value={view.compared ?? ''} onChange={({ target }) => { onCompare(target.value === '' ? null : target.value); }}>
              <option value="">nothing</option>
              {view.runs.filter(({ id }) => id !== view.shown).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
        )}
        {!running && view.shown !== null && <button type="button" className="ink-button ink-button--bare" onClick={() => { if (view.shown !== null) onRemove(view.shown); }}>Delete run</button>}
      </div>
      {view.shown !== null && (
        <>
          <p className="ink-bench__progress">
            <progress max={Math.max(1, view.total)} value={view.done} aria-label="Tasks done" />
            <span data-testid="benchmark-progress">{view.done} of {view.total}</span>
            {view.phase.kind === 'running' && <span>{view.phase.words}</span>}
            {view.minutesLeft !== null && <span>about {view.minutesLeft} min left</span>}
          </p>
          <Rates view={view} />
          <Tasks tasks={view.tasks} compared={view.compared !== null} onTask={onTask} />
        </>
      )}
    </>
  );
}

function Rates({ view }: { readonly view: BenchmarkView }): ReactElement {
  return (
    <div className="ink-bench__rates">
      <table>
        <caption>Passed, in percent: base (base and plus)</caption>
        <thead><tr><th scope="col">Given</th><th scope="col">Tasks</th><th scope="col">This run</th>{view.compared !== null && <th scope="col">Beside it</th>}</tr></thead>
        <tbody>
          {view.rates.map(({ name, tasks, rates }) => (
            <tr key={name}><th scope="row">{name}</th><td>{tasks}</td>{rates.map((rate, column) => <td key={column}>{rate ?? 'none yet'}</td>)}</tr>
          ))}
          <tr><th scope="row">doing nothing</th><td>164</td><td>3.7 (2.4)</td>{view.compared !== null && <td />}</tr>
        </tbody>
      </table>
      <table>
        <caption>Published, with the full plus inputs</caption>
        <tbody>{view.published.map(({ model, rate }) => <tr key={model}><th scope="row">{model}</th><td>{rate}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

const FILTERS = ['all', 'passes', 'fails', 'differs'] as const;
type Filter = (typeof FILTERS)[number];

function fits({ result, other }: TaskView, filter: Filter): boolean {
  switch (filter) {
    case 'all': return true;
    case 'passes': return result !== null && result !== 'fails';
    case 'fails': return result === 'fails';
    case 'differs': return result !== null && other !== null && result !== other;
  }
}

function Tasks({ tasks, compared, onTask }: { readonly tasks: readonly TaskView[]; readonly compared: boolean; readonly onTask: (id: string) => void }): ReactElement {
  const [filter, setFilter] = useState<Filter>('all');
  const chosen = filter === 'differs' && !compared ? 'all' : filter;
  return (
    <>
      <label className="ink-bench__choice">Tasks
        <select className="ink-field" value={chosen} onChange={({ target }) => { setFilter(FILTERS.find((known) => known === target.value) ?? 'all'); }}>
          <option value="all">all</option>
          <option value="passes">that pass</option>
          <option value="fails">that fail</option>
          {compared && <option value="differs">that differ</option>}
        </select>
      </label>
      <ul className="ink-bench__tasks">
        {tasks.filter((task) => fits(task, chosen)).map(({ id, kind, result, other, why }) => (
          <li key={id}>
            <button type="button" className="ink-bench__task" onClick={() => { onTask(id); }}>
              <span className={`ink-bench__mark ink-bench__mark--${result === null ? 'none' : result === 'fails' ? 'bad' : 'good'}`}>{result ?? 'not yet'}</span>
              <span className="ink-bench__name">{id}</span>
              <span className="ink-bench__kind">{kind}</span>
              {compared && other !== null && <span className="ink-bench__kind">beside: {other}</span>}
              <span className="ink-bench__why">{why}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Detail({ detail, onBack }: { readonly detail: TaskDetail; readonly onBack: () => void }): ReactElement {
  return (
    <article className="ink-bench">
      <p><button type="button" className="ink-button" autoFocus onClick={onBack}>Back to all tasks</button></p>
      <h3 className="ink-bench__heading">{detail.id}</h3>
      <p>{detail.result}</p>
      {detail.history.map((rows, index) => <section key={index}><h4>H: change {index + 1}</h4><DiffView rows={rows} label={`Change ${index + 1} of the history`} /></section>)}
      <h4>C: the code</h4>
      <pre className="ink-bench__code" tabIndex={0}>{detail.current}</pre>
      {detail.user !== null && <><h4>U: the instruction</h4><p className="ink-bench__words">{detail.user}</p></>}
      <h4>The answer</h4>
      <pre className="ink-bench__code" tabIndex={0}>{detail.answer ?? 'none'}</pre>
      <h4>The edit</h4>
      {detail.edit.length === 0 ? <p>The code stays as it is.</p> : <DiffView rows={detail.edit} label="The edit" />}
    </article>
  );
}
