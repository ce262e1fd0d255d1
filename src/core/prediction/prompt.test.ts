import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../conversation';
import type { HistoryChange } from '../conversation/types';
import { DEFAULT_EXCERPT_LIMITS, excerptAround } from './excerpt';
import { buildPrompt, estimateTokens, fitHistory, type PromptBudget, type PromptInput } from './prompt';

const TEXT = 'def area(width, h):\n    return w * h\n';
const budget: PromptBudget = { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 };
const change = (n: number, size = 1): HistoryChange => ({ before: `a${n}\n`, after: `b${n}${'x'.repeat(size)}\n` });
const renamed: HistoryChange = { before: TEXT.replace('width', 'w'), after: TEXT };

function input(more: Partial<PromptInput> = {}): PromptInput {
  return {
    language: 'python',
    text: TEXT,
    excerpt: excerptAround(TEXT, 0, DEFAULT_EXCERPT_LIMITS),
    cursor: { anchor: 14, head: 14 },
    history: [renamed],
    dialect: DIALECTS['inkling-sr-lc'],
    budget,
    ...more,
  };
}

describe('the request', () => {
  it('is what the embedded model was trained on', () => {
    const prompt = buildPrompt(input());
    expect(prompt?.request.parts.join('')).toBe(
      '<|im_start|>system\nYou are a helpful programming assistant.<|im_end|>\n' +
        '<|im_start|>history\n```python\ndef area(w, h):\n<|search_and_replace|>\ndef area(width, h):\n```<|im_end|>\n' +
        '<|im_start|>current\n```python\n1|def area(width, h):\n2>    return w * h\n3|\n```<|im_end|>\n' +
        '<|im_start|>assistant\n<|next_start|>',
    );
    expect(prompt?.request).toMatchObject({
      temperature: 0,
      maxTokens: 256,
      draft: '1,2\n```python\n2|    return width * h\n```',
    });
    expect(prompt?.request.stop).toContain('<|next_end|>');
  });

  it('has no draft when the last edit implies nothing mechanical', () => {
    expect(buildPrompt(input({ history: [change(1)] }))?.request.draft).toBeNull();
  });

  it('drafts the file as it is for a model that writes whole files', () => {
    const prompt = buildPrompt(input({ dialect: DIALECTS['cursorcore-wf'], history: [] }));
    expect(prompt?.request.draft).toBe(`\`\`\`python\n${TEXT}\n\`\`\``);
  });

  it.each<[string, Partial<PromptInput>, string, boolean]>([
    ['what the model wanted last', { foreseen: TEXT.replace('h)', 'height)') }, 'def area(width, height):', false],
    [
      'the last edit carried on where that is to be judged',
      { foreseen: TEXT.replace('h)', 'height)'), draftSilence: 0.8 },
      'return width * h',
      true,
    ],
    [
      'what the model wanted last where nothing can be carried on',
      { foreseen: TEXT.replace('h)', 'height)'), draftSilence: 0.8, history: [change(1)] },
      'def area(width, height):',
      false,
    ],
  ])('drafts %s', (_name, more, expected, judged) => {
    const request = buildPrompt(input(more))?.request;
    expect(request?.draft).toContain(expected);
    expect(request?.draftSilence !== undefined).toBe(judged);
  });

  it('leaves such a model room for the whole file', () => {
    const text = 'x = 1\n'.repeat(300);
    const excerpt = excerptAround(text, 0, { maxLines: 1000, maxChars: 10_000 });
    const prompt = buildPrompt(
      input({
        text,
        excerpt,
        dialect: DIALECTS['cursorcore-wf'],
        history: [],
        budget: { ...budget, contextTokens: 4096 },
      }),
    );
    expect(prompt?.request.maxTokens).toBeGreaterThan(estimateTokens(text));
  });

  it.each([
    ['the cursor', { anchor: 14, head: 14 }, '<|target|>'],
    ['a selection', { anchor: 14, head: 9 }, '<|target_start|>width<|target_end|>'],
  ])('marks %s for a model that knows target areas', (_, cursor, mark) => {
    expect(buildPrompt(input({ cursor, dialect: DIALECTS['cursorcore-wf'] }))?.request.parts.join('')).toContain(mark);
  });

  it('goes without history rather than not at all', () => {
    const prompt = buildPrompt(input({ budget: { ...budget, contextTokens: 350 } }));
    expect(prompt?.history).toEqual([]);
  });

  it('is not made when the excerpt alone is too long', () => {
    expect(buildPrompt(input({ budget: { ...budget, contextTokens: 300 } }))).toBeNull();
  });
});

describe('the history that fits', () => {
  const numbers = (more: Partial<PromptInput>): string =>
    fitHistory(input(more))
      .map(({ before }) => before.trim().slice(1))
      .join(' ');
  const some = (count: number): HistoryChange[] => Array.from({ length: count }, (_, n) => change(n));
  it.each([
    [3, '0 1 2'],
    [4, '0 1 2 3'],
    [5, '2 3 4'],
    [6, '2 3 4 5'],
    [7, '4 5 6'],
  ])('of %d changes drops the oldest in blocks: %s', (count, kept) => {
    expect(numbers({ history: some(count) })).toBe(kept);
  });

  it('drops blocks until it is within its tokens', () => {
    expect(numbers({ history: [change(0, 600), change(1, 600), change(2, 300), change(3, 300)] })).toBe('2 3');
  });

  it('leaves out a change that is larger than half of them', () => {
    expect(numbers({ history: [change(0), change(1, 1200), change(2)] })).toBe('0 2');
  });

  it('leaves out what changed nothing', () => {
    expect(numbers({ history: [change(0), { before: 'a1', after: 'a1' }] })).toBe('0');
  });
});
