/** What a run has made, in counters of fixed size: the figures of the paper's data section (its Figures 5 to 8). */
import { estimateTokens } from '../../../src/core/prediction/prompt';
import type { Row } from './render';

/** Counts by name. */
export type Counts = ReadonlyMap<string, number>;

/** Values in bins: `[edges[k], edges[k + 1])`, the last bin open. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
  readonly sum: number;
}

export interface Statistics {
  readonly rows: number;
  readonly quiet: number;
  readonly processes: number;
  readonly commits: number;
  readonly languages: Counts;
  readonly inputs: Counts;
  readonly kinds: Counts;
  readonly origins: Counts;
  readonly history: Histogram;
  /** Estimated tokens (three UTF-16 units each). */
  readonly promptTokens: Histogram;
  readonly completionTokens: Histogram;
  /** Why something was left out, and how often; the first few examples of each. */
  readonly leftOut: Counts;
  readonly examples: ReadonlyMap<string, readonly string[]>;
}

const HISTORY_EDGES = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const TOKEN_EDGES = [0, 32, 64, 128, 256, 512, 768, 1024, 1536, 2048, 3072, 4096, 8192];
const EXAMPLES = 5;
/** Names of what was left out may come from outside (a server's error): there is room for so many. */
const MOST_NAMES = 200;

class Bins {
  readonly #counts: number[];
  #total = 0;
  #sum = 0;

  constructor(private readonly edges: readonly number[]) {
    this.#counts = edges.map(() => 0);
  }

  add(value: number): void {
    const bin = Math.max(
      0,
      this.edges.findLastIndex((edge) => edge <= value),
    );
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    this.#total += 1;
    this.#sum += value;
  }

  take(): Histogram {
    return { edges: this.edges, counts: [...this.#counts], total: this.#total, sum: this.#sum };
  }
}

/** Counts rows and what was left out as they come. One owner; {@link Tally.take} gives a picture of the moment. */
export class Tally {
  readonly #counts = {
    languages: new Map<string, number>(),
    inputs: new Map<string, number>(),
    kinds: new Map<string, number>(),
    origins: new Map<string, number>(),
    leftOut: new Map<string, number>(),
  };
  readonly #examples = new Map<string, string[]>();
  readonly #history = new Bins(HISTORY_EDGES);
  readonly #prompts = new Bins(TOKEN_EDGES);
  readonly #completions = new Bins(TOKEN_EDGES);
  #rows = 0;
  #quiet = 0;
  #processes = 0;
  #commits = 0;

  commit(): void {
    this.#commits += 1;
  }

  process(origin: string): void {
    this.#processes += 1;
    this.#one('origins', origin);
  }

  row(row: Row): void {
    this.#rows += 1;
    if (row.quiet) this.#quiet += 1;
    this.#one('languages', row.language);
    this.#one('inputs', row.input);
    this.#one('kinds', row.kind);
    this.#history.add(row.history);
    this.#prompts.add(estimateTokens(row.prompt));
    this.#completions.add(estimateTokens(row.completion));
  }

  leftOut(name: string, detail?: string): void {
    this.#one('leftOut', this.#counts.leftOut.size < MOST_NAMES || this.#counts.leftOut.has(name) ? name : 'other');
    if (detail === undefined) return;
    const examples = this.#examples.get(name) ?? [];
    if (examples.length < EXAMPLES && this.#examples.size < MOST_NAMES)
      this.#examples.set(name, [...examples, detail.slice(0, 200)]);
  }

  take(): Statistics {
    const { languages, inputs, kinds, origins, leftOut } = this.#counts;
    return {
      rows: this.#rows,
      quiet: this.#quiet,
      processes: this.#processes,
      commits: this.#commits,
      languages: new Map(languages),
      inputs: new Map(inputs),
      kinds: new Map(kinds),
      origins: new Map(origins),
      leftOut: new Map(leftOut),
      examples: new Map(this.#examples),
      history: this.#history.take(),
      promptTokens: this.#prompts.take(),
      completionTokens: this.#completions.take(),
    };
  }

  #one(which: 'languages' | 'inputs' | 'kinds' | 'origins' | 'leftOut', name: string): void {
    const map = this.#counts[which];
    map.set(name, (map.get(name) ?? 0) + 1);
  }
}

/** Counts from the most to the least; equals by name. */
export function ranked(counts: Counts): (readonly [string, number])[] {
  return [...counts].sort(([oneName, one], [otherName, other]) => other - one || (oneName < otherName ? -1 : 1));
}

/** A histogram's bins with a label each, for example `64–127`. */
export function labelled({ edges, counts }: Histogram): (readonly [string, number])[] {
  return edges.map((edge, at) => {
    const next = edges[at + 1];
    const label = next === undefined ? `${edge}+` : next === edge + 1 ? String(edge) : `${edge}–${next - 1}`;
    return [label, counts[at] ?? 0] as const;
  });
}
