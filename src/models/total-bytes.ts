import type { StoredModel } from '../protocol/models';

/** Bytes of all parts of a model, as far as anybody has told; 0 while nobody has. */
export const totalBytes = ({ parts, told }: Pick<StoredModel, 'parts' | 'told'>): number =>
  parts.reduce((sum, { path, bytes }) => sum + (bytes ?? told[path]?.total ?? 0), 0);
