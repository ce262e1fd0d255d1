/** Reads an answer in a form of its own as a change of C. */
import { diffLines } from '../../text';
import { failed } from '../formats/format';
import { withoutEnd } from '../markers';
import { soundChange } from '../sound';
import { END_OF_TEXT, SPECIAL_TOKENS, unescapeTokens } from '../tokens';
import type { Current, DecodeResult, OwnAnswer } from '../types';
import { replacementsToChange, wireText } from '../wire';
import { shownOf } from './shown';

/** @param complete whether the model ended it, or it was cut. */
export function decodeOwn(
  current: Current,
  language: string,
  format: OwnAnswer,
  text: string,
  complete: boolean,
): DecodeResult {
  const shown = shownOf(current);
  const at = firstOf(text, format.ends);
  const ended = complete || at < text.length;
  const reading = format.read(shown, language, withoutEnd(text.slice(0, at), current.text), ended);
  if (reading.kind === 'failed') return reading;
  if (reading.kind === 'nothing') return { kind: 'change', change: [], partial: !ended, chat: '' };
  const marker = [...SPECIAL_TOKENS, END_OF_TEXT].find(
    (token) => reading.text.includes(token) && !current.text.includes(token),
  );
  if (marker !== undefined) return failed('marker', `the answer holds the marker ${marker}`);
  const after = shown.text.slice(0, reading.start) + unescapeTokens(reading.text) + shown.text.slice(reading.end);
  const wire = wireText(current.text);
  const { lines } = wireText(after, current.text);
  const replacements = diffLines(wire.lines, lines).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: oldStart,
    end: oldEnd,
    lines: lines.slice(newStart, newEnd),
  }));
  const sound = soundChange(current.text, language, replacementsToChange(wire, replacements), reading.text);
  return sound.kind === 'failed' ? sound : { kind: 'change', change: sound.change, partial: !ended, chat: '' };
}

/** Where the first of the marks begins; the text's length where there is none. */
function firstOf(text: string, marks: readonly string[]): number {
  return marks.reduce((first, mark) => {
    const at = text.indexOf(mark);
    return at < 0 ? first : Math.min(first, at);
  }, text.length);
}
