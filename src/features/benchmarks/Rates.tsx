import type { ReactElement } from 'react';
import type { BenchmarkView } from './types';

/** What passed, beside the other run, the floor and what was published. */
export function Rates({ view }: { readonly view: BenchmarkView }): ReactElement {
  const compared = view.compared !== null;
  return (
    <>
      <div className="ink-bench__rates">
        <table>
          <caption>Passed, in percent: base (base and plus)</caption>
          <thead>
            <tr>
              <th scope="col">Given</th>
              <th scope="col">Tasks</th>
              <th scope="col">This run</th>
              {compared && <th scope="col">Other run</th>}
            </tr>
          </thead>
          <tbody>
            {view.rates.map(({ letters, name, tasks, rates, role }) => (
              <tr key={name} className={`ink-bench__row--${role}`}>
                <th scope="row">
                  {letters === '' ? (
                    name
                  ) : (
                    <>
                      <b>{letters}</b> <span className="ink-bench__given">{name}</span>
                    </>
                  )}
                </th>
                <td>{tasks}</td>
                {rates.map((rate, column) => (
                  <td key={column}>{rate ?? 'none yet'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption>Published, on all 164 tasks</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Passed</th>
            </tr>
          </thead>
          <tbody>
            {view.published.map(({ model, rate }) => (
              <tr key={model}>
                <th scope="row">{model}</th>
                <td>{rate}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {view.comparison !== null && (
        <p className="ink-bench__comparison" data-testid="benchmark-comparison">
          {comparisonWords(view.comparison)}
        </p>
      )}
      <p className="ink-bench__hint">
        H is what was changed before, C the code now, U an instruction. Base: right on the few inputs of HumanEval.
        Plus: right on more inputs of EvalPlus too. The floor is what passes when nothing is changed at all, for a few
        programs are right as they stand: a model is worth what it passes beyond that.
      </p>
    </>
  );
}

const tasks = (count: number): string => (count === 1 ? '1 task passes' : `${count} tasks pass`);

function comparisonWords({ both, onlyHere, onlyThere }: NonNullable<BenchmarkView['comparison']>): string {
  if (both === 0) return 'The two runs have no task in common yet.';
  const which =
    both === 1 ? 'On the one task that both runs have done' : `On the ${both} tasks that both runs have done`;
  if (onlyHere === 0 && onlyThere === 0) return `${which}, the same pass in both.`;
  return `${which}: ${tasks(onlyHere)} only in this run, ${tasks(onlyThere)} only in the other.`;
}
