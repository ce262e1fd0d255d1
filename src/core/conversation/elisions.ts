/**
 * Models leave out what they do not change: `# ... rest unchanged ...`. Where the lines around it say which lines are
 * meant, these are put in; else the answer cannot be used, as it would delete them.
 */

const COMMENT = /^(?:#|\/\/|\/\*|<!--|--|;|%)?\s*/;
const WORDS = /\b(?:rest|unchanged|existing|remain(?:s|ing|der)?|previous|same|other|omitted|here|code|as before|no changes?|keep)\b/i;
const DOTS = /(?:\.{3}|…)/;

/** Whether a line stands for lines that are not written out. Code that holds dots (`...` of Python, a spread) is none. */
export function isElision(line: string): boolean {
  const bare = line.trim();
  if (!DOTS.test(bare)) return false;
  const mark = COMMENT.exec(bare)?.[0] ?? '';
  const said = bare.slice(mark.length).replace(/(?:\*\/|-->)$/, '').trim();
  if (mark.trim() === '') return /^(?:\.{3}|…)[\p{L} ]+(?:\.{3}|…)?$/u.test(said) && WORDS.test(said);
  return said.replace(/[.…\s]/g, '') === '' || (WORDS.test(said) && (/^(?:\.{3}|…)|(?:\.{3}|…)$/.test(said)));
}

/** The new lines with the elided ones put in; null where it cannot be told which are meant. */
export function expandElisions(older: readonly string[], newer: readonly string[]): readonly string[] | null {
  const out: string[] = [];
  let from = 0;
  for (let at = 0; at < newer.length; at += 1) {
    const line = newer[at] ?? '';
    if (!isElision(line) || older.includes(line)) {
      const same = older.indexOf(line, from);
      // Lines that stand often say nothing about the place.
      if (same >= 0 && line.trim().length > 2 && older.indexOf(line, same + 1) < 0) from = same + 1;
      out.push(line);
      continue;
    }
    const before = out.at(-1);
    const start = before === undefined ? 0 : onlyIndex(older, before, from - 1) + 1;
    const next = newer.slice(at + 1).find((one) => one.trim() !== '');
    const end = next === undefined ? older.length : onlyIndex(older, next, start);
    if ((before !== undefined && start === 0) || end < start) return null;
    out.push(...older.slice(start, end));
    from = end;
  }
  return out;
}

/** Where a line stands from an index on, if only once; -1 else. */
function onlyIndex(lines: readonly string[], wanted: string, from: number): number {
  const first = lines.indexOf(wanted, Math.max(0, from));
  return first >= 0 && lines.indexOf(wanted, first + 1) < 0 ? first : -1;
}
