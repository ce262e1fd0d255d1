/**
 * Keeps benchmarks out of training data. A text is contaminated when it holds at least half of a benchmark text's
 * runs of ten tokens, or a function that is one of a benchmark's once comments, docstrings, layout and names are
 * taken away.
 */
import { isWord, wordsAndMarks } from './tokens';

export interface BenchmarkText {
  /** Named when something is left out because of it. */
  readonly name: string;
  readonly text: string;
}

export interface DecontaminationLimits {
  /** Tokens in a run. */
  readonly run: number;
  /** Share of a benchmark text's runs, 0 to 1, from which a text counts as holding it. */
  readonly share: number;
  /** Benchmark texts with fewer runs say too little to be recognised by them. */
  readonly leastRuns: number;
  /** Functions shorter than this are alike by chance, in tokens. */
  readonly functionTokens: number;
}

export const DEFAULT_DECONTAMINATION: DecontaminationLimits = { run: 10, share: 0.5, leastRuns: 8, functionTokens: 40 };

export interface Contamination {
  readonly by: 'overlap' | 'function';
  readonly benchmark: string;
  /** Share of the benchmark text's runs that the text holds; 1 for a function. */
  readonly share: number;
}

export class Decontaminator {
  /** Which benchmark texts a run of tokens occurs in. */
  readonly #runs = new Map<string, number[]>();
  readonly #functions = new Map<string, string>();
  readonly #sizes: number[] = [];
  readonly #names: string[] = [];

  constructor(
    benchmarks: Iterable<BenchmarkText>,
    private readonly limits: DecontaminationLimits = DEFAULT_DECONTAMINATION,
  ) {
    for (const { name, text } of benchmarks) this.#add(name, text);
  }

  /** How many benchmark texts it knows. */
  get size(): number {
    return this.#names.length;
  }

  /** The benchmark text that `text` holds, or null. */
  find(text: string): Contamination | null {
    const hits = new Map<number, number>();
    for (const run of runsIn(wordsAndMarks(text), this.limits.run)) {
      for (const owner of this.#runs.get(run) ?? []) hits.set(owner, (hits.get(owner) ?? 0) + 1);
    }
    for (const [owner, count] of hits) {
      const share = count / (this.#sizes[owner] ?? Number.POSITIVE_INFINITY);
      if (share >= this.limits.share) return { by: 'overlap', benchmark: this.#names[owner] ?? '', share };
    }
    for (const code of functionsIn(text)) {
      const name = this.#functions.get(normalForm(code));
      if (name !== undefined) return { by: 'function', benchmark: name, share: 1 };
    }
    return null;
  }

  #add(name: string, text: string): void {
    const runs = runsIn(wordsAndMarks(text), this.limits.run);
    const owner = this.#names.push(name) - 1;
    this.#sizes.push(runs.size);
    if (runs.size >= this.limits.leastRuns) {
      for (const run of runs) {
        const owners = this.#runs.get(run);
        if (owners === undefined) this.#runs.set(run, [owner]);
        else owners.push(owner);
      }
    }
    for (const code of functionsIn(text)) {
      const form = normalForm(code);
      if (form.split(' ').length >= this.limits.functionTokens) this.#functions.set(form, name);
    }
  }
}

function runsIn(tokens: readonly string[], length: number): Set<string> {
  const runs = new Set<string>();
  for (let at = 0; at + length <= tokens.length; at += 1) runs.add(tokens.slice(at, at + length).join(' '));
  return runs;
}

const DEFINITION =
  /^(\s*)(?:(?:async\s+)?def\s+\w|(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b|(?:export\s+)?(?:const|let|var)\s+[\w$]+\s*=\s*(?:async\s*)?(?:function\b|\(|[\w$]+\s*=>))/;

/** The functions of a text, by their first line and indentation; good enough for code that a user formatted. */
export function functionsIn(text: string): string[] {
  const lines = text.split('\n');
  const out: string[] = [];
  lines.forEach((line, start) => {
    const indentation = DEFINITION.exec(line)?.[1]?.length;
    if (indentation === undefined) return;
    let end = start + 1;
    while (end < lines.length) {
      const next = lines[end] ?? '';
      if (next.trim() !== '' && next.length - next.trimStart().length <= indentation && !/^\s*[)\]}]/.test(next)) break;
      end += 1;
    }
    out.push(lines.slice(start, end).join('\n'));
  });
  return out;
}

const STRIPPED = /("""|''')[\s\S]*?\1|\/\*[\s\S]*?\*\/|(?<!['"\w])#.*|\/\/.*/g;

/** A function's tokens with names numbered in the order they appear, without comments and docstrings. */
export function normalForm(code: string): string {
  const names = new Map<string, string>();
  return wordsAndMarks(code.replace(STRIPPED, ' '))
    .map((token) => {
      if (!isWord(token) || KEPT.has(token)) return token;
      const known = names.get(token);
      if (known !== undefined) return known;
      const name = `n${names.size}`;
      names.set(token, name);
      return name;
    })
    .join(' ');
}

const KEPT: ReadonlySet<string> = new Set(
  'def return if else elif for in while not and or is None True False import from class try except with as lambda yield pass break continue raise function const let var new of null undefined true false async await'.split(
    ' ',
  ),
);
