/**
 * Rows for a model that rewrites a window: the prompt, and the answer line by line with a mark on the lines that
 * change something, because those are what there is to learn. An unchanged window is silence.
 */
import { answerTo, begunAnswer, decodeAnswer, renderPrompt } from '../../src/core/conversation';
import { NEXT_END } from '../../src/core/conversation/tokens';
import type { Current, Dialect, HistoryChange } from '../../src/core/conversation/types';
import type { Excerpt } from '../../src/core/prediction/excerpt';
import { buildPrompt, type PromptBudget } from '../../src/core/prediction/prompt';
import { WINDOW_BUDGET } from '../../src/core/prediction/window';
import { applyChange, diffLines, splitLines } from '../../src/core/text';

/** One line of a JSONL file. `prompt + completion.join('')` is what a model is trained on. */
export interface WindowRow {
  /** Ends with the token that opens the code, and what the answer begins with whoever writes it: the fence. */
  readonly prompt: string;
  /** The answer's lines from there on, with their ends; the last ends with the token that closes the code. */
  readonly completion: readonly string[];
  /** For each line 1 if it changes something; of a deletion the line that follows it. */
  readonly changed: readonly (0 | 1)[];
  readonly quiet: boolean;
  readonly language: string;
  readonly kind: string;
  readonly source: string;
}

export interface WindowSample {
  readonly language: string;
  readonly kind: string;
  readonly source: string;
  /** The whole text, where the user is, and the window to rewrite, which need not hold the cursor. */
  readonly text: string;
  readonly cursor: number;
  readonly excerpt: Excerpt;
  /** Oldest first, as the history builder gives it. */
  readonly history: readonly HistoryChange[];
  /** What the window becomes. */
  readonly after: string;
}

/** The row, by the program's own prompt builder; null where it would not fit, would not show the newest edit, or could not be read back. */
export function windowRow(
  sample: WindowSample,
  dialect: Dialect,
  budget: PromptBudget = WINDOW_BUDGET,
): WindowRow | null {
  const { language, text, cursor, excerpt, history, after, kind, source } = sample;
  const prompt = buildPrompt({
    language,
    text,
    excerpt,
    cursor: { anchor: cursor, head: cursor },
    history,
    dialect,
    budget,
  });
  if (prompt === null || (history.length > 0 && prompt.history.at(-1) !== history.at(-1))) return null;
  return rowOf(prompt.request.parts.join(''), prompt.current, after, dialect, { language, kind, source });
}

/** The same for an example that is cut already. Its history holds whole texts, and is shown as the program shows what was typed. */
export function windowRowOf(
  {
    history,
    current,
    after,
    ...named
  }: Pick<WindowSample, 'language' | 'kind' | 'source' | 'history' | 'after'> & { readonly current: Current },
  dialect: Dialect,
): WindowRow | null {
  const begun = begunAnswer(current, named.language, dialect);
  const { parts } = renderPrompt(
    { language: named.language, history: history.map(changedLines), current, user: null },
    dialect,
    { kind: 'code-first', begun },
  );
  return rowOf(parts.join(''), current, after, dialect, {
    language: named.language,
    kind: named.kind,
    source: named.source,
  });
}

/** The lines that differ, with those between them; where lines were only added or taken, the one above (or below) as well. */
function changedLines({ before, after }: HistoryChange): HistoryChange {
  const [older, newer] = [splitLines(before), splitLines(after)];
  const groups = diffLines(older, newer);
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) return { before, after };
  const isBare = first.oldStart === last.oldEnd || first.newStart === last.newEnd;
  const [above, below] = isBare ? (first.oldStart > 0 ? [1, 0] : [0, 1]) : [0, 0];
  return {
    before: older.slice(first.oldStart - above, last.oldEnd + below).join('\n'),
    after: newer.slice(first.newStart - above, last.newEnd + below).join('\n'),
  };
}

function rowOf(
  prompt: string,
  current: Current,
  after: string,
  dialect: Dialect,
  named: Pick<WindowRow, 'language' | 'kind' | 'source'>,
): WindowRow | null {
  const begun = begunAnswer(current, named.language, dialect);
  const whole = answerTo(current, after, named.language, dialect.outputFormat) ?? '';
  // What needs another fence than the one that is opened for the answer cannot be written.
  if (!whole.startsWith(begun)) return null;
  const body = whole.slice(begun.length);
  const read = decodeAnswer(current, named.language, dialect.outputFormat, body + NEXT_END, { complete: true, begun });
  if (read.kind === 'failed' || applyChange(current.text, read.change) !== after) return null;
  const lines = body.split('\n');
  const unchanged = (answerTo(current, current.text, named.language, dialect.outputFormat) ?? '')
    .slice(begun.length)
    .split('\n');
  const changed = lines.map((): 0 | 1 => 0);
  for (const { newStart, newEnd } of diffLines(unchanged, lines))
    changed.fill(1, newStart, Math.max(newEnd, newStart + 1));
  const last = lines.length - 1;
  return {
    prompt,
    completion: lines.map((line, index) => line + (index === last ? NEXT_END : '\n')),
    changed,
    quiet: after === current.text,
    ...named,
  };
}
