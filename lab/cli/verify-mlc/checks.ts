/** What is checked of a model library, on a driven model: runs in the browser. */
import {
  createPrefixCache,
  generate,
  GREEDY,
  NO_EXPERIENCE,
  type Choice,
  type CostTable,
  type GenerateFigures,
  type PrefixCache,
  type TokenModel,
} from '../../../src/core/speculation';
import { checkModel } from '../../../src/engine/webllm/self-check';

export const checkNames = [
  'repair',
  'prefix reuse',
  'right draft',
  'wrong draft',
  'random draft',
  'rollback',
  'cancellation',
  'self-check',
] as const;
export type CheckName = (typeof checkNames)[number];

export interface Sizes {
  readonly prompts: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Tokens of the self-check's prompt, at least six. */
  readonly checkTokens: number;
}

export interface CheckResult {
  readonly passed: boolean;
  readonly detail: string;
  /** Divergences at a near-tie, which are allowed. */
  readonly nearTies: number;
}

export interface Subject {
  readonly model: TokenModel;
  /** The same model, each prompt from an empty cache in one pass, then token by token. */
  readonly plain: TokenModel;
  /** Logits of the position chosen from last. */
  readonly logits: () => Promise<Float32Array>;
  readonly barrier: { readonly present: number; readonly patched: number };
  /** How far logits of the same position may lie apart. */
  readonly tolerance: number;
}

/** Where the two best logits lie closer than this, rounding alone decides. */
export const NEAR_TIE = 1e-3;
/** Long runs cost nothing: so drafts are checked as far as they go. */
const EAGER: CostTable = [
  { run: 1, cost: 1 },
  { run: 80, cost: 1.001 },
];

const running = { aborted: false };
const passed = (detail: string, nearTies = 0): CheckResult => ({ passed: true, detail, nearTies });
const failed = (detail: string, nearTies = 0): CheckResult => ({ passed: false, detail, nearTies });

function randomBytes(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) & 255;
  };
}

const tokensOf = (seed: number, count: number): readonly number[] =>
  Array.from({ length: count }, randomBytes(seed * 7919 + 17));

const distance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? Number.POSITIVE_INFINITY))), 0);

interface Generated {
  readonly choices: readonly Choice[];
  readonly figures: GenerateFigures | null;
}

async function continued(
  cache: PrefixCache,
  prompt: readonly number[],
  count: number,
  draft: readonly number[] | null,
  afterStep: (() => Promise<void>) | null = null,
): Promise<Generated> {
  const steps = generate(
    cache,
    {
      prompt,
      draft,
      maxTokens: count,
      sampling: GREEDY,
      endTokens: new Set(),
      costs: EAGER,
      acceptance: NO_EXPERIENCE,
    },
    running,
  );
  const choices: Choice[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { choices, figures: step.value.figures };
    choices.push(...step.value.choices);
    await afterStep?.();
  }
}

/** Where `tokens` leaves what plain decoding chose; null where it does not. */
function divergence(
  plain: readonly Choice[],
  tokens: readonly Choice[],
): { readonly at: number; readonly margin: number } | null {
  const at = plain.findIndex(({ token }, index) => tokens[index]?.token !== token);
  return at < 0 ? null : { at, margin: plain[at]?.margin ?? Number.POSITIVE_INFINITY };
}

export interface Checks {
  readonly run: (name: CheckName) => Promise<CheckResult>;
}

/** What plain decoding gave after a prompt. */
interface Expected {
  readonly choices: readonly Choice[];
  /** Of the prompt's last position. */
  readonly logits: Float32Array;
}

/** The checks share what plain decoding gave, and one cache, as the engine does: each begins with what the last one left. */
export function createChecks(subject: Subject, sizes: Sizes): Checks {
  const { model, plain, logits, barrier, tolerance } = subject;
  const prompts = Array.from({ length: sizes.prompts }, (_, index) => tokensOf(index + 1, sizes.promptTokens));
  const known = new Map<readonly number[], Expected>();
  let cache = createPrefixCache(model);

  const plainly = async (prompt: readonly number[]): Promise<Expected> => {
    const before = known.get(prompt);
    if (before !== undefined) return before;
    const first: Float32Array[] = [];
    const { choices } = await continued(createPrefixCache(plain), prompt, sizes.outputTokens, null, async () => {
      if (first.length === 0) first.push(await logits());
    });
    // The cache knows nothing of what plain decoding left in the model.
    cache = createPrefixCache(model);
    const expected: Expected = { choices, logits: first[0] ?? new Float32Array() };
    known.set(prompt, expected);
    return expected;
  };

  /** A prompt that shares its first two thirds with one that was read before, against the same prompt read afresh. */
  const prefixReuse = async (): Promise<CheckResult> => {
    let most = 0;
    let reused = 0;
    let ties = 0;
    for (const prompt of prompts) {
      const alone = await plainly(prompt);
      const [wanted] = alone.choices;
      const shared = Math.floor((prompt.length * 2) / 3);
      const other = [...prompt.slice(0, shared), ...prompt.slice(shared).map((token) => token ^ 1)];
      await cache.keepPrefixOf(other);
      await cache.forward(other, other.length - 1, GREEDY);
      const kept = await cache.keepPrefixOf(prompt);
      const [choice] = await cache.forward(prompt.slice(kept), prompt.length - kept - 1, GREEDY);
      reused += kept;
      if (kept !== shared) return failed(`${kept} of ${shared} shared tokens were reused`);
      most = Math.max(most, distance(alone.logits, await logits()));
      if (choice?.token !== wanted?.token) {
        if ((wanted?.margin ?? 1) >= NEAR_TIE)
          return failed(`another token after reuse; logits ${most.toExponential(1)} apart`);
        ties += 1;
      }
    }
    const detail = `${reused} of ${prompts.length * sizes.promptTokens} tokens reused, logits at most ${most.toExponential(1)} apart`;
    return most <= tolerance ? passed(detail, ties) : failed(detail, ties);
  };

  const speculation = async (
    draftFor: (plain: readonly number[], seed: number) => readonly number[],
  ): Promise<CheckResult> => {
    let ties = 0;
    let accepted = 0;
    let drafted = 0;
    let passes = 0;
    let tokens = 0;
    for (const [index, prompt] of prompts.entries()) {
      const { choices: wanted } = await plainly(prompt);
      const { choices, figures } = await continued(
        cache,
        prompt,
        sizes.outputTokens,
        draftFor(
          wanted.map(({ token }) => token),
          index,
        ),
      );
      const difference = divergence(wanted, choices);
      if (difference !== null && difference.margin >= NEAR_TIE)
        return failed(
          `token ${difference.at} differs, where the best logit leads by ${difference.margin.toPrecision(2)}`,
          ties,
        );
      if (difference !== null) ties += 1;
      accepted += figures?.accepted ?? 0;
      drafted += figures?.drafted ?? 0;
      passes += figures?.passes ?? 0;
      tokens += choices.length;
    }
    const detail = `${tokens} tokens in ${passes} passes, ${accepted} of ${drafted} drafted tokens held`;
    return drafted === 0 ? failed(`nothing was drafted; ${detail}`, ties) : passed(detail, ties);
  };

  /** After a draft that mostly fails, what is left in the cache is what was accepted and nothing else. */
  const rollback = async (): Promise<CheckResult> => {
    const [prompt = []] = prompts;
    const wanted = (await plainly(prompt)).choices.map(({ token }) => token);
    const { choices } = await continued(cache, prompt, sizes.outputTokens, spoiled(wanted));
    const next = [...prompt, ...choices.slice(0, -1).map(({ token }) => token), 65, 66];
    const kept = await cache.keepPrefixOf(next);
    await cache.forward(next.slice(kept), next.length - kept - 1, GREEDY);
    const after = await logits();
    cache = createPrefixCache(model);
    await cache.keepPrefixOf(next);
    await cache.forward(next, next.length - 1, GREEDY);
    const apart = distance(await logits(), after);
    const detail = `${kept} tokens held after a spoiled draft, logits then ${apart.toExponential(1)} from those of a fresh cache`;
    return kept === next.length - 2 && apart <= tolerance ? passed(detail) : failed(detail);
  };

  /** Stops after the first pass, then asks the same again of the same cache. */
  const cancellation = async (): Promise<CheckResult> => {
    const [prompt = []] = prompts;
    const { choices: wanted } = await plainly(prompt);
    const signal = { aborted: false };
    const steps = generate(
      cache,
      {
        prompt,
        draft: null,
        maxTokens: sizes.outputTokens,
        sampling: GREEDY,
        endTokens: new Set(),
        costs: EAGER,
        acceptance: NO_EXPERIENCE,
      },
      signal,
    );
    await steps.next();
    signal.aborted = true;
    const last = await steps.next();
    if (last.done !== true || last.value.end !== 'cancelled')
      return failed('the generation did not end when it was cancelled');
    const { choices, figures } = await continued(
      cache,
      prompt,
      sizes.outputTokens,
      wanted.map(({ token }) => token),
    );
    const difference = divergence(wanted, choices);
    const detail = `ended after 1 pass; asked again, ${figures?.reused ?? 0} of ${prompt.length} tokens were there`;
    if (difference === null) return passed(detail);
    return difference.margin < NEAR_TIE ? passed(detail, 1) : failed(`${detail}; token ${difference.at} differs`);
  };

  const selfCheck = async (): Promise<CheckResult> => {
    const verdict = await checkModel(model, tokensOf(99, sizes.checkTokens));
    cache = createPrefixCache(model);
    return verdict.kind === 'trusted' ? passed('trusted') : failed(`this GPU does not ${verdict.what}`);
  };

  const repair = (): CheckResult => {
    const detail = `${barrier.patched} of ${barrier.present} racing kernels repaired`;
    return barrier.patched === barrier.present ? passed(detail) : failed(detail);
  };

  return {
    run: async (name) => {
      switch (name) {
        case 'repair':
          return repair();
        case 'self-check':
          return selfCheck();
        case 'prefix reuse':
          return prefixReuse();
        case 'right draft':
          return speculation((wanted) => wanted);
        case 'wrong draft':
          return speculation(spoiled);
        case 'random draft':
          return speculation((wanted, seed) => tokensOf(1000 + seed, wanted.length));
        case 'rollback':
          return rollback();
        case 'cancellation':
          return cancellation();
      }
    },
  };
}

/** Right for two tokens, then wrong for one, over and over. */
const spoiled = (wanted: readonly number[]): readonly number[] =>
  wanted.map((token, index) => (index % 3 === 2 ? token ^ 1 : token));
