/** The requests to the model in words. What was sent and what came is left exactly as it is. */
import { describeReason, type CompletionFigures } from '../../core/prediction';
import type { SentView } from './SentPanel';
import type { SentRequest } from '../../session/sent-log';

function titleOf({ by }: SentRequest): string {
  switch (by) {
    case 'prediction':
      return 'Prediction';
    case 'read-ahead':
      return 'Read ahead';
    case 'asked':
      return 'Asked by you';
    case 'replay':
      return 'Replay';
  }
}

function outcomeOf({ by, end, came }: SentRequest): string {
  switch (end.kind) {
    case 'streaming':
      return 'The answer is being written.';
    case 'failed':
      return `The model failed: ${end.message}`;
    case 'left':
      return 'Cancelled: the rest was not needed.';
    case 'done':
      break;
  }
  if (by === 'replay' && end.figures.end !== 'cancelled')
    return 'Asked at a point of the timeline; what came of it is shown there.';
  if (by === 'read-ahead') return 'Only read, while you paused, so that the question finds the prompt in memory.';
  if (came === null) return end.figures.end === 'cancelled' ? 'Stopped before it was complete.' : 'Answered.';
  switch (came.kind) {
    case 'shown':
      return came.hunks === 1 ? 'Shown: one change.' : `Shown: ${came.hunks} changes.`;
    case 'nothing':
      return `Nothing shown: ${describeReason(came.reason)}.`;
    case 'waiting':
    case 'running':
      return 'Nothing shown: you typed on, and it was asked again.';
  }
}

function endWords(end: CompletionFigures['end']): string {
  switch (end) {
    case 'stop':
      return 'a stop sign';
    case 'end-of-text':
      return 'the model’s own';
    case 'length':
      return 'the most tokens it may take';
    case 'cancelled':
      return 'cancelled';
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const ms = (value: number): string => `${Math.round(value)} ms`;

function figuresOf(figures: CompletionFigures): SentView['facts'] {
  const judged = figures.draftSilence ?? null;
  return [
    { label: 'Prompt', value: `${figures.promptTokens} tokens, ${figures.reusedTokens} still in memory` },
    {
      label: 'Answer',
      value: `${counted(figures.generatedTokens, 'token')} in ${figures.forwardPasses === 1 ? 'one pass' : `${figures.forwardPasses} passes`}`,
    },
    ...(figures.draftedTokens > 0
      ? [{ label: 'Of the draft', value: `${figures.acceptedTokens} of ${figures.draftedTokens} tokens accepted` }]
      : []),
    ...(judged === null ? [] : [{ label: 'No-edit probability', value: `${(judged * 100).toFixed(1)} % probable` }]),
    { label: 'First token', value: ms(figures.msToFirstToken) },
    { label: 'In all', value: ms(figures.msTotal) },
    { label: 'End', value: endWords(figures.end) },
  ];
}

/** @param timeOf words for a time in milliseconds since the epoch */
export function sentView(sent: SentRequest, timeOf: (at: number) => string): SentView {
  const { request, end, output, model } = sent;
  const facts: SentView['facts'] = [
    { label: 'Model', value: model ?? 'unknown' },
    ...(end.kind === 'done' ? figuresOf(end.figures) : []),
    { label: 'Limits', value: `${request.maxTokens} tokens, temperature ${request.temperature}` },
    ...(request.stop.length > 0
      ? [{ label: 'Stops before', value: request.stop.map((stop) => JSON.stringify(stop)).join('\n') }]
      : []),
  ];
  const sections: SentView['sections'] = [
    { title: 'Prompt', hint: 'exactly as sent', text: request.parts.join('') },
    ...(request.draft === null
      ? []
      : [
          {
            title: 'Draft',
            hint:
              request.draftSilence === undefined
                ? 'the heuristic draft'
                : `accepted unless the no-edit probability is ${(request.draftSilence * 100).toFixed(0)} % or more`,
            text: request.draft,
          },
        ]),
    { title: 'Output', hint: 'exactly as received', text: output },
  ];
  const view = { id: sent.id, title: titleOf(sent), when: timeOf(sent.at), outcome: outcomeOf(sent), facts, sections };
  return { ...view, whole: wholeOf(view) };
}

function wholeOf({ title, when, outcome, facts, sections }: Omit<SentView, 'whole'>): string {
  return [
    `${title}, ${when}: ${outcome}`,
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...sections.map((section) => `\n--- ${section.title} (${section.hint})\n${section.text}`),
    '',
  ].join('\n');
}
