/**
 * Models leave out what they do not change: `# ... rest unchanged ...`. Where the lines around it say which lines are
 * meant, these are put in; else the answer cannot be used, as it would delete them.
 */
import { diffLines } from '../text';

const COMMENT = /^(?:#|\/\/+|\/\*+|\{\/\*|<!--|--|;|%)\s*/;
const COMMENT_END = /\s*(?:\*\/\}?|-->)$/;
const WORDS =
  /\b(?:rest|unchanged|existing|remain(?:s|ing|der)?|previous|same|other|omitted|here|code|as before|no changes?|keep)\b/i;
const DOTS = /(?:\.{3}|…)/;

const THINGS =
  '(?:code|file|function|class|method|module|program|script|implementation|body|lines?|logic|content|functions|methods|classes|imports|definitions|tests|properties|fields|parts?)';
const STAYS =
  '(?:(?:is|are|remains?|stays?|goes|go|continues?|follows?)? ?(?:unchanged|the same|as before|as is|as it (?:was|is)|here|below|above|untouched))';
/** What says so without dots. Only a whole comment counts, and only words that have no other meaning. */
const PHRASES: readonly RegExp[] = [
  new RegExp(
    `^(?:the )?(?:rest|remainder) of (?:the|your|this|our)? ?(?:existing |original )?${THINGS}(?: ${STAYS})?$`,
    'i',
  ),
  new RegExp(`^(?:the )?rest ${STAYS}$`, 'i'),
  new RegExp(`^(?:your |the )?(?:existing|previous|remaining|other|unchanged|original) ${THINGS} ${STAYS}$`, 'i'),
  new RegExp(`^(?:your |the )?(?:existing|unchanged|remaining|original) code$`, 'i'),
  /^(?:unchanged(?: code)?|code unchanged|same as (?:before|above|original)|no changes?(?: here| below| needed)?|as before|(?:code )?omitted(?: for brevity)?|snip(?:ped)?)$/i,
];

/**
 * Whether a line stands for lines that are not written out. Code that holds dots (`...` of Python, a spread) is none.
 * @param language Monaco's id; a line of dots alone is code in Python, and in no other language
 */
export function isElision(line: string, language = 'python'): boolean {
  const bare = line.trim();
  const mark = COMMENT.exec(bare)?.[0] ?? '';
  const said = bare.slice(mark.length).replace(COMMENT_END, '').trim();
  if (mark.trim() !== '' && PHRASES.some((phrase) => phrase.test(said.replace(/^[([<]\s*|[.:]?\s*[)\]>]$|[.:]$/g, ''))))
    return true;
  if (!DOTS.test(bare)) return false;
  if (mark.trim() === '') {
    if (/^(?:\.{3}|…)$/.test(said)) return said === '…' || language !== 'python';
    return /^(?:\.{3}|…)[\p{L} ]+(?:\.{3}|…)?$/u.test(said) && WORDS.test(said);
  }
  return said.replace(/[.…\s]/g, '') === '' || (WORDS.test(said) && /^(?:\.{3}|…)|(?:\.{3}|…)$/.test(said));
}

/** Indices of the new lines that stand for others; what the older lines hold themselves is code. */
export function elisionsOf(older: readonly string[], newer: readonly string[], language: string): ReadonlySet<number> {
  if (!newer.some((line) => line.trim() === '...' || isElision(line, language))) return new Set();
  return new Set(
    diffLines(older, newer).flatMap(({ oldStart, oldEnd, newStart, newEnd }) => {
      const lines = Array.from({ length: newEnd - newStart }, (_, index) => newStart + index);
      return lines.filter(
        (at) => isElision(newer[at] ?? '', language) || (oldEnd - oldStart > LEFT_OUT && isLoneDots(newer, at)),
      );
    }),
  );
}

/** Where no more lines go, dots alone leave none out. */
const LEFT_OUT = 1;

/** In Python `...` is the body of a definition right behind its head, and stands for something anywhere else. */
function isLoneDots(lines: readonly string[], at: number): boolean {
  if ((lines[at] ?? '').trim() !== '...') return false;
  const above = lines.slice(0, at).findLast((line) => line.trim() !== '');
  return above === undefined || !/[:(,[{]\s*(?:#.*)?$|(?:"""|''')\s*$/.test(above);
}

/** The new lines with the elided ones put in; null where it cannot be told which are meant. */
export function expandElisions(
  older: readonly string[],
  newer: readonly string[],
  language = 'python',
): readonly string[] | null {
  const elided = elisionsOf(older, newer, language);
  const out: string[] = [];
  let from = 0;
  let behind = false;
  for (const [at, line] of newer.entries()) {
    // The blank lines around are those that are put in.
    if (behind && line.trim() === '') continue;
    behind = false;
    if (!elided.has(at)) {
      const same = older.indexOf(line, from);
      // Lines that stand often say nothing about the place.
      if (same >= 0 && line.trim().length > 2 && older.indexOf(line, same + 1) < 0) from = same + 1;
      out.push(line);
      continue;
    }
    const before = out.findLast((one) => one.trim() !== '');
    const start = before === undefined ? 0 : onlyIndex(older, before, from - 1) + 1;
    const next = newer.slice(at + 1).find((one) => one.trim() !== '');
    const end = next === undefined ? older.length : onlyIndex(older, next, start);
    if ((before !== undefined && start === 0) || end < start) return null;
    while (out.at(-1)?.trim() === '') out.pop();
    out.push(...older.slice(start, end));
    from = end;
    behind = out.at(-1)?.trim() === '';
  }
  return out;
}

/** Where a line stands from an index on, if only once; -1 else. */
function onlyIndex(lines: readonly string[], wanted: string, from: number): number {
  const first = lines.indexOf(wanted, Math.max(0, from));
  return first >= 0 && lines.indexOf(wanted, first + 1) < 0 ? first : -1;
}
