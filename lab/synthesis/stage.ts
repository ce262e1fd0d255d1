/** From a set of changes that belong together to one example: some are done (the history), the rest are the answer. */
import type { Current, HistoryChange } from '../../src/core/conversation/types';
import { excerptAround, type ExcerptLimits } from '../../src/core/prediction/excerpt';
import { applyChange, commonEnds, mapOffset, type TextChange, type TextEdit } from '../../src/core/text';
import type { SourceLanguage } from './languages';
import { chance, integer, shuffled, weighted, type Random } from './random';

/** One example of an edit that follows, or does not follow, from those before it. */
export interface EditExample {
  readonly language: SourceLanguage;
  readonly kind: string;
  /** Whether nothing is to be done: `after` is the current text. */
  readonly quiet: boolean;
  /** Where the code came from, for example a package and a path in it. */
  readonly source: string;
  /** Oldest first, the newest last. */
  readonly history: readonly HistoryChange[];
  readonly current: Current;
  /** What `current.text` should become. */
  readonly after: string;
}

/** Changes of one text that imply one another. */
export interface Plan {
  readonly kind: string;
  readonly text: string;
  /** Sorted, not overlapping. */
  readonly sites: TextChange;
  /** Index of the site a user would change first. */
  readonly leading: number;
  /** Whether it is as natural to begin elsewhere. */
  readonly anyOrder: boolean;
  /** Sites that are changed right after the leading one, before anything follows. */
  readonly together?: readonly number[];
}

/** States a text went through, oldest first, and what is left to do to the last of them. */
export interface Course {
  readonly kind: string;
  readonly states: readonly string[];
  /** Where the user is in the last state. */
  readonly cursor: number;
  readonly remaining: TextChange;
}

export interface Frame {
  readonly language: SourceLanguage;
  readonly source: string;
  readonly limits: ExcerptLimits;
}

const MAX_HISTORY = 4;
const MAX_CHANGED_LINES = 12;

/** How far a plan has come. */
export type Progress = 'begun' | 'part-way' | 'finished';

/** The course of a plan up to some point. */
export function courseOf(random: Random, plan: Plan, progress: Progress): Course | null {
  const count = plan.sites.length;
  if (count === 0 || (progress !== 'finished' && count < 2 + (plan.together?.length ?? 0))) return null;
  const together = plan.together ?? [];
  const others = plan.sites.map((_, at) => at).filter((at) => at !== plan.leading && !together.includes(at));
  const inOrder = chance(random, 0.75) ? rotated(others, plan.leading) : shuffled(random, others);
  const order =
    plan.anyOrder && chance(random, 0.13)
      ? shuffled(random, [plan.leading, ...others])
      : [plan.leading, ...together, ...inOrder];
  const done =
    progress === 'begun'
      ? 1 + together.length
      : progress === 'finished'
        ? count
        : Math.max(1 + together.length, Math.min(count - 1, integer(random, 2, Math.max(2, Math.min(4, count - 1)))));
  const steps = grouped(random, order.slice(0, done), progress);
  const states = [plan.text];
  for (let at = 1; at <= steps.length; at += 1)
    states.push(applyChange(plan.text, chosen(plan, steps.slice(0, at).flat())));
  const doneChange = chosen(plan, order.slice(0, done));
  const last = plan.sites[steps.at(-1)?.at(-1) ?? plan.leading];
  const cursor = last === undefined ? 0 : mapOffset(last.end, doneChange, 'after');
  const left = order.slice(done).sort((one, other) => one - other);
  return { kind: plan.kind, states, cursor, remaining: rebaseAll(chosen(plan, left), doneChange) };
}

/** The sites after the leading one first, then those above it. */
const rotated = (others: readonly number[], leading: number): number[] => [
  ...others.filter((at) => at > leading),
  ...others.filter((at) => at < leading),
];

const chosen = (plan: Plan, indices: readonly number[]): TextChange =>
  [...indices].sort((one, other) => one - other).flatMap((at) => plan.sites[at] ?? []);

const rebaseAll = (change: TextChange, over: TextChange): TextEdit[] =>
  change.map((edit) => ({
    start: mapOffset(edit.start, over, 'after'),
    end: mapOffset(edit.end, over, edit.start === edit.end ? 'after' : 'before'),
    text: edit.text,
  }));

/** Which changes became one message of the history: taking a prediction changes several places at once. */
function grouped(random: Random, order: readonly number[], progress: Progress): number[][] {
  if (order.length === 1) return [[...order]];
  const [first = 0, ...rest] = order;
  switch (
    weighted(random, [
      ['each', 40],
      ['all', progress === 'finished' ? 25 : 20],
      ['taken', 35],
    ])
  ) {
    case 'all':
      return [[...order]];
    case 'taken':
      return [[first], rest];
    default:
      return order.map((at) => [at]);
  }
}

/** The example a course makes, or null where the answer or the history would be too long. */
export function exampleOf(course: Course, earlier: readonly string[], frame: Frame): EditExample | null {
  const states = [...earlier, ...course.states];
  const text = states.at(-1);
  if (text === undefined) return null;
  const window = excerptAround(text, course.cursor, frame.limits);
  const inside = course.remaining.filter((edit) => edit.start >= window.start && edit.end <= window.end);
  const before = text.slice(window.start, window.end);
  const after = applyChange(
    before,
    inside.map((edit) => ({ ...edit, start: edit.start - window.start, end: edit.end - window.start })),
  );
  const quiet = after === before;
  if (!quiet && changedLines(before, inside, window.start) > MAX_CHANGED_LINES) return null;
  const history: HistoryChange[] = [];
  states.forEach((state, at) => {
    const next = states[at + 1];
    if (next !== undefined && next !== state) history.push({ before: state, after: next });
  });
  if (history.some((change) => changedSize(change) > 800)) return null;
  return {
    language: frame.language,
    kind: quiet && course.remaining.length > 0 ? 'quiet-out-of-sight' : course.kind,
    quiet,
    source: frame.source,
    history: history.slice(-MAX_HISTORY),
    current: { text: before, above: window.above, below: window.below, target: null },
    after,
  };
}

function changedLines(text: string, edits: TextChange, offset: number): number {
  return new Set(edits.map((edit) => text.slice(0, edit.start - offset).split('\n').length)).size;
}

/** Length of what differs between the common beginning and end: a bound on what the history will show. */
function changedSize({ before, after }: HistoryChange): number {
  const { head, tail } = commonEnds(before, after);
  return Math.abs(before.length - after.length) > 700
    ? 1000
    : Math.min(700, Math.max(before.length, after.length) - head - tail);
}
