/** Seeded randomness: the same seed gives the same examples, on every machine. */

/** A source of numbers in [0, 1). */
export interface Random {
  next(): number;
}

/** The sfc32 generator of Chris Doty-Humphrey's PractRand, seeded from one 32-bit integer. */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return { next };
}

/** An integer in `[from, to]`, both included. */
export function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random.next() * (to - from + 1));
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** One of the items; undefined of none. */
export function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random.next() * items.length)];
}

/** The items in a random order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}

/** One of the values, each as likely as its weight is of the sum; weights of 0 and below are never taken. */
export function weighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T | undefined {
  const total = choices.reduce((sum, [, weight]) => sum + Math.max(0, weight), 0);
  let left = random.next() * total;
  for (const [value, weight] of choices) {
    if (weight <= 0) continue;
    left -= weight;
    if (left < 0) return value;
  }
  return undefined;
}
