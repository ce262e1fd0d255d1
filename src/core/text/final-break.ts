/** Models that write whole files seldom write the empty last line of one; nobody asked for it to go. */
import { diffText } from './diff';
import { applyChange, type TextChange } from './edit';

/** The change, but a text that ended with a line break still does. */
export function keepFinalBreak(text: string, change: TextChange): TextChange {
  const end = /\r?\n$/.exec(text)?.[0];
  if (end === undefined || change.length === 0) return change;
  const after = applyChange(text, change);
  return after === '' || after.endsWith('\n') ? change : diffText(text, after + end);
}
