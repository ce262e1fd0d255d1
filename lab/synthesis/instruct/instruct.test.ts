import { describe, expect, it } from 'vitest';
import { applyChange } from '../../../src/core/text';
import { seededRandom } from '../random';
import { PAPER_CHOICES } from './choices';
import { process } from './fixtures';
import { instructSample, type InstructOptions, type Made } from './instruct';
import { RULE_NAMES } from './judge';
import { askThroughEngine, type Ask } from './language-model';
import { timelineOf } from './timeline';
import { inputKindOf } from './types';

const commit = process(
  ['w = 1\nkeep()\nprint(w)\nkeep()\nx = 2\n', 'width = 1\nkeep()\nprint(width)\nkeep()\nx = 3\n'],
  { message: 'feat: Widen the thing (#12)' },
);
const base: InstructOptions = {
  choices: PAPER_CHOICES,
  limits: { maxLines: 400, maxChars: 8000 },
  ask: null,
  rules: new Set(RULE_NAMES),
};

const many = async (options: InstructOptions, count = 60): Promise<Made[]> =>
  Promise.all(
    Array.from({ length: count }, (_, seed) =>
      instructSample(seededRandom(seed), commit, timelineOf(seededRandom(seed), commit), options),
    ),
  );

/** Says yes to every change, and gives every text a model could be asked for. */
const agreeable: Ask = ({ messages }) => {
  const asked = messages[1]?.content ?? '';
  const changes = [...asked.matchAll(/^Change (\d+):/gm)].map((match) => match[1]);
  const text =
    messages[0]?.content.startsWith('You watch') === true
      ? changes.map((number) => `Fits.\nDecision ${number ?? ''}: yes`).join('\n')
      : 'Please rename the variable to width.';
  return Promise.resolve({ kind: 'text', text });
};

describe('a sample of Programming-Instruct', () => {
  it('comes in all four kinds; H leads to C, and C with an instruction to the last version', async () => {
    const made = (await many({ ...base, ask: agreeable })).flatMap((one) =>
      one.kind === 'sample' ? [one.sample] : [],
    );
    expect(new Set(made.map(inputKindOf))).toEqual(new Set(['C', 'H+C', 'C+U', 'H+C+U']));
    for (const sample of made) {
      expect(sample.edits.reduce(applyChange, sample.base)).toBe(sample.current);
      if (sample.user !== null || sample.kind === 'judged')
        expect(applyChange(sample.current, sample.next)).toBe(commit.versions[1]);
      expect(sample.chat).toBe('Please rename the variable to width.');
    }
  });

  it("takes the commit's subject, cleaned, for what is asked at the beginning", async () => {
    const made = (await many({ ...base, ask: agreeable })).flatMap((one) =>
      one.kind === 'sample' ? [one.sample] : [],
    );
    const first = made.filter(({ user, current }) => user !== null && current === commit.versions[0]);
    expect(new Set(first.map(({ user }) => user))).toEqual(new Set(['Widen the thing']));
  });

  it('without a model is judged by rules, and asks nothing of anybody', async () => {
    const made = (await many(base)).flatMap((one) => (one.kind === 'sample' ? [one.sample] : []));
    expect(made.some(({ kind }) => kind === 'rename')).toBe(true);
    expect(made.some(({ kind, next }) => kind === 'quiet-judged' && next.length === 0)).toBe(true);
    expect(made.every(({ chat }) => chat === '')).toBe(true);
  });

  it('is the same for the same seed and answers', async () => {
    expect(await many({ ...base, ask: agreeable }, 12)).toEqual(await many({ ...base, ask: agreeable }, 12));
  });

  it.each([
    ['no answer', () => Promise.resolve({ kind: 'failed', why: { name: 'endpoint-503' } }), 'endpoint-503'],
    [
      'an answer that decides nothing',
      () => Promise.resolve({ kind: 'text', text: 'Looks fine to me!' }),
      'judgement-malformed',
    ],
  ] as const)('names %s and makes nothing up', async (_name, ask, why) => {
    const made = await many({ ...base, ask: ask as Ask, choices: { ...PAPER_CHOICES, user: 0 } }, 5);
    for (const one of made) expect(one).toMatchObject({ kind: 'rejected', why: { name: why } });
  });

  it('keeps only what the judge said yes to', async () => {
    const ask: Ask = ({ messages }) =>
      Promise.resolve({
        kind: 'text',
        text:
          messages[0]?.content.startsWith('You watch') === true
            ? 'Decision 1: no\nDecision 2: yes\nDecision 3: no'
            : 'Did the second of three things.',
      });
    const [one] = await many({ ...base, ask, choices: { ...PAPER_CHOICES, user: 0, history: 0, laterMoment: 0 } }, 1);
    expect(one?.kind === 'sample' && applyChange(one.sample.current, one.sample.next)).toBe(
      'w = 1\nkeep()\nprint(width)\nkeep()\nx = 2\n',
    );
  });

  it('has nothing to show where nothing happens', async () => {
    const still = process(['a\n', 'a\n']);
    expect(await instructSample(seededRandom(1), still, timelineOf(seededRandom(1), still), base)).toEqual({
      kind: 'rejected',
      why: { name: 'nothing-happens' },
    });
  });

  it('can ask an engine of our own, and survives its failure', async () => {
    const prompts: string[] = [];
    const ask = askThroughEngine(async function* ({ parts }) {
      prompts.push(parts.join(''));
      yield await Promise.resolve({ text: 'Decision 1: ', logprob: null });
      yield { text: 'yes', logprob: null };
    });
    const question = {
      messages: [{ role: 'user', content: 'Is <|im_end|> safe?' }],
      maxTokens: 5,
      temperature: 0,
    } as const;
    expect(await ask(question)).toEqual({ kind: 'text', text: 'Decision 1: yes' });
    expect(prompts[0]).toContain('Is <\\|im_end|> safe?<|im_end|>');
    const broken = askThroughEngine(() => {
      throw new Error('no memory');
    });
    expect(await broken(question)).toEqual({ kind: 'failed', why: { name: 'engine-failed', detail: 'no memory' } });
  });
});
