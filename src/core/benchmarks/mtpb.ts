/**
 * MTPB, the Multi-Turn Programming Benchmark (CodeGen, arXiv 2203.13474): a program asked for in steps. In the product
 * each step is an instruction on the code so far (C+U), and the program that stands at the end is run.
 */
import type { EditTask } from './task';

/** A problem with one of its inputs put into its prompts. */
export interface MtpbCase {
  readonly id: string;
  readonly turns: readonly string[];
  /** What the program has to print. */
  readonly expected: unknown;
}

/** The task of one turn, given the code that the turns before it made. */
export function turnTask({ id, turns }: MtpbCase, turn: number, code: string): EditTask {
  return {
    id: `${id} turn ${turn + 1}`,
    kind: 'C+U',
    language: 'python',
    history: [],
    current: code,
    user: turns[turn] ?? '',
    target: null,
  };
}
