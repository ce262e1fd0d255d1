/** The forests that ship, checked as anything that is read. */
import { EAGERNESS, type Forest, type Tree } from './forest';
import answers from './answers.json';
import proposals from './forest.json';

/** A forest out of parsed JSON. @throws Error that says what is wrong with it. */
export function readForest(value: unknown): Forest {
  const found = value as Partial<Forest> | null;
  if (typeof found !== 'object' || found === null || found.version !== 1)
    throw new Error('This is no ranking of version 1.');
  const { features, trees, calibration, thresholds } = found;
  if (!Array.isArray(features) || !features.every((name) => typeof name === 'string'))
    throw new Error('The ranking names no features.');
  if (!Array.isArray(trees) || !trees.every((tree) => isTree(tree, features.length)))
    throw new Error('A tree of the ranking cannot be read.');
  if (!Array.isArray(calibration) || !calibration.every(isPair)) throw new Error('The ranking has no calibration.');
  if (
    typeof thresholds !== 'object' ||
    !EAGERNESS.every((name) => typeof (thresholds as Record<string, unknown>)[name] === 'number')
  )
    throw new Error('The ranking has no thresholds.');
  return { version: 1, features, trees, calibration, thresholds };
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');

/** Children lie behind their parents, so that no walk goes on for ever. */
function isTree(value: unknown, features: number): value is Tree {
  const { nodes, leaves } = (value ?? {}) as Partial<Tree>;
  if (!Array.isArray(nodes) || !Array.isArray(leaves) || !leaves.every((leaf) => typeof leaf === 'number'))
    return false;
  const isChild = (child: unknown, parent: number): boolean =>
    Number.isInteger(child) &&
    ((child as number) < 0
      ? -(child as number) <= leaves.length
      : (child as number) > parent && (child as number) < nodes.length);
  return nodes.every((node: unknown, index) => {
    if (!Array.isArray(node) || node.length !== 4) return false;
    const [feature, threshold, left, right] = node as unknown[];
    return (
      Number.isInteger(feature) &&
      (feature as number) >= 0 &&
      (feature as number) < features &&
      typeof threshold === 'number' &&
      isChild(left, index) &&
      isChild(right, index)
    );
  });
}

/** Ranks what proposers say. Read once, when first asked for. */
export const proposalForest = (): Forest => (kept ??= readForest(proposals));
let kept: Forest | null = null;

/** Weighs what a model answers that always answers. Read once, when first asked for. */
export const answerForest = (): Forest => (keptAnswers ??= readForest(answers));
let keptAnswers: Forest | null = null;
