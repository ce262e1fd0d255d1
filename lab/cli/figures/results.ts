import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readResult, type Result } from './page';

/** All results in a folder that are tables; those of other forms have pages of their own. */
export function readResults(folder: string): readonly Result[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const json: unknown = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
      return readResult(path.basename(name, '.json'), json) ?? [];
    });
}
