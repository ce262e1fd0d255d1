/** HumanEvalFix (OctoPack, arXiv 2308.07124): 164 functions with one fault each, in Python and JavaScript. */
import type { EditTask } from './task';

/** `tab`: the code alone (C). `inline`: with the benchmark's instruction (C+U). */
export type FixMode = 'tab' | 'inline';

export interface FixTask extends EditTask {
  readonly tests: string;
  /** The right code, for checks of the scorer. */
  readonly solution: string;
}

/** @throws Error when a row is not HumanEvalFix's */
export function readFixTasks(rows: readonly unknown[], language: 'python' | 'javascript', mode: FixMode): FixTask[] {
  return rows.map((row) => {
    const fields = row as Readonly<Record<string, unknown>>;
    const text = (name: string): string => {
      const value = fields[name];
      if (typeof value !== 'string') throw new Error(`HumanEvalFix: a task lacks ${name}.`);
      return value;
    };
    // The functions without their description, as the benchmark gives them to be mended.
    const declaration = text('declaration');
    return {
      id: text('task_id'),
      kind: mode === 'tab' ? 'C' : 'C+U',
      language,
      history: [],
      current: declaration + text('buggy_solution'),
      user: mode === 'tab' ? null : `Fix bugs in ${text('entry_point')}.`,
      target: null,
      tests: text('test'),
      solution: declaration + text('canonical_solution'),
    };
  });
}
