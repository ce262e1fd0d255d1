/** What the four ways to write a change have in common. */
import type { Current, DecodeFailure } from '../types';
import { findSpecialToken, stripTargets, unescapeTokens } from '../tokens';
import type { LineReplacement, WireText } from '../wire';

/** The edges of an excerpt that lines of the file lie beyond. */
export type Edges = Pick<Current, 'above' | 'below'>;

/** Stands in a fence for the lines of the file that are not shown. */
export const ELLIPSIS = '...';

/**
 * Between a line and its number where both C and the answer are numbered. No white space: a tokenizer would run it
 * together with the line's indentation, and a numbered line would no longer hold the tokens of the line itself.
 */
export const NUMBER_MARK = '|';

/** In place of {@link NUMBER_MARK} in C, at a line that holds a word which the newest edit took away. */
export const GONE_MARK = '>';

/**
 * What an answer says, in lines of C: 0-based, in the order written, overlaps not yet looked for. `whole` is false
 * when the answer breaks off after the replacements that are here.
 */
export type FormatResult =
  | { readonly kind: 'replacements'; readonly replacements: readonly LineReplacement[]; readonly whole: boolean }
  | FormatFailure;

export interface FormatFailure {
  readonly kind: 'failed';
  readonly reason: DecodeFailure;
  readonly detail: string;
}

/** Reads the text between the next tokens against the lines of C. `ended`: the model was done, it was not cut. */
export interface DecodeInput {
  readonly current: WireText;
  readonly edges: Edges;
  readonly body: string;
  readonly ended: boolean;
}

/** One way to write a change. */
export interface ChangeCodec {
  /** Writes the change from `from` to `to`, so that it is read against `from`. */
  readonly encode: (from: string, to: string, language: string, edges: Edges) => string;
  readonly decode: (input: DecodeInput) => FormatResult;
  /** Which state a history message is read against: `newer` means the message leads back. */
  readonly historyBase: 'older' | 'newer';
  /** Whether an answer is all of the code, and a history message all of the code that was. */
  readonly whole: boolean;
}

export function failed(reason: DecodeFailure, detail: string): FormatFailure {
  return { kind: 'failed', reason, detail };
}

/** Lines of an answer as the text they stand for, or the failure when a special token is among them. */
export function readAnswerLines(lines: readonly string[]): { kind: 'lines'; lines: string[] } | FormatFailure {
  const out: string[] = [];
  for (const line of lines) {
    const bare = stripTargets(line);
    const token = findSpecialToken(bare);
    if (token !== null)
      return failed('malformed', `the answer's code contains the special token ${token.slice(1, -1)}`);
    out.push(unescapeTokens(bare));
  }
  return { kind: 'lines', lines: out };
}
