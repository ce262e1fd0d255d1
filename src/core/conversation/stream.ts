/** An answer read while it is being written, so that its first change can be shown before its last is there. */
import { applyChange, changeIndentedAs, type TextChange } from '../text';
import { decodeAnswer, resolveChange, soundChange, splitAnswer } from './answer';
import { codecOf } from './formats';
import { withoutEnd } from './markers';
import { isPartOfWhole } from './part-of-whole';
import type { ChangeFormat, Current, DecodeResult } from './types';
import { wireText, type WireText } from './wire';

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
  private readonly wire: WireText;
  private written = '';
  private latest: AnswerProgress = { kind: 'writing', change: [] };

  /**
   * @param codeFirst whether the prompt already opened the code (see DecodeOptions).
   * @param begun what the prompt already holds of the code.
   */
  constructor(
    private readonly current: Current,
    private readonly language: string,
    private readonly format: ChangeFormat,
    private readonly codeFirst = true,
    private readonly begun = '',
  ) {
    this.wire = wireText(current.text);
  }

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
    const before = this.current.text;
    if (this.format === 'wf' && isPartOfWhole(before, applyChange(before, result.change))) {
      return { kind: 'failed', reason: 'truncated', detail: 'the answer is only a part of the code' };
    }
    return { ...result, change: changeIndentedAs(this.current.text, result.change) };
  }

  private read(): AnswerProgress {
    const { body, bodyEnded } = splitAnswer(withoutEnd(this.begun + this.written, this.current.text), this.codeFirst);
    if (bodyEnded) return { kind: 'ended', result: this.finish(true) };
    if (body === null) return { kind: 'writing', change: [] };
    const said = codecOf(this.format).preview({ current: this.wire, edges: this.current, body });
    const resolved = resolveChange(this.wire, said);
    if (resolved.kind === 'failed') return resolved;
    const sound = soundChange(this.current.text, this.language, resolved.change, body);
    // What is left out may be told once the lines behind it are there.
    if (sound.kind === 'failed') return sound.reason === 'elided' ? { kind: 'writing', change: [] } : sound;
    return { kind: 'writing', change: changeIndentedAs(this.current.text, sound.change) };
  }
}
