/** Published pass@1 on APEval, averages over the four kinds: base, and base and plus (CursorCore, arXiv 2410.07002, table 5). */
export interface Published {
  readonly model: string;
  readonly base: number;
  readonly plus: number;
}

/** In percent, as printed. The paper's script counted plus alone; ours asks for base and plus, which can only be less. */
export const PUBLISHED_APEVAL: readonly Published[] = [
  { model: 'GPT-4o', base: 65.2, plus: 62.2 },
  { model: 'CursorCore-QW2.5-7B', base: 55.5, plus: 51.8 },
  { model: 'CursorCore-QW2.5-1.5B', base: 50.0, plus: 46.3 },
  { model: 'CursorCore-Yi-1.5B', base: 46.3, plus: 40.2 },
  { model: 'CursorCore-DS-1.3B', base: 39.0, plus: 32.9 },
  { model: 'Qwen2.5-Coder-1.5B-Instruct', base: 26.8, plus: 23.2 },
];
