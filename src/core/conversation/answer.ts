/** The answer of a model: the code change between the next tokens, and chat around it. */
import type { TextChange } from '../text';
import { codecOf } from './formats';
import { failed, type Edges, type FormatFailure, type FormatResult } from './formats/format';
import { withoutEnd } from './markers';
import { decodeOwn } from './own/decode';
import { shownOf } from './own/shown';
import { soundChange } from './sound';
import { END_OF_TEXT, IM_END, NEXT_END, NEXT_START, stripSpecialTokens, unescapeTokens } from './tokens';
import type { AnswerFormat, ChangeFormat, Current, DecodeResult, Dialect } from './types';
import { orderReplacements, replacementsToChange, wireText, type WireText } from './wire';

export interface DecodeOptions {
  /** False when the generation was cut (token limit, cancelled) rather than ended by the model. */
  readonly complete: boolean;
  /** Whether the prompt already opened the code (`code-first`, the default); if not, text without `next_start` is chat. */
  readonly codeFirst?: boolean;
  /** What the prompt already holds of the code, so that the answer goes on from there (see `begunAnswer`). */
  readonly begun?: string;
}

/** The parts of an answer; `body` is null when it holds no code. Everything still escaped. */
export interface AnswerParts {
  readonly body: string | null;
  /** Whether the end of the code was seen. */
  readonly bodyEnded: boolean;
  readonly chat: string;
}

/** Splits what the model wrote after the generation prompt. */
export function splitAnswer(text: string, codeFirst: boolean): AnswerParts {
  const turn = before(before(text, IM_END).text, END_OF_TEXT);
  const over = turn.found || text.includes(IM_END);
  const start = turn.text.indexOf(NEXT_START);
  if (start < 0 && !codeFirst) return { body: null, bodyEnded: over, chat: turn.text };
  // A model that was given the opening token may still write it again.
  const lead = start < 0 ? '' : turn.text.slice(0, start);
  const code = before(start < 0 ? turn.text : turn.text.slice(start + NEXT_START.length), NEXT_END);
  const chat = code.found ? code.rest : '';
  return { body: code.text, bodyEnded: code.found || over, chat: joinChat(lead, chat) };
}

function before(text: string, token: string): { text: string; found: boolean; rest: string } {
  const at = text.indexOf(token);
  return at < 0
    ? { text, found: false, rest: '' }
    : { text: text.slice(0, at), found: true, rest: text.slice(at + token.length) };
}

function joinChat(lead: string, rest: string): string {
  return [lead, rest]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * The text between the next tokens that leads from `before` to `after`; empty when nothing changes, except for
 * whole files, which are always written out.
 * @param edges which edges of the excerpt `before` have an ellipsis; none by default. Whole files repeat it.
 */
export function encodeAnswer(
  before: string,
  after: string,
  language: string,
  format: ChangeFormat,
  edges: Edges = { above: false, below: false },
): string {
  return codecOf(format).encode(before, after, language, edges);
}

/** The answer to `current` that leads to `after`, in whichever form; null where the form cannot say it. */
export function answerTo(current: Current, after: string, language: string, format: AnswerFormat): string | null {
  return typeof format === 'string'
    ? encodeAnswer(current.text, after, language, format, current)
    : format.write(shownOf(current), wireText(after, current.text).lines.join('\n'));
}

/**
 * What an answer in this dialect begins with and the model is not asked about: the opening of the fence, or nothing.
 * The prompt ends with it (`Generation.begun`), and reading the answer needs it again.
 */
export function begunAnswer(current: Current, language: string, dialect: Dialect): string {
  if (dialect.style === 'own' || dialect.alwaysWrites !== true) return '';
  const whole = encodeAnswer(current.text, current.text, language, dialect.outputFormat, current);
  return whole.slice(0, whole.indexOf('\n') + 1);
}

/**
 * Reads an answer as a change of `current.text`. Never throws on what a model wrote; overlapping blocks, searches
 * that match nothing, code that holds a model's markers, and code that is left out without a sign of which, are typed
 * failures, and nothing of them is applied.
 */
export function decodeAnswer(
  current: Current,
  language: string,
  format: AnswerFormat,
  text: string,
  options: DecodeOptions,
): DecodeResult {
  if (typeof format !== 'string') return decodeOwn(current, language, format, text, options.complete);
  const { body, bodyEnded, chat } = splitAnswer(
    withoutEnd((options.begun ?? '') + text, current.text),
    options.codeFirst ?? true,
  );
  const shownChat = unescapeTokens(stripSpecialTokens(chat)).trim();
  if (body === null) return { kind: 'change', change: [], partial: !options.complete && !bodyEnded, chat: shownChat };
  const ended = options.complete || bodyEnded;
  const wire = wireText(current.text);
  const result = resolveChange(wire, codecOf(format).decode({ current: wire, edges: current, body, ended }));
  if (result.kind === 'failed') return result;
  if (!result.whole && result.blocks === 0)
    return failed('truncated', 'the answer breaks off before its first change is complete');
  const sound = soundChange(current.text, language, result.change, body);
  return sound.kind === 'failed'
    ? sound
    : { kind: 'change', change: sound.change, partial: !result.whole, chat: shownChat };
}

type Resolved =
  | { readonly kind: 'resolved'; readonly change: TextChange; readonly blocks: number; readonly whole: boolean }
  | FormatFailure;

/** What a format read, as a change of the text; overlaps are refused here for all formats. */
function resolveChange(wire: WireText, result: FormatResult): Resolved {
  if (result.kind === 'failed') return result;
  const ordered = orderReplacements(result.replacements);
  if (ordered === null) return failed('overlapping-blocks', 'two blocks change the same lines');
  return { kind: 'resolved', change: replacementsToChange(wire, ordered), blocks: ordered.length, whole: result.whole };
}
