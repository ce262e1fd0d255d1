/** An answer read while it is being written, so that its first change can be shown before its last is there. */
import { changeIndentedAs, type TextChange } from '../text';
import { decodeAnswer, splitAnswer } from './answer';
import { writesWhole } from './formats';
import { withoutEnd } from './markers';
import { withEdgesKept } from './part-of-whole';
import { settledChange } from './settled';
import type { AnswerFormat, Current, DecodeResult } from './types';

/**
 * - `writing`: `change` (of `Current.text`) is what the complete blocks say. For LC, SR and UD it only grows and
 *   what is in it stays; for WF it is what lines that agree with C already follow, and may still move.
 * - `ended`: the end of the code was seen. Text that follows only adds to `chat`.
 * - `failed`: what was written cannot become a change any more; generating on is of no use.
 */
export type AnswerProgress =
  | { readonly kind: 'writing'; readonly change: TextChange }
  | { readonly kind: 'ended'; readonly result: DecodeResult }
  | Extract<DecodeResult, { kind: 'failed' }>;

/** Feed it the pieces as they come, then call {@link AnswerStream.finish}. One answer each. */
export class AnswerStream {
  private written = '';
  private latest: AnswerProgress = { kind: 'writing', change: [] };

  /**
   * @param codeFirst whether the prompt already opened the code (see DecodeOptions).
   * @param begun what the prompt already holds of the code.
   * @param keepsEdges whether lines that a whole answer leaves out at the ends of the code stay.
   */
  constructor(
    private readonly current: Current,
    private readonly language: string,
    private readonly format: AnswerFormat,
    private readonly codeFirst = true,
    private readonly begun = '',
    private readonly keepsEdges = false,
  ) {}

  /** All that was pushed. */
  get text(): string {
    return this.written;
  }

  /** Takes the next piece, cut anywhere, and tells what the answer says so far. */
  push(piece: string): AnswerProgress {
    this.written += piece;
    // Nothing new can be told before a line or a token is complete.
    if (this.latest.kind === 'ended' || /[\n>]/.test(piece)) this.latest = this.read();
    return this.latest;
  }

  /**
   * What the whole answer means.
   * @param complete false when the generation was cut rather than ended by the model.
   */
  finish(complete: boolean): DecodeResult {
    const result = decodeAnswer(this.current, this.language, this.format, this.written, {
      complete,
      codeFirst: this.codeFirst,
      begun: this.begun,
    });
    if (result.kind === 'failed') return result;
    const kept =
      this.keepsEdges && writesWhole(this.format) ? withEdgesKept(this.current.text, result.change) : result.change;
    return { ...result, change: changeIndentedAs(this.current.text, kept) };
  }

  private read(): AnswerProgress {
    const { body, bodyEnded } = splitAnswer(withoutEnd(this.begun + this.written, this.current.text), this.codeFirst);
    if (bodyEnded) return { kind: 'ended', result: this.finish(true) };
    if (body === null) return { kind: 'writing', change: [] };
    const settled = settledChange(this.current, this.language, this.format, body);
    if (settled.kind === 'failed') return settled;
    return { kind: 'writing', change: changeIndentedAs(this.current.text, settled.change) };
  }
}
