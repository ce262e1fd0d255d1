/** Pieces of code with a name left open. */
import { writeName, type Hit, type Name } from './names';

/** Stands for a name in a template, followed by a sign for its letters. */
const OPEN = '\u0001';
const SIGNS = { raw: 'r', lower: 'l', upper: 'u', capital: 'c' } as const;

/** A stretch of text with the places of one name in it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Only those of the one name, in order, inside the stretch. */
  readonly hits: readonly Hit[];
}

export const markOf = ({ letters, plural }: Hit): string => `${OPEN}${SIGNS[letters]}${plural ? 's' : ''}${OPEN}`;

/** The piece with its name left open: pieces that differ only in the name have the same. */
export function templateOf(text: string, { start, end, hits }: Piece): string {
  let out = '';
  let at = start;
  for (const hit of hits) {
    out += text.slice(at, hit.start) + markOf(hit);
    at = hit.end;
  }
  return out + text.slice(at, end);
}

/** The piece with another name in the place of its own. */
export function withName(
  text: string,
  { start, end, hits }: Piece,
  name: Name,
  language: string,
  joins: readonly Hit[] = hits,
): string {
  let out = '';
  let at = start;
  for (const hit of hits) {
    const alike = hit.join ?? joins.find(({ letters, join }) => letters === hit.letters && join !== null)?.join ?? null;
    out += text.slice(at, hit.start);
    out += writeName(name, {
      letters: hit.letters,
      plural: hit.plural,
      join: alike,
      before: text.slice(Math.max(0, hit.start - 8), hit.start),
      language,
    });
    at = hit.end;
  }
  return out + text.slice(at, end);
}
