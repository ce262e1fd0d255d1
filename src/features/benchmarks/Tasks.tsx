import { useState, type ReactElement } from 'react';
import type { ResultWord, TaskView } from './types';

const FILTERS = ['all', 'passes', 'fails', 'differs'] as const;
type Filter = (typeof FILTERS)[number];

function fits({ result, other }: TaskView, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'passes':
      return result !== null && result !== 'fails';
    case 'fails':
      return result === 'fails';
    case 'differs':
      return result !== null && other !== null && result !== other;
  }
}

export const markOf = (result: ResultWord | null): 'none' | 'bad' | 'good' =>
  result === null ? 'none' : result === 'fails' ? 'bad' : 'good';

/** One line a task; a press opens it. */
export function Tasks({
  tasks,
  compared,
  onTask,
}: {
  readonly tasks: readonly TaskView[];
  readonly compared: boolean;
  readonly onTask: (id: string) => void;
}): ReactElement {
  const [filter, setFilter] = useState<Filter>('all');
  const chosen = filter === 'differs' && !compared ? 'all' : filter;
  const shown = tasks.filter((task) => fits(task, chosen));
  return (
    <section aria-label="Tasks">
      <label className="ink-bench__choice">
        Show
        <select
          className="ink-field"
          value={chosen}
          onChange={({ target }) => {
            setFilter(FILTERS.find((known) => known === target.value) ?? 'all');
          }}
        >
          <option value="all">all tasks</option>
          <option value="passes">tasks that pass</option>
          <option value="fails">tasks that fail</option>
          {compared && <option value="differs">tasks that differ between the runs</option>}
        </select>
      </label>
      {shown.length === 0 && <p className="ink-bench__hint">There is none.</p>}
      <ul className="ink-bench__tasks">
        {shown.map(({ id, kind, result, other, why }) => (
          <li key={id}>
            <button
              type="button"
              className="ink-bench__task"
              onClick={() => {
                onTask(id);
              }}
            >
              <span className={`ink-bench__mark ink-bench__mark--${markOf(result)}`}>{result ?? 'not yet'}</span>
              <span className="ink-bench__name">{id}</span>
              <span className="ink-bench__kind">{kind}</span>
              {compared && (
                <span className="ink-bench__other">
                  other run: <span className={`ink-bench__mark--${markOf(other)}`}>{other ?? 'not yet'}</span>
                </span>
              )}
              <span className="ink-bench__why">{why}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
