/** What a model answered, kept on disk: an evaluation that was broken off goes on, and thresholds are tried without a model. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompletionFigures, CompletionRequest } from '../../../src/core/prediction';

/** `ms`: from the question to this piece, as the page measured it. */
export interface AnswerPiece {
  readonly text: string;
  readonly logprob: number | null;
  readonly ms: number;
}

export interface Answer {
  readonly pieces: readonly AnswerPiece[];
  readonly figures: CompletionFigures;
}

export type Ask = (request: CompletionRequest) => Promise<Answer>;

export interface AnswerBook {
  /** How many answers there are. */
  readonly size: () => number;
  /** Answers from the book, or asks and writes the answer down. */
  answering(ask: Ask): Ask;
}

/** A draft that is not to be judged does not change an answer, only how soon it comes. */
const keyOf = (request: CompletionRequest): string => {
  const draft = request.draftSilence === undefined ? null : request.draft;
  return createHash('sha256')
    .update(JSON.stringify({ ...request, parts: request.parts.join(''), draft }))
    .digest('base64url')
    .slice(0, 22);
};

/** The book of one model file. A line that was cut short is left out. */
export function openAnswers(file: string): AnswerBook {
  const known = new Map<string, Answer>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const row = readRow(line);
      if (row !== null) known.set(row.key, row.answer);
    }
  }
  mkdirSync(path.dirname(file), { recursive: true });
  return {
    size: () => known.size,
    answering: (ask) => async (request) => {
      const key = keyOf(request);
      const found = known.get(key);
      if (found !== undefined) return found;
      const answer = await ask(request);
      known.set(key, answer);
      appendFileSync(file, `${JSON.stringify({ key, answer })}\n`);
      return answer;
    },
  };
}

function readRow(line: string): { readonly key: string; readonly answer: Answer } | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as { key: string; answer: Answer };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
