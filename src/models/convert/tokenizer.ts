/** The tokenizer's files: copied as they are, and read just far enough to know how many tokens there are. */
import { ConversionError, damaged } from './errors';
import { readJson } from './safetensors';
import type { SourceFolder } from './source';

/** Files that web-llm or MLC read, where a model has them. */
const candidates = [
  'tokenizer.json',
  'tokenizer.model',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'added_tokens.json',
  'special_tokens_map.json',
];

/** @throws ConversionError `incomplete` when there is none that web-llm could load */
export function tokenizerFiles(folder: SourceFolder): readonly string[] {
  const files = candidates.filter((name) => folder.names.includes(name));
  if (files.includes('tokenizer.json') || files.includes('tokenizer.model')) return files;
  throw new ConversionError(
    'incomplete',
    'tokenizer.json is missing.',
    'Choose tokenizer.json together with the weights; it is published beside them.',
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * One more than the largest token id in tokenizer.json; null without that file.
 * @throws ConversionError `damaged`
 */
export async function tokenCount(folder: SourceFolder): Promise<number | null> {
  const name = 'tokenizer.json';
  const json = await readJson(folder, name);
  if (json === null) return null;
  const model = json['model'];
  const vocabulary: unknown = isObject(model) ? model['vocab'] : undefined;
  const added: unknown = json['added_tokens'] ?? [];
  if (!isObject(vocabulary) || !Array.isArray(added)) throw damaged(name, 'it has no vocabulary');
  // Unigram models list their tokens; the others map them to ids.
  let count = Array.isArray(vocabulary) ? vocabulary.length : 0;
  const ids = [
    ...(Array.isArray(vocabulary) ? [] : Object.values(vocabulary)),
    ...added.map((token: unknown) => (isObject(token) ? token['id'] : undefined)),
  ];
  for (const id of ids) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw damaged(name, 'a token has no id');
    if (id >= count) count = id + 1;
  }
  return count;
}
