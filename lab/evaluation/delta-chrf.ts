/**
 * How near one change is to another, in characters. chrF (Popović, 2015) compares the character n-grams of two texts;
 * taken on whole files it would only measure how alike the files are. So the n-grams counted here are those that a
 * change adds or takes away.
 */

const ORDER = 6;
const BETA = 2;

/**
 * F-score, 0 to 1, of the n-grams that `actual` adds to and removes from `original` against those that `expected` does:
 * orders 1 to 6, recall counted twice as much as precision (beta 2), white space left out, precision and recall
 * averaged over the orders that either change has any n-grams of.
 */
export function deltaChrF(original: string, expected: string, actual: string): number {
  if (expected === actual) return 1;
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 1; order <= ORDER; order += 1) {
    const base = ngrams(original, order);
    const wanted = difference(ngrams(expected, order), base);
    const made = difference(ngrams(actual, order), base);
    const sizes = [size(wanted), size(made)] as const;
    if (sizes[0] === 0 && sizes[1] === 0) continue;
    const common = overlap(wanted, made);
    orders += 1;
    recall += sizes[0] === 0 ? 0 : common / sizes[0];
    precision += sizes[1] === 0 ? 0 : common / sizes[1];
  }
  if (orders === 0 || precision + recall === 0) return 0;
  const p = precision / orders;
  const r = recall / orders;
  return ((1 + BETA ** 2) * p * r) / (BETA ** 2 * p + r);
}

type Counts = Map<string, number>;

function ngrams(text: string, order: number): Counts {
  const units = text.replace(/\s+/g, '');
  const counts: Counts = new Map();
  for (let at = 0; at + order <= units.length; at += 1) {
    const gram = units.slice(at, at + order);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** How many more (or, negative, fewer) of each there are; those of which there are as many left out. */
function difference(counts: Counts, base: Counts): Counts {
  const out: Counts = new Map();
  for (const [gram, count] of counts) if (count !== (base.get(gram) ?? 0)) out.set(gram, count - (base.get(gram) ?? 0));
  for (const [gram, count] of base) if (!counts.has(gram)) out.set(gram, -count);
  return out;
}

function size(counts: Counts): number {
  let sum = 0;
  for (const count of counts.values()) sum += Math.abs(count);
  return sum;
}

/** What both do: the same n-grams added, the same removed. */
function overlap(one: Counts, other: Counts): number {
  let sum = 0;
  for (const [gram, count] of one) {
    const theirs = other.get(gram) ?? 0;
    if (Math.sign(theirs) === Math.sign(count)) sum += Math.min(Math.abs(theirs), Math.abs(count));
  }
  return sum;
}
