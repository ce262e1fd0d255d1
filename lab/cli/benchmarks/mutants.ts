/** Programs that are known to be wrong, made of right ones, to see that a scorer says so. */

export interface Reference {
  readonly task_id: string;
  readonly prompt: string;
  readonly canonical_solution: string;
  readonly entry_point: string;
  readonly base_input: readonly unknown[];
}

const rightCode = ({ prompt, canonical_solution: solution }: Reference): string => prompt + solution;

/** The right program in a room of its own, so that it does not call the wrong one; what it answers is altered from a call on. */
function altered(reference: Reference, fromCall: number): string {
  return `
def make():
    room = {}
    exec(${JSON.stringify(rightCode(reference))}, room)
    right, calls = room["${reference.entry_point}"], [0]

    def alter(value):
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return value + 1
        if isinstance(value, str):
            return value + "x"
        if isinstance(value, list):
            return value + [None]
        if isinstance(value, tuple):
            return value + (None,)
        if isinstance(value, dict):
            return {**value, "x": None}
        return "x"

    def answer(*values):
        calls[0] += 1
        value = right(*values)
        return alter(value) if calls[0] >= ${fromCall} else value

    return answer

${reference.entry_point} = make()
`;
}

/** Every answer is a little wrong: numbers by one, lists by one item, truth turned round. */
export const offByOne = (reference: Reference): string => altered(reference, 1);

/** Right on the base inputs, wrong on every one after them. */
export const rightOnBaseOnly = (reference: Reference): string => altered(reference, reference.base_input.length + 1);

/** A comparison or an operator turned into its contrary, where people make the mistake. */
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/ <= /, ' > '],
  [/ >= /, ' < '],
  [/ < /, ' >= '],
  [/ > /, ' <= '],
  [/ == /, ' != '],
  [/ != /, ' == '],
  [/ \+ /, ' - '],
  [/ - /, ' + '],
  [/ \* /, ' + '],
  [/ % /, ' // '],
  [/ and /, ' or '],
  [/ or /, ' and '],
  [/\bTrue\b/, 'False'],
  [/\bnot in\b/, 'in'],
  [/\bnot /, ''],
  [/\bmax\(/, 'min('],
  [/\bmin\(/, 'max('],
  [/\breturn\b/, 'not '],
];

/** One slip of the pen in the right program: the first that fits. */
export function slipped({ prompt, canonical_solution: solution }: Reference): string {
  const [pattern, put] = SLIPS.find(([one]) => one.test(solution)) ?? [/^/, ''];
  return prompt + solution.replace(pattern, put);
}
