/** Shares that no language, repository or kind may exceed, decided row by row as they come. */

export interface CapLimits {
  /** Most rows of one language. */
  readonly perLanguage: number;
  /** Most of all rows with an edit that may be of one kind, 0 to 1. */
  readonly kindShare: number;
  /** Most of all rows that may be quiet, 0 to 1. */
  readonly quietShare: number;
  /** Most rows of one source (a repository, a file of submissions). */
  readonly perSource: number;
}

/** The paper caps a language at 30,000 commits. */
export const DEFAULT_CAPS: CapLimits = {
  perLanguage: 30_000,
  kindShare: 1,
  quietShare: 0.34,
  perSource: Number.POSITIVE_INFINITY,
};

export interface Counted {
  readonly language: string;
  readonly kind: string;
  readonly quiet: boolean;
  readonly source: string;
}

/** Shares are held from here on: before, so few rows are there that any would exceed them. */
const FIRST_ROWS = 50;

export class Caps {
  readonly #languages = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #sources = new Map<string, number>();
  #busy = 0;
  #quiet = 0;

  constructor(private readonly limits: CapLimits) {}

  /** Which cap the row would exceed, or null. Says nothing of a row until {@link count}. */
  refuses({ language, kind, quiet, source }: Counted): string | null {
    const { perLanguage, kindShare, quietShare, perSource } = this.limits;
    if ((this.#languages.get(language) ?? 0) >= perLanguage) return 'language-cap';
    if ((this.#sources.get(source) ?? 0) >= perSource) return 'source-cap';
    if (quiet)
      return this.#quiet + 1 > quietShare * Math.max(FIRST_ROWS, this.#busy + this.#quiet + 1) ? 'quiet-share' : null;
    return (this.#kinds.get(kind) ?? 0) + 1 > kindShare * Math.max(FIRST_ROWS, this.#busy + 1) ? 'kind-share' : null;
  }

  count({ language, kind, quiet, source }: Counted): void {
    add(this.#languages, language);
    add(this.#sources, source);
    if (quiet) this.#quiet += 1;
    else {
      this.#busy += 1;
      add(this.#kinds, kind);
    }
  }
}

const add = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
