/**
 * Instinct of Continue (Qwen2.5-Coder-7B, Apache-2.0): ChatML, and a region of the excerpt written anew. Source: Continue,
 * `core/nextEdit`. The words of its system message are ours; what the marks and headings are called is theirs.
 */
import { hunks, newest } from '../own/recent';
import { linesAround } from '../own/region';
import { rewriting } from '../own/rewrite';
import { holds, marked, pathShown, shownOf, type Span } from '../own/shown';
import { END_OF_TEXT, escapeTokens, IM_END, IM_START } from '../tokens';
import type { HistoryChange, OwnDialect, Shown } from '../types';

const REGION_START = '<|editable_region_start|>';
const REGION_END = '<|editable_region_end|>';
const CURSOR = '<|user_cursor_is_here|>';
const marks = [REGION_START, REGION_END, CURSOR, '<|context_file|>', '<|snippet|>'];
const ends = [IM_END, END_OF_TEXT];

/** Lines above and below the cursor's: of the region, and of the excerpt. */
const REGION = { above: 1, below: 5 };
const EXCERPT = 25;
const DIFF_LINES = 5;
const CHANGES = 5;

const SYSTEM = [
  'You are Instinct, an intelligent next-edit predictor developed by Continue.dev. You predict the next edit that a developer will make',
  `within the section of code between the ${REGION_START} and ${REGION_END} tags.`,
  '"### Context:" holds items from other files: <|context_file|> and a path, <|snippet|> and some of its text.',
  '"### User Edits:" holds the latest changes, newest first, as unified diffs.',
  '"### User Excerpt:" holds the path of the current file and an excerpt of it. Rewrite only its editable region.',
  `${CURSOR} shows where the cursor is; do not write it.`,
  'Write only the revised code of the region, without the tags and without code from outside of them. Go on with what the developer is doing, and do not undo it.',
].join('\n');

const ASK =
  "Reference the user excerpt, user edits, and the snippets to understand the developer's intent. Update the editable region of the user excerpt by predicting and completing the changes they would have made next. This may be a deletion, addition, or modification of code.";

const region = (shown: Shown): Span => linesAround(shown, REGION.above, REGION.below);

function edited(change: HistoryChange): string {
  const lines = hunks(change, DIFF_LINES).filter((line) => line.trim() !== '');
  return `User edited file "${pathShown(change.path)}"\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\``;
}

function excerpt(shown: Shown): string {
  const around = linesAround(shown, EXCERPT, EXCERPT);
  const part = region(shown);
  const above = escapeTokens(shown.text.slice(around.start, part.start));
  const below = escapeTokens(shown.text.slice(part.end, around.end));
  return `${above}${REGION_START}\n${marked(shown, part, CURSOR)}\n${REGION_END}${below}`;
}

export const instinct: OwnDialect = {
  id: 'instinct',
  label: 'Instinct',
  style: 'own',
  historyFormat: 'sr',
  outputFormat: rewriting({
    name: 'region',
    ends,
    part: region,
    clean: (written) => ({
      kind: 'code',
      code: marks.reduce((rest, mark) => rest.replaceAll(`${mark}\n`, '').replaceAll(mark, ''), written),
    }),
  }),
  targetArea: true,
  followsInstructions: false,
  limits: {
    excerpt: { maxLines: 51, maxChars: 10_000, around: { above: EXCERPT, below: EXCERPT } },
    answerTokens: 512,
    historyTokens: 1000,
    historyMessages: CHANGES,
    historyLines: DIFF_LINES,
    weighed: true,
  },
  render: (input) => {
    const edits = [...newest(input, CHANGES, marks)].reverse().map(edited).join('\n');
    const path = pathShown(input.place?.path);
    return {
      parts: [
        `${IM_START}system\n${SYSTEM}${IM_END}\n`,
        `${IM_START}user\n${ASK}\n\n### Context:\n\n\n### User Edits:\n\n${edits}\n\n`,
        `### User Excerpt:\n${path}\n\n${excerpt(shownOf(input.current))}\`\`\`\n### Response:${IM_END}\n${IM_START}assistant\n`,
      ],
      stop: ends,
    };
  },
  refuses: ({ current, place }) => (holds([current.text, place?.path], marks) ? 'marker' : null),
  guess: ({ name }) => (/(?:^|[^a-z])instinct(?![a-z])/i.test(name) ? 'its name says so' : null),
};
