/** A task of a benchmark as the product meets it: H, C, U and a place, and what becomes of C when an answer is applied. */
import {
  decodeAnswer,
  type ChangeFormat,
  type ConversationInput,
  type Current,
  type Dialect,
  type TargetArea,
} from '../conversation';
import type { EndReason } from '../prediction/completion';
import { applyChange } from '../text';

/** Which of H, C and U a task gives. */
export type TaskKind = 'C' | 'H+C' | 'C+U' | 'H+C+U';

export const TASK_KINDS: readonly TaskKind[] = ['C', 'H+C', 'C+U', 'H+C+U'];

/** The letters in words. */
export const GIVEN: Readonly<Record<TaskKind, string>> = {
  C: 'the code alone',
  'H+C': 'the code and what was changed before',
  'C+U': 'the code and an instruction',
  'H+C+U': 'the code, what was changed before, and an instruction',
};

export interface EditTask {
  readonly id: string;
  readonly kind: TaskKind;
  /** Lower-case name of the language, as in a fence. */
  readonly language: string;
  /** Earlier states of the whole code, oldest first, without the current one. */
  readonly history: readonly string[];
  readonly current: string;
  readonly user: string | null;
  readonly target: TargetArea | null;
}

export interface PromptOptions {
  /** So many of the newest changes are shown; null for all. */
  readonly window: number | null;
}

/** The dialect with other formats, or with the target area shown or not. `lcn` is LC with numbered lines. */
export function adjusted(
  dialect: Dialect,
  changes: { readonly format?: ChangeFormat | undefined; readonly targetArea?: boolean | undefined },
): Dialect {
  const shown = changes.targetArea === undefined ? {} : { targetArea: changes.targetArea };
  // A form of its own has no other format.
  if (dialect.style === 'own') return { ...dialect, ...shown };
  return {
    ...dialect,
    ...(changes.format === undefined
      ? {}
      : { historyFormat: changes.format === 'lcn' ? ('sr' as const) : changes.format, outputFormat: changes.format }),
    ...shown,
  };
}

export function currentOf(task: EditTask): Current {
  return { text: task.current, above: false, below: false, target: task.target };
}

export function inputOf(task: EditTask, { window }: PromptOptions): ConversationInput {
  const states = [...task.history, task.current];
  const changes = states.slice(1).map((after, index) => ({ before: states[index] ?? '', after }));
  const shown = window === null ? changes : window === 0 ? [] : changes.slice(-window);
  return { language: task.language, history: shown, current: currentOf(task), user: task.user };
}

/** What an answer made of the code. An answer that cannot be read leaves the code as it was, and says why. */
export interface Attempt {
  readonly code: string;
  readonly outcome: 'changed' | 'unchanged' | 'unreadable';
  readonly reason: string | null;
}

/** An answer that never came, for example because the prompt is longer than the model reads. */
export const noAnswer = (task: EditTask, reason: string): Attempt => ({
  code: task.current,
  outcome: 'unreadable',
  reason,
});

export function attemptOf(task: EditTask, dialect: Dialect, answer: string, end: EndReason): Attempt {
  const read = decodeAnswer(currentOf(task), task.language, dialect.outputFormat, answer, {
    complete: end !== 'length' && end !== 'cancelled',
  });
  if (read.kind === 'failed')
    return { code: task.current, outcome: 'unreadable', reason: `${read.reason}: ${read.detail}` };
  const code = applyChange(task.current, read.change);
  return { code, outcome: code === task.current ? 'unchanged' : 'changed', reason: null };
}

/** So many of the items, spread evenly; all for null. */
export function spread<Item>(items: readonly Item[], limit: number | null): Item[] {
  if (limit === null || limit >= items.length) return [...items];
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]).flatMap(
    (item) => item ?? [],
  );
}
