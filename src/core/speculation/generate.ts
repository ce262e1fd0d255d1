/**
 * Decoding with a draft: each pass checks a run of drafted tokens and keeps those that the model would have chosen, and
 * the one it chose after them. What comes out is token for token what choosing one at a time gives.
 */
import { createDraftAligner, type DraftAligner } from './aligner';
import type { PrefixCache } from './prefix-cache';
import { chooseRun, learn, type Acceptance, type CostTable } from './run-length';
import type { Cancellation, Choice, Sampling } from './token-model';

export interface GenerateRequest {
  /** At least one token. */
  readonly prompt: readonly number[];
  /** The expected answer; null turns speculation off, empty leaves it to what the prompt repeats. */
  readonly draft: readonly number[] | null;
  /** At most this many tokens, at least 1. */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Generation ends before any of these. */
  readonly endTokens: ReadonlySet<number>;
  readonly costs: CostTable;
  /** How drafts have held up to now. */
  readonly acceptance: Acceptance;
}

export interface GenerateFigures {
  /** Of the prompt's tokens, how many the state held already. */
  readonly reused: number;
  /** Tokens handed on. */
  readonly generated: number;
  /** Drafted tokens that were checked, and those of them that held. */
  readonly drafted: number;
  readonly accepted: number;
  /** Passes that only read the prompt. */
  readonly promptPasses: number;
  /** Passes that chose tokens: the one that read the end of the prompt and each after it. Plain decoding needs one a token. */
  readonly passes: number;
  readonly acceptance: Acceptance;
}

export interface GenerateStep {
  /** What one pass gave, at least one. */
  readonly choices: readonly Choice[];
  readonly figures: GenerateFigures;
}

export interface GenerateResult {
  /** `full`: the context holds no more, or not even the prompt. */
  readonly end: 'end-token' | 'length' | 'full' | 'cancelled';
  /** The end token that was chosen; null when it ended otherwise. */
  readonly endToken: number | null;
  readonly figures: GenerateFigures;
}

/** A sampled sequence is not checked against a draft: each choice has its own randomness. */
const draftingFor = ({ draft, sampling, prompt }: GenerateRequest): DraftAligner | null =>
  draft === null || sampling.kind !== 'greedy' ? null : createDraftAligner(draft, prompt);

/** The seed of the choice after `generated` tokens: each needs its own noise. */
const at = (sampling: Sampling, generated: number): Sampling =>
  sampling.kind === 'greedy' ? sampling : { ...sampling, seed: (sampling.seed + generated) >>> 0 };

/**
 * Generates after `request.prompt`, one step a pass. The cache is right after each step, whether the generation is
 * read to its end, left early or cancelled; `signal` is looked at between passes.
 * @throws what the model throws; the cache then begins anew with the next prompt
 */
export async function* generate(
  cache: PrefixCache,
  request: GenerateRequest,
  signal: Cancellation,
): AsyncGenerator<GenerateStep, GenerateResult, undefined> {
  const { prompt, maxTokens, sampling, endTokens, costs } = request;
  const { limits } = cache;
  const aligner = draftingFor(request);
  let figures: GenerateFigures = {
    reused: 0,
    generated: 0,
    drafted: 0,
    accepted: 0,
    promptPasses: 0,
    passes: 0,
    acceptance: request.acceptance,
  };
  const ended = (end: GenerateResult['end'], endToken: number | null = null): GenerateResult => ({
    end,
    endToken,
    figures,
  });

  if (prompt.length > limits.context) return ended('full');
  const reused = await cache.keepPrefixOf(prompt);
  figures = { ...figures, reused };

  let fed = reused;
  while (prompt.length - fed > limits.pass) {
    if (signal.aborted) return ended('cancelled');
    await cache.forward(prompt.slice(fed, fed + limits.pass), limits.pass, sampling);
    fed += limits.pass;
    figures = { ...figures, promptPasses: figures.promptPasses + 1 };
  }

  /** What has to be read before the next choice: the rest of the prompt, later the token chosen last. */
  let pending: readonly number[] = prompt.slice(fed);
  for (;;) {
    if (signal.aborted) return ended('cancelled');
    const room = limits.context - cache.held().length - pending.length;
    if (room < 0) return ended('full');
    const most = Math.min(limits.choices, limits.pass - pending.length + 1, maxTokens - figures.generated, room + 1);
    const drafted = aligner === null ? [] : draftFor(aligner, most, costs, figures.acceptance);
    const choices = await cache.forward([...pending, ...drafted], pending.length - 1, at(sampling, figures.generated));

    const agreed = choices.findIndex((choice, index) => choice.token !== drafted[index]);
    const accepted = agreed < 0 ? drafted.length : agreed;
    await cache.pop(drafted.length - accepted);
    const chosen = choices.slice(0, accepted + 1);
    const cut = chosen.findIndex(({ token }) => endTokens.has(token));
    const kept = cut < 0 ? chosen : chosen.slice(0, cut);
    const acceptance = aligner === null ? figures.acceptance : follow(aligner, chosen, figures.acceptance);
    figures = {
      ...figures,
      acceptance,
      generated: figures.generated + kept.length,
      drafted: figures.drafted + drafted.length,
      accepted: figures.accepted + accepted,
      passes: figures.passes + 1,
    };
    if (kept.length > 0) yield { choices: kept, figures };
    if (cut >= 0) return ended('end-token', chosen[cut]?.token);
    if (figures.generated >= maxTokens) return ended('length');
    pending = chosen.slice(-1).map(({ token }) => token);
  }
}

function draftFor(aligner: DraftAligner, most: number, costs: CostTable, acceptance: Acceptance): readonly number[] {
  const { tokens, streak } = aligner.propose(most - 1);
  return tokens.slice(0, chooseRun(costs, acceptance, streak, tokens.length + 1) - 1);
}

/** Learns from every token that had been foretold, whether it was checked or not: so a bad draft can win trust back. */
function follow(aligner: DraftAligner, chosen: readonly Choice[], before: Acceptance): Acceptance {
  let acceptance = before;
  for (const { token } of chosen) {
    const { streak } = aligner.propose(0);
    const foretold = aligner.take(token);
    if (foretold !== null) acceptance = learn(acceptance, streak, foretold);
  }
  return acceptance;
}
