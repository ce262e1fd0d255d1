/** Asks a dialect with a form of its own, and reads its answers. For tests; the cursor is `‸` in the file. */
import { buildPrompt, excerptAround, type PromptBudget } from '../src/core/prediction';
import { decodeAnswer, settledChange, type HistoryChange, type OwnDialect } from '../src/core/conversation';
import { applyChange } from '../src/core/text';

export interface Asked {
  /** Null when it is refused. */
  readonly prompt: string | null;
  readonly stop: readonly string[];
  readonly draft: string | null;
  /** The file after the answer, without the `‸`; or why there is no such thing. */
  readonly after: (answer: string, complete?: boolean) => string;
  /** The same while the answer is being written. */
  readonly sofar: (answer: string) => string;
}

const budgetOf = ({ limits }: OwnDialect): PromptBudget => ({ contextTokens: 8192, ...limits });

/** A change of the file with so many lines around it as the dialect wants. */
export function changeOf(dialect: OwnDialect, before: string, after: string, path = 'src/a.py'): HistoryChange {
  const [older, newer] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(older.length, newer.length) && older[head] === newer[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(older.length, newer.length) - head && older.at(-1 - tail) === newer.at(-1 - tail)) tail += 1;
  const line = Math.max(0, head - dialect.limits.historyLines);
  const cut = (lines: readonly string[]): string =>
    lines.slice(line, lines.length - tail + dialect.limits.historyLines).join('\n');
  return { before: cut(older), after: cut(newer), path, line };
}

export function ask(
  dialect: OwnDialect,
  file: string,
  history: readonly HistoryChange[] = [],
  path = 'src/a.py',
): Asked {
  const cursor = file.indexOf('‸');
  const text = file.slice(0, cursor) + file.slice(cursor + 1);
  const excerpt = excerptAround(text, cursor, dialect.limits.excerpt);
  const prompt = buildPrompt({
    language: 'python',
    text,
    path,
    excerpt,
    cursor: { anchor: cursor, head: cursor },
    history,
    dialect,
    budget: budgetOf(dialect),
  });
  const shown = text.slice(excerpt.start, excerpt.end);
  const whole = (part: string): string => text.slice(0, excerpt.start) + part + text.slice(excerpt.end);
  return {
    prompt: prompt === null ? null : prompt.request.parts.join(''),
    stop: prompt?.request.stop ?? [],
    draft: prompt?.request.draft ?? null,
    after: (answer, complete = true) => {
      if (prompt === null) return 'refused';
      const read = decodeAnswer(prompt.current, 'python', dialect.outputFormat, answer, { complete });
      return read.kind === 'failed' ? read.reason : whole(applyChange(shown, read.change));
    },
    sofar: (answer) => {
      if (prompt === null) return 'refused';
      const settled = settledChange(prompt.current, 'python', dialect.outputFormat, answer);
      return settled.kind === 'failed' ? settled.reason : whole(applyChange(shown, settled.change));
    },
  };
}
