/** From tokens to the pieces of an answer. Pure. */
import type { AnswerPiece } from '../cli/evaluation/answers';

/** One token of an answer: its probability, 0 to 1, and when it was there, milliseconds from the question. */
export interface Generated {
  readonly probability: number;
  readonly ms: number;
}

/** The text of an answer, token by token, up to the first stop text. */
export class AnswerReader<T> {
  /** What each token added; '' where a character is not complete, or where it belongs to the stop text. */
  readonly texts: string[] = [];
  readonly #tokens: T[] = [];
  #text = '';

  /** @param textOf the text of the whole answer so far; an incomplete character at its end reads as U+FFFD */
  constructor(
    private readonly textOf: (tokens: readonly T[]) => string,
    private readonly stop: readonly string[],
  ) {}

  /** Whether a stop text is there now; everything is cut before it. */
  add(token: T): boolean {
    this.#tokens.push(token);
    const whole = this.textOf(this.#tokens).replace(/\uFFFD+$/, '');
    const found = this.stop
      .map((stop) => whole.indexOf(stop, Math.max(0, this.#text.length - stop.length)))
      .filter((at) => at >= 0);
    const kept = found.length === 0 ? whole : whole.slice(0, Math.min(...found));
    this.texts.push(kept.slice(this.#text.length));
    this.#takeBack(this.#text.length - kept.length);
    this.#text = kept;
    return found.length > 0;
  }

  /** Earlier tokens may hold the beginning of the stop text. */
  #takeBack(units: number): void {
    let over = units;
    for (let index = this.texts.length - 1; index >= 0 && over > 0; index -= 1) {
      const text = this.texts[index] ?? '';
      const cut = Math.min(over, text.length);
      this.texts[index] = text.slice(0, text.length - cut);
      over -= cut;
    }
  }
}

/** Pieces with text; a token that added none lends its probability to the next that does. */
export function piecesOf(texts: readonly string[], made: readonly Generated[]): AnswerPiece[] {
  const out: AnswerPiece[] = [];
  let held = 0;
  texts.forEach((text, index) => {
    const one = made[index];
    if (one === undefined) return;
    held = Math.min(held, Math.log(Math.max(one.probability, LEAST)));
    if (text === '') return;
    out.push({ text, logprob: held, ms: Math.round(one.ms * 10) / 10 });
    held = 0;
  });
  return out;
}

/** A probability that was rounded to nothing. */
const LEAST = 1e-12;
