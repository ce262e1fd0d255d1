/** APEval (CursorCore, arXiv 2410.07002, section 3): 164 editing tasks over HumanEval, 41 of each kind. */
import type { TargetArea } from '../conversation';
import type { EditTask, TaskKind } from './task';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

function codeOf(value: unknown, where: string): string {
  const { code } = fieldsOf(value);
  if (typeof code !== 'string') throw new Error(`APEval: ${where} has no code.`);
  return code;
}

/** Offsets in the file count characters as Python does; ours are UTF-16 units. */
function offsetIn(text: string, characters: number): number {
  return Array.from(text).slice(0, characters).join('').length;
}

function targetOf(area: unknown, text: string): TargetArea | null {
  if (typeof area === 'number') return { kind: 'cursor', offset: offsetIn(text, area) };
  if (!Array.isArray(area)) return null;
  const [start, end] = area as readonly unknown[];
  return typeof start === 'number' && typeof end === 'number'
    ? { kind: 'selection', start: offsetIn(text, start), end: offsetIn(text, end) }
    : null;
}

const kindOf = (history: boolean, user: boolean): TaskKind => (history ? (user ? 'H+C+U' : 'H+C') : user ? 'C+U' : 'C');

/** @throws Error when the data is not APEval's */
export function readApeval(data: unknown): EditTask[] {
  if (!Array.isArray(data)) throw new Error('APEval: the file holds no list of tasks.');
  return data.map((row: unknown) => {
    const { task_id: id, history, current, user, area } = fieldsOf(row);
    if (typeof id !== 'string' || !Array.isArray(history) || typeof user !== 'string')
      throw new Error('APEval: a task lacks its name, history or instruction.');
    const text = codeOf(current, id);
    return {
      id,
      kind: kindOf(history.length > 0, user !== ''),
      language: 'python',
      history: history.map((state: unknown) => codeOf(state, `the history of ${id}`)),
      current: text,
      user: user === '' ? null : user,
      target: targetOf(area, text),
    };
  });
}

/** Doing nothing passes the base tests of these: the floor of every report. */
export const APEVAL_FLOOR: readonly string[] = [
  'HumanEval/35',
  'HumanEval/39',
  'HumanEval/59',
  'HumanEval/68',
  'HumanEval/87',
  'HumanEval/144',
];

/** Of these, the ones that pass the plus tests too, those of either selection. */
export const APEVAL_FLOOR_PLUS: readonly string[] = APEVAL_FLOOR.slice(2);
