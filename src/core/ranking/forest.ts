/**
 * Boosted trees, as they are shipped: plain data (JSON), read here and nowhere else. Made by lab/training/ranking with
 * LightGBM; the sum of the leaves is the log odds, and a table carries it to a probability that was fitted on
 * repositories that the trees have not seen.
 */

/** Nodes in one array; a child that is not negative is a node, a negative one the leaf `-child - 1`. */
export interface Tree {
  /** Feature (index into `features`), threshold (at most it goes left), left, right. */
  readonly nodes: readonly (readonly [feature: number, threshold: number, left: number, right: number])[];
  readonly leaves: readonly number[];
}

export interface Forest {
  readonly version: 1;
  /** What the trees are asked about, by name: see `features.ts`. An unknown feature counts as 0. */
  readonly features: readonly string[];
  readonly trees: readonly Tree[];
  /** Log odds and the probability there, both ascending; linear in between. */
  readonly calibration: readonly (readonly [logOdds: number, probability: number])[];
  /** The least probability that is shown at each eagerness. */
  readonly thresholds: Readonly<Record<Eagerness, number>>;
}

export const EAGERNESS = ['low', 'medium', 'high'] as const;
export type Eagerness = (typeof EAGERNESS)[number];

/** The probability, 0 to 1, of one row of features. */
export function probabilityOf(forest: Forest, row: Readonly<Record<string, number>>): number {
  return calibrated(forest.calibration, logOddsOf(forest, row));
}

export function logOddsOf(
  { features, trees }: Pick<Forest, 'features' | 'trees'>,
  row: Readonly<Record<string, number>>,
): number {
  const values = features.map((name) => row[name] ?? 0);
  return trees.reduce((sum, tree) => sum + leafOf(tree, values), 0);
}

function leafOf({ nodes, leaves }: Tree, values: readonly number[]): number {
  let at = nodes.length === 0 ? -1 : 0;
  while (at >= 0) {
    const node = nodes[at];
    if (node === undefined) return 0;
    const [feature, threshold, left, right] = node;
    at = (values[feature] ?? 0) <= threshold ? left : right;
  }
  return leaves[-at - 1] ?? 0;
}

function calibrated(table: Forest['calibration'], logOdds: number): number {
  const above = table.findIndex(([from]) => from >= logOdds);
  if (above === 0) return table[0]?.[1] ?? 0;
  if (above < 0) return table.at(-1)?.[1] ?? 0;
  const [x0, y0] = table[above - 1] ?? [0, 0];
  const [x1, y1] = table[above] ?? [0, 0];
  return x1 === x0 ? y1 : y0 + ((logOdds - x0) / (x1 - x0)) * (y1 - y0);
}
