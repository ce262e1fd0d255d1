/** One example of a kind from a document: which plan, how far it has come, and what happened before. */
import { applyChange } from '../../src/core/text';
import { abbreviated } from './abbreviate';
import { DEFAULT_CUTS, type CutStyle } from './documents';
import { earlierStates } from './earlier';
import { lex, type Lexed } from './lexer';
import type { NamePool } from './names';
import { chance, integer, weighted, type Random } from './random';
import { planRename, planTwoRenames, type RenameKind } from './rename';
import { planRepeat } from './repeat';
import { planKeptParameter, planSignature, planTakenArgument } from './signature';
import { courseOf, exampleOf, type Course, type EditExample, type Frame, type Plan, type Progress } from './stage';
import { quietCourse, type QuietKind } from './typing';

export type PlanKind = RenameKind | 'repeated-change' | 'signature' | 'taken-argument' | 'kept-parameter';

/** What an example shows: a plan under way, a plan carried through, or an edit that asks for nothing. */
export type ExampleKind =
  | PlanKind
  | 'homonym'
  | 'rename-two'
  | 'quiet-finished'
  | 'quiet-repeat-finished'
  | 'quiet-single'
  | 'quiet-emptied'
  | `quiet-${QuietKind}`;

/** How often each kind is wanted, in percent. */
export const DEFAULT_MIX: readonly (readonly [ExampleKind, number])[] = [
  ['rename-parameter', 20],
  ['rename-local', 11],
  ['homonym', 5],
  ['rename-two', 4],
  ['rename-outer', 8],
  ['rename-member', 7],
  ['rename-type', 2],
  ['rename-alias', 1.5],
  ['repeated-change', 8],
  ['signature', 4],
  ['taken-argument', 1.5],
  ['kept-parameter', 2],
  ['quiet-finished', 9],
  ['quiet-repeat-finished', 1.5],
  ['quiet-single', 3],
  ['quiet-emptied', 3],
  ['quiet-fresh-line', 4.5],
  ['quiet-half-line', 7],
  ['quiet-fresh-block', 4],
  ['quiet-comment', 1],
  ['quiet-string', 1.5],
  ['quiet-number', 1.5],
  ['quiet-operator', 1],
  ['quiet-other-variable', 2],
  ['quiet-deleted-line', 1.5],
  ['quiet-blank-line', 2],
  ['quiet-undone', 1],
];

const IN_CLASSES: readonly (readonly [CutStyle, number])[] = [
  ['class', 75],
  ['file', 12],
  ['stretch', 13],
];
const AT_THE_TOP: readonly (readonly [CutStyle, number])[] = [
  ['script', 25],
  ['stretch', 32],
  ['pair', 28],
  ['file', 15],
];

/** Which cuts of a file are likely to hold what a kind needs. */
export function cutsFor(kind: ExampleKind): readonly (readonly [CutStyle, number])[] {
  switch (kind) {
    case 'rename-member':
      return IN_CLASSES;
    case 'kept-parameter':
      return [
        ['class', 60],
        ['function', 40],
      ];
    case 'rename-type':
    case 'rename-alias':
      return [
        ['stretch', 60],
        ['file', 40],
      ];
    case 'rename-outer':
    case 'signature':
    case 'homonym':
    case 'taken-argument':
      return AT_THE_TOP;
    default:
      return DEFAULT_CUTS;
  }
}

const RENAMES: readonly (readonly [RenameKind, number])[] = [
  ['rename-parameter', 45],
  ['rename-local', 22],
  ['rename-outer', 13],
  ['rename-member', 12],
  ['rename-type', 5],
  ['rename-alias', 3],
];

/** An example of the kind, or null where the document does not lend itself to one. */
export function makeExample(
  random: Random,
  document: Lexed,
  kind: ExampleKind,
  pool: NamePool,
  frame: Frame,
): EditExample | null {
  const base = chance(random, 0.22) ? abbreviated(random, document, integer(random, 1, 4)) : document;
  const course = makeCourse(random, chance(random, 0.07) ? unfinished(random, base) : base, kind, pool);
  const [first] = course?.states ?? [];
  if (course === null || first === undefined) return null;
  if (TYPED.has(kind) && chance(random, 0.55)) return typedInOrder(random, course, frame);
  const most =
    weighted(random, [
      [0, 50],
      [1, 25],
      [2, 15],
      [3, 10],
    ]) ?? 0;
  const earlier = most === 0 ? [] : earlierStates(random, first, document.language, pool, most);
  const example = exampleOf(course, earlier, frame);
  // Uses outside the excerpt are common in long documents and teach little.
  return example?.kind === 'quiet-out-of-sight' && chance(random, 0.88) ? null : example;
}

const TYPED: ReadonlySet<ExampleKind> = new Set([
  'quiet-fresh-line',
  'quiet-half-line',
  'quiet-fresh-block',
  'quiet-blank-line',
]);

/** The same edit where nothing is written below it yet: the user writes from top to bottom. */
function typedInOrder(random: Random, course: Course, frame: Frame): EditExample | null {
  const last = course.states.at(-1) ?? '';
  const below = last.indexOf('\n', course.cursor);
  const tail = below < 0 ? '' : last.slice(below + (chance(random, 0.3) ? 1 : 0));
  if (!course.states.every((state) => state.endsWith(tail))) return null;
  const states = course.states.map((state) => state.slice(0, state.length - tail.length));
  const earlier: string[] = [];
  let lines = (states[0] ?? '').split('\n');
  for (let step = integer(random, 0, 3); step > 0 && lines.length > 1; step -= 1) {
    lines = lines.slice(0, Math.max(1, lines.length - integer(random, 1, 4)));
    earlier.unshift(lines.join('\n'));
  }
  return exampleOf({ ...course, states }, earlier, frame);
}

/** The document with one line not finished, as happens when a user goes off to change something else. */
function unfinished(random: Random, document: Lexed): Lexed {
  const course = quietCourse(random, document, 'half-line', {
    byCase: { lower: [], snake: [], camel: [], pascal: [], upper: [] },
    words: [],
  });
  return (course === null ? null : lex(course.states.at(-1) ?? '', document.language)) ?? document;
}

function makeCourse(random: Random, document: Lexed, kind: ExampleKind, pool: NamePool): Course | null {
  switch (kind) {
    case 'rename-parameter':
    case 'rename-local':
    case 'rename-outer':
    case 'rename-member':
    case 'rename-type':
    case 'rename-alias':
      return under(random, planRename(random, document, kind, pool, { least: 2, most: 24, homonym: false }), 0.2);
    case 'homonym':
      return under(
        random,
        planRename(random, document, chance(random, 0.6) ? 'rename-parameter' : 'rename-local', pool, {
          least: 2,
          most: 16,
          homonym: true,
        }),
        0.2,
      );
    case 'rename-two':
      return under(random, planTwoRenames(random, document, pool), 0.15);
    case 'repeated-change':
      return under(random, planRepeat(random, document, pool), 0.45);
    case 'signature':
      return under(random, planSignature(random, document), 0.1);
    case 'taken-argument':
      return under(random, planTakenArgument(random, document, pool), 0);
    case 'kept-parameter':
      return under(random, planKeptParameter(random, document), 0);
    case 'quiet-finished': {
      const rename = weighted(random, RENAMES) ?? 'rename-parameter';
      const plan = chance(random, 0.1)
        ? planTwoRenames(random, document, pool)
        : planRename(random, document, rename, pool, { least: 2, most: 8, homonym: chance(random, 0.35) });
      return finished(random, plan, kind);
    }
    case 'quiet-repeat-finished': {
      const plan = chance(random, 0.7)
        ? planRepeat(random, document, pool)
        : chance(random, 0.5)
          ? planSignature(random, document)
          : planKeptParameter(random, document);
      return finished(random, plan, kind);
    }
    case 'quiet-single': {
      const rename = weighted(random, RENAMES) ?? 'rename-parameter';
      return finished(
        random,
        planRename(random, document, rename, pool, { least: 1, most: 1, homonym: chance(random, 0.5) }),
        kind,
      );
    }
    case 'quiet-emptied': {
      const rename = weighted(random, RENAMES) ?? 'rename-parameter';
      return emptied(planRename(random, document, rename, pool, { least: 2, most: 24, homonym: false }));
    }
    case 'quiet-fresh-line':
      return quietCourse(random, document, 'fresh-line', pool);
    case 'quiet-half-line':
      return quietCourse(random, document, 'half-line', pool);
    case 'quiet-fresh-block':
      return quietCourse(random, document, 'fresh-block', pool);
    case 'quiet-comment':
      return quietCourse(random, document, 'comment', pool);
    case 'quiet-string':
      return quietCourse(random, document, 'string', pool);
    case 'quiet-number':
      return quietCourse(random, document, 'number', pool);
    case 'quiet-operator':
      return quietCourse(random, document, 'operator', pool);
    case 'quiet-other-variable':
      return quietCourse(random, document, 'other-variable', pool);
    case 'quiet-deleted-line':
      return quietCourse(random, document, 'deleted-line', pool);
    case 'quiet-blank-line':
      return quietCourse(random, document, 'blank-line', pool);
    case 'quiet-undone':
      return quietCourse(random, document, 'undone', pool);
  }
}

/** A plan begun, or some way on with the given probability. */
function under(random: Random, plan: Plan | null, partWay: number): Course | null {
  if (plan === null) return null;
  const progress: Progress = plan.sites.length > 2 && chance(random, partWay) ? 'part-way' : 'begun';
  const course = courseOf(random, plan, progress);
  return course === null ? null : typedInSteps(random, plan, course);
}

function finished(random: Random, plan: Plan | null, kind: ExampleKind): Course | null {
  const course = plan === null ? null : courseOf(random, plan, 'finished');
  return course === null || plan === null ? null : { ...typedInSteps(random, plan, course), kind };
}

/** A pause while typing the first name splits it in two: the old name is deleted first, or half of the new is there. */
function typedInSteps(random: Random, plan: Plan, course: Course): Course {
  const site = plan.sites[plan.leading];
  const [first, second, ...rest] = course.states;
  if (
    site === undefined ||
    first === undefined ||
    second === undefined ||
    !plan.kind.startsWith('rename') ||
    !chance(random, 0.16)
  )
    return course;
  if (second !== applyChange(first, [site])) return course;
  const part = chance(random, 0.5) ? '' : site.text.slice(0, integer(random, 1, Math.max(1, site.text.length - 1)));
  return { ...course, states: [first, applyChange(first, [{ ...site, text: part }]), second, ...rest] };
}

/** The name was just deleted; the new one is not there yet. */
function emptied(plan: Plan | null): Course | null {
  const site = plan?.sites[plan.leading];
  if (plan === null || site === undefined) return null;
  return {
    kind: 'quiet-emptied',
    states: [plan.text, applyChange(plan.text, [{ ...site, text: '' }])],
    cursor: site.start,
    remaining: [],
  };
}
