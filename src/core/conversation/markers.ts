/**
 * What models write to part code from talk, and never belongs into a file: the special tokens of every dialect that this
 * program speaks or that the models it can load were trained with. A marker that the file itself talks about has not leaked.
 */
import { END_OF_TEXT, SPECIAL_TOKENS } from './tokens';

/** Each exactly as it is written. Sources: the cards and repositories named in docs/engines.md. */
const MARKERS: readonly string[] = [
  ...SPECIAL_TOKENS, END_OF_TEXT,
  // Insertion at the cursor: Qwen2.5-Coder, StarCoder2, DeepSeek-Coder, CodeGemma, Codestral, Granite, Seed-Coder, CodeLlama.
  '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<fim_pad>',
  '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '[PREFIX]', '[SUFFIX]', '[MIDDLE]', '<[fim-prefix]>', '<[fim-suffix]>', '<[fim-middle]>',
  '<PRE>', '<SUF>', '<MID>', '<EOT>', '<|repo_name|>', '<|file_sep|>', '<file_sep>', '<repo_name>', '<|file_separator|>',
  // Next edits: Zeta, Sweep, Instinct, Copilot's format.
  '<|user_cursor_is_here|>', '<|user_cursor|>', '<|cursor|>', '<|editable_region_start|>', '<|editable_region_end|>', '<|start_of_file|>',
  '<|original_code|>', '<|updated_code|>', '<|current_file_content|>', '<|recently_viewed_code_snippets|>', '<|edit_diff_history|>',
  '<|code_to_edit|>', '<|/code_to_edit|>', '<|area_around_code_to_edit|>',
  // Ends and turns.
  '<|end_of_text|>', '<|eot_id|>', '<|begin_of_text|>', '<｜end▁of▁sentence｜>', '<|EOT|>', '<end_of_turn>', '<start_of_turn>', '</s>', '<|end|>', '<|assistant|>', '<|user|>', '<|system|>', '[/INST]',
];

/** Signs of a conflict, or of a diff in that form, on a line of their own. */
const CONFLICT = /^(?:<{7} (?:CURRENT|HEAD|ORIGINAL|SEARCH|ours)|>{7} (?:UPDATED|REPLACE|theirs|[0-9a-f]{7,}))\b.*$/m;

/** The first marker in `put` that `file` does not hold; null when there is none. */
export function leakedMarker(put: string, file: string): string | null {
  const marker = MARKERS.find((one) => put.includes(one) && !file.includes(one));
  if (marker !== undefined) return marker;
  const conflict = CONFLICT.exec(put)?.[0];
  return conflict === undefined || CONFLICT.test(file) ? null : conflict;
}
