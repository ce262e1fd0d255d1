/** Clones of repositories in a folder. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a clone is: `owner/name`, `owner+name` or `name` below the folder, bare or not. */
export function findClone(clones: string, repository: string): string | null {
  const names = [repository, repository.replace('/', '+'), repository.split('/')[1] ?? repository];
  const places = names
    .flatMap((name) => [`${name}/repo/.git`, `${name}/repo`, `${name}/.git`, `${name}.git`, name])
    .map((name) => path.join(clones, name));
  return places.find((place) => existsSync(path.join(place, 'HEAD'))) ?? null;
}
