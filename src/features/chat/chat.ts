/** The chat panel at work: several conversations, one question at a time, answers as they stream. */
import { fitChat, renderChat } from '../../core/conversation';
import {
  before,
  conversationJson,
  conversationMarkdown,
  NEW_TITLE,
  readAnswer,
  renamed,
  turnsOf,
  withEntry,
  withoutLastAnswer,
  type AssistantEntry,
  type ChatCode,
  type ChatEntry,
  type Conversation,
  type ReadAnswer,
  type UserEntry,
} from '../../core/chat';
import { estimateTokens } from '../../core/prediction';
import { diffRows } from '../../core/text';
import { failureOf } from '../../storage';
import type { ChatActions, ChatView, EntryView } from './types';
import type { Services } from '../../shell/services';
import { unableWords } from '../../session/models/instruction-support';
import { failureWords } from '../../session/documents/storage-words';
import type { Store } from '../../platform/store';
import { chipsOf, chosen, contextViews, surroundings, type Wanted } from './context';
import { createKept } from './kept';
import { markdownBlocks } from './markdown';
import { newId } from '../../platform/new-id';
import { saveFile } from '../../platform/save-file';
import { createReviewing } from './review';
import { messageOf } from '../../core/message-of';

export type ChatServices = Pick<
  Services,
  | 'page'
  | 'archive'
  | 'workbench'
  | 'asking'
  | 'editor'
  | 'files'
  | 'store'
  | 'announce'
  | 'commands'
  | 'view'
  | 'preferences'
>;

export interface Chat {
  readonly view: Store<ChatView | null>;
  readonly actions: ChatActions;
  /** Reads what was kept, and follows the page while the panel is open; returns the undo of the latter. */
  open(): () => void;
}

/** Of the context an answer may take at most this much, and at least that. Tokens. */
const MOST_ANSWER = 2048;
const LEAST_ANSWER = 256;
/** An answer is drawn anew no more often. Milliseconds. */
const DRAW_EVERY = 60;
/** The chips follow the user's typing at their leisure. Milliseconds. */
const FOLLOW_EVERY = 300;

interface Running {
  readonly conversation: string;
  readonly id: string;
  readonly model: string;
  readonly dialect: string;
  readonly controller: AbortController;
  text: string;
}

export function createChat(services: ChatServices): Chat {
  const { page, archive, asking, editor, store, announce, commands, view: pageView } = services;
  const view = store<ChatView | null>(null);
  const kept = createKept(() => archive.workspace());
  const reviewing = createReviewing(services);
  const shortId = (): string => newId(page.crypto, 8);
  const fresh = (): Conversation => ({
    id: shortId(),
    title: NEW_TITLE,
    createdAt: Date.now(),
    updatedAt: Date.now(),
    entries: [],
  });

  let all: readonly Conversation[] = [];
  let current = fresh();
  let running: Running | null = null;
  let wanted: Wanted = { file: true, selection: true, edits: false };
  let problem: string | null = null;
  let drawing: number | null = null;
  /** Answers do not change once they are there. */
  const read = new Map<string, EntryView>();

  const draw = (): void => {
    if (drawing !== null) page.clearTimeout(drawing);
    drawing = null;
    const mine = running?.conversation === current.id ? running : null;
    const streaming: AssistantEntry[] =
      mine === null
        ? []
        : [
            {
              role: 'assistant',
              id: mine.id,
              text: mine.text,
              model: mine.model,
              dialect: mine.dialect,
              end: 'whole',
              why: '',
            },
          ];
    view.set({
      list: [current, ...all.filter(({ id }) => id !== current.id)].map(({ id, title, updatedAt }) => ({
        id,
        title,
        when: new Date(updatedAt).toLocaleString(),
      })),
      current: { id: current.id, title: current.title },
      entries: entryViews([...current.entries, ...streaming], mine?.id ?? null),
      running: mine !== null,
      unable: unable(),
      suggestion: asking.state.get().suggestion,
      chips: chipsOf(surroundings(services), wanted),
      review: reviewing.view(),
      problem,
    });
  };
  const drawSoon = (wait = DRAW_EVERY): void => {
    drawing ??= page.setTimeout(draw, wait);
  };

  const unable = (): string | null => {
    const speaker = asking.speaker();
    return speaker.kind === 'edits-only'
      ? `${speaker.name} continues your edits as you type; it cannot chat. Choose a model that can, and ask it here.`
      : unableWords(speaker);
  };

  const entryViews = (entries: readonly ChatEntry[], streaming: string | null): readonly EntryView[] => {
    let code: ChatCode | null = null;
    return entries.map((entry) => {
      if (entry.role === 'user') {
        ({ code } = entry);
        return { role: 'user', id: entry.id, text: entry.text, context: contextViews(entry.code, entry.edits) };
      }
      const known = read.get(entry.id);
      if (known !== undefined && entry.id !== streaming) return known;
      const shown = answerView(entry, readAnswer(entry, code), entry.id === streaming);
      if (entry.id !== streaming) read.set(entry.id, shown);
      return shown;
    });
  };

  const keep = (conversation: Conversation): void => {
    all = [conversation, ...all.filter(({ id }) => id !== conversation.id)];
    if (current.id === conversation.id) current = conversation;
    kept.save(conversation).catch((error: unknown) => {
      problem = `This conversation is not being kept: ${failureWords(failureOf(error))} Export it if you need it.`;
      draw();
    });
  };

  const ask = async (conversation: Conversation): Promise<void> => {
    const speaker = asking.speaker();
    if (speaker.kind !== 'ready') {
      problem = unable();
      draw();
      return;
    }
    const { dialect, budget } = speaker.profile;
    const room =
      budget.contextTokens - Math.min(MOST_ANSWER, Math.max(LEAST_ANSWER, Math.floor(budget.contextTokens / 3)));
    const turns = fitChat(turnsOf(conversation), dialect, room, estimateTokens);
    const own: Running = {
      conversation: conversation.id,
      id: shortId(),
      model: speaker.name,
      dialect: dialect.id,
      controller: new AbortController(),
      text: '',
    };
    const end = (how: AssistantEntry['end'], why = ''): void => {
      if (running === own) running = null;
      const found = conversation.id === current.id ? current : all.find(({ id }) => id === conversation.id);
      // It was deleted while the model wrote.
      if (found === undefined) return;
      keep(
        withEntry(
          found,
          { role: 'assistant', id: own.id, text: own.text, model: own.model, dialect: own.dialect, end: how, why },
          Date.now(),
        ),
      );
      draw();
      announce(how === 'failed' ? why : 'The answer is complete.');
    };
    running?.controller.abort();
    running = own;
    if (turns === null) {
      end('failed', `This is more than ${speaker.name} can read at once. Remove context, or ask about a selection.`);
      return;
    }
    draw();
    const { parts, stop } = renderChat(turns, dialect);
    const asked = parts.reduce((sum, part) => sum + estimateTokens(part), 0);
    try {
      const pieces = asking.complete(
        {
          parts,
          draft: null,
          stop,
          maxTokens: Math.max(1, Math.min(MOST_ANSWER, budget.contextTokens - asked)),
          temperature: 0,
        },
        own.controller.signal,
      );
      for (;;) {
        const next = await pieces.next();
        if (next.done === true) {
          end(next.value.end === 'cancelled' ? 'stopped' : next.value.end === 'length' ? 'cut' : 'whole');
          return;
        }
        own.text += next.value.text;
        drawSoon();
      }
    } catch (error) {
      end('failed', messageOf(error));
    }
  };

  const say = (conversation: Conversation, entry: UserEntry): void => {
    problem = null;
    const next = withEntry(conversation, entry, Date.now());
    current = next;
    keep(next);
    void ask(next);
  };

  const stopHere = (): void => {
    if (running?.conversation === current.id) running.controller.abort();
  };

  const told = (why: string | null): void => {
    problem = why;
    draw();
  };

  const actions: ChatActions = {
    send(text) {
      if (text.trim() === '' || running !== null || unable() !== null) return;
      say(current, { role: 'user', id: shortId(), text: text.trim(), ...chosen(surroundings(services), wanted) });
    },
    stop: stopHere,
    again() {
      if (running !== null || unable() !== null) return;
      const shorter = withoutLastAnswer(current) ?? current;
      if (shorter.entries.at(-1)?.role !== 'user') return;
      problem = null;
      current = shorter;
      void ask(shorter);
    },
    edit(id, text) {
      const was = current.entries.find((entry) => entry.id === id);
      const shorter = before(current, id);
      if (was?.role !== 'user' || shorter === null || text.trim() === '' || running !== null || unable() !== null)
        return;
      say(shorter, { ...was, id: shortId(), text: text.trim() });
    },
    chip(id) {
      wanted = { ...wanted, [id]: !wanted[id] };
      draw();
    },
    choose(id) {
      const found = all.find((conversation) => conversation.id === id);
      if (found !== undefined) current = found;
      reviewing.cancel();
      told(null);
    },
    create() {
      if (current.entries.length > 0) current = fresh();
      reviewing.cancel();
      told(null);
    },
    rename(title) {
      const next = renamed(current, title);
      if (next === current) return;
      current = next;
      if (next.entries.length > 0) keep(next);
      draw();
    },
    remove() {
      stopHere();
      const { id } = current;
      all = all.filter((conversation) => conversation.id !== id);
      current = all[0] ?? fresh();
      reviewing.cancel();
      kept.remove(id).catch((error: unknown) => {
        told(`The conversation could not be erased: ${failureWords(failureOf(error))}`);
      });
      told(null);
    },
    exportAs(format) {
      const text = format === 'md' ? conversationMarkdown(current) : conversationJson(current);
      const name =
        current.title
          .replace(/[^\p{L}\p{N}]+/gu, '-')
          .replace(/^-+|-+$/g, '')
          .toLowerCase() || 'conversation';
      saveFile(
        page,
        `${name}.${format}`,
        new Blob([text], { type: format === 'md' ? 'text/markdown' : 'application/json' }),
      );
    },
    async copy(text) {
      try {
        await page.navigator.clipboard.writeText(text);
        announce('Copied.');
        return true;
      } catch (error) {
        told(`The browser did not allow copying: ${messageOf(error)} Select the text and copy it.`);
        return false;
      }
    },
    review: (code) => {
      told(reviewing.code(code));
    },
    reviewChange(id) {
      const change = changeOf(current, id);
      if (change !== null) void reviewing.change(change).then(told);
    },
    way(id) {
      reviewing.way(id);
      draw();
    },
    apply: () => {
      told(reviewing.apply(current.id));
      if (reviewing.view() === null) editor()?.focus();
    },
    cancelReview() {
      reviewing.cancel();
      draw();
    },
    getModel: () => {
      commands.run('models.get-suggested');
    },
    chooseModel: () => {
      commands.run('models.open');
    },
  };

  return {
    view,
    actions,
    open() {
      draw();
      kept.all().then(
        (found) => {
          all = found;
          const [latest] = found;
          if (current.entries.length === 0 && latest !== undefined) current = latest;
          draw();
        },
        (error: unknown) => {
          told(`Earlier conversations could not be read: ${failureWords(failureOf(error))}`);
        },
      );
      // The chips follow the file and the selection.
      return pageView.subscribe(() => {
        drawSoon(FOLLOW_EVERY);
      });
    },
  };
}

function answerView(entry: AssistantEntry, { markdown, change }: ReadAnswer, streaming: boolean): EntryView {
  const words = {
    whole: null,
    stopped: 'You stopped this answer.',
    cut: 'The answer was cut off at the model’s length limit.',
    failed: entry.why,
  }[entry.end];
  return {
    role: 'assistant',
    id: entry.id,
    model: entry.model,
    markdown,
    blocks: markdownBlocks(markdown),
    streaming,
    words,
    change: change === null ? null : { name: change.name, rows: diffRows(change.before, change.after) },
  };
}

/** The change that an answer of a conversation holds. */
function changeOf({ entries }: Conversation, id: string): ReadAnswer['change'] {
  const at = entries.findIndex((entry) => entry.id === id);
  const answer = entries[at];
  const question = entries.slice(0, Math.max(0, at)).findLast((entry) => entry.role === 'user');
  return answer?.role === 'assistant' && question?.role === 'user' ? readAnswer(answer, question.code).change : null;
}
