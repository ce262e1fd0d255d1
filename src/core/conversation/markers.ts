/**
 * What models write to part code from talk, and never belongs into a file: the special tokens of every dialect that this
 * program speaks or that the models it can load were trained with. A marker that the file itself talks about has not leaked.
 */
import { END_OF_TEXT, SPECIAL_TOKENS } from './tokens';

/** What the conversation itself uses, and each format reads or refuses by its own rules. */
const OURS: ReadonlySet<string> = new Set<string>([...SPECIAL_TOKENS, END_OF_TEXT]);

/** `<|name|>`, also with full-width bars: the form of most tokenizers' special tokens, `<|marker_12|>` among them. */
const BARRED = /<[|｜]\/?[\p{L}\p{N}_▁-]+[|｜]>/gu;

/** Each exactly as it is written, where the form says nothing. Sources: the cards and repositories named in docs/engines.md. */
const NAMED: readonly string[] = [
  // Insertion at the cursor: StarCoder2, Codestral, Granite, Seed-Coder, CodeLlama.
  '<fim_prefix>',
  '<fim_suffix>',
  '<fim_middle>',
  '<fim_pad>',
  '[PREFIX]',
  '[SUFFIX]',
  '[MIDDLE]',
  '<[fim-prefix]>',
  '<[fim-suffix]>',
  '<[fim-middle]>',
  '<PRE>',
  '<SUF>',
  '<MID>',
  '<EOT>',
  '<file_sep>',
  '<repo_name>',
  '<filename>',
  // Ends and turns.
  '<end_of_turn>',
  '<start_of_turn>',
  '<bos>',
  '<eos>',
  '[INST]',
  '[/INST]',
];

/** Tokens with which an answer ends. What a model writes behind one of them is another answer. */
const END =
  /(?:<[|｜](?:endoftext|end_of_text|eot_id|EOT|end|im_end|eom_id|end▁of▁sentence)[|｜]>|<end_of_turn>|<EOT>|<eos>|<\/s>)/u;
const END_AT_LAST = new RegExp(`(?:\\s*${END.source})+(\\s*(?:\`{3,}|~{3,})?\\s*)$`, 'u');

/** A sign of a conflict, or of a diff in that form, on a line of its own. */
const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$/;
/** A line that `=======` may underline as its heading. */
const HEADING = /^\s*[\p{L}\p{N}][\p{L}\p{N} ]{3,9}$/u;

/** The first `<|name|>` of an answer that `file` does not hold and that the conversation does not use; null when there is none. What is escaped is meant as text. */
export function leakedToken(answer: string, file: string): string | null {
  for (const [marker] of answer.matchAll(BARRED)) if (!OURS.has(marker) && !file.includes(marker)) return marker;
  return null;
}

/**
 * The first sign in `after`, of those that are not of the form `<|name|>`, that `before` does not hold; null when there
 * is none. Both are whole texts: `<s>` and `</s>` are tags of HTML where they come in pairs, and a conflict's sign counts
 * only beyond those that were there.
 */
export function leakedSign(after: string, before: string): string | null {
  const named = NAMED.find((marker) => after.includes(marker) && !before.includes(marker));
  if (named !== undefined) return named;
  const open = (text: string): number => count('<s>', text) - count('</s>', text);
  const talksOfTags = before.includes('<s>') || before.includes('</s>');
  if (!talksOfTags && open(after) !== 0) return open(after) > 0 ? '<s>' : '</s>';
  const [signs, known] = [conflictSigns(after), conflictSigns(before)];
  return signs.length > known.length ? (signs.find((sign) => !known.includes(sign)) ?? signs[0] ?? null) : null;
}

/** The first marker of either kind that a text holds and the text before did not; null when there is none. */
export function leakedMarker(after: string, before: string): string | null {
  for (const [marker] of after.matchAll(BARRED)) if (!before.includes(marker)) return marker;
  return leakedSign(after, before);
}

/** Lines that are signs of a conflict; `=======` under a line of words is a heading. */
function conflictSigns(text: string): readonly string[] {
  if (!/^[<>=|]{7}/m.test(text)) return [];
  const lines = text.split(/\r?\n/);
  return lines.filter(
    (line, at) => CONFLICT.test(line) && !(line.startsWith('=') && HEADING.test(lines[at - 1] ?? '')),
  );
}

const count = (what: string, text: string): number => text.split(what).length - 1;

/** An answer without the tokens that end it, also where they stand inside its fence; `file` is what it is about. */
export function withoutEnd(answer: string, file: string): string {
  const found = END_AT_LAST.exec(answer);
  if (found === null || (found[0].includes('</s>') && (count('<s>', answer) > 0 || file.includes('</s>'))))
    return answer;
  const fence = found[1] ?? '';
  return answer.slice(0, found.index) + (fence.trim() === '' ? '' : `\n${fence.trim()}`);
}
