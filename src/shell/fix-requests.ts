/** Where a failed run asks for a fix, and whoever can ask a model for a change takes it. */

export interface FixRequest {
  /** What went wrong, as the user's instruction U. */
  readonly instruction: string;
  /** The file and line (from 1) where the error stands, when it names one. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface FixRequests {
  /** False when nobody takes requests. */
  request(asked: FixRequest): boolean;
  /** The newest taker gets them all. */
  take(taker: (asked: FixRequest) => void): void;
}

export function createFixRequests(): FixRequests {
  let taker: ((asked: FixRequest) => void) | null = null;
  return {
    request(asked) {
      if (taker === null) return false;
      taker(asked);
      return true;
    },
    take(next) {
      taker = next;
    },
  };
}
