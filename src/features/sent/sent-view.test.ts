import { expect, it } from 'vitest';
import { CANCELLED_BEFORE_IT_BEGAN } from '../../core/prediction/completion';
import type { SentRequest } from '../../session/sent-log';
import { sentView } from './sent-view';

const figures = {
  ...CANCELLED_BEFORE_IT_BEGAN,
  promptTokens: 120,
  reusedTokens: 80,
  generatedTokens: 9,
  forwardPasses: 4,
  msToFirstToken: 41.6,
  msTotal: 60,
  end: 'stop' as const,
};
const sent: SentRequest = {
  id: 3,
  by: 'prediction',
  model: 'Inkling Edit',
  at: 0,
  predictionId: 'p',
  output: '<b>1,2</b>\u202e',
  request: {
    parts: ['<|next_start|>\n', '1|x = <script>'],
    draft: null,
    stop: ['<|next_end|>'],
    maxTokens: 64,
    temperature: 0,
  },
  end: { kind: 'done', figures },
  came: { kind: 'shown', hunks: 1, streaming: false },
};
const view = (change: Partial<SentRequest>): ReturnType<typeof sentView> =>
  sentView({ ...sent, ...change }, () => '12:00:00');

it('leaves prompt and output exactly as they were', () => {
  const { sections, whole } = view({});
  expect(sections.map(({ text }) => text)).toEqual(['<|next_start|>\n1|x = <script>', '<b>1,2</b>\u202e']);
  expect(whole).toContain('--- Prompt (exactly as sent)\n<|next_start|>\n1|x = <script>\n');
  expect(whole).toContain('--- Output (exactly as received)\n<b>1,2</b>\u202e\n');
});

it('tells the figures', () => {
  expect(view({}).facts).toEqual([
    { label: 'Model', value: 'Inkling Edit' },
    { label: 'Prompt', value: '120 tokens, 80 still in memory' },
    { label: 'Answer', value: '9 tokens in 4 passes' },
    { label: 'First token', value: '42 ms' },
    { label: 'In all', value: '60 ms' },
    { label: 'End', value: 'a stop sign' },
    { label: 'Limits', value: '64 tokens, temperature 0' },
    { label: 'Stops before', value: '"<|next_end|>"' },
  ]);
});

it('shows a judged draft, and how it was judged', () => {
  const { sections, facts } = view({
    request: { ...sent.request, draft: '1,2', draftSilence: 0.39 },
    end: { kind: 'done', figures: { ...figures, draftedTokens: 7, acceptedTokens: 7, draftSilence: 0.123 } },
  });
  expect(sections[1]).toEqual({
    title: 'Draft',
    hint: 'accepted unless the no-edit probability is 39 % or more',
    text: '1,2',
  });
  expect(facts).toContainEqual({ label: 'Of the draft', value: '7 of 7 tokens accepted' });
  expect(facts).toContainEqual({ label: 'No-edit probability', value: '12.3 % probable' });
});

it.each<[string, Partial<SentRequest>, string]>([
  ['what is shown', {}, 'Shown: one change.'],
  [
    'why nothing is',
    { came: { kind: 'nothing', reason: { kind: 'low-confidence', logprob: -9 } } },
    'Nothing shown: the model was not sure enough.',
  ],
  ['that it was overtaken', { came: { kind: 'waiting' } }, 'Nothing shown: you typed on, and it was asked again.'],
  ['what failed', { end: { kind: 'failed', message: 'device lost' } }, 'The model failed: device lost'],
  [
    'what reading ahead is',
    { by: 'read-ahead', came: null },
    'Only read, while you paused, so that the question finds the prompt in memory.',
  ],
  ['that an answer in words came', { by: 'asked', came: null }, 'Answered.'],
  [
    'that it was stopped',
    { by: 'asked', came: null, end: { kind: 'done', figures: { ...figures, end: 'cancelled' } } },
    'Stopped before it was complete.',
  ],
])('says %s', (_, change, words) => {
  expect(view(change).outcome).toBe(words);
});
