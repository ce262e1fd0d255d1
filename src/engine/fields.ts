/** Checks of fields in messages, shared by the engines' own. */

export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

export const isCount = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least;

/** Hex digits, or null where the digest is not known. */
export const isSha256 = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value));

export const isHttpUrl = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\//.test(value);
