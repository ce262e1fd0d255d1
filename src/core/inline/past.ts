/** The instructions a user gave before, newest first, and walking through them with the arrow keys. */

const MOST = 50;

/** The list with an instruction put in front; the same words are kept once. */
export function remember(past: readonly string[], instruction: string): readonly string[] {
  const words = instruction.trim();
  return words === '' ? past : [words, ...past.filter((other) => other !== words)].slice(0, MOST);
}

/** Where the walk stands: `at` 0 is what the user was writing, 1 the newest instruction. */
export interface PastWalk {
  readonly at: number;
  readonly draft: string;
}

/** One step back (`older`) or forth; null when there is nothing further that way. */
export function walkPast(
  past: readonly string[],
  walk: PastWalk,
  older: boolean,
): { readonly walk: PastWalk; readonly shown: string } | null {
  const at = walk.at + (older ? 1 : -1);
  if (at < 0 || at > past.length) return null;
  return { walk: { ...walk, at }, shown: at === 0 ? walk.draft : (past[at - 1] ?? '') };
}

/** The list as it was kept; anything else is left out. */
export function readPast(kept: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}
