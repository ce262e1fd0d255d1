import type { ReactElement } from 'react';
import type { AskedHow } from './types';

/** What an option stands for and how it is called. */
type Choices<Value> = readonly (readonly [value: Value, words: string])[];

const FORMATS: Choices<AskedHow['format']> = [
  [null, 'the model’s own'],
  ['wf', 'the whole file'],
  ['lc', 'line numbers and new lines'],
  ['sr', 'search and replace'],
];
const TARGETS: Choices<AskedHow['targetArea']> = [
  [null, 'as the model knows it'],
  [true, 'shown'],
  [false, 'not shown'],
];
const WINDOWS: Choices<AskedHow['window']> = [
  [null, 'all of it'],
  [0, 'none'],
  [1, 'the last change'],
  [2, 'the last 2 changes'],
  [4, 'the last 4 changes'],
];
const SAMPLE = 20;

function Select<Value extends string | number | boolean | null>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: Choices<Value>;
  readonly onChange: (value: Value) => void;
}): ReactElement {
  return (
    <label className="ink-bench__choice">
      {label}
      <select
        className="ink-field"
        value={choices.findIndex(([one]) => one === value)}
        onChange={({ target }) => {
          const chosen = choices[Number(target.value)];
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {choices.map(([, words], index) => (
          <option key={words} value={index}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The ways a new run may differ: those of the paper's comparisons. */
export function HowToAsk({
  how,
  tasks,
  onChange,
}: {
  readonly how: AskedHow;
  readonly tasks: number;
  readonly onChange: (how: AskedHow) => void;
}): ReactElement {
  const limits: Choices<number | null> = [
    [null, `all ${tasks}`],
    ...(tasks > SAMPLE ? [[SAMPLE, `${SAMPLE}, spread evenly`] as const] : []),
  ];
  return (
    <details className="ink-bench__how">
      <summary>How a new run asks</summary>
      <div className="ink-bench__options">
        <Select
          label="Tasks"
          value={how.limit}
          choices={limits}
          onChange={(limit) => {
            onChange({ ...how, limit });
          }}
        />
        <Select
          label="Edits written as"
          value={how.format}
          choices={FORMATS}
          onChange={(format) => {
            onChange({ ...how, format });
          }}
        />
        <Select
          label="Cursor or selection"
          value={how.targetArea}
          choices={TARGETS}
          onChange={(targetArea) => {
            onChange({ ...how, targetArea });
          }}
        />
        <Select
          label="Earlier changes"
          value={how.window}
          choices={WINDOWS}
          onChange={(window) => {
            onChange({ ...how, window });
          }}
        />
      </div>
    </details>
  );
}
