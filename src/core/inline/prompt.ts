/** The question that an instruction is: C around the place, H where something was just done, U. */
import { renderPrompt, writesWhole } from '../conversation';
import type { Current, Dialect, HistoryChange } from '../conversation/types';
import { estimateTokens, excerptAround, type CompletionRequest, type Excerpt } from '../prediction';
import { fitHistory } from '../prediction/prompt';
import { LineIndex } from '../text';
import type { Area } from './state';

export interface InstructionInput {
  /** Lower-case name for the fence. */
  readonly language: string;
  readonly text: string;
  readonly area: Area;
  readonly instruction: string;
  /** Oldest first. */
  readonly history: readonly HistoryChange[];
  readonly dialect: Dialect;
  /** Prompt and answer together, in tokens. */
  readonly contextTokens: number;
  readonly historyTokens: number;
  readonly historyMessages: number;
}

export type InstructionPrompt =
  /** The answer speaks of `current`, which begins at `offset` of the text. */
  | { readonly kind: 'prompt'; readonly request: CompletionRequest; readonly current: Current; readonly offset: number }
  /** The selection alone, or the instruction, leaves no room for the answer. */
  | { readonly kind: 'too-long'; readonly what: 'selection' | 'instruction' };

/** Role markers, the task of instruction models and its example. Tokens. */
const FRAME_TOKENS = 60;
const INSTRUCT_FRAME_TOKENS = 420;
/** Room for the explanation after the code, and for code that grows. Tokens. */
const EXPLANATION_TOKENS = 256;
const GROWTH = 1.4;
/** A whole file is not better than the lines around the place, and slower. */
const MOST_LINES = 400;
const MOST_CHARS = 12_000;
const CHARS_PER_TOKEN = 3;
/** Longer selections are not repeated to a model that reads no target area. UTF-16 units. */
const MOST_QUOTED = 2000;

/** Greedy, with the code first and its explanation after it. */
export function instructionPrompt(input: InstructionInput): InstructionPrompt {
  const { dialect, contextTokens, language } = input;
  const wholeFile = writesWhole(dialect.outputFormat);
  const user = instructionText(input);
  const fixed =
    (dialect.style === 'instruct' ? INSTRUCT_FRAME_TOKENS : FRAME_TOKENS) + EXPLANATION_TOKENS + estimateTokens(user);
  const room = contextTokens - fixed;
  for (const history of [input.history, []]) {
    const historyTokens = history.length === 0 ? 0 : Math.min(input.historyTokens, Math.floor(room / 4));
    // Of what is left, C is read once, and written once by a model that writes whole files.
    const codeTokens = Math.floor((room - historyTokens) / (wholeFile ? 1 + GROWTH : 2));
    const excerpt = excerptOf(input, {
      maxLines: MOST_LINES,
      maxChars: Math.min(MOST_CHARS, codeTokens * CHARS_PER_TOKEN),
    });
    if (excerpt === null) continue;
    const current = currentOf(input, excerpt);
    const fitted = fitHistory({
      language,
      text: input.text,
      excerpt,
      dialect,
      history,
      cursor: { anchor: input.area.start, head: input.area.end },
      budget: {
        contextTokens,
        answerTokens: EXPLANATION_TOKENS,
        historyTokens,
        historyMessages: input.historyMessages,
      },
    });
    const { parts, stop } = renderPrompt({ language, history: fitted, current, user }, dialect, {
      kind: 'code-first',
      explain: true,
    });
    const asked = parts.reduce((sum, part) => sum + estimateTokens(part), 0);
    const maxTokens = contextTokens - asked;
    const needed = wholeFile ? estimateTokens(current.text) + EXPLANATION_TOKENS : EXPLANATION_TOKENS;
    if (maxTokens < needed) continue;
    const most = Math.ceil(estimateTokens(current.text) * GROWTH) + 2 * EXPLANATION_TOKENS;
    return {
      kind: 'prompt',
      request: { parts, draft: null, stop, maxTokens: Math.min(maxTokens, most), temperature: 0 },
      current,
      offset: excerpt.start,
    };
  }
  return { kind: 'too-long', what: input.area.end > input.area.start ? 'selection' : 'instruction' };
}

/** Models that read no target area are told the place in words. */
function instructionText({ dialect, text, area, instruction }: InstructionInput): string {
  if (dialect.targetArea) return instruction;
  if (area.end > area.start) {
    const selected = text.slice(area.start, area.end);
    return selected.length > MOST_QUOTED || selected.trim() === ''
      ? instruction
      : `${instruction}\n\nThis is about the selected part:\n${selected}`;
  }
  const lines = new LineIndex(text);
  const line = lines.line(lines.lineAt(area.start)).trim();
  return line === '' ? instruction : `${instruction}\n\nThe cursor is on the line: ${line}`;
}

/** Whole lines around the place that hold all of it; null when they do not fit. */
function excerptOf(
  { text, area }: InstructionInput,
  limits: { readonly maxLines: number; readonly maxChars: number },
): Excerpt | null {
  if (limits.maxChars < 1) return null;
  const around = excerptAround(text, (area.start + area.end) >> 1, limits);
  if (around.end - around.start > limits.maxChars) return null;
  if (around.start <= area.start && around.end >= area.end) return around;
  const lines = new LineIndex(text);
  const first = lines.lineAt(area.start);
  const last = lines.lineAt(area.end);
  const start = lines.startOf(first);
  const end = lines.endOf(last);
  if (end - start > limits.maxChars || last - first >= limits.maxLines) return null;
  return {
    start,
    end,
    firstLine: first,
    lineCount: last - first + 1,
    above: first > 0,
    below: last < lines.lineCount - 1,
  };
}

function currentOf({ text, area, dialect }: InstructionInput, excerpt: Excerpt): Current {
  const within = (offset: number): number => Math.min(Math.max(offset, excerpt.start), excerpt.end) - excerpt.start;
  const [start, end] = [within(area.start), within(area.end)];
  const target = !dialect.targetArea
    ? null
    : start === end
      ? { kind: 'cursor' as const, offset: start }
      : { kind: 'selection' as const, start, end };
  return { text: text.slice(excerpt.start, excerpt.end), above: excerpt.above, below: excerpt.below, target };
}
