/** A sample as a row of training data: prompt and completion, as the product would write the one and read the other. */
import { answerTo, decodeAnswer, renderPrompt } from '../../../src/core/conversation';
import type { Current, Dialect, HistoryChange } from '../../../src/core/conversation/types';
import { IM_END, NEXT_END, NEXT_START } from '../../../src/core/conversation/tokens';
import { HistoryBuilder, type EditRecord } from '../../../src/core/history';
import {
  buildPrompt,
  estimateTokens,
  fitHistory,
  type PromptBudget,
  type PromptInput,
} from '../../../src/core/prediction/prompt';
import { excerptAround, type Excerpt, type ExcerptLimits } from '../../../src/core/prediction/excerpt';
import { applyChange, type TextChange } from '../../../src/core/text';
import { inputKindOf, type InputKind, type Rejection, type Sample } from './types';

/** How rows are written. */
export interface RowFormat {
  readonly dialect: Dialect;
  readonly limits: ExcerptLimits;
  readonly budget: PromptBudget;
  /**
   * `edit`: the prompt opens the code and the completion ends with it, as in the product's automatic edits; samples
   * with an instruction are refused. `answer`: the completion is all that the assistant says, code and chat.
   */
  readonly completion: 'edit' | 'answer';
}

/** One line of a JSONL file. `prompt + completion` is what the model is trained on, with loss on the completion only. */
export interface Row {
  readonly prompt: string;
  readonly completion: string;
  readonly language: string;
  readonly kind: string;
  readonly quiet: boolean;
  readonly source: string;
  readonly input: InputKind;
  readonly dialect: string;
  /** Messages of H in the prompt. */
  readonly history: number;
  /** For evaluation: C as shown and what it should become. */
  readonly raw?: { readonly current: string; readonly above: boolean; readonly below: boolean; readonly after: string };
}

/** `shown` is C as shown and what becomes of it, for checks on the code itself. */
export type Rendered =
  | { readonly kind: 'row'; readonly row: Row; readonly shown: { readonly current: string; readonly after: string } }
  | { readonly kind: 'refused'; readonly why: Rejection };

/** Edits of H this far apart are never joined or taken for a slip, milliseconds. */
const BETWEEN_EDITS = 60_000;

const refused = (name: string): Rendered => ({ kind: 'refused', why: { name } });

/** The row, or why the sample cannot be one in this format. `withRaw` adds the texts an evaluation needs. */
export function renderRow(sample: Sample, format: RowFormat, withRaw = false): Rendered {
  const { dialect, limits, budget } = format;
  const excerpt = excerptAround(sample.current, sample.cursor, limits);
  if (sample.next.some(({ start, end }) => start < excerpt.start || end > excerpt.end))
    return refused('change-out-of-sight');
  const text = sample.current.slice(excerpt.start, excerpt.end);
  const after = applyChange(text, shifted(sample.next, -excerpt.start));
  const history = historyOf(sample, dialect);
  const prompt =
    format.completion === 'edit'
      ? editPrompt(sample, excerpt, history, format)
      : answerPrompt(sample, text, excerpt, history, format);
  if (prompt.kind === 'refused') return prompt;
  const { current } = prompt;
  const body = answerTo(current, after, sample.language, dialect.outputFormat);
  if (body === null) return refused('not-readable-back');
  if (dialect.outputFormat !== 'wf' && estimateTokens(body) > budget.answerTokens) return refused('answer-too-long');
  const read = decodeAnswer(current, sample.language, dialect.outputFormat, body + NEXT_END, { complete: true });
  if (read.kind === 'failed' || applyChange(text, read.change) !== after) return refused('not-readable-back');
  const chat = sample.chat === '' ? '' : `\n${sample.chat}`;
  const row: Row = {
    prompt: prompt.text,
    completion: format.completion === 'edit' ? body + NEXT_END : NEXT_START + body + NEXT_END + chat + IM_END,
    language: sample.language,
    kind: sample.kind,
    quiet: after === text,
    source: sample.source,
    input: inputKindOf(sample),
    dialect: dialect.id,
    history: prompt.messages,
    ...(withRaw ? { raw: { current: text, above: excerpt.above, below: excerpt.below, after } } : {}),
  };
  if (estimateTokens(row.prompt) + estimateTokens(row.completion) > budget.contextTokens)
    return refused('row-too-long');
  return { kind: 'row', row, shown: { current: text, after } };
}

const shifted = (change: TextChange, by: number): TextChange =>
  change.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }));

/** H as the product derives it: whole files for dialects that show them, else only the lines that changed. */
function historyOf(sample: Sample, dialect: Dialect): readonly HistoryChange[] {
  if (sample.edits.length === 0) return [];
  const builder = new HistoryBuilder({ version: 0, text: sample.base });
  sample.edits.forEach((change, version) => {
    const time = (version + 1) * BETWEEN_EDITS;
    const record: EditRecord = {
      document: 'sample',
      version,
      change,
      selection: null,
      source: { kind: 'typed' },
      wallTime: time,
      monoTime: time,
    };
    const fault = builder.push(record);
    if (fault !== null) throw new Error(`An edit of a sample does not fit: ${fault.kind}.`);
  });
  return builder.changes(dialect.historyFormat === 'wf' ? {} : { contextLines: 0 });
}

type PromptText =
  | { readonly kind: 'prompt'; readonly text: string; readonly current: Current; readonly messages: number }
  | { readonly kind: 'refused'; readonly why: Rejection };

/** The very prompt of the product's automatic edits. */
function editPrompt(
  sample: Sample,
  excerpt: Excerpt,
  history: readonly HistoryChange[],
  { dialect, budget }: RowFormat,
): PromptText {
  if (sample.user !== null) return { kind: 'refused', why: { name: 'instruction-in-an-edit-format' } };
  const cursor = { anchor: sample.cursor, head: sample.cursor };
  const prompt = buildPrompt({
    language: sample.language,
    text: sample.current,
    excerpt,
    cursor,
    history,
    dialect,
    budget,
  });
  if (prompt === null) return { kind: 'refused', why: { name: 'prompt-too-long' } };
  // Without the newest edit nothing tells why the answer is what it is.
  if (history.length > 0 && prompt.history.at(-1) !== history.at(-1))
    return { kind: 'refused', why: { name: 'newest-edit-too-long' } };
  return {
    kind: 'prompt',
    text: prompt.request.parts.join(''),
    current: prompt.current,
    messages: prompt.history.length,
  };
}

function answerPrompt(
  sample: Sample,
  text: string,
  excerpt: Excerpt,
  history: readonly HistoryChange[],
  { dialect, budget }: RowFormat,
): PromptText {
  const current: Current = { text, above: excerpt.above, below: excerpt.below, target: areaIn(sample, excerpt) };
  const input: PromptInput = {
    language: sample.language,
    text: sample.current,
    excerpt,
    cursor: { anchor: sample.cursor, head: sample.cursor },
    history,
    dialect,
    budget,
  };
  const fitting = fitHistory(input);
  if (history.length > 0 && fitting.at(-1) !== history.at(-1))
    return { kind: 'refused', why: { name: 'newest-edit-too-long' } };
  const { parts } = renderPrompt({ language: sample.language, history: fitting, current, user: sample.user }, dialect, {
    kind: 'default',
  });
  const shown = parts.join('');
  if (estimateTokens(shown) > budget.contextTokens - budget.answerTokens)
    return { kind: 'refused', why: { name: 'prompt-too-long' } };
  return { kind: 'prompt', text: shown, current, messages: fitting.length };
}

function areaIn({ area }: Sample, { start, end }: Excerpt): Current['target'] {
  if (area === null) return null;
  const within = (offset: number): number => Math.min(Math.max(offset, start), end) - start;
  return area.kind === 'cursor'
    ? { kind: 'cursor', offset: within(area.offset) }
    : { kind: 'selection', start: within(area.start), end: within(area.end) };
}
