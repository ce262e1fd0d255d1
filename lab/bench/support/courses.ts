/** Held-out recorded courses of edits, typed into the app with keys. */
import type { Page } from 'playwright';
import { evenly, loadCases, usualPlaces } from '../../cli/evaluation/load-cases';
import { appState } from '../../../testing/browser/editor';
import { applyChange } from '../../../src/core/text';
import type { EvaluationCase } from '../../evaluation';

/** Up to the first moment at which an edit is due. */
export interface Course {
  readonly id: string;
  readonly base: string;
  readonly steps: readonly Step[];
}

/** `text` typed over what stands from `start` to `end`. Offsets are UTF-16 code units, 0-based, half-open. */
interface Step {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** At most `count` courses in Python, spread evenly over our own and, where they were built, the held-out ones. */
export function courses(count: number): Course[] {
  return evenly(
    loadCases(usualPlaces()).cases.flatMap((one) => courseOf(one) ?? []),
    count,
  );
}

/** Null where an editor would add a bracket or an indentation of its own, or where nothing is due. */
function courseOf({ id, document, points }: EvaluationCase): Course | null {
  const due = points.find((point) => point.due.kind === 'edits');
  if (due === undefined || document.language !== 'python') return null;
  const changes = document.records.slice(0, due.after).map(({ change }) => change);
  const steps = changes.flatMap((change) => (change.length === 1 ? change : []));
  return steps.length === changes.length && steps.length > 0 && steps.every(({ text }) => /^[\w ,.:=+*-]*$/.test(text))
    ? { id, base: document.base.text, steps }
    : null;
}

/** Types a course at the pace of `pause` (milliseconds before each key). False when the text came out otherwise. */
export async function typeCourse(page: Page, { base, steps }: Course, pause: () => number): Promise<boolean> {
  let text = base;
  let cursor = -1;
  for (const step of steps) {
    if (step.start !== cursor || step.end !== step.start) await select(page, text, step.start, step.end);
    if (step.text === '') await key(page, 'Delete', pause);
    for (const character of step.text) await key(page, character, pause);
    text = applyChange(text, [step]);
    cursor = step.start + step.text.length;
  }
  return (await appState(page))?.text === text;
}

async function key(page: Page, name: string, pause: () => number): Promise<void> {
  await page.waitForTimeout(pause());
  await page.keyboard.press(name === ' ' ? 'Space' : name);
}

async function select(page: Page, text: string, start: number, end: number): Promise<void> {
  const before = text.slice(0, start).split('\n');
  await page.keyboard.press('ControlOrMeta+Home');
  for (let line = 1; line < before.length; line += 1) await page.keyboard.press('ArrowDown');
  for (let column = 0; column < (before.at(-1) ?? '').length; column += 1) await page.keyboard.press('ArrowRight');
  for (let at = start; at < end; at += 1) await page.keyboard.press('Shift+ArrowRight');
}
