import { useState, type ReactElement } from 'react';
import './import.css';

export type GithubView =
  | { readonly kind: 'waiting' }
  /** `total` is null until GitHub has said how many files there are. */
  | { readonly kind: 'working'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'refused'; readonly why: string };

interface GithubDialogProps {
  readonly view: GithubView;
  readonly onOpen: (address: string) => void;
  readonly onStop: () => void;
}

/** Asks for an address of GitHub and shows how far the files have come. */
export function GithubDialog({ view, onOpen, onStop }: GithubDialogProps): ReactElement {
  const [address, setAddress] = useState('');
  const working = view.kind === 'working';
  return (
    <form
      className="ink-github"
      onSubmit={(event) => {
        event.preventDefault();
        if (!working) onOpen(address);
      }}
    >
      <p className="ink-github__lead">
        The address of a public repository, a folder or file in one, or a gist. Its text files are copied into this
        workspace; GitHub learns that they were fetched, and nothing else.
      </p>
      <div className="ink-github__row">
        <input
          className="ink-field ink-github__field"
          type="text"
          inputMode="url"
          aria-label="Address on GitHub"
          aria-invalid={view.kind === 'refused'}
          aria-describedby="github-said"
          placeholder="https://github.com/owner/repository"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          autoFocus
          readOnly={working}
          value={address}
          onChange={({ target }) => {
            setAddress(target.value);
          }}
        />
        {working ? (
          <button key="stop" type="button" className="ink-button" onClick={onStop}>
            Stop
          </button>
        ) : (
          <button key="open" type="submit" className="ink-button ink-button--primary">
            Open
          </button>
        )}
      </div>
      {working && (
        <progress
          className="ink-github__bar"
          aria-label="Files fetched"
          max={view.total ?? undefined}
          value={view.total === null ? undefined : view.done}
        />
      )}
      <p
        id="github-said"
        role="status"
        className={view.kind === 'refused' ? 'ink-github__problem' : 'ink-github__lead'}
      >
        {view.kind === 'refused'
          ? view.why
          : working
            ? view.total === null
              ? 'Asking GitHub what there is…'
              : `${view.done} of ${view.total} files have come.`
            : ''}
      </p>
    </form>
  );
}
