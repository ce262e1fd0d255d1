/** What the run panel shows, as data, and the places in it that lead to the code. */

export type RunEntry =
  | { readonly kind: 'out' | 'err' | 'typed'; readonly key: number; readonly text: string }
  /** `url` of a picture the program drew. */
  | { readonly kind: 'picture'; readonly key: number; readonly url: string; readonly title: string };

export type RunPhase =
  | { readonly kind: 'idle' }
  /** Fetching or starting the language. */
  | { readonly kind: 'starting'; readonly words: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ended'; readonly tone: 'good' | 'quiet' | 'problem'; readonly words: string };

export interface RunPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface RunView {
  readonly file: string | null;
  readonly phase: RunPhase;
  readonly entries: readonly RunEntry[];
  /** Older output was let go, so that the page stays quick. */
  readonly cut: boolean;
  /** Names of the files of the run, for finding places in what was printed. */
  readonly files: readonly string[];
  /** Where the error stands that ended it. */
  readonly place: RunPlace | null;
  /** Whether a fix can be asked for. */
  readonly fixable: boolean;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'place'; readonly text: string; readonly place: RunPlace };

const PLACES = /File "(?:\/home\/user\/)?([^"\n]+)", line (\d+)|\(([^()\s:]+):(\d+)(?::\d+)?\)/g;

/** Cuts printed text where a traceback names one of the run's files. */
export function piecesOf(text: string, files: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACES)) {
    const file = match[1] ?? match[3] ?? '';
    const line = Number(match[2] ?? match[4]);
    if (!files.includes(file)) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'place', text: match[0], place: { file, line } });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
