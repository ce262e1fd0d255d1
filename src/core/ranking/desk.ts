/** Answers questions to the proposers, and keeps what it has read of a file for the next one. */
import { parseSyntax, type Syntax } from '../syntax';
import { normalizeChange, trimEdit, type TextChange } from '../text';
import { momentOf, type MomentInput } from '../proposals';
import type { Forest, Eagerness } from './forest';
import { breaksSyntax, suggest, worthOf, type Suggestion } from './suggest';
import type { Answered } from './answer';

export interface DeskChoices {
  readonly eagerness: Eagerness;
  readonly quietInText: boolean;
}

export interface Desk {
  suggest(question: Omit<MomentInput, 'earlier'>, choices: DeskChoices): readonly Suggestion[];
  /**
   * How likely an answer of a model is what the user does next, and the least that is shown. An answer that need not be
   * ranked is certain; one that breaks what could be parsed is impossible.
   */
  weigh(
    question: Omit<MomentInput, 'earlier'>,
    answer: Answered,
    choices: DeskChoices,
    ranked: boolean,
  ): { readonly probability: number; readonly enough: number };
}

/** Files whose syntax is kept; the one that was asked about longest ago goes first. */
const MOST_FILES = 8;

export interface DeskOptions {
  readonly proposals: Forest;
  readonly answers: Forest;
  /** Told of a proposer that threw; its candidates are missing and nothing else. */
  readonly onFault: (family: string, error: unknown) => void;
}

export function createDesk({ proposals, answers, onFault }: DeskOptions): Desk {
  const read = new Map<string, Syntax>();
  const prepared = (question: Omit<MomentInput, 'earlier'>): MomentInput => {
    const before = read.get(question.path);
    const earlier = before === undefined ? undefined : { syntax: before, change: between(before.text, question.text) };
    const syntax = parseSyntax(question.language, question.path, question.text, earlier);
    read.delete(question.path);
    if (syntax === null) return question;
    read.set(question.path, syntax);
    for (const path of [...read.keys()].slice(0, -MOST_FILES)) read.delete(path);
    return { ...question, earlier: { syntax, change: [] } };
  };
  return {
    suggest: (question, choices) => suggest(prepared(question), { ...choices, forest: proposals, onFault }).suggestions,
    weigh(question, answer, { eagerness }, ranked) {
      const moment = momentOf(prepared(question));
      const enough = ranked ? answers.thresholds[eagerness] : 1;
      if (breaksSyntax(moment, answer)) return { probability: 0, enough };
      return { probability: ranked ? worthOf(answers, moment, answer) : 1, enough };
    },
  };
}

/** One edit from a text to another: all between what they share at both ends. Cheap, and enough for a parser. */
const between = (from: string, to: string): TextChange =>
  normalizeChange([trimEdit(from, { start: 0, end: from.length, text: to })]);
