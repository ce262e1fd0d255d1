/** Why weights could not be converted, as it is shown to a user. */
export type ConversionErrorCode =
  /** A file that is needed is missing. */
  | 'incomplete'
  /** A file contradicts itself or ends early. */
  | 'damaged'
  /** Sound, but of a kind that is not converted here. */
  | 'unsupported'
  /** The embedding has more rows than the compiled library. */
  | 'vocabulary-too-large'
  /** A weight is infinite, not a number, or too large for the target's number type. */
  | 'bad-value'
  /** No compiled library fits the model's shape. */
  | 'no-library'
  /** The place written to is full. */
  | 'disk-full'
  /** The place written to refuses for another reason. */
  | 'unwritable';

export interface ConversionFailure {
  readonly code: ConversionErrorCode;
  readonly message: string;
  /** What the user can do, as a sentence. */
  readonly remedy: string;
}

/** The one error of this folder; whatever else is thrown is a fault of the program or the reason of an abort. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
  readonly failure: ConversionFailure;

  constructor(code: ConversionErrorCode, message: string, remedy: string) {
    super(message);
    this.failure = { code, message, remedy };
  }
}

/** A file that contradicts itself. `what` completes "<file> is damaged: ...". */
export const damaged = (file: string, what: string): ConversionError =>
  new ConversionError(
    'damaged',
    `${file} is damaged: ${what}.`,
    'Download the file again and compare its size with the one published.',
  );

/** Something sound that is not converted. */
export const unsupported = (
  message: string,
  remedy = 'Choose a Qwen2 or Llama model in its original, unquantized form.',
): ConversionError => new ConversionError('unsupported', message, remedy);
