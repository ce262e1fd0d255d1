/**
 * Samples for a model of next edits, from a change of several steps: the steps are replayed one after the other, and
 * at each moment the judge says which of those that are left follow from what was done. Where none does, or none is
 * left, the right answer is to stay quiet.
 */
import { excerptAround, type ExcerptLimits } from '../../../src/core/prediction/excerpt';
import { applyChange, LineIndex, mapOffset, splitLines, type TextChange } from '../../../src/core/text';
import { chance, pick, shuffled, type Random } from '../random';
import {
  factsOf,
  isRelated,
  judgeByRules,
  type Candidate,
  type RuleName,
  type Situation,
  type StepFacts,
} from './judge';
import { factsOfEdits } from './instruct';
import { changeOfSteps, placeOf, stepsOf, textAfter, type SteppedChange } from './steps';
import type { Timeline } from './timeline';
import type { Process, Sample } from './types';

export interface FollowOptions {
  /** What the model is shown of a file. */
  readonly limits: ExcerptLimits;
  /** At most so many moments with something to do are taken from one process, and as many quiet ones. */
  readonly samples: number;
  /** Answers that change more lines than this are left out. */
  readonly changedLines: number;
  /** Changes of more steps than this are left out: they are rewrites. */
  readonly steps: number;
  /** Rules that may keep a step. */
  readonly rules: ReadonlySet<RuleName>;
}

/** How often the whole of what follows is done in one go, as when a prediction is taken, rather than its nearest step. */
const TAKEN_AT_ONCE = 0.35;
/** How often the user goes on below rather than anywhere. */
const GOES_ON_BELOW = 0.7;
const MOST_WALKS = 4;
const LONGEST_WALK = 8;

/** How many of a user's own next edits may count as what follows now, and how many of the last are H. */
const LOOK_AHEAD = 6;
const LOOK_BACK = 8;

/** A walk through the steps: groups of steps done, and what they make of the text. */
interface Moment {
  /** The text before the first of `edits`. */
  readonly base: string;
  readonly done: ReadonlySet<number>;
  readonly newest: readonly number[];
  readonly edits: readonly TextChange[];
  readonly text: string;
  readonly cursor: number;
}

/** What the judge found at a moment. */
interface Verdict {
  readonly sample: Sample | null;
  /** Indices of the steps that follow. */
  readonly follows: readonly number[];
}

/** Samples of one change, those with something to do first; none when it is too large or does not change anything. */
export function followSamples(random: Random, process: Process, options: FollowOptions): Sample[] {
  const [before, after] = [process.versions[0], process.versions.at(-1)];
  if (before === undefined || after === undefined) return [];
  const change = stepsOf(before, after);
  const count = change.steps.length;
  if (count === 0 || count > options.steps) return [];
  const facts = change.steps.map((step) => factsOf(change.lines.slice(step.start, step.end), step.lines));
  const course = { process, change, facts, options };
  const found: Sample[] = [];
  const seen = new Set<string>();
  for (const start of shuffled(
    random,
    change.steps.map((_, index) => index),
  ).slice(0, MOST_WALKS)) {
    walk(random, course, start, (moment, sample) => {
      const key = `${[...moment.done].sort((one, other) => one - other).join(',')}/${moment.newest.join(',')}`;
      if (!seen.has(key)) found.push(sample);
      seen.add(key);
    });
  }
  return someOf(random, found, options);
}

/** Samples of a course that is known edit by edit (a user's session): H is what was really done before. */
export function followTimeline(
  random: Random,
  process: Process,
  { texts, edits }: Timeline,
  options: FollowOptions,
): Sample[] {
  const found = edits.flatMap((edit, at) => {
    const text = texts[at + 1];
    if (text === undefined) return [];
    const final = texts[Math.min(at + 1 + LOOK_AHEAD, texts.length - 1)] ?? text;
    const change = stepsOf(text, final);
    if (change.steps.length > options.steps) return [];
    const facts = change.steps.map((step) => factsOf(change.lines.slice(step.start, step.end), step.lines));
    const from = Math.max(0, at + 1 - LOOK_BACK);
    const moment: Moment = {
      base: texts[from] ?? text,
      done: new Set(),
      newest: [],
      edits: edits.slice(from, at + 1),
      text,
      cursor: endOf(edit),
    };
    const { sample } = judgeMoment(
      { process, change, facts, options },
      moment,
      factsOfEdits(texts.slice(from, at + 2)),
    );
    return sample === null ? [] : [sample];
  });
  return someOf(random, found, { ...options, samples: options.samples * edits.length });
}

function someOf(random: Random, found: readonly Sample[], { samples }: FollowOptions): Sample[] {
  const busy = found.filter((sample) => sample.next.length > 0).slice(0, samples);
  return [
    ...busy,
    ...shuffled(
      random,
      found.filter((sample) => sample.next.length === 0),
    ).slice(0, samples),
  ];
}

function endOf(edit: TextChange): number {
  const last = edit.at(-1);
  return last === undefined ? 0 : mapOffset(last.end, edit, 'after');
}

interface Course {
  readonly process: Process;
  readonly change: SteppedChange;
  readonly facts: readonly StepFacts[];
  readonly options: FollowOptions;
}

function walk(random: Random, course: Course, start: number, emit: (moment: Moment, sample: Sample) => void): void {
  const { change } = course;
  const base = change.lines.join('');
  let moment: Moment = { base, done: new Set(), newest: [], edits: [], text: base, cursor: 0 };
  const order: (readonly number[])[] = [];
  let next: readonly number[] | null = [start];
  while (next !== null && order.length < LONGEST_WALK) {
    order.push(next);
    moment = advance(change, moment, next);
    const verdict = judgeMoment(
      course,
      moment,
      order.flatMap((group) => group.flatMap((step) => course.facts[step] ?? [])),
    );
    if (verdict.sample !== null) emit(moment, verdict.sample);
    next = goOn(random, change, moment, verdict.follows);
  }
}

function advance(change: SteppedChange, moment: Moment, group: readonly number[]): Moment {
  const edit = changeOfSteps(change, group, moment.done);
  const done = new Set([...moment.done, ...group]);
  return {
    base: moment.base,
    done,
    newest: group,
    edits: [...moment.edits, edit],
    text: textAfter(change, done),
    cursor: endOf(edit),
  };
}

/** What the user does next: what follows, all of it or its nearest step; else the next change below, or any. */
function goOn(
  random: Random,
  change: SteppedChange,
  moment: Moment,
  follows: readonly number[],
): readonly number[] | null {
  const last = Math.max(...moment.newest);
  const nearest = (indices: readonly number[]): number | undefined =>
    indices.find((index) => index > last) ?? indices[0];
  if (follows.length > 0) {
    const one = nearest(follows);
    return one === undefined || chance(random, TAKEN_AT_ONCE) ? follows : [one];
  }
  const left = change.steps.flatMap((_, index) => (moment.done.has(index) ? [] : [index]));
  const one = chance(random, GOES_ON_BELOW) ? nearest(left) : pick(random, left);
  return one === undefined ? null : [one];
}

function judgeMoment({ process, change, facts, options }: Course, moment: Moment, made: readonly StepFacts[]): Verdict {
  const { text, done } = moment;
  const index = new LineIndex(text);
  const window = excerptAround(text, moment.cursor, options.limits);
  const inSight: { readonly step: number; readonly candidate: Candidate }[] = [];
  let outOfSight = 0;
  change.steps.forEach((_, step) => {
    const known = facts[step];
    if (done.has(step) || known === undefined) return;
    const place = placeOf(change, step, done);
    const candidate = { facts: known, ...place };
    if (
      index.startOf(place.start) >= window.start &&
      index.startOf(Math.max(place.start, place.end - 1)) <= window.end &&
      place.end <= window.firstLine + window.lineCount
    )
      inSight.push({ step, candidate });
    else outOfSight += 1;
  });
  const situation: Situation = {
    language: process.language,
    done: made,
    lines: splitLines(text),
    from: window.firstLine,
    to: window.firstLine + window.lineCount,
    candidates: inSight.map(({ candidate }) => candidate),
  };
  const rules = judgeByRules(situation).map((rule) => (rule !== null && options.rules.has(rule) ? rule : null));
  const follows = inSight.flatMap(({ step }, at) => (rules[at] === null ? [] : [step]));
  const related = inSight.filter(({ candidate }, at) => rules[at] === null && isRelated(candidate, situation)).length;
  const kind =
    follows.length > 0
      ? mostCommon(rules)
      : inSight.length > 0
        ? 'quiet-unforeseen'
        : outOfSight > 0
          ? 'quiet-out-of-sight'
          : 'quiet-complete';
  const next = changeOfSteps(change, follows, done);
  // An edit of blank lines only tells nobody anything.
  const saysNothing = made.at(-1)?.oldTokens.length === 0 && made.at(-1)?.newTokens.length === 0;
  const uncertain = saysNothing || (follows.length > 0 ? related >= follows.length : related > 0);
  const inside = next.every(({ start, end }) => start >= window.start && end <= window.end);
  if (uncertain || !inside || changedLines(change, follows) > options.changedLines) return { sample: null, follows };
  const sample: Sample = {
    source: process.id,
    origin: process.source,
    language: process.language,
    kind,
    base: moment.base,
    edits: moment.edits,
    current: text,
    next,
    cursor: moment.cursor,
    area: null,
    user: null,
    chat: '',
  };
  return { sample, follows };
}

function changedLines({ steps }: SteppedChange, indices: readonly number[]): number {
  return indices.reduce((sum, index) => {
    const step = steps[index];
    return sum + (step === undefined ? 0 : Math.max(step.end - step.start, step.lines.length));
  }, 0);
}

function mostCommon(rules: readonly (RuleName | null)[]): string {
  const counts = new Map<RuleName, number>();
  for (const rule of rules) if (rule !== null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].reduce<readonly [string, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    ['', 0],
  )[0];
}

/** The whole text that a sample leads to. */
export const targetOf = ({ current, next }: Sample): string => applyChange(current, next);
