/** Whether what an answer changes is code. */
import { applyChange, diffLines, type TextChange } from '../text';
import { elisionsOf, expandElisions } from './elisions';
import { failed, type FormatFailure } from './formats/format';
import { leakedSign, leakedToken } from './markers';
import { replacementsToChange, wireText } from './wire';

/**
 * A change whose lines are all code: what is left out is put in, and what is no code is refused, whatever the format.
 * @param body the change as the model wrote it, still escaped
 */
export function soundChange(
  text: string,
  language: string,
  change: TextChange,
  body: string,
): { readonly kind: 'sound'; readonly change: TextChange } | FormatFailure {
  const after = applyChange(text, change);
  const marker = leakedToken(body, text) ?? leakedSign(after, text);
  if (marker !== null) return failed('marker', `the answer holds the marker ${marker}`);
  const wire = wireText(text);
  const { lines } = wireText(after, text);
  if (elisionsOf(wire.lines, lines, language).size === 0) return { kind: 'sound', change };
  const whole = expandElisions(wire.lines, lines, language);
  if (whole === null) return failed('elided', 'the answer leaves out code, and it cannot be told which');
  const replacements = diffLines(wire.lines, whole).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: oldStart,
    end: oldEnd,
    lines: whole.slice(newStart, newEnd),
  }));
  return { kind: 'sound', change: replacementsToChange(wire, replacements) };
}
