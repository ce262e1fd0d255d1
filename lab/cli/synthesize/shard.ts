/** Which of several independent runs works on something, by its name alone. */
import { checksumText } from '../../../src/core/history';

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `i/n`; null when it is no such thing. */
export function parseShard(text: string): Shard | null {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  return index === undefined || count === undefined || index < 1 || index > count ? null : { index, count };
}

export function inShard(name: string, { index, count }: Shard): boolean {
  return count === 1 || checksumText(name) % count === index - 1;
}
