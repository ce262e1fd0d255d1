import { useId, type ReactElement } from 'react';
import type { ServerListView } from './types';

interface ServerFieldsProps {
  readonly list: ServerListView;
  readonly url: string;
  readonly secret: string;
  readonly model: string;
  readonly onUrl: (url: string) => void;
  readonly onKey: (key: string) => void;
  readonly onModel: (model: string) => void;
  readonly onList: () => void;
}

/** Where the server is, its key, and which of its models. */
export function ServerFields(props: ServerFieldsProps): ReactElement {
  const { list, url, secret, model, onUrl, onKey, onModel, onList } = props;
  const names = useId();
  return (
    <>
      <label className="ink-own__field ink-own__field--wide">
        Server address
        <input
          className="ink-field"
          type="url"
          inputMode="url"
          placeholder="http://localhost:8080/v1"
          value={url}
          onChange={(event) => {
            onUrl(event.target.value);
          }}
        />
      </label>
      <label className="ink-own__field">
        Key
        <input
          className="ink-field"
          type="password"
          autoComplete="off"
          placeholder="None"
          value={secret}
          onChange={(event) => {
            onKey(event.target.value);
          }}
        />
      </label>
      <label className="ink-own__field">
        Model
        <input
          className="ink-field"
          type="text"
          list={names}
          placeholder="As the server names it"
          value={model}
          onChange={(event) => {
            onModel(event.target.value);
          }}
        />
        <datalist id={names}>
          {(list.models ?? []).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <div className="ink-own__field--wide">
        <button type="button" className="ink-button" disabled={url.trim() === ''} onClick={onList}>
          List its models
        </button>
        {list.problem !== null && (
          <p className="ink-model__status ink-model__status--problem" role="alert">
            {list.problem}
          </p>
        )}
        {list.models !== null && list.models.length > 0 && (
          <ul className="ink-own__names" aria-label="Models of the server">
            {list.models.slice(0, 40).map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className="ink-button"
                  aria-pressed={name === model}
                  onClick={() => {
                    onModel(name);
                  }}
                >
                  {name}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
