import { useState, type ReactElement } from 'react';
import { Icon } from '../../shell/icons';
import type { ChatActions, ChatView } from './types';

type Doing = 'nothing' | 'renaming' | 'removing' | 'exporting';

/** Which conversation this is, and what can be done with it. */
export function ConversationBar({
  view,
  actions,
}: {
  readonly view: ChatView;
  readonly actions: ChatActions;
}): ReactElement {
  const [doing, setDoing] = useState<Doing>('nothing');
  const [title, setTitle] = useState(view.current.title);
  const done = (): void => {
    setDoing('nothing');
  };
  const empty = view.entries.length === 0;
  const toggle = (next: Doing): void => {
    setDoing(doing === next ? 'nothing' : next);
  };
  return (
    <div
      className="ink-chat__bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || doing === 'nothing') return;
        event.preventDefault();
        done();
      }}
    >
      {doing === 'renaming' ? (
        <form
          className="ink-chat__row"
          onSubmit={(event) => {
            event.preventDefault();
            actions.rename(title);
            done();
          }}
        >
          <input
            className="ink-field ink-chat__title"
            aria-label="Name of the conversation"
            autoFocus
            value={title}
            onChange={({ target }) => {
              setTitle(target.value);
            }}
          />
          <button type="submit" className="ink-button ink-button--primary">
            Rename
          </button>
        </form>
      ) : (
        <div className="ink-chat__row">
          <select
            className="ink-field ink-chat__title"
            aria-label="Conversation"
            value={view.current.id}
            onChange={({ target }) => {
              actions.choose(target.value);
            }}
          >
            {view.list.map(({ id, title: name, when }) => (
              <option key={id} value={id}>{`${name} · ${when}`}</option>
            ))}
          </select>
          <button
            type="button"
            className="ink-icon-button"
            aria-label="New conversation"
            title="New conversation"
            disabled={empty}
            onClick={actions.create}
          >
            <Icon name="plus" />
          </button>
          <button
            type="button"
            className="ink-icon-button"
            aria-label="Rename conversation"
            title="Rename"
            disabled={empty}
            onClick={() => {
              setTitle(view.current.title);
              setDoing('renaming');
            }}
          >
            <Icon name="pencil" />
          </button>
          <button
            type="button"
            className="ink-icon-button"
            aria-label="Export conversation"
            title="Export"
            disabled={empty}
            aria-expanded={doing === 'exporting'}
            onClick={() => {
              toggle('exporting');
            }}
          >
            <Icon name="share" />
          </button>
          <button
            type="button"
            className="ink-icon-button"
            aria-label="Delete conversation"
            title="Delete"
            disabled={empty}
            aria-expanded={doing === 'removing'}
            onClick={() => {
              toggle('removing');
            }}
          >
            <Icon name="bin" />
          </button>
        </div>
      )}
      {doing === 'exporting' && (
        <div className="ink-chat__row">
          <button
            type="button"
            className="ink-button"
            autoFocus
            onClick={() => {
              actions.exportAs('md');
              done();
            }}
          >
            Markdown
          </button>
          <button
            type="button"
            className="ink-button"
            onClick={() => {
              actions.exportAs('json');
              done();
            }}
          >
            JSON
          </button>
          <button type="button" className="ink-button ink-button--bare" onClick={done}>
            Cancel
          </button>
        </div>
      )}
      {doing === 'removing' && (
        <div className="ink-chat__row" role="alertdialog" aria-label="Delete conversation">
          <span className="ink-chat__sure">Delete it from this browser for good?</span>
          <button
            type="button"
            className="ink-button ink-button--danger"
            onClick={() => {
              actions.remove();
              done();
            }}
          >
            Delete
          </button>
          <button type="button" className="ink-button" autoFocus onClick={done}>
            Keep
          </button>
        </div>
      )}
    </div>
  );
}
