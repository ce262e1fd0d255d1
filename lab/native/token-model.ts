/** A llama.cpp sequence as the program's own speculation drives it; the library's accepts one guessed token a pass at most. */
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Choice, CostTable, TokenModel } from '../../src/core/speculation';

/** What a pass costs on a CPU: weights are read once, and then each token is work. */
export const CPU_COSTS: CostTable = [
  { run: 1, cost: 1 },
  { run: 2, cost: 1.25 },
  { run: 4, cost: 1.7 },
  { run: 8, cost: 2.6 },
  { run: 16, cost: 4.4 },
  { run: 32, cost: 8 },
];

/** Choices of one pass. */
const MOST_CHOICES = 32;
/** A probability that was rounded to nothing. */
const LEAST = 1e-12;

export function tokenModelOf(sequence: LlamaContextSequence, passTokens: number): TokenModel {
  return {
    limits: { context: sequence.contextSize, pass: passTokens, choices: MOST_CHOICES, rollback: true },
    async forward(tokens, from, sampling) {
      if (sampling.kind !== 'greedy') throw new Error('measured answers are greedy');
      const generateNext = { token: true, confidence: true, options: { temperature: 0 } };
      const items = tokens.map((token, index): ControlledEvaluateInputItem =>
        index < from ? (token as Token) : [token as Token, { generateNext }],
      );
      const results = await sequence.controlledEvaluate(items);
      return Array.from({ length: tokens.length - from }, (_, index): Choice => {
        const next = results[from + index]?.next;
        if (next?.token === undefined || next.token === null) throw new Error('the library chose no token');
        return {
          token: next.token,
          logprob: Math.log(Math.max(next.confidence ?? 0, LEAST)),
          margin: Number.POSITIVE_INFINITY,
        };
      });
    },
    pop: (count) =>
      sequence.eraseContextTokenRanges([{ start: sequence.nextTokenIndex - count, end: sequence.nextTokenIndex }]),
    reset: () => sequence.clearHistory(),
  };
}
