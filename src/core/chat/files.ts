/** Conversations as files: Markdown to read, JSON to keep, and reading what was kept. */
import { fenceLines } from '../conversation/fence';
import {
  readAnswer,
  type AssistantEntry,
  type ChatCode,
  type ChatEdits,
  type ChatEntry,
  type Conversation,
} from './conversation';

/** For people; code that was shown to the model is in it. */
export function conversationMarkdown(conversation: Conversation): string {
  let code: ChatCode | null = null;
  const parts = conversation.entries.map((entry) => {
    if (entry.role === 'user') {
      ({ code } = entry);
      const shown =
        code === null
          ? []
          : [
              `${code.what === 'file' ? 'File' : 'Selection of'} ${code.name}:`,
              fenceLines(code.language, code.current.text.split('\n')),
            ];
      return ['## You', ...shown, entry.text].join('\n\n');
    }
    const { markdown, change } = readAnswer(entry, code);
    return [
      `## ${entry.model}`,
      ...(markdown === '' ? [] : [markdown]),
      ...(change === null ? [] : [fenceLines(code?.language ?? '', change.after.split('\n'))]),
    ].join('\n\n');
  });
  return `${[`# ${conversation.title}`, ...parts].join('\n\n')}\n`;
}

export const conversationJson = (conversation: Conversation): string =>
  `${JSON.stringify({ format: 'inkling-conversation', version: 1, ...conversation }, null, 2)}\n`;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const strings = (value: Fields, ...names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === 'string');

function isCode(value: unknown): value is ChatCode | null {
  if (value === null) return true;
  if (
    !isFields(value) ||
    !strings(value, 'name', 'language') ||
    (value['what'] !== 'file' && value['what'] !== 'selection')
  )
    return false;
  const current = value['current'];
  return (
    isFields(current) &&
    strings(current, 'text') &&
    typeof current['above'] === 'boolean' &&
    typeof current['below'] === 'boolean' &&
    isTarget(current['target'], String(current['text']).length)
  );
}

function isTarget(value: unknown, length: number): boolean {
  if (value === null) return true;
  const within = (offset: unknown): boolean =>
    typeof offset === 'number' && Number.isInteger(offset) && offset >= 0 && offset <= length;
  return (
    isFields(value) &&
    (value['kind'] === 'cursor'
      ? within(value['offset'])
      : value['kind'] === 'selection' && within(value['start']) && within(value['end']))
  );
}

function isEdits(value: unknown): value is ChatEdits | null {
  return (
    value === null ||
    (isFields(value) &&
      strings(value, 'name', 'language') &&
      Array.isArray(value['history']) &&
      value['history'].every((change: unknown) => isFields(change) && strings(change, 'before', 'after')))
  );
}

const ENDS: ReadonlySet<unknown> = new Set<AssistantEntry['end']>(['whole', 'cut', 'stopped', 'failed']);

function isEntry(value: unknown): value is ChatEntry {
  if (!isFields(value) || !strings(value, 'id', 'text')) return false;
  return value['role'] === 'user'
    ? isCode(value['code']) && isEdits(value['edits'])
    : value['role'] === 'assistant' && strings(value, 'model', 'dialect', 'why') && ENDS.has(value['end']);
}

/** A conversation as it was kept; null when it is none. */
export function readConversation(value: unknown): Conversation | null {
  if (
    !isFields(value) ||
    !strings(value, 'id', 'title') ||
    typeof value['createdAt'] !== 'number' ||
    typeof value['updatedAt'] !== 'number'
  )
    return null;
  const { id, title, createdAt, updatedAt, entries } = value as {
    id: string;
    title: string;
    createdAt: number;
    updatedAt: number;
    entries: unknown;
  };
  return Array.isArray(entries) && entries.every(isEntry) ? { id, title, createdAt, updatedAt, entries } : null;
}
