import type { ReactElement } from 'react';
import { DiffView } from '../../shell/DiffView';
import { markOf } from './Tasks';
import type { AttemptView, TaskDetail } from './types';

/** One task: what was given, what the model wrote, what became of the code and what the tests say; for both runs where two are compared. */
export function TaskDetailView({
  detail,
  onBack,
}: {
  readonly detail: TaskDetail;
  readonly onBack: () => void;
}): ReactElement {
  return (
    <article className="ink-bench">
      <p>
        <button type="button" className="ink-button" autoFocus onClick={onBack}>
          Back to all tasks
        </button>
      </p>
      <h3 className="ink-bench__heading">{detail.id}</h3>
      <p className="ink-bench__intro">Given: {detail.given}.</p>
      {detail.history.map((rows, index) => (
        <section key={index}>
          <h4>
            History: change {index + 1} of {detail.history.length}
          </h4>
          <DiffView rows={rows} label={`Change ${index + 1} of the history`} />
        </section>
      ))}
      <h4>Current code</h4>
      {detail.current === '' ? (
        <p>Empty.</p>
      ) : (
        <pre className="ink-bench__code" tabIndex={0}>
          {detail.current}
        </pre>
      )}
      {detail.user !== null && (
        <>
          <h4>Instruction</h4>
          <p className="ink-bench__words">{detail.user}</p>
        </>
      )}
      <div className="ink-bench__attempts">
        {detail.attempts.map((attempt, index) => (
          <Attempt key={index} attempt={attempt} named={detail.attempts.length > 1} />
        ))}
      </div>
    </article>
  );
}

function Attempt({ attempt, named }: { readonly attempt: AttemptView; readonly named: boolean }): ReactElement {
  const { name, result, why, answer, edit, cost } = attempt;
  return (
    <section aria-label={name}>
      {named && <h3 className="ink-bench__heading">{name}</h3>}
      {result === null ? (
        <p>Not asked yet.</p>
      ) : (
        <>
          <h4>Output of the model</h4>
          {answer === null || answer === '' ? (
            <p>Nothing.</p>
          ) : (
            <pre className="ink-bench__code" tabIndex={0}>
              {answer}
            </pre>
          )}
          {cost !== '' && <p className="ink-bench__hint">{cost}</p>}
          <h4>The edit that it makes</h4>
          {edit.length === 0 ? <p>The code stays as it is.</p> : <DiffView rows={edit} label={`The edit, ${name}`} />}
          <h4>Tests</h4>
          <p>
            <span className={`ink-bench__mark--${markOf(result)}`}>{result}</span>
            {why !== '' && `: ${why}`}
          </p>
        </>
      )}
    </section>
  );
}
