/**
 * Zeta of Zed (Apache-2.0): version 1 on Qwen2.5-Coder-7B, versions 2 and 2.1 on Seed-Coder-8B. A part of the code around
 * the cursor is written anew, within some more of it. Source: Zed, `zeta_prompt`.
 */
import { blocks, tagged } from '../own/blocks';
import { hunks, newest } from '../own/recent';
import { tokensAround, type Regions } from '../own/region';
import { rewriting, type Cleaned } from '../own/rewrite';
import { holds, marked, pathShown, shownOf, type Span } from '../own/shown';
import { failed } from '../formats/format';
import { escapeTokens } from '../tokens';
import type { ConversationInput, Current, HistoryChange, ModelFacts, OwnDialect, OwnLimits, Shown } from '../types';

type Input = ConversationInput & { readonly current: Current };

/** Tokens that may be written anew, and that are shown around them. */
const EDITABLE = 350;
const CONTEXT = 150;
const CHANGES = 6;
const HISTORY_LINES = 3;
/** A change that takes more than this to tell is left out. UTF-16 units. */
const LONGEST_EVENT = 6_000;

const regions = (shown: Shown): Regions => tokensAround(shown, EDITABLE, CONTEXT);
const editable = (shown: Shown): Span => regions(shown).editable;

const limits = (historyTokens: number): OwnLimits => ({
  excerpt: { maxLines: 161, maxChars: 16_000, around: { above: 80, below: 80 } },
  answerTokens: 800,
  historyTokens,
  historyMessages: CHANGES,
  historyLines: HISTORY_LINES,
});

/** What of the code its models see. */
function visible(current: Current): string {
  const shown = shownOf(current);
  const { context } = regions(shown);
  return shown.text.slice(context.start, context.end);
}

/** Which of them a name means; null when it means none. */
function version({ name, tokens }: ModelFacts): '1' | '2' | '2.1' | null {
  const named = /(?:^|[^a-z])zeta[-_ ]?(2[._]1|2|1)?(?![a-z0-9])/i.exec(name);
  if (named === null) return null;
  const seed = tokens?.includes('<[fim-suffix]>');
  const said = named[1]?.replace('_', '.') ?? (seed === true ? '2' : '1');
  if (seed !== undefined && seed === (said === '1')) return null;
  return said === '2.1' ? '2.1' : said === '2' ? '2' : '1';
}

const guessed =
  (wanted: '1' | '2' | '2.1') =>
  (facts: ModelFacts): string | null =>
    version(facts) === wanted ? 'its name says so' : null;

const REGION_START = '<|editable_region_start|>';
const REGION_END = '<|editable_region_end|>';
const CURSOR_IS_HERE = '<|user_cursor_is_here|>';
const START_OF_FILE = '<|start_of_file|>';
const firstMarks = [REGION_START, REGION_END, CURSOR_IS_HERE, START_OF_FILE];

const INSTRUCTION =
  '### Instruction:\nYou are a code completion assistant and your task is to analyze user edits and then rewrite an excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking into account the cursor location.\n\n### User Edits:\n\n';

const edited = (change: HistoryChange): string =>
  `User edited "${pathShown(change.path)}":\n\`\`\`diff\n${hunks(change, HISTORY_LINES).join('\n')}\n\`\`\``;

function excerpt({ current, place }: Input): string {
  const shown = shownOf(current);
  const { editable: part, context } = regions(shown);
  const begins = !shown.above && context.start === 0 ? `${START_OF_FILE}\n` : '';
  const before = escapeTokens(shown.text.slice(context.start, part.start));
  const after = escapeTokens(shown.text.slice(part.end, context.end));
  const region = `${REGION_START}\n${marked(shown, part, CURSOR_IS_HERE)}\n${REGION_END}`;
  return `\`\`\`${pathShown(place?.path)}\n${begins}${before}${region}${after}\n\`\`\``;
}

/** What stands between the marks, of which there must not be more than one each. */
function betweenMarks(written: string): Cleaned {
  const answer = written.replaceAll(CURSOR_IS_HERE, '');
  const count = (mark: string): number => answer.split(mark).length - 1;
  if (count(REGION_START) > 1 || count(REGION_END) > 1)
    return failed('malformed', 'the answer holds the marks of its region more than once');
  const start = answer.indexOf(REGION_START);
  const code = start < 0 ? answer : answer.slice(start + REGION_START.length).replace(/^\n/, '');
  const end = code.indexOf(REGION_END);
  return { kind: 'code', code: end < 0 ? code : code.slice(0, end) };
}

export const zetaFirst: OwnDialect = {
  id: 'zeta-1',
  label: 'Zeta',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: rewriting({
    name: 'region',
    ends: [`\n${REGION_END}`, '<|endoftext|>'],
    part: editable,
    clean: betweenMarks,
  }),
  targetArea: true,
  followsInstructions: false,
  limits: limits(500),
  render: (input) => {
    const edits = newest(input, CHANGES, firstMarks).map(edited);
    return {
      parts: [INSTRUCTION, `${edits.join('\n\n')}\n\n### User Excerpt:\n\n`, `${excerpt(input)}\n\n### Response:\n`],
      stop: [`\n${REGION_END}`, '<|endoftext|>'],
    };
  },
  refuses: ({ current, place }) => (holds([visible(current), place?.path], firstMarks) ? 'marker' : null),
  guess: guessed('1'),
};

const SUFFIX = '<[fim-suffix]>';
const PREFIX = '<[fim-prefix]>';
const MIDDLE = '<[fim-middle]>';
const FILE = '<filename>';
const CURSOR = '<|user_cursor|>';
const CURRENT = '<<<<<<< CURRENT';
const UPDATED = '>>>>>>> UPDATED';
const NO_EDITS = 'NO_EDITS';
const END = '<[end▁of▁sentence]>';
const seedMarks = [SUFFIX, PREFIX, MIDDLE, FILE, CURSOR, END];
const mergeMarks = [`${CURRENT}\n`, '=======\n', UPDATED];

const broken = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function eventOf(change: HistoryChange): string {
  const path = pathShown(change.path);
  const taken = change.accepted === true ? '// User accepted prediction:\n' : '';
  return `${taken}--- a/${path}\n+++ b/${path}\n${hunks(change, HISTORY_LINES).join('\n')}\n`;
}

/** Suffix, history, and the file up to the end of the part, which `write` puts in. */
function seedParts(input: Input, write: (shown: Shown, part: Span) => string): readonly string[] {
  const shown = shownOf(input.current);
  const { editable: part, context } = regions(shown);
  const events = newest(input, input.history.length, seedMarks)
    .map(eventOf)
    .filter((event) => event.length <= LONGEST_EVENT)
    .slice(-CHANGES);
  const before = escapeTokens(shown.text.slice(context.start, part.start));
  return [
    broken(`${SUFFIX}${escapeTokens(shown.text.slice(part.end, context.end))}`),
    `${PREFIX}${events.length === 0 ? '' : `${FILE}edit_history\n${events.join('')}\n`}`,
    `${FILE}${pathShown(input.place?.path)}\n${before}${write(shown, part)}${MIDDLE}`,
  ];
}

/** The new code before the end mark; that nothing is to be edited must be all that is said. */
function updated(written: string): Cleaned {
  const answer = written.replaceAll(CURSOR, '');
  const lines = answer.split('\n');
  if (!lines.some((line) => line.trim() === NO_EDITS)) return { kind: 'code', code: answer };
  return answer.trim() === NO_EDITS
    ? { kind: 'code', code: null }
    : failed('malformed', 'the answer says that there is nothing to edit, and edits');
}

export const zetaSecond: OwnDialect = {
  id: 'zeta-2',
  label: 'Zeta 2',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: rewriting({ name: 'region', ends: [UPDATED, END], part: editable, clean: updated }),
  targetArea: true,
  followsInstructions: false,
  limits: limits(1500),
  render: (input) => ({
    parts: seedParts(input, (shown, part) => `${CURRENT}\n${broken(marked(shown, part, CURSOR))}=======\n`),
    stop: [UPDATED, END],
  }),
  refuses: ({ current, place }) =>
    holds([visible(current), place?.path], [...seedMarks, ...mergeMarks]) ? 'marker' : null,
  guess: guessed('2'),
};

export const zetaSecondBlocks: OwnDialect = {
  id: 'zeta-2.1',
  label: 'Zeta 2.1',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: blocks('blocks', editable, [END], CURSOR),
  targetArea: true,
  followsInstructions: false,
  limits: limits(1500),
  render: (input) => ({
    parts: seedParts(input, (shown, part) => broken(tagged(shown, part, CURSOR))),
    stop: [END],
  }),
  refuses: ({ current, place }) =>
    holds([visible(current), place?.path], [...seedMarks, '<|marker_']) ? 'marker' : null,
  guess: guessed('2.1'),
};
