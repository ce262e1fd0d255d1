import type { ReactElement } from 'react';
import { Confirm } from '../../shell/Confirm';
import './statistics.css';
import { BarPlot, type PlotView } from './BarPlot';

export interface OutcomesView {
  /** The most important figures, large. */
  readonly figures: readonly { readonly value: string; readonly label: string }[];
  readonly plots: readonly PlotView[];
  readonly languages: readonly {
    readonly name: string;
    readonly shown: number;
    readonly accepted: number;
    readonly share: string;
  }[];
  /** Null when nothing has been shown yet. */
  readonly empty: string | null;
  readonly pairs: {
    /** How many preference pairs there are. */
    readonly count: number;
    /** Whether prompts are kept for them. */
    readonly keeping: boolean;
  };
  /** What could not be read; null for nothing. */
  readonly problem: string | null;
}

interface OutcomesPanelProps {
  readonly view: OutcomesView;
  readonly onKeepPrompts: (keep: boolean) => void;
  readonly onExportPairs: () => void;
  readonly onDelete: () => void;
}

/** What became of the predictions, on this device. */
export function OutcomesPanel({ view, onKeepPrompts, onExportPairs, onDelete }: OutcomesPanelProps): ReactElement {
  return (
    <div className="ink-outcomes">
      <p className="ink-outcomes__soft">
        What happened to the predictions you were shown. Counted and kept on this device; nothing is sent anywhere.
      </p>
      {view.problem !== null && (
        <p role="alert" className="ink-outcomes__problem">
          {view.problem}
        </p>
      )}
      {view.empty === null ? (
        <>
          <dl className="ink-outcomes__figures">
            {view.figures.map(({ value, label }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {view.plots.map((plot) => (
            <BarPlot key={plot.title} plot={plot} />
          ))}
          <section aria-label="By language">
            <h3 className="ink-plot__title">By language</h3>
            <table className="ink-outcomes__languages">
              <thead>
                <tr>
                  <th scope="col">Language</th>
                  <th scope="col">Shown</th>
                  <th scope="col">Accepted</th>
                  <th scope="col">Share</th>
                </tr>
              </thead>
              <tbody>
                {view.languages.map(({ name, shown, accepted, share }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{shown}</td>
                    <td>{accepted}</td>
                    <td>{share}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : (
        <p>{view.empty}</p>
      )}
      <section className="ink-outcomes__pairs" aria-label="Preference pairs">
        <h3 className="ink-plot__title">Preference pairs</h3>
        <p className="ink-outcomes__soft">
          For training a model later: prompts with the answer you accepted over the one you dismissed, or over silence,
          one JSON object a line. Prompts hold your code. They are kept only while this is on, and leave this device
          only if you export them.
        </p>
        <label className="ink-outcomes__keep">
          <input
            type="checkbox"
            checked={view.pairs.keeping}
            onChange={({ target }) => {
              onKeepPrompts(target.checked);
            }}
          />{' '}
          Keep prompts from now on
        </label>
        <div className="ink-outcomes__row">
          <button type="button" className="ink-button" disabled={view.pairs.count === 0} onClick={onExportPairs}>
            {view.pairs.count === 1 ? 'Export 1 pair' : `Export ${view.pairs.count} pairs`}
          </button>
          <Confirm
            label="Delete all outcomes"
            sure="Delete for good, prompts included"
            disabled={view.empty !== null && view.pairs.count === 0}
            onConfirm={onDelete}
          />
        </div>
      </section>
    </div>
  );
}
