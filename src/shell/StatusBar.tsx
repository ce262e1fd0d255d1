import type { MouseEvent, ReactElement } from 'react';
import { Icon, InkDrop } from './icons';
import { Menu, type MenuItem } from './Menu';
import type { TabMeaning } from '../core/prediction';
import type { AskingView, ModelView, ModeChoice, ModeView, PredictionView, StorageView } from '../session/view-types';

interface StatusBarProps {
  readonly model: ModelView;
  readonly asking: AskingView | null;
  readonly prediction: PredictionView;
  /** Whether the keys that take and dismiss a prediction are to be named here. */
  readonly keys: boolean;
  /** What the Tab key does now. */
  readonly tab: TabMeaning;
  /** Milliseconds from the last key to the last prediction's first hunk; null before the first. */
  readonly latency: number | null;
  readonly mode: ModeView;
  readonly storage: StorageView;
  /** From 1. */
  readonly position: { readonly line: number; readonly column: number } | null;
  readonly language: string;
  readonly onMode: (choice: ModeChoice) => void;
  readonly onModel: () => void;
  readonly onTake: () => void;
  readonly onJump: () => void;
  readonly onDismiss: () => void;
}

/** A prediction leaves the screen when the code loses the focus; a press on a button here is about that prediction. */
const keepFocus = (event: MouseEvent): void => {
  event.preventDefault();
};

const MODES: readonly MenuItem<ModeChoice>[] = [
  { value: 'eager', label: 'Eager', hint: 'Show each prediction as soon as it is there' },
  { value: 'subtle', label: 'Subtle', hint: 'Only a mark in the margin; hold Alt to see' },
  { value: 'on-demand', label: 'On demand', hint: 'Only when you press Alt \\' },
  { value: 'off', label: 'Off', hint: 'Never' },
  { value: 'snooze-5', label: 'Snooze for 5 minutes', separated: true },
  { value: 'snooze-15', label: 'Snooze for 15 minutes' },
  { value: 'snooze-60', label: 'Snooze for an hour' },
];

function modeName({ choice, minutesLeft }: ModeView): string {
  if (minutesLeft !== null) return `Snoozed, ${minutesLeft} min`;
  switch (choice) {
    case 'eager':
      return 'Eager';
    case 'subtle':
      return 'Subtle';
    case 'on-demand':
      return 'On demand';
    case 'off':
      return 'Off';
    case 'snooze-5':
    case 'snooze-15':
    case 'snooze-60':
      return 'Snoozed';
  }
}

type Tone = 'quiet' | 'busy' | 'shown' | 'problem';

/** The drop's colour and the words beside it: one line on what the model is doing, or why it shows nothing. */
function summary(
  model: ModelView,
  prediction: PredictionView,
): { readonly tone: Tone; readonly text: string; readonly detail: string | null } {
  switch (model.kind) {
    case 'starting':
      return { tone: 'busy', text: 'Starting the model', detail: null };
    case 'loading': {
      const percent = model.fraction === null ? '' : ` ${Math.round(model.fraction * 100)}%`;
      return { tone: 'busy', text: `${model.step}${percent}`, detail: 'you can type already' };
    }
    case 'failed':
      return { tone: 'problem', text: 'No model', detail: model.message };
    case 'ready':
  }
  switch (prediction.kind) {
    case 'waiting':
      return { tone: 'quiet', text: 'Ready', detail: 'waiting for you to pause' };
    case 'thinking':
      return { tone: 'busy', text: 'Thinking', detail: null };
    case 'shown':
      return {
        tone: 'shown',
        text: `Edit ${prediction.index} of ${prediction.count}`,
        detail: prediction.from === '' ? `line ${prediction.line}` : `line ${prediction.line}: ${prediction.from}`,
      };
    case 'nothing':
      return { tone: 'quiet', text: 'Ready', detail: prediction.why };
  }
}

function storageText(storage: StorageView): {
  readonly text: string;
  readonly title: string;
  readonly problem: boolean;
} {
  switch (storage.kind) {
    case 'opening':
      return { text: 'Opening', title: 'Looking for what you wrote here before', problem: false };
    case 'saved':
      return { text: 'Saved', title: 'Every keystroke is stored in this browser, on this device', problem: false };
    case 'read-only':
      return { text: 'Read only', title: 'Another tab writes this file', problem: false };
    case 'not-saved':
      return { text: 'Not saved', title: storage.why, problem: true };
  }
}

export function StatusBar({
  model,
  asking,
  prediction,
  keys,
  tab,
  latency,
  mode,
  storage,
  position,
  language,
  onMode,
  onModel,
  onTake,
  onJump,
  onDismiss,
}: StatusBarProps): ReactElement {
  const { tone, text, detail } = summary(model, prediction);
  const saved = storageText(storage);
  return (
    <footer className="ink-status-bar">
      <div className={`ink-status ink-status--${tone}`} data-testid="status">
        <InkDrop size={14} />
        <span className="ink-status__text">{text}</span>
        {detail !== null && <span className="ink-status__detail">{detail}</span>}
        {keys && prediction.kind === 'shown' && model.kind === 'ready' && (
          <span className="ink-status__keys">
            <TabHint tab={tab} onTake={onTake} onJump={onJump} />
            <button type="button" className="ink-key" onMouseDown={keepFocus} onClick={onDismiss}>
              <kbd>Esc</kbd>Dismiss
            </button>
          </span>
        )}
        {model.kind === 'loading' && model.fraction !== null && (
          <progress className="ink-status__progress" max={1} value={model.fraction} aria-label={model.step} />
        )}
      </div>
      <div className="ink-status-bar__rest">
        {latency !== null && (
          <span className="ink-status-item ink-status-item--latency" title="From your last key to the prediction">
            {Math.round(latency)} ms
          </span>
        )}
        <ModelButton model={model} asking={asking} onModel={onModel} />
        <Menu
          label={`Predictions: ${modeName(mode)}`}
          items={MODES}
          selected={mode.choice}
          opens="up"
          onSelect={onMode}
          button={
            <span className="ink-status-item ink-status-item--mode">
              {modeName(mode)}
              <Icon name="chevron" />
            </span>
          }
        />
        <span
          className={saved.problem ? 'ink-status-item ink-status-item--problem' : 'ink-status-item'}
          data-testid="storage"
          title={saved.title}
        >
          {saved.text}
        </span>
        {position !== null && (
          <span className="ink-status-item ink-status-item--position">
            Ln {position.line}, Col {position.column}
          </span>
        )}
        <span className="ink-status-item ink-status-item--language">{language}</span>
      </div>
    </footer>
  );
}

/** What Tab does now, to be clicked as well; where Tab does something else, the prediction can still be taken by a click. */
function TabHint({
  tab,
  onTake,
  onJump,
}: {
  readonly tab: TabMeaning;
  readonly onTake: () => void;
  readonly onJump: () => void;
}): ReactElement {
  switch (tab) {
    case 'accept':
      return (
        <button type="button" className="ink-key" onMouseDown={keepFocus} onClick={onTake}>
          <kbd>Tab</kbd>Accept
        </button>
      );
    case 'jump':
      return (
        <button type="button" className="ink-key" onMouseDown={keepFocus} onClick={onJump}>
          <kbd>Tab</kbd>Go to it
        </button>
      );
    case 'indent':
    case 'none':
      return (
        <>
          {tab === 'indent' && (
            <span className="ink-key">
              <kbd>Tab</kbd>Indent
            </span>
          )}
          <button type="button" className="ink-key" onMouseDown={keepFocus} onClick={onTake}>
            Accept
          </button>
        </>
      );
  }
}

/** What predicts, and on what; opens the menu of models. */
function ModelButton({
  model,
  asking,
  onModel,
}: {
  readonly model: ModelView;
  readonly asking: AskingView | null;
  readonly onModel: () => void;
}): ReactElement {
  const predicts =
    model.kind === 'ready'
      ? `Model: ${model.name}, ${model.device}${model.note === null ? '' : `. ${model.note}`}`
      : 'Choose a model';
  const label = asking === null ? predicts : `${predicts}. Inline and Chat: ${asking.name} ${asking.words}`;
  return (
    <button
      type="button"
      className="ink-menu__button ink-model-button"
      aria-haspopup="dialog"
      title={label}
      data-testid="model"
      onClick={onModel}
    >
      <Icon name="model" />
      <span className="ink-visually-hidden">{label}</span>
      <span className="ink-status-item ink-status-item--model" aria-hidden="true">
        {model.kind === 'ready' ? (
          <>
            <span className="ink-model-button__name">{model.name}</span>
            <span className="ink-model-button__on">{model.on}</span>
          </>
        ) : (
          'Model'
        )}
        {asking !== null && (
          <span className="ink-model-button__ask">
            Ask: <span className="ink-model-button__name">{asking.name}</span>{' '}
            <span className="ink-model-button__on">{asking.short}</span>
          </span>
        )}
      </span>
    </button>
  );
}
