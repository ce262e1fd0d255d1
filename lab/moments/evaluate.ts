/** What predictions of natural moments are worth: precision by how often something is shown. Pure. */
import { agreesOnItsLines } from '../../src/core/replay/agreement';
import { toHunks, changeOf, type Hunk } from '../../src/core/prediction/hunks';
import { applyChange, LineIndex, type TextChange } from '../../src/core/text';
import { dueChange, type Moment } from './moment';

/** Something that could be shown at a moment. */
export interface Offer {
  readonly change: TextChange;
  /** How likely it is to be what is done next, 0 to 1; only their order counts here. */
  readonly probability: number;
}

/** The best first; none is silence. */
export type Predictor = (moment: Moment) => readonly Offer[] | Promise<readonly Offer[]>;

/** What became of the best offer at a moment. */
export interface Outcome {
  readonly moment: Pick<Moment, 'id' | 'kind' | 'language' | 'derivable'>;
  /** Of the best offer; null when there was none. */
  readonly probability: number | null;
  readonly right: boolean;
}

/** More steps than this are not tried in all their combinations. */
const MOST_STEPS = 6;

/**
 * Whether every line that the change touches becomes what it is after the commit: each of its hunks is one that is due,
 * or some of the steps that are due, taken together.
 */
export function isRight(moment: Pick<Moment, 'text' | 'due'>, change: TextChange): boolean {
  const hunks = toHunks(moment.text, change);
  if (hunks.length === 0 || moment.due.length === 0) return false;
  // The same lines may be aligned in two ways, so both sides are aligned by the same means.
  const due = changeOf(toHunks(moment.text, dueChange(moment)));
  return hunks.every((hunk) => agreesOnItsLines(moment.text, hunk, due) || isMadeOfSteps(moment, hunk));
}

function isMadeOfSteps({ text, due }: Pick<Moment, 'text' | 'due'>, hunk: Hunk): boolean {
  const lines = new LineIndex(text);
  const [from, to] = [lines.lineAt(hunk.start) - 1, lines.lineAt(hunk.end) + 1];
  const near = due.filter((step) =>
    step.some((edit) => lines.lineAt(edit.end) >= from && lines.lineAt(edit.start) <= to),
  );
  if (near.length === 0 || near.length > MOST_STEPS) return false;
  const made = applyChange(text, hunk.edits);
  for (let subset = 1; subset < 2 ** near.length; subset += 1) {
    const taken = near.filter((_, index) => (subset >> index) % 2 === 1);
    if (applyChange(text, dueChange({ due: taken })) === made) return true;
  }
  return false;
}

export async function outcomeOf(moment: Moment, predict: Predictor): Promise<Outcome> {
  const [best] = await predict(moment);
  return {
    moment: { id: moment.id, kind: moment.kind, language: moment.language, derivable: moment.derivable },
    probability: best?.probability ?? null,
    right: best !== undefined && isRight(moment, best.change),
  };
}

/** Figures at one threshold; shares are 0 to 1, and null of nothing. */
export interface Figures {
  readonly threshold: number;
  readonly moments: number;
  readonly shown: number;
  readonly right: number;
  /** Of all moments, those where something is shown. */
  readonly coverage: number | null;
  /** Of what is shown, what is right. */
  readonly precision: number | null;
  /** Of the moments where something is due, those where it is shown; of these that are derivable likewise. */
  readonly rightOfDue: number | null;
  readonly rightOfDerivable: number | null;
  /** Of the moments with nothing due, those without an offer. */
  readonly quiet: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** What would be shown at a threshold: offers at least as likely. */
export function figuresAt(outcomes: readonly Outcome[], threshold: number): Figures {
  const isShown = ({ probability }: Outcome): boolean => probability !== null && probability >= threshold;
  const shown = outcomes.filter(isShown);
  const right = shown.filter((outcome) => outcome.right);
  const due = outcomes.filter(({ moment }) => moment.kind !== 'quiet');
  const quiet = outcomes.filter(({ moment }) => moment.kind === 'quiet');
  const derivable = due.filter(({ moment }) => moment.derivable);
  return {
    threshold,
    moments: outcomes.length,
    shown: shown.length,
    right: right.length,
    coverage: share(shown.length, outcomes.length),
    precision: share(right.length, shown.length),
    rightOfDue: share(right.length, due.length),
    rightOfDerivable: share(derivable.filter((outcome) => isShown(outcome) && outcome.right).length, derivable.length),
    quiet: share(quiet.filter((outcome) => !isShown(outcome)).length, quiet.length),
  };
}

/** The highest threshold at which at least that share of the moments has an offer; of all offers where they are fewer. */
export function thresholdFor(outcomes: readonly Outcome[], coverage: number): number {
  const probabilities = outcomes.flatMap(({ probability }) => probability ?? []).sort((one, other) => other - one);
  return probabilities[Math.max(0, Math.min(probabilities.length, Math.round(coverage * outcomes.length)) - 1)] ?? 1;
}

export const COVERAGES: readonly number[] = [0.05, 0.08, 0.12, 0.2, 0.3];

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);

const HEAD =
  '| predictor | shown | right | precision | right of due | of derivable | quiet | threshold |\n| --- | --- | --- | --- | --- | --- | --- | --- |';

const row = (name: string, figures: Figures): string =>
  `| ${[name, `${percent(figures.coverage)} (${String(figures.shown)})`, String(figures.right), percent(figures.precision), percent(figures.rightOfDue), percent(figures.rightOfDerivable), percent(figures.quiet), figures.threshold.toFixed(3)].join(' | ')} |`;

/** A table for people: at each coverage, then at one threshold by language and kind. */
export function reportOf(byPredictor: ReadonlyMap<string, readonly Outcome[]>): string {
  const out: string[] = [];
  for (const [name, outcomes] of byPredictor) {
    const most = outcomes.filter(({ probability }) => probability !== null).length / Math.max(1, outcomes.length);
    // Where all offers are alike there is one point, not a curve.
    const alike = new Set(outcomes.flatMap(({ probability }) => probability ?? [])).size < 2;
    const coverages = COVERAGES.filter((coverage) => !alike && coverage <= most);
    const rows = [
      ...coverages.map((coverage) => [`${name}, at ${percent(coverage)}`, thresholdFor(outcomes, coverage)] as const),
      [`${name}, all it has`, 0] as const,
    ];
    out.push(`## ${name}\n`, HEAD, ...rows.map(([label, threshold]) => row(label, figuresAt(outcomes, threshold))));
    const threshold = thresholdFor(outcomes, 0.12);
    const groups = [...new Set(outcomes.flatMap(({ moment }) => [moment.language, moment.kind]))].sort();
    out.push(
      ...groups.map((group) =>
        row(
          group,
          figuresAt(
            outcomes.filter(({ moment }) => moment.language === group || moment.kind === group),
            threshold,
          ),
        ),
      ),
      '',
    );
  }
  return out.join('\n');
}
