/** Conversations with a model as they are kept: what was said, with the code it was about. Pure. */
import { decodeAnswer, findDialect, writesWhole } from '../conversation';
import type { ChatTurn } from '../conversation';
import { splitAnswer } from '../conversation/answer';
import { leavesEdgesOut } from '../conversation/part-of-whole';
import { stripSpecialTokens, unescapeTokens } from '../conversation/tokens';
import type { Current, HistoryChange } from '../conversation/types';
import { applyChange } from '../text';
import { asDeepAs } from './indent';

export interface ChatCode {
  /** Name of the file. */
  readonly name: string;
  /** Lower-case name for the fence. */
  readonly language: string;
  readonly what: 'file' | 'selection';
  /** The file, or the part of it that was shown. */
  readonly current: Current;
}

export interface ChatEdits {
  readonly name: string;
  readonly language: string;
  readonly history: readonly HistoryChange[];
}

export interface UserEntry {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
  readonly code: ChatCode | null;
  readonly edits: ChatEdits | null;
}

export interface AssistantEntry {
  readonly role: 'assistant';
  readonly id: string;
  /** As the model wrote it. */
  readonly text: string;
  readonly model: string;
  readonly dialect: string;
  readonly end: 'whole' | 'cut' | 'stopped' | 'failed';
  /** Why it failed; empty otherwise. */
  readonly why: string;
}

export type ChatEntry = UserEntry | AssistantEntry;

export interface Conversation {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly entries: readonly ChatEntry[];
}

export const NEW_TITLE = 'New conversation';
const TITLE_LENGTH = 60;

/** The conversation with one more entry; its first words become its title. */
export function withEntry(conversation: Conversation, entry: ChatEntry, now: number): Conversation {
  const title = conversation.title === NEW_TITLE && entry.role === 'user' ? titleOf(entry.text) : conversation.title;
  return { ...conversation, title, updatedAt: now, entries: [...conversation.entries, entry] };
}

function titleOf(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1).trimEnd()}…` : line || NEW_TITLE;
}

export function renamed(conversation: Conversation, title: string): Conversation {
  const words = title.trim();
  return words === '' ? conversation : { ...conversation, title: words.slice(0, 2 * TITLE_LENGTH) };
}

/** Cut off before an entry: what comes from there on is to be said anew. Null when there is no such entry. */
export function before(conversation: Conversation, entryId: string): Conversation | null {
  const at = conversation.entries.findIndex(({ id }) => id === entryId);
  return at < 0 ? null : { ...conversation, entries: conversation.entries.slice(0, at) };
}

/** Without the answer at its end, so that it can be given again; null when it does not end with one. */
export function withoutLastAnswer(conversation: Conversation): Conversation | null {
  const last = conversation.entries.at(-1);
  return last?.role === 'assistant' ? { ...conversation, entries: conversation.entries.slice(0, -1) } : null;
}

/** What a model reads of it. Answers that failed were none; a question without an answer is put before the next one. */
export function turnsOf(conversation: Conversation): ChatTurn[] {
  return conversation.entries.flatMap((entry): ChatTurn[] => {
    if (entry.role === 'assistant') return entry.text.trim() === '' ? [] : [{ role: 'assistant', text: entry.text }];
    return [
      {
        role: 'user',
        language: entry.code?.language ?? entry.edits?.language ?? '',
        history: entry.edits?.history ?? [],
        current: entry.code?.current ?? null,
        text: entry.text,
      },
    ];
  });
}

/** An answer as it is shown: Markdown, and a change of the code that was shown where the model wrote one. */
export interface ReadAnswer {
  readonly markdown: string;
  readonly change: { readonly name: string; readonly before: string; readonly after: string } | null;
}

/** @param code what the question was about */
export function readAnswer(
  { text, dialect: id, end }: Pick<AssistantEntry, 'text' | 'dialect' | 'end'>,
  code: ChatCode | null,
): ReadAnswer {
  const { body, chat } = splitAnswer(text, false);
  const words = unescapeTokens(stripSpecialTokens(chat)).trim();
  if (body === null) return { markdown: words, change: null };
  const dialect = findDialect(id);
  const result =
    code === null || dialect === null
      ? null
      : decodeAnswer(code.current, code.language, dialect.outputFormat, text, {
          complete: end === 'whole',
          codeFirst: false,
        });
  if (code !== null && result?.kind === 'change') {
    const before = code.current.text;
    const after = applyChange(before, result.change);
    // A part of the code is a block that has its own place, not a change of all of it.
    const isPart = dialect !== null && writesWhole(dialect.outputFormat) && leavesEdgesOut(before, result.change);
    if (!isPart)
      return {
        markdown: words,
        change:
          result.change.length === 0
            ? null
            : {
                name: code.name,
                before,
                after: code.what === 'selection' ? asDeepAs(before, after, code.language) : after,
              },
      };
  }
  // Code that is a change of nothing that was shown is only something to read.
  return {
    markdown: [unescapeTokens(stripSpecialTokens(body)).trim(), words].filter((part) => part !== '').join('\n\n'),
    change: null,
  };
}
