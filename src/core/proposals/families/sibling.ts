/**
 * Something was put into one of several that are alike: a guard into a function, a decorator above it, an argument
 * into a call, a modifier or a suffix into a member. It goes into its siblings too, one after another.
 */
import { inLines } from '../code/sibling-lines';
import { inRows } from '../code/sibling-rows';
import { inCalls } from '../code/sibling-calls';
import { pageOf } from '../code/page';
import { stepsOf } from '../code/steps';
import type { Proposer } from '../types';

const MOST = 24;

export const sibling: Proposer = (moment) => {
  const edit = moment.edits.at(-1);
  const steps = edit === undefined ? [] : stepsOf(edit).filter(({ added, removed }) => (added + removed).trim() !== '');
  const [step] = steps;
  if (edit === undefined || step?.written == null || steps.length !== 1 || step.removed.trim() !== '') return [];
  const page = pageOf(moment);
  const { written } = step;
  const isWholeRows =
    page.text.slice(page.index.startOf(page.index.lineAt(written.start)), written.start).trim() === '' ||
    step.added.startsWith('\n');
  const endsRow =
    page.text.slice(written.end, page.index.endOf(page.index.lineAt(written.end))).trim() === '' ||
    step.added.endsWith('\n') ||
    page.text.slice(written.start, written.end).trimEnd().endsWith('\n');
  if (isWholeRows && (endsRow || /\n\s*$/.test(step.added))) return inLines(moment, page, written).slice(0, MOST);
  if (step.added.includes('\n')) return [];
  const calls = inCalls(moment, page, written);
  return (calls.length > 0 ? calls : inRows(page, moment.text, edit.before, step)).slice(0, MOST);
};
