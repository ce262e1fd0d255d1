/**
 * How many tokens one pass should take. Checking more costs more, and is worth it only as far as the draft is likely to
 * hold: the length with the most expected tokens for its cost wins.
 */

/** What a pass over so many tokens costs; any unit. */
export interface RunCost {
  readonly run: number;
  readonly cost: number;
}

/** Ascending by `run`, beginning with 1. Kernels change with the size, so cost need not grow with it. */
export type CostTable = readonly RunCost[];

/** For a machine that was not measured: a GPU reads its weights once a pass, whatever the length. */
export const ASSUMED_COSTS: CostTable = [
  { run: 1, cost: 1 },
  { run: 2, cost: 1.2 },
  { run: 4, cost: 1.35 },
  { run: 8, cost: 1.6 },
  { run: 16, cost: 2 },
  { run: 32, cost: 2.6 },
  { run: 64, cost: 3.8 },
  { run: 80, cost: 4.5 },
];

/** The cost of a run of any length, linear between those measured. */
export function costOf(table: CostTable, run: number): number {
  let below: RunCost | null = null;
  for (const entry of table) {
    if (entry.run === run) return entry.cost;
    if (entry.run > run) {
      if (below === null) return entry.cost;
      return below.cost + ((entry.cost - below.cost) * (run - below.run)) / (entry.run - below.run);
    }
    below = entry;
  }
  // Beyond the table: as much for each token as in its longest run.
  return below === null ? run : (below.cost * run) / below.run;
}

/** Streaks are told apart up to these lengths: a draft that has held for long breaks more seldom. */
const STREAK_BOUNDS = [0, 1, 3, 7, 15, 31] as const;
const PRIOR_ACCEPTANCE = [0.45, 0.65, 0.8, 0.9, 0.95, 0.98, 0.985] as const;
const PRIOR_WEIGHT = 3;
/** What an observation still weighs after the next one in the same class. */
const MEMORY = 0.96;

/** How often drafts held lately, by length of the streak before. Immutable. */
export interface Acceptance {
  readonly classes: readonly { readonly held: number; readonly seen: number }[];
}

export const NO_EXPERIENCE: Acceptance = {
  classes: PRIOR_ACCEPTANCE.map((rate) => ({ held: rate * PRIOR_WEIGHT, seen: PRIOR_WEIGHT })),
};

const classOf = (streak: number): number => {
  const index = STREAK_BOUNDS.findIndex((bound) => streak <= bound);
  return index < 0 ? STREAK_BOUNDS.length : index;
};

/** After a token that the draft foretold (`held`) or not, with a streak of `streak` before it. */
export function learn(acceptance: Acceptance, streak: number, held: boolean): Acceptance {
  const at = classOf(streak);
  return {
    classes: acceptance.classes.map((entry, index) =>
      index === at ? { held: entry.held * MEMORY + (held ? 1 : 0), seen: entry.seen * MEMORY + 1 } : entry,
    ),
  };
}

/** How likely the next drafted token holds. */
export function likelihood(acceptance: Acceptance, streak: number): number {
  const entry = acceptance.classes[classOf(streak)];
  return entry === undefined || entry.seen === 0 ? 0 : entry.held / entry.seen;
}

/**
 * The best length of a pass, 1 to `most`: 1 means no drafted token is checked.
 * @param most at most so many tokens, the drafted ones and the one before them
 */
export function chooseRun(table: CostTable, acceptance: Acceptance, streak: number, most: number): number {
  let best = 1;
  let bestRate = 1 / costOf(table, 1);
  let expected = 1;
  let reached = 1;
  for (let run = 2; run <= most; run += 1) {
    reached *= likelihood(acceptance, streak + run - 2);
    expected += reached;
    const isCandidate = run === most || table.some((entry) => entry.run === run);
    if (!isCandidate) continue;
    const rate = expected / costOf(table, run);
    if (rate > bestRate) {
      best = run;
      bestRate = rate;
    }
  }
  return best;
}
