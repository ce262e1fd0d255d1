/** The paper's template: ChatML with more roles. One part a message, so that a prefix cache keeps what has not changed. */
import { ELLIPSIS, GONE_MARK, NUMBER_MARK } from './formats/format';
import { goneWords, holdsAny } from './gone-words';
import { codecOf } from './formats';
import { fenceLines } from './fence';
import { showTarget } from './target-area';
import { END_OF_TEXT, escapeTokens, IM_END, IM_START, NEXT_END, NEXT_START } from './tokens';
import type {
  ChangeFormat,
  ConversationDialect,
  ConversationInput,
  Current,
  Generation,
  HistoryChange,
  RenderedPrompt,
} from './types';
import { wireText } from './wire';

export const SYSTEM_TEXT = 'You are a helpful programming assistant.';

export type Role = 'system' | 'history' | 'current' | 'user' | 'assistant';

/** A message whose content is already escaped where it holds text of the user. */
export interface Message {
  readonly role: Role;
  /** Who speaks, for conversations of several; shown as `role name=…`. */
  readonly name?: string;
  readonly content: string;
}

/** The messages with the system message first (added when absent), then the generation prompt. */
export function renderMessages(messages: readonly Message[], generation: Generation): RenderedPrompt {
  const all =
    messages[0]?.role === 'system' ? messages : [{ role: 'system', content: SYSTEM_TEXT } as const, ...messages];
  return {
    parts: [...all.map((message) => `${opening(message)}${message.content}${IM_END}\n`), generationPart(generation)],
    stop: stopTokens(generation),
  };
}

function opening({ role, name }: Message): string {
  const shown = name === undefined ? '' : ` name=${escapeTokens(name).replace(/\s+/g, '_')}`;
  return `${IM_START}${role}${shown}\n`;
}

function generationPart(generation: Generation): string {
  const start = opening({ role: 'assistant', content: '' });
  switch (generation.kind) {
    case 'default':
      return start;
    case 'code-first':
      return start + NEXT_START + (generation.begun ?? '');
    case 'prefix':
      return start + generation.text;
  }
}

function stopTokens(generation: Generation): string[] {
  const editOnly = generation.kind === 'code-first' && generation.explain !== true;
  return editOnly ? [NEXT_END, IM_END, END_OF_TEXT] : [IM_END, END_OF_TEXT];
}

/** H, C and U as the paper writes them. */
export function roleMessages(input: ConversationInput, dialect: ConversationDialect): Message[] {
  const out: Message[] = input.history
    .map((change) => historyText(change, dialect.historyFormat, input.language))
    .filter((content) => content !== '')
    .map((content) => ({ role: 'history', content }));
  if (input.current !== null) {
    const shown = dialect.targetArea ? input.current : { ...input.current, target: null };
    out.push({ role: 'current', content: currentText(shown, input.language, dialect.outputFormat, input.history) });
  }
  if (input.user !== null) out.push({ role: 'user', content: escapeTokens(input.user) });
  return out;
}

/** One change as a history message; empty when nothing changed. */
export function historyText({ before, after }: HistoryChange, format: ChangeFormat, language: string): string {
  if (before === after) return '';
  const codec = codecOf(format);
  const [from, to] = codec.historyBase === 'newer' ? [after, before] : [before, after];
  return codec.encode(from, to, language, { above: false, below: false });
}

/** A line of C as it is shown to a model that answers in that format; `number` counts from 1. */
function shownLine(line: string, number: number, answer: ChangeFormat, gone: ReadonlySet<string>): string {
  switch (answer) {
    case 'lc':
      return `${number} ${line}`;
    case 'lcn':
      return `${number}${holdsAny(line, gone) ? GONE_MARK : NUMBER_MARK}${line}`;
    case 'wf':
    case 'sr':
    case 'ud':
      return line;
  }
}

/** C in its fence: escaped, with target area, numbered when an answer in that format refers to lines. */
export function currentText(
  current: Current,
  language: string,
  answer: ChangeFormat,
  history: readonly HistoryChange[],
): string {
  const { lines } = wireText(showTarget(current.text, current.target), current.text);
  const gone = answer === 'lcn' ? goneWords(history) : new Set<string>();
  const shown = lines.map((line, index) => shownLine(line, index + 1, answer, gone));
  return fenceLines(language, [...(current.above ? [ELLIPSIS] : []), ...shown, ...(current.below ? [ELLIPSIS] : [])]);
}
