/** What a language model is asked about a moment of a process, and how its answers are read. */
import { encodeAnswer } from '../../../src/core/conversation';
import type { Question } from './language-model';
import type { Rejection } from './types';

/** A moment as it is shown to the model: earlier changes, the code, and what comes next. */
export interface Shown {
  readonly language: string;
  /** Each text of H and then C; C alone where there is no history. */
  readonly texts: readonly string[];
  /** What may come next: C with one change each. */
  readonly changes: readonly string[];
  /** What the process was for, in its author's words, or null. */
  readonly message: string | null;
}

const FENCE = '````';

const fenced = (language: string, text: string): string => `${FENCE}${language}\n${text}\n${FENCE}`;

function diff(before: string, after: string, language: string): string {
  return encodeAnswer(before, after, language, 'ud');
}

function record({ language, texts, message }: Shown): string {
  const earlier = texts
    .slice(1)
    .map((text, at) => `Earlier change ${at + 1}:\n${diff(texts[at] ?? '', text, language)}`);
  const current = (texts.at(-1) ?? '')
    .split('\n')
    .map((line, at) => `${at + 1} ${line}`)
    .join('\n');
  return [
    ...earlier,
    `The code now:\n${fenced(language, current)}`,
    ...(message === null ? [] : [`What the work is for, in its author's words:\n${message}`]),
  ].join('\n\n');
}

const numberedChanges = ({ texts, changes, language }: Shown): string =>
  changes.map((text, at) => `Change ${at + 1}:\n${diff(texts.at(-1) ?? '', text, language)}`).join('\n\n');

const JUDGE = `You watch a programmer edit a file and decide what an assistant should have offered without being asked.
You see earlier changes, the code now, and numbered changes that the programmer made next.
Say yes to a change only when a careful colleague who sees the earlier changes and the code, and nothing else, could have foreseen it: it carries a change on, repairs what the last change broke, completes what was begun, or repeats a pattern.
Say no when it needs knowledge that is not shown, is a matter of taste, or when several other changes would have been as likely.
For each change write one short reason, then a line "Decision 1: yes" or "Decision 1: no" with the change's number.`;

export function judgeQuestion(shown: Shown): Question {
  return {
    messages: [
      { role: 'system', content: JUDGE },
      { role: 'user', content: `${record({ ...shown, message: null })}\n\n${numberedChanges(shown)}` },
    ],
    maxTokens: 160 * shown.changes.length + 64,
    temperature: 0,
  };
}

/** A decision for each change, or why the answer is of no use (one is missing, or given twice and differently). */
export function readJudgement(text: string, count: number): readonly boolean[] | Rejection {
  const found = new Map<number, boolean>();
  for (const match of text.matchAll(/decision\s*(\d+)?\W*?:\W*(yes|no|true|false)\b/gi)) {
    const number = match[1] === undefined ? found.size + 1 : Number(match[1]);
    const yes = /yes|true/i.test(match[2] ?? '');
    if (number < 1 || number > count || (found.has(number) && found.get(number) !== yes))
      return { name: 'judgement-malformed', detail: match[0] };
    found.set(number, yes);
  }
  if (found.size !== count) return { name: 'judgement-malformed', detail: `${found.size} of ${count} decisions` };
  return Array.from({ length: count }, (_, at) => found.get(at + 1) ?? false);
}

const INSTRUCT = `You see earlier changes to a file, the code now, and the change that came next.
Write the request with which the programmer could have asked an assistant for exactly that change: one or two sentences, in the imperative, as people write in a hurry. Do not describe the code, do not quote the change, do not add a preamble.`;

export function instructionQuestion(shown: Shown): Question {
  return {
    messages: [
      { role: 'system', content: INSTRUCT },
      { role: 'user', content: `${record(shown)}\n\n${numberedChanges(shown)}` },
    ],
    maxTokens: 200,
    temperature: 0.7,
  };
}

/** The request, without what models like to put around it. */
export function readInstruction(text: string): { readonly text: string } | Rejection {
  const bare = text
    .trim()
    .replace(/^(?:\*\*)?(?:instruction|request)(?:\*\*)?\s*:\s*/i, '')
    .replace(/^(["'“])([\s\S]*)["'”]$/, '$2')
    .trim();
  if (bare.length < 8 || bare.length > 600)
    return { name: 'instruction-malformed', detail: `${bare.length} characters` };
  if (bare.includes('```') || bare.split('\n').length > 4)
    return { name: 'instruction-malformed', detail: 'holds code' };
  return { text: bare };
}

const EXPLAIN = `You are the assistant who just made a change in a programmer's file. Tell the programmer in one to three sentences what was changed and why. No greeting, no code blocks, no list.`;

export function chatQuestion(shown: Shown, user: string | null): Question {
  const asked = user === null ? '' : `\n\nThe programmer's request:\n${user}`;
  return {
    messages: [
      { role: 'system', content: EXPLAIN },
      { role: 'user', content: `${record({ ...shown, message: null })}${asked}\n\n${numberedChanges(shown)}` },
    ],
    maxTokens: 200,
    temperature: 0.7,
  };
}

export function readChat(text: string): { readonly text: string } | Rejection {
  const bare = text.trim();
  if (bare.length < 8 || bare.length > 1200 || bare.includes('<|'))
    return { name: 'chat-malformed', detail: `${bare.length} characters` };
  return { text: bare };
}
