/** Asking for a change in words at the cursor: carries out what the machine in core/inline decides. */
import { AnswerStream, mayDelete, writesWhole, type AnswerProgress } from '../../core/conversation';
import type { HistoryChange } from '../../core/conversation/types';
import {
  hunkLines,
  INLINE_CLOSED,
  inlineStep,
  instructionPrompt,
  readPast,
  remember,
  type InlineEffect,
  type InlineEvent,
  type InlineNews,
  type InlineOpen,
  type InlineState,
} from '../../core/inline';
import { excludedBy } from '../../core/prediction';
import { keepFinalBreak, LineIndex, type TextChange } from '../../core/text';
import type { InlineActions, InlineView } from './types';
import { languageOf } from '../../workspace';
import type { Services } from '../../shell/services';
import { unableWords, unreadableWords } from '../../session/models/instruction-support';
import { newId } from '../../platform/new-id';
import type { Store } from '../../platform/store';
import { messageOf } from '../../core/message-of';

export type InlineServices = Pick<
  Services,
  | 'page'
  | 'workbench'
  | 'asking'
  | 'editor'
  | 'settings'
  | 'store'
  | 'announce'
  | 'notice'
  | 'commands'
  | 'view'
  | 'preferences'
>;

export interface Inline {
  /** Null while it is closed. */
  readonly view: Store<InlineView | null>;
  readonly actions: InlineActions;
  /** Opens at the cursor or selection of the shown document; with `instruction`, asks at once where a model can be asked. */
  open(instruction?: string): void;
}

const PAST = 'inline.past';

function newsView(news: InlineNews | null): InlineView['news'] {
  if (news === null) return null;
  switch (news.kind) {
    case 'nothing-to-do':
      return { tone: 'info', words: 'The model changed nothing.' };
    case 'cut':
      return { tone: 'problem', words: 'The answer was cut off; what was complete is shown.' };
    case 'stopped':
      return { tone: 'info', words: 'Stopped.' };
    case 'failed':
      return { tone: 'problem', words: news.why };
    case 'dropped':
      return {
        tone: 'info',
        words:
          news.hunks > 1
            ? `${news.hunks} changes were dropped because you edited the same places.`
            : 'A change was dropped because you edited the same place.',
      };
  }
}

const shifted = (change: TextChange, by: number): TextChange =>
  change.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }));

export function createInline({
  page,
  workbench,
  asking,
  editor,
  settings,
  store,
  announce,
  notice,
  commands,
  preferences,
  view: pageView,
}: InlineServices): Inline {
  const view = store<InlineView | null>(null);
  let state: InlineState = INLINE_CLOSED;
  let past = readPast(settings.read(PAST));
  let opened = 0;
  let instruction = '';
  /** The words are a run's error, and mean no deletion whatever is in them. */
  let fixing = false;
  let running: { readonly id: string; readonly controller: AbortController } | null = null;
  let release: (() => void) | null = null;

  asking.state.subscribe(() => {
    if (state.kind === 'open') draw();
  });

  const draw = (): void => {
    if (state.kind === 'closed') {
      view.set(null);
      return;
    }
    const { text, area, hunks } = state;
    const lines = new LineIndex(text);
    const speaker = asking.speaker();
    const first = lines.lineAt(area.start);
    view.set({
      opened,
      instruction,
      past,
      after: first,
      selected:
        area.start === area.end
          ? null
          : { first: first + 1, last: lines.lineAt(Math.max(area.start, area.end - 1)) + 1 },
      running: state.asked !== null,
      unable: unableWords(speaker),
      suggestion: asking.state.get().suggestion,
      model: speaker.kind === 'none' ? '' : speaker.name,
      hunks: hunks.map((hunk) => hunkLines(text, hunk)),
      explanation: state.explanation,
      news: newsView(state.news),
    });
  };

  const send = (event: InlineEvent): void => {
    const before = state;
    const next = inlineStep(state, event);
    state = next.state;
    for (const effect of next.effects) perform(effect);
    if (before.kind === 'open' && state.kind === 'closed') closed();
    draw();
  };

  const perform = (effect: InlineEffect): void => {
    switch (effect.type) {
      case 'ask':
        void ask(effect);
        return;
      case 'cancel':
        if (running?.id === effect.id) running.controller.abort();
        return;
      case 'apply':
        if (editor()?.apply(effect.change, { kind: 'inline-edit', instructionId: effect.instructionId }) === true)
          announce('The change was made. Undo takes it back in one step.');
        else
          notice('inline', {
            tone: 'problem',
            title: 'The change could not be made.',
            body: 'The file cannot be written here. Your text is as it was.',
            actions: [],
            dismiss: () => {
              notice('inline', null);
            },
          });
        return;
    }
  };

  const ask = async ({
    id,
    instruction: words,
    text,
    area,
    before,
  }: Extract<InlineEffect, { type: 'ask' }>): Promise<void> => {
    const speaker = asking.speaker();
    const name = state.kind === 'open' ? workbench.nameOf(state.document) : null;
    // The machine takes no answer before it has finished the step that asks.
    await Promise.resolve();
    if (speaker.kind !== 'ready' || name === null) {
      send({ type: 'failed', id, why: unableWords(speaker) ?? 'The file was closed.' });
      return;
    }
    const { dialect, budget } = speaker.profile;
    const language = languageOf(name).id;
    const done: readonly HistoryChange[] = before === null ? [] : [{ before, after: text }];
    const made = instructionPrompt({
      language,
      text,
      area,
      instruction: words,
      dialect,
      history: [...workbench.history(), ...done],
      contextTokens: budget.contextTokens,
      historyTokens: budget.historyTokens,
      historyMessages: budget.historyMessages,
    });
    if (made.kind === 'too-long') {
      send({
        type: 'failed',
        id,
        why:
          made.what === 'selection'
            ? `The selection is longer than ${speaker.name} can read. Select less.`
            : `The instruction is longer than ${speaker.name} can read.`,
      });
      return;
    }
    const controller = new AbortController();
    running = { id, controller };
    const answer = new AnswerStream(
      made.current,
      language,
      dialect.outputFormat,
      true,
      '',
      fixing || !mayDelete(words),
    );
    const inFile = (change: TextChange): TextChange =>
      shifted(writesWhole(dialect.outputFormat) ? keepFinalBreak(made.current.text, change) : change, made.offset);
    const tell = (progress: AnswerProgress): void => {
      if (progress.kind === 'writing') send({ type: 'progress', id, change: inFile(progress.change), explanation: '' });
      else if (progress.kind === 'ended' && progress.result.kind === 'change')
        send({ type: 'progress', id, change: inFile(progress.result.change), explanation: progress.result.chat });
    };
    try {
      const pieces = asking.complete(made.request, controller.signal);
      for (;;) {
        const next = await pieces.next();
        if (next.done === true) {
          if (next.value.end === 'cancelled') return;
          const result = answer.finish(next.value.end !== 'length');
          if (result.kind === 'failed') send({ type: 'failed', id, why: unreadableWords(result.reason) });
          else
            send({
              type: 'ended',
              id,
              change: inFile(result.change),
              explanation: result.chat,
              partial: result.partial,
            });
          tellResult();
          return;
        }
        if (!controller.signal.aborted) tell(answer.push(next.value.text));
      }
    } catch (error) {
      send({ type: 'failed', id, why: messageOf(error) });
    } finally {
      if (running.id === id) running = null;
    }
  };

  const tellResult = (): void => {
    if (state.kind === 'closed') return;
    const { hunks, news } = state;
    if (hunks.length > 0 && news?.kind !== 'nothing-to-do')
      announce(
        `${hunks.length === 1 ? 'One change is' : `${hunks.length} changes are`} proposed. Alt Enter accepts all, Alt Down goes to the next.`,
      );
    else announce(newsView(news)?.words ?? '');
  };

  /** Predictions wait while the user asks in words. */
  const hold = (document: InlineOpen['document']): void => {
    release?.();
    const unwatch = editor()?.watch((change) => {
      if (change.document === document) send({ type: 'edited', change: change.change });
    });
    const unview = pageView.subscribe(() => {
      if (workbench.active() !== document) send({ type: 'close' });
      else draw();
    });
    workbench.predictor.send({ type: 'suggestWidget', open: true });
    release = () => {
      unwatch?.();
      unview();
      workbench.predictor.send({ type: 'suggestWidget', open: false });
      release = null;
    };
  };

  const closed = (): void => {
    release?.();
    editor()?.focus();
  };

  const refuse = (title: string, body: string): void => {
    notice('inline', {
      tone: 'info',
      title,
      body,
      actions: [],
      dismiss: () => {
        notice('inline', null);
      },
    });
  };

  const submit = (words: string): void => {
    if (asking.speaker().kind !== 'ready') {
      draw();
      return;
    }
    past = remember(past, words);
    settings.write(PAST, JSON.stringify(past));
    send({ type: 'submit', id: newId(page.crypto, 8), instruction: words });
  };

  return {
    view,
    open(asked = '') {
      const host = editor();
      const document = workbench.active();
      const text = document === null ? null : (host?.text(document) ?? null);
      const at = host?.selection() ?? null;
      const name = document === null ? null : workbench.nameOf(document);
      if (document === null || text === null || at === null || name === null) return;
      if (excludedBy(name, preferences.store.get().excluded) !== null) {
        refuse(
          `${name} is excluded from all models.`,
          'It is on the list of files that may hold secrets, so no change can be asked for here.',
        );
        return;
      }
      if (!workbench.isWritable(document)) {
        refuse('This file cannot be changed here.', 'It is open in another tab, which writes it.');
        return;
      }
      opened += 1;
      instruction = asked;
      hold(document);
      send({
        type: 'open',
        document,
        text,
        area: { start: Math.min(at.anchor, at.head), end: Math.max(at.anchor, at.head) },
      });
      fixing = asked !== '';
      if (asked !== '') submit(asked);
    },
    actions: {
      submit: (words) => {
        fixing = false;
        submit(words);
      },
      stop: () => {
        send({ type: 'stop' });
      },
      accept: (hunk) => {
        send({ type: 'accept', hunk });
      },
      reject: (hunk) => {
        send({ type: 'reject', hunk });
      },
      close: () => {
        send({ type: 'close' });
      },
      getModel: () => {
        commands.run('models.get-suggested');
      },
      chooseModel: () => {
        commands.run('models.open');
      },
    },
  };
}
