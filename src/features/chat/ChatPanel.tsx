import { memo, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { DiffView } from '../../shell/DiffView';
import { showHidden } from '../../shell/hidden';
import { Icon } from '../../shell/icons';
import './chat.css';
import { ConversationBar } from './ConversationBar';
import { CopyButton } from './CodeBlock';
import { Markdown } from './Markdown';
import type { ChatActions, ChatView, ChipView, EntryView, ReviewView } from './types';

interface ChatProps {
  readonly view: ChatView;
  readonly actions: ChatActions;
  /** What was written and not sent when the panel was last closed. */
  readonly draft: string;
  readonly onDraft: (text: string) => void;
}

export function ChatPanel({ view, actions, draft, onDraft }: ChatProps): ReactElement {
  const { entries, running, unable, review, problem } = view;
  const talk = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // An answer is followed while it grows, unless the user has scrolled up to read.
  useLayoutEffect(() => {
    const shown = talk.current;
    if (shown !== null && atEnd.current) shown.scrollTop = shown.scrollHeight;
  }, [entries]);
  const last = entries.at(-1);
  return (
    <div className="ink-chat">
      <ConversationBar key={view.current.id} view={view} actions={actions} />
      <div
        ref={talk}
        className="ink-chat__talk"
        role="log"
        aria-label="Conversation"
        aria-busy={running}
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          atEnd.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 40;
        }}
      >
        {entries.length === 0 && (
          <p className="ink-chat__empty">
            Ask about your code, or for some. Each question builds on what was said before; code in an answer can be
            applied after a look at the difference.
          </p>
        )}
        {entries.map((entry) =>
          entry.role === 'user' ? (
            <Question key={entry.id} entry={entry} disabled={running || unable !== null} onEdit={actions.edit} />
          ) : (
            <Answer key={entry.id} entry={entry} actions={actions} />
          ),
        )}
        {!running && last !== undefined && unable === null && (
          <div className="ink-chat__after">
            <button type="button" className="ink-button" onClick={actions.again}>
              {last.role === 'assistant' ? 'Answer again' : 'Answer'}
            </button>
          </div>
        )}
      </div>
      {review !== null && <Review review={review} actions={actions} />}
      {problem !== null && (
        <p className="ink-chat__problem" role="alert">
          {problem}
        </p>
      )}
      {unable !== null && (
        <div className="ink-chat__unable" role="status">
          <p>{unable}</p>
          {view.suggestion !== null && (
            <button type="button" className="ink-button ink-button--primary" onClick={actions.getModel}>
              Get {view.suggestion.name}, {view.suggestion.cost}
            </button>
          )}
          <button type="button" className="ink-button" onClick={actions.chooseModel}>
            Choose a model
          </button>
        </div>
      )}
      <Composer view={view} actions={actions} draft={draft} onDraft={onDraft} />
    </div>
  );
}

function Question({
  entry,
  disabled,
  onEdit,
}: {
  readonly entry: Extract<EntryView, { role: 'user' }>;
  readonly disabled: boolean;
  readonly onEdit: ChatActions['edit'];
}): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const send = (): void => {
    if (draft === null || draft.trim() === '') return;
    onEdit(entry.id, draft);
    setDraft(null);
  };
  return (
    <section className="ink-chat__question" aria-label="You">
      {draft === null ? (
        <>
          <p className="ink-chat__text">{entry.text}</p>
          <button
            type="button"
            className="ink-icon-button ink-chat__edit"
            aria-label="Edit this message"
            title="Edit this message; what followed it goes"
            disabled={disabled}
            onClick={() => {
              setDraft(entry.text);
            }}
          >
            <Icon name="pencil" />
          </button>
        </>
      ) : (
        <form
          className="ink-chat__editing"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <textarea
            className="ink-field"
            aria-label="Message"
            autoFocus
            rows={Math.min(8, draft.split('\n').length + 1)}
            value={draft}
            onChange={({ target }) => {
              setDraft(target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.preventDefault();
                setDraft(null);
              }
            }}
          />
          <div className="ink-chat__row">
            <button type="submit" className="ink-button ink-button--primary" disabled={disabled || draft.trim() === ''}>
              Ask this instead
            </button>
            <button
              type="button"
              className="ink-button"
              onClick={() => {
                setDraft(null);
              }}
            >
              Cancel
            </button>
          </div>
        </form>
      )}
      {entry.context.map(({ label, text }) => (
        <details key={label} className="ink-chat__context">
          <summary>{label}</summary>
          <pre role="group" tabIndex={0} aria-label={label}>
            {showHidden(text)}
          </pre>
        </details>
      ))}
    </section>
  );
}

const Answer = memo(function Answer({
  entry,
  actions,
}: {
  readonly entry: Extract<EntryView, { role: 'assistant' }>;
  readonly actions: ChatActions;
}): ReactElement {
  const { blocks, change, streaming, words, markdown } = entry;
  return (
    <section className="ink-chat__answer" aria-label={entry.model} data-streaming={streaming}>
      <Markdown blocks={blocks} onCopy={actions.copy} onApply={streaming ? null : actions.review} />
      {change !== null && (
        <div className="ink-chat__change">
          <div className="ink-code-block__head">
            <span className="ink-code-block__language">Change of {change.name}</span>
            {!streaming && (
              <button
                type="button"
                className="ink-code-block__button"
                onClick={() => {
                  actions.reviewChange(entry.id);
                }}
              >
                Apply…
              </button>
            )}
          </div>
          <DiffView rows={change.rows} label={`Proposed change of ${change.name}`} />
        </div>
      )}
      {streaming && blocks.length === 0 && change === null && (
        <p className="ink-chat__thinking">{entry.model} is thinking…</p>
      )}
      {words !== null && <p className="ink-chat__words">{words}</p>}
      {!streaming && markdown !== '' && (
        <div className="ink-chat__tools">
          <CopyButton text={markdown} onCopy={actions.copy} />
          <span>{entry.model}</span>
        </div>
      )}
    </section>
  );
});

function Review({ review, actions }: { readonly review: ReviewView; readonly actions: ChatActions }): ReactElement {
  return (
    <section
      className="ink-chat__review"
      aria-label={`What would change in ${review.name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        actions.cancelReview();
      }}
    >
      <div className="ink-chat__row">
        <strong className="ink-chat__review-name">{review.name}</strong>
        {review.ways.length > 1 && (
          <select
            className="ink-field"
            aria-label="Where the code goes"
            value={review.way}
            onChange={({ target }) => {
              actions.way(target.value);
            }}
          >
            {review.ways.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        )}
      </div>
      {review.note !== null && (
        <p className="ink-chat__words" role="status">
          {review.note}
        </p>
      )}
      {review.rows.length === 0 ? (
        <p className="ink-chat__words">No difference: the file is already like this.</p>
      ) : (
        <DiffView rows={review.rows} label={`Difference in ${review.name}`} />
      )}
      <div className="ink-chat__row">
        <button
          type="button"
          className="ink-button ink-button--primary"
          autoFocus
          disabled={review.rows.length === 0}
          onClick={actions.apply}
        >
          Apply
        </button>
        <button type="button" className="ink-button" onClick={actions.cancelReview}>
          Cancel
        </button>
      </div>
    </section>
  );
}

function Composer({ view, actions, draft, onDraft }: ChatProps): ReactElement {
  const [text, setText] = useState(draft);
  const write = (next: string): void => {
    setText(next);
    onDraft(next);
  };
  const field = useRef<HTMLTextAreaElement>(null);
  const { running, unable, chips } = view;
  // Whoever has just opened the panel wants to write; a page that is loaded with it open does not.
  useLayoutEffect(() => {
    const { current } = field;
    if (current !== null && current.closest('.ink-panel') === document.activeElement) current.focus();
  }, []);
  const can = unable === null && text.trim() !== '' && !running;
  const send = (): void => {
    if (!can) return;
    actions.send(text);
    write('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="ink-chat__composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ul className="ink-chat__chips" aria-label="What the model is shown">
        {chips.map((chip) => (
          <li key={chip.id}>
            <Chip chip={chip} onToggle={actions.chip} />
          </li>
        ))}
      </ul>
      <div className="ink-chat__row ink-chat__row--field">
        <textarea
          ref={field}
          data-first
          className="ink-field ink-chat__field"
          aria-label="Message to the model"
          placeholder={view.entries.length === 0 ? 'Ask about your code' : 'Ask a follow-up'}
          rows={Math.min(8, Math.max(2, text.split('\n').length))}
          value={text}
          onChange={({ target }) => {
            write(target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {running ? (
          <button type="button" className="ink-button" onClick={actions.stop}>
            Stop
          </button>
        ) : (
          <button type="submit" className="ink-button ink-button--primary" disabled={!can}>
            Send
          </button>
        )}
      </div>
    </form>
  );
}

function Chip({ chip, onToggle }: { readonly chip: ChipView; readonly onToggle: ChatActions['chip'] }): ReactElement {
  const lines = chip.text.split('\n').length;
  return (
    <button
      type="button"
      className="ink-chip"
      aria-pressed={chip.on}
      title={
        chip.on
          ? `${lines} lines go with your question. Press to leave them out.\n\n${chip.text.slice(0, 400)}`
          : 'Left out. Press to send it along.'
      }
      onClick={() => {
        onToggle(chip.id);
      }}
    >
      <Icon name={chip.on ? 'check' : 'plus'} />
      {chip.label}
    </button>
  );
}
