/** One sample of a process as Programming-Instruct makes it: a moment, what is kept of H, U or a judge, C's area, chat. */
import { excerptAround, type ExcerptLimits } from '../../../src/core/prediction/excerpt';
import {
  applyChange,
  invertChange,
  LineIndex,
  splitLines,
  splitLinesKeepingEnds,
  type TextChange,
} from '../../../src/core/text';
import { chance, type Random } from '../random';
import { pickArea, pickMoment, pointedChange, type Choices } from './choices';
import { factsOf, judgeByRules, type Candidate, type RuleName, type StepFacts } from './judge';
import { REACH } from './judge/situation';
import type { Ask } from './language-model';
import {
  chatQuestion,
  instructionQuestion,
  judgeQuestion,
  readChat,
  readInstruction,
  readJudgement,
  type Shown,
} from './questions';
import { changeOfSteps, stepsOf, textAfter, type SteppedChange } from './steps';
import { instructionFrom } from './subjects';
import type { Timeline } from './timeline';
import type { Process, Rejection, Sample } from './types';

export interface InstructOptions {
  readonly choices: Choices;
  /** What a model is shown of a file. */
  readonly limits: ExcerptLimits;
  /** Null where there is no language model: then rules judge, and only the author's own words instruct. */
  readonly ask: Ask | null;
  readonly rules: ReadonlySet<RuleName>;
}

/** A judge is not asked about more blocks than this. */
const MOST_BLOCKS = 24;
/** H as the product keeps it. */
const MOST_HISTORY = 8;

export type Made =
  { readonly kind: 'sample'; readonly sample: Sample } | { readonly kind: 'rejected'; readonly why: Rejection };

const rejected = (why: Rejection): Made => ({ kind: 'rejected', why });

interface Scene {
  readonly process: Process;
  readonly texts: readonly string[];
  readonly edits: readonly TextChange[];
  readonly current: string;
  readonly final: string;
}

/** A sample of the process, or why this roll of the dice made none. The same seed and answers give the same sample. */
export async function instructSample(
  random: Random,
  process: Process,
  timeline: Timeline,
  options: InstructOptions,
): Promise<Made> {
  const { choices, ask } = options;
  const moment = pickMoment(random, timeline.edits.length, choices);
  const current = moment === undefined ? undefined : timeline.texts[moment];
  const final = timeline.texts.at(-1);
  if (moment === undefined || current === undefined || final === undefined || current === final)
    return rejected({ name: 'nothing-happens' });
  const from = chance(random, choices.history) ? Math.max(0, moment - MOST_HISTORY) : moment;
  const scene: Scene = {
    process,
    texts: timeline.texts.slice(from, moment + 1),
    edits: timeline.edits.slice(from, moment),
    current,
    final,
  };
  const user = chance(random, choices.user) ? await instructionOf(scene, moment, ask) : null;
  if (user !== null && user.kind === 'rejected') return user;
  if (user === null && scene.edits.length === 0 && current.trim() === '') return rejected({ name: 'nothing-to-go-on' });
  const decided =
    user === null
      ? await judged(scene, options)
      : { kind: 'decided' as const, name: 'instructed', next: wholeChange(current, final) };
  if (decided.kind === 'rejected') return decided;
  const target = applyChange(current, decided.next);
  const area = pickArea(random, current, pointedChange(current, target), choices);
  const chat = ask === null || decided.next.length === 0 ? '' : await chatOf(scene, target, user?.text ?? null, ask);
  const cursor = area === null ? placeOfWork(scene, decided.next) : area.kind === 'cursor' ? area.offset : area.end;
  return {
    kind: 'sample',
    sample: {
      source: process.id,
      origin: process.source,
      language: process.language,
      kind: decided.next.length === 0 ? 'quiet-judged' : decided.name,
      base: scene.texts[0] ?? current,
      edits: scene.edits,
      current,
      next: decided.next,
      cursor,
      area,
      user: user?.text ?? null,
      chat,
    },
  };
}

function wholeChange(before: string, after: string): TextChange {
  const change = stepsOf(before, after, false);
  return changeOfSteps(
    change,
    change.steps.map((_, index) => index),
    new Set(),
  );
}

/** Where the user is when they do not point: at their last edit, else where the next one begins. */
function placeOfWork({ edits, texts }: Scene, next: TextChange): number {
  const before = texts.at(-2);
  const last = edits.at(-1);
  const made = before === undefined || last === undefined ? undefined : invertChange(before, last).at(-1);
  return made?.end ?? next[0]?.start ?? 0;
}

type Instruction = { readonly kind: 'user'; readonly text: string } | null;

/** The author's words where they fit the whole of what is left, else the model's; null for none. */
async function instructionOf(
  scene: Scene,
  moment: number,
  ask: Ask | null,
): Promise<Instruction | Extract<Made, { kind: 'rejected' }>> {
  const own = ownWords(scene.process);
  if (own !== null && (moment === 0 || ask === null)) return { kind: 'user', text: own };
  if (ask === null) return null;
  const reply = await ask(instructionQuestion(shownOf(scene, [scene.final])));
  if (reply.kind === 'failed') return { kind: 'rejected', why: reply.why };
  const read = readInstruction(reply.text);
  return 'text' in read ? { kind: 'user', text: read.text } : { kind: 'rejected', why: read };
}

function ownWords({ source, message, language }: Process): string | null {
  if (message === null) return null;
  switch (source) {
    case 'git':
      return instructionFrom(message);
    case 'submissions':
      return `Please write a correct ${language} program for this problem:\n\n${message}`;
    case 'ai-programmer':
    case 'session':
      return message;
  }
}

const shownOf = ({ process, texts }: Scene, changes: readonly string[]): Shown => ({
  language: process.language,
  texts,
  changes,
  message: process.message,
});

async function chatOf(scene: Scene, target: string, user: string | null, ask: Ask): Promise<string> {
  const reply = await ask(chatQuestion(shownOf(scene, [target]), user));
  const read = reply.kind === 'text' ? readChat(reply.text) : reply.why;
  return 'text' in read ? read.text : '';
}

type Decided =
  { readonly kind: 'decided'; readonly name: string; readonly next: TextChange } | Extract<Made, { kind: 'rejected' }>;

function judged(scene: Scene, options: InstructOptions): Promise<Decided> | Decided {
  return options.ask === null ? judgedByRules(scene, options) : judgedByModel(scene, options.ask);
}

async function judgedByModel(scene: Scene, ask: Ask): Promise<Decided> {
  const change = stepsOf(scene.current, scene.final, false);
  const { length } = change.steps;
  if (length > MOST_BLOCKS) return { kind: 'rejected', why: { name: 'too-many-blocks', detail: String(length) } };
  const reply = await ask(
    judgeQuestion(
      shownOf(
        scene,
        change.steps.map((_, index) => textAfter(change, new Set([index]))),
      ),
    ),
  );
  if (reply.kind === 'failed') return { kind: 'rejected', why: reply.why };
  const decisions = readJudgement(reply.text, length);
  if ('name' in decisions) return { kind: 'rejected', why: decisions };
  const kept = change.steps.flatMap((_, index) => (decisions[index] === true ? [index] : []));
  return { kind: 'decided', name: 'judged', next: changeOfSteps(change, kept, new Set()) };
}

/** Facts of what was done, one for each step of each edit, oldest first; no more than the rules look back. */
export function factsOfEdits(texts: readonly string[]): StepFacts[] {
  const out: StepFacts[] = [];
  for (let at = Math.max(1, texts.length - REACH); at < texts.length; at += 1) {
    const change = stepsOf(texts[at - 1] ?? '', texts[at] ?? '');
    for (const step of change.steps) out.push(factsOf(change.lines.slice(step.start, step.end), step.lines));
  }
  return out;
}

/** The steps of a change of C that lie within the excerpt, for the rules. */
export function candidatesIn(
  change: SteppedChange,
  text: string,
  window: { readonly firstLine: number; readonly lineCount: number },
): { readonly index: number; readonly candidate: Candidate }[] {
  const lines = splitLinesKeepingEnds(text);
  return change.steps.flatMap((step, index) => {
    const inside = step.start >= window.firstLine && step.end <= window.firstLine + window.lineCount;
    return inside
      ? [
          {
            index,
            candidate: {
              facts: factsOf(lines.slice(step.start, step.end), step.lines),
              start: step.start,
              end: step.end,
            },
          },
        ]
      : [];
  });
}

function judgedByRules(scene: Scene, { limits, rules }: InstructOptions): Decided {
  const { current, final, process, texts } = scene;
  const change = stepsOf(current, final);
  const window = excerptAround(
    current,
    placeOfWork(
      scene,
      change.steps[0] === undefined
        ? []
        : [{ start: new LineIndex(current).startOf(change.steps[0].start), end: 0, text: '' }],
    ),
    limits,
  );
  const inside = candidatesIn(change, current, window);
  const named = judgeByRules({
    language: process.language,
    done: factsOfEdits(texts),
    lines: splitLines(current),
    from: window.firstLine,
    to: window.firstLine + window.lineCount,
    candidates: inside.map(({ candidate }) => candidate),
  });
  const kept = inside.flatMap(({ index }, at) => {
    const rule = named[at] ?? null;
    return rule !== null && rules.has(rule) ? [{ index, rule }] : [];
  });
  return {
    kind: 'decided',
    name: kept[0]?.rule ?? 'judged',
    next: changeOfSteps(
      change,
      kept.map(({ index }) => index),
      new Set(),
    ),
  };
}
