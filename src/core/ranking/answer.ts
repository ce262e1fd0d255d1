/** What the ranking knows of a model's answer: what it changes, and how sure the model was of each token. */
import { propose, type Moment, type Proposal } from '../proposals';
import { normalizeChange, type TextChange } from '../text';
import { featuresOf } from './features';

export interface Answered {
  /** Of the present text. */
  readonly change: TextChange;
  /** Of the answer's tokens, in their order; null where the engine does not tell. */
  readonly logprobs: readonly (number | null)[];
}

/** Features as of a proposal, and those that only an answer has. The change must not be empty. */
export function answerFeatures(moment: Moment, { change, logprobs }: Answered): Readonly<Record<string, number>> {
  const clean = normalizeChange(change);
  const family = 'transformation' as const;
  const found = propose(moment, {
    proposers: [
      {
        family,
        propose: () => [
          {
            family,
            group: 'answer',
            change: clean,
            evidence: { agreeing: 0, against: 0, certain: 0, variant: 'answer' },
            like: null,
          },
        ],
      },
    ],
  });
  const [proposal] = found;
  const rewrites = proposal === undefined;
  const taken: Proposal = proposal ?? {
    family,
    group: 'answer',
    change: clean,
    evidence: { agreeing: 0, against: 0, certain: 0, variant: 'answer' },
    like: null,
    families: [family],
    faults: null,
  };
  const [row = {}] = featuresOf(moment, [taken]);
  const known = logprobs.filter((one) => one !== null);
  const agreeing = propose(moment).filter((other) =>
    other.change.every((edit) =>
      clean.some((own) => own.start === edit.start && own.end === edit.end && own.text === edit.text),
    ),
  );
  return {
    ...row,
    'rewrites what was typed': rewrites ? 1 : 0,
    'tells probabilities': known.length > 0 ? 1 : 0,
    'least log probability': known.length === 0 ? 0 : Math.max(-20, Math.min(...known)),
    'joint log probability': Math.max(
      -60,
      known.reduce((sum, one) => sum + one, 0),
    ),
    'unsure tokens': known.filter((one) => one < Math.log(0.5)).length,
    'proposers agree': agreeing.length,
    'parts of the answer': clean.length,
  };
}
