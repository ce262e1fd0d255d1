/** From verdicts to pass@1, and to the tables of a report. */
import type { ScoringVerdict } from './job';
import { TASK_KINDS, type Attempt, type TaskKind } from './task';

/** What one answer cost. Times are milliseconds. */
export interface Cost {
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly generatedTokens: number;
  readonly msToFirstToken: number;
  readonly msTotal: number;
  /** Absent where it was not counted; 0 where the engine does not tell. */
  readonly forwardPasses?: number;
}

export interface TaskResult {
  readonly id: string;
  readonly kind: TaskKind;
  readonly attempt: Attempt;
  readonly verdict: ScoringVerdict;
  readonly cost: Cost | null;
}

/** Shares of 0 to 1. */
export interface Rate {
  readonly tasks: number;
  readonly base: number;
  readonly plus: number;
}

export interface Tally {
  readonly all: Rate;
  /** Only kinds that have tasks. */
  readonly byKind: readonly { readonly kind: TaskKind; readonly rate: Rate }[];
  readonly changed: number;
  readonly unchanged: number;
  readonly unreadable: number;
}

export function rateOf(results: readonly Pick<TaskResult, 'verdict'>[]): Rate {
  const share = (passes: (verdict: ScoringVerdict) => boolean): number =>
    results.length === 0 ? 0 : results.filter(({ verdict }) => passes(verdict)).length / results.length;
  return { tasks: results.length, base: share(({ base }) => base), plus: share(({ base, plus }) => base && plus) };
}

export function tallyOf(results: readonly TaskResult[]): Tally {
  const count = (outcome: Attempt['outcome']): number =>
    results.filter(({ attempt }) => attempt.outcome === outcome).length;
  return {
    all: rateOf(results),
    byKind: TASK_KINDS.flatMap((kind) => {
      const of = results.filter((result) => result.kind === kind);
      return of.length === 0 ? [] : [{ kind, rate: rateOf(of) }];
    }),
    changed: count('changed'),
    unchanged: count('unchanged'),
    unreadable: count('unreadable'),
  };
}

/** The value below which the given share of the values lies; null for none. */
export function quantileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

export interface CostSummary {
  readonly answers: number;
  readonly promptTokensP50: number | null;
  readonly promptTokensMost: number | null;
  readonly generatedTokensP50: number | null;
  readonly generatedTokensTotal: number;
  /** Of all prompt tokens, those a prefix cache held, 0 to 1. */
  readonly reused: number;
  /** Null where the engine does not tell. */
  readonly tokensPerPass: number | null;
  readonly msToFirstTokenP50: number | null;
  readonly msToFirstTokenP90: number | null;
  readonly msTotalP50: number | null;
  readonly msTotalP90: number | null;
}

export function costOf(results: readonly TaskResult[]): CostSummary {
  const costs = results.flatMap(({ cost }) => cost ?? []);
  const sum = (of: (cost: Cost) => number): number => costs.reduce((all, cost) => all + of(cost), 0);
  const at = (of: (cost: Cost) => number, share: number): number | null => quantileOf(costs.map(of), share);
  const passes = sum(({ forwardPasses }) => forwardPasses ?? 0);
  return {
    answers: costs.length,
    promptTokensP50: at(({ promptTokens }) => promptTokens, 0.5),
    promptTokensMost: at(({ promptTokens }) => promptTokens, 1),
    generatedTokensP50: at(({ generatedTokens }) => generatedTokens, 0.5),
    generatedTokensTotal: sum(({ generatedTokens }) => generatedTokens),
    reused:
      sum(({ reusedTokens }) => reusedTokens) /
      Math.max(
        1,
        sum(({ promptTokens }) => promptTokens),
      ),
    tokensPerPass: passes === 0 ? null : sum(({ generatedTokens }) => generatedTokens) / passes,
    msToFirstTokenP50: at(({ msToFirstToken }) => msToFirstToken, 0.5),
    msToFirstTokenP90: at(({ msToFirstToken }) => msToFirstToken, 0.9),
    msTotalP50: at(({ msTotal }) => msTotal, 0.5),
    msTotalP90: at(({ msTotal }) => msTotal, 0.9),
  };
}

const percent = (share: number): string => (100 * share).toFixed(1);

/** Base, and base and plus in brackets, as the paper writes it: `50.0 (46.3)`. */
export const rateText = ({ base, plus }: Rate): string => `${percent(base)} (${percent(plus)})`;

export interface TableRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** A Markdown table; numbers to the right. */
export function markdownTable(head: readonly string[], rows: readonly TableRow[]): string {
  const lines = [
    head,
    head.map((_, column) => (column === 0 ? '---' : '---:')),
    ...rows.map(({ name, cells }) => [name, ...cells]),
  ];
  return `${lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')}\n`;
}
