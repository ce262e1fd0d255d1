/**
 * Brackets or blocks stand open: what closes them, at its place; a header was typed above lines or removed above
 * them: they move in or out; the rest of a header that its syntax alone tells.
 */
import { closings } from '../code/closing';
import { openBracketsOf } from '../code/open';
import { HEADER, isPythonHeaderWhole } from '../code/headers';
import { pageOf } from '../code/page';
import { tagEdits } from '../code/tags';
import { unwrappings } from '../code/unwrapping';
import { wrappings } from '../code/wrapping';
import type { Candidate, Moment, Proposer } from '../types';

export const structure: Proposer = (moment) => [
  ...headerEnds(moment),
  ...closings(moment),
  ...wrappings(moment),
  ...unwrappings(moment),
  ...tagEdits(moment),
];

/** The colon of a Python header; the brace of a header whose block is closed below. */
function headerEnds(moment: Moment): Candidate[] {
  const place = moment.edits.at(-1)?.places.at(-1);
  if (place === undefined) return [];
  const page = pageOf(moment);
  const row = page.index.lineAt(place.end);
  const line = page.lines[row] ?? '';
  const text = line.trim();
  const isPython = moment.language === 'python';
  if (!(isPython ? HEADER.python : HEADER.braces).test(text) || line.trimEnd().length !== line.length) return [];
  const isDeeper = (page.indents[row + 1] ?? -1) > (page.indents[row] ?? 0);
  const make = (added: string, certain: number, variant: string): Candidate[] => {
    const at = page.index.endOf(row);
    return [
      {
        family: 'structure',
        group: 'header',
        change: [{ start: at, end: at, text: added }],
        evidence: { agreeing: 1, against: 0, certain, variant },
        like: null,
      },
    ];
  };
  const { open, orphans } = openBracketsOf(moment);
  if (open.some((one) => one.row === row)) return [];
  // A condition may go on; what is in brackets, or a word that stands alone, does not.
  const isEnded = /[)\]'"]$|^(?:else|try|finally)$/.test(text);
  if (isPython)
    return isPythonHeaderWhole(text) && (isDeeper || isEnded)
      ? make(':', isDeeper ? 0.95 : 0.3, isDeeper ? 'colon' : 'colon-typed')
      : [];
  if (!isDeeper || /[{;,]$/.test(text) || orphans.length === 0) return [];
  return make(' {', 0.9, 'brace');
}
