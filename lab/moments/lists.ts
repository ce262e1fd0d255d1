/** Lists of repositories, and those that nothing may be trained on. */
import { readFileSync } from 'node:fs';

export interface Listed {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string | null;
}

/** The first word of a line names a repository; a commit may follow. Each repository once; "#" begins a comment. */
export function readList(text: string): Listed[] {
  const out = new Map<string, Listed>();
  for (const line of text.split('\n')) {
    const [repository = '', second = ''] = line.trim().split(/\s+/);
    const key = repository.toLowerCase();
    if (key !== '' && !key.startsWith('#') && !out.has(key))
      out.set(key, { repository, commit: /^[0-9a-f]{40}$/.test(second) ? second : null });
  }
  return [...out.values()];
}

const { repositories } = JSON.parse(
  readFileSync(new URL('../training/heldout-repositories.json', import.meta.url), 'utf8'),
) as { repositories: { repository: string; commit: string }[] };
const HELD_OUT: ReadonlyMap<string, string> = new Map(
  repositories.map(({ repository, commit }) => [repository.toLowerCase(), commit]),
);

export const isHeldOut = (repository: string): boolean => HELD_OUT.has(repository.toLowerCase());

/** The commit at which a held-out repository is looked at, or null for any other. */
export const heldOutCommit = (repository: string): string | null => HELD_OUT.get(repository.toLowerCase()) ?? null;
