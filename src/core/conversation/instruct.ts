/**
 * For models that follow instructions but were not trained on the conversation (paper, appendix J): the task and
 * the form of the reply with one worked example as an earlier turn, then everything in one message of the user.
 * The next tokens are plain text to such a model.
 */
import { fenceLines } from './fence';
import { currentText, historyText, type Message } from './template';
import { escapeTokens, NEXT_END, NEXT_START } from './tokens';
import type { ConversationDialect, ConversationInput } from './types';

const TASK = [
  'You are watching someone program. Below are earlier states of their code, oldest first, the code as it is now,',
  'and sometimes an instruction. Work out the edit they want next and reply with the whole code after that edit,',
  `in a code block between ${NEXT_START} and ${NEXT_END}. Change nothing else. If there is nothing to do, repeat the code as it is.`,
].join('\n');

const EXAMPLE: ConversationInput = {
  language: 'python',
  history: [
    {
      before: 'def total(xs):\n    s = 0\n    for x in xs:\n        s += x\n    return s',
      after: 'def total(values):\n    s = 0\n    for x in xs:\n        s += x\n    return s',
    },
  ],
  current: {
    text: 'def total(values):\n    s = 0\n    for x in xs:\n        s += x\n    return s',
    above: false,
    below: false,
    target: null,
  },
  user: null,
};
const EXAMPLE_REPLY = `${NEXT_START}\`\`\`python\ndef total(values):\n    s = 0\n    for x in values:\n        s += x\n    return s\n\`\`\`${NEXT_END}`;

/** H, C as sections of one message. */
function sections(input: ConversationInput, dialect: ConversationDialect): string[] {
  const out = input.history
    .map((change) => historyText(change, dialect.historyFormat, input.language))
    .filter((content) => content !== '')
    .map((content, index) => `Programming process ${index + 1}:\n${content}`);
  if (input.current !== null) {
    const shown = dialect.targetArea ? input.current : { ...input.current, target: null };
    out.push(`Current code:\n${currentText(shown, input.language, dialect.outputFormat, input.history)}`);
  }
  return out;
}

function question(input: ConversationInput, dialect: ConversationDialect): string {
  const user = input.user === null ? [] : [`User instruction:\n${escapeTokens(input.user)}`];
  return [TASK, ...sections(input, dialect), ...user].join('\n\n');
}

const TALK =
  'Answer in Markdown. Put code into fenced blocks, whole functions or the whole file rather than fragments.';

/** What the user says in a conversation, after the code it is about; without any, as it was said. */
export function chatQuestion(input: ConversationInput, dialect: ConversationDialect): string {
  const shown = [...sections(input, dialect), ...selectedPart(input, dialect)];
  const user = escapeTokens(input.user ?? '');
  return shown.length === 0 ? user : [TALK, ...shown, user].join('\n\n');
}

/** The selection in words, for models that read no target area. */
function selectedPart({ current, language }: ConversationInput, dialect: ConversationDialect): string[] {
  if (dialect.targetArea || current?.target?.kind !== 'selection') return [];
  const { start, end } = current.target;
  return [`Selected part:\n${fenceLines(language, escapeTokens(current.text.slice(start, end)).split(/\r?\n/))}`];
}

/** The example, then the question; plain chat (no C) is asked as it is. */
export function instructMessages(input: ConversationInput, dialect: ConversationDialect): Message[] {
  if (input.current === null) return [{ role: 'user', content: escapeTokens(input.user ?? '') }];
  return [
    { role: 'user', content: question(EXAMPLE, dialect) },
    { role: 'assistant', content: EXAMPLE_REPLY },
    { role: 'user', content: question(input, dialect) },
  ];
}
