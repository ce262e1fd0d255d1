/** The header of a block was removed: what stood in it moves out, and what closed it goes. */
import type { TextEdit } from '../../text';
import { LineIndex } from '../../text';
import type { Candidate, Moment } from '../types';
import { netOf, openBracketsOf } from './open';
import { pageOf, type Page } from './page';
import { stepsOf } from './steps';
import { HEADER } from './headers';

const MOST_ROWS = 120;

export function unwrappings(moment: Moment): Candidate[] {
  const last = moment.edits.at(-1);
  if (last === undefined) return [];
  const [step, ...more] = stepsOf(last);
  if (step === undefined || more.length > 0) return [];
  const isPython = moment.language === 'python';
  const net = netOf(step.removed) - netOf(step.added);
  if (isPython ? !step.removed.includes(':') : net <= 0) return [];
  const page = pageOf(moment);
  const index = new LineIndex(last.before);
  // The last row that lost its end is the header.
  let header = index.lineAt(step.gone.end);
  if (header > 0 && step.gone.end === index.startOf(header)) header -= 1;
  const line = index.line(header);
  const own = line.search(/\S/);
  const isHeader = isPython ? HEADER.python.test(line.trim()) && /:\s*(?:#.*)?$/.test(line) : /[{([]\s*$/.test(line);
  if (own < 0 || !isHeader || step.gone.start > index.startOf(header) + own) return [];
  const shift = page.lines.length - index.lineCount;
  const below = header + 1 + shift;
  const above = below - 1;
  // Another header in its place keeps the block.
  if (step.added.trim() !== '' && (isPython ? HEADER.python : HEADER.braces).test((page.lines[above] ?? '').trim()))
    return [];
  if (
    above >= 0 &&
    page.indents[above] === own &&
    above >= page.index.lineAt(step.gone.start) &&
    (isPython ? /:\s*$/ : /[{([]\s*$/).test(page.lines[above] ?? '')
  )
    return [];
  const body = bodyFrom(page, below, own);
  if (body === null) return [];
  const by = (page.indents[below] ?? 0) - own;
  const edits: TextEdit[] = [];
  for (let row = below; row <= body; row += 1) {
    const start = page.index.startOf(row);
    if ((page.indents[row] ?? -1) >= 0) edits.push({ start, end: start + by, text: '' });
  }
  const closes = isPython ? null : closingRow(moment, page, body, own);
  if (!isPython && closes === null) return [];
  if (closes !== null) edits.push({ start: page.index.endOf(closes - 1), end: page.index.endOf(closes), text: '' });
  return [
    {
      family: 'structure',
      group: 'unwrap',
      change: edits,
      evidence: { agreeing: body - below + 1, against: 0, certain: 0.9, variant: 'unwrap' },
      like: null,
    },
  ];
}

/** The last row of a block that begins here and is deeper than `own`; null when none is. */
function bodyFrom(page: Page, from: number, own: number): number | null {
  let last: number | null = null;
  for (let row = from; row < page.lines.length && row - from < MOST_ROWS; row += 1) {
    const indent = page.indents[row] ?? -1;
    if (indent < 0) continue;
    if (indent <= own) break;
    last = row;
  }
  return last !== null && (page.indents[from] ?? -1) > own ? last : null;
}

/** The row below a block that closes it and nothing else any more. */
function closingRow(moment: Moment, page: Page, body: number, own: number): number | null {
  let row = body + 1;
  while (row < page.lines.length && page.indents[row] === -1) row += 1;
  const line = (page.lines[row] ?? '').trim();
  if (page.indents[row] !== own || !/^[)\]}]+[;,]?$/.test(line)) return null;
  return openBracketsOf(moment).orphans.length > 0 ? row : null;
}
