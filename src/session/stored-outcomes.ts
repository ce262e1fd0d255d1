/** Stored outcomes as what they are counted from. What is stored was written by this program, perhaps an earlier one: it is read with care. */
import { grouped, verdictOf, type Judged, type OutcomeEntry } from '../core/outcomes';
import type { PredictionOutcome } from '../core/prediction';
import type { OutcomeRow } from '../storage';
import type { SentRequest } from './sent-log';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** What was asked and answered, to be kept beside a verdict; null where there is nothing to learn from it. */
export function askedFor(
  outcome: PredictionOutcome,
  sent: SentRequest | null,
): { readonly prompt: string; readonly answer: string } | null {
  if (outcome.kind !== 'fate' || sent === null || sent.end.kind !== 'done') return null;
  const { end } = sent.end.figures;
  if (end === 'cancelled' || end === 'length') return null;
  const judged =
    outcome.fate.kind === 'accepted'
      ? outcome.fate.part === 'hunk' || outcome.fate.part === 'all'
      : ['typed-through', 'rejected', 'undone'].includes(outcome.fate.kind);
  return judged ? { prompt: sent.request.parts.join(''), answer: sent.output } : null;
}

/** @param languageOf names a document's language for people. Entries that came with a link's history are left out. */
export function entriesOf(
  rows: readonly OutcomeRow[],
  languageOf: (document: string) => string,
): readonly OutcomeEntry[] {
  return rows
    .filter(({ wallTime }) => wallTime > 0)
    .map(({ predictionId, kind, wallTime, document, detail }) => {
      const { msFromTrigger, fromCache, fate } = fieldsOf(detail);
      return {
        predictionId,
        kind,
        wallTime,
        language: languageOf(document),
        latency: typeof msFromTrigger === 'number' && Number.isFinite(msFromTrigger) ? msFromTrigger : null,
        fromCache: fromCache === true,
        undone: fieldsOf(fate)['kind'] === 'undone',
      };
    });
}

/** The judged answers whose prompts were kept; only what was wholly accepted or plainly rejected. */
export function judgedOf(rows: readonly OutcomeRow[]): readonly Judged[] {
  const byPrediction = grouped(
    entriesOf(rows, () => ''),
    ({ predictionId }) => predictionId,
  );
  const seen = new Set<string>();
  return rows.flatMap(({ predictionId, detail }) => {
    const { prompt, answer } = fieldsOf(fieldsOf(detail)['asked']);
    if (typeof prompt !== 'string' || typeof answer !== 'string' || seen.has(predictionId)) return [];
    seen.add(predictionId);
    const verdict = verdictOf(byPrediction.get(predictionId) ?? []);
    if (verdict !== 'accepted' && verdict !== 'rejected' && verdict !== 'taken-back') return [];
    return [{ prompt, answer, accepted: verdict === 'accepted' }];
  });
}
