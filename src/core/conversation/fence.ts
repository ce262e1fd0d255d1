/** Fenced code: written so that no line of the code can close the fence, read with the fence it was opened with. */

const TICKS = /`{3,}/g;
const OPENING = /^ {0,3}(`{3,})([^`]*)$/;
const LANGUAGE = /[^a-z0-9+#._-]/g;

/**
 * The lines in a fence longer than any run of backticks in them. No lines at all give a fence with nothing inside,
 * one empty line gives a fence with an empty line inside.
 * @param language lower-case name; characters that do not belong into a fence's name are left out.
 */
export function fenceLines(language: string, lines: readonly string[]): string {
  let size = 3;
  for (const line of lines) {
    for (const run of line.match(TICKS) ?? []) size = Math.max(size, run.length + 1);
  }
  const ticks = '`'.repeat(size);
  return [ticks + language.toLowerCase().replace(LANGUAGE, ''), ...lines, ticks].join('\n');
}

/** One fenced block of an answer, and the line of text before it. */
export interface FencedBlock {
  /** The nearest line before the fence that is not blank, trimmed; null when there is none after the block before. */
  readonly header: string | null;
  readonly lines: readonly string[];
}

export interface FencedText {
  readonly blocks: readonly FencedBlock[];
  /** The lines so far of a block that is not closed, or null. */
  readonly open: FencedBlock | null;
  /** Lines that belong to no block and are no block's header; blank ones left out. */
  readonly stray: readonly string[];
}

/**
 * Reads fenced blocks. A block ends at the first line that is exactly as many backticks as its first.
 * @param ended whether the last line is whole; if not it is not looked at.
 */
export function readFences(text: string, ended: boolean): FencedText {
  const lines = text.split('\n');
  if (!ended) lines.pop();
  const blocks: FencedBlock[] = [];
  const stray: string[] = [];
  let header: string | null = null;
  let open: { ticks: string; header: string | null; lines: string[] } | null = null;
  for (const line of lines) {
    if (open !== null) {
      if (line.trimEnd() === open.ticks) {
        blocks.push({ header: open.header, lines: open.lines });
        open = null;
      } else open.lines.push(line);
      continue;
    }
    const ticks = OPENING.exec(line)?.[1];
    if (ticks !== undefined) {
      open = { ticks, header, lines: [] };
      header = null;
    } else if (line.trim() !== '') {
      if (header !== null) stray.push(header);
      header = line.trim();
    }
  }
  // While the answer streams, this may still become the header of the next block.
  if (ended && header !== null) stray.push(header);
  return { blocks, open: open === null ? null : { header: open.header, lines: open.lines }, stray };
}
