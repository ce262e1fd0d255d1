/** The models the program knows. A catalog entry names a file, how to check it, and how the model is spoken to. */
import { EMBEDDED_DIALECT } from '../core/conversation';
import type { GgufModel } from '../protocol/engine';
import { ModelError } from './errors';

const embeddedCard = 'models/inkling-edit-v2.json';

type Fields = Readonly<Record<string, unknown>>;

const text = (fields: Fields, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
};

const count = (fields: Fields, ...keys: readonly string[]): number | null => {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  }
  return null;
};

/** Natural logarithms, so at most 0; null when there are none. */
const thresholds = (fields: Fields): NonNullable<GgufModel['confidence']> | null => {
  const value = fields['confidence'];
  if (typeof value !== 'object' || value === null) return null;
  const { min, mean, silence } = value as {
    readonly min?: unknown;
    readonly mean?: unknown;
    readonly silence?: unknown;
  };
  if (typeof min !== 'number' || typeof mean !== 'number' || min > 0 || mean > 0) return null;
  return { min, mean, ...(typeof silence === 'number' && silence >= 0 && silence <= 1 ? { silence } : {}) };
};

/** How much of a file to show: null for the usual. */
const excerptOf = (fields: Fields): NonNullable<GgufModel['excerpt']> | null => {
  const value = fields['excerpt'];
  if (typeof value !== 'object' || value === null) return null;
  const lines = count(value as Fields, 'lines');
  const chars = count(value as Fields, 'chars');
  return lines === null || chars === null ? null : { lines, chars };
};

const defaultContextLength = 2048;

/**
 * Reads a model card: `id`, `file` (beside the card), `sha256`, and where they differ from the usual `contextLength` and
 * `dialect`; `bytes`, `device`, `confidence` and `excerpt` are optional.
 * `cardUrl` is absolute; the model's URL comes out absolute.
 * @throws ModelError `model-corrupt` when a field is missing or malformed
 */
export function parseCard(card: unknown, cardUrl: string): GgufModel {
  const fields: Fields = typeof card === 'object' && card !== null ? (card as Fields) : {};
  const id = text(fields, 'id');
  const file = text(fields, 'file');
  const sha256 = text(fields, 'sha256');
  if (id === null || file === null || sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new ModelError('model-corrupt', 'The description of the model is damaged.');
  }
  const bytes = count(fields, 'bytes');
  const confidence = thresholds(fields);
  const excerpt = excerptOf(fields);
  return {
    id,
    engine: 'wllama',
    url: new URL(file, cardUrl).href,
    sha256,
    ...(bytes === null ? {} : { bytes }),
    contextLength: count(fields, 'contextLength', 'context_length') ?? defaultContextLength,
    dialect: text(fields, 'dialect') ?? EMBEDDED_DIALECT,
    ...(confidence === null ? {} : { confidence }),
    ...(excerpt === null ? {} : { excerpt }),
    ...(fields['device'] === 'cpu' ? { device: 'cpu' as const } : {}),
  };
}

/**
 * The model that ships with the program. `baseUrl` is the absolute URL of the folder the program is served from,
 * with a slash at its end.
 * @throws ModelError `model-not-found` or `model-corrupt`
 */
export async function embeddedModel(
  baseUrl: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<GgufModel> {
  const cardUrl = new URL(embeddedCard, baseUrl).href;
  let card: unknown;
  try {
    const response = await fetch(cardUrl);
    if (!response.ok) throw new Error(`status ${response.status}`);
    card = await response.json();
  } catch (error) {
    const why = error instanceof SyntaxError ? 'cannot be read' : 'could not be fetched';
    throw new ModelError(
      error instanceof SyntaxError ? 'model-corrupt' : 'model-not-found',
      `The description of the model ${why}.`,
    );
  }
  return parseCard(card, cardUrl);
}
