/** Finding a command by a few of its letters. */

/**
 * How well `query` fits `title`, or null when it does not: its letters must stand in the title in their order. Starts
 * of words weigh most, neighbours more than letters strewn about; shorter titles win ties.
 */
export function fit(query: string, title: string): number | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  const text = title.toLowerCase();
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of wanted) {
    const start = startOfWord(text, letter, from);
    const next = text.indexOf(letter, from);
    if (next < 0) return null;
    const at = next === last + 1 || start < 0 ? next : start;
    score += at === last + 1 ? 3 : at === start ? 4 : 1;
    last = at;
    from = at + 1;
  }
  return score - text.length / 100;
}

function startOfWord(text: string, letter: string, from: number): number {
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) {
    if (at === 0 || /[^a-z0-9]/.test(text.charAt(at - 1))) return at;
  }
  return -1;
}

/** More than a name gains by letters that stand anywhere. */
const BEGINS = 10;

/**
 * Those that fit, best first; all in their order when nothing is asked for. Names that begin with what is asked for
 * come first.
 * @param namesOf what an item can be found by: its own name first
 */
export function rank<Item>(
  query: string,
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): readonly Item[] {
  const begin = query.trim().toLowerCase();
  if (begin === '') return items;
  return items
    .flatMap((item) => {
      const scores = namesOf(item).flatMap((name) => {
        const score = fit(query, name);
        return score === null ? [] : [score + (name.toLowerCase().startsWith(begin) ? BEGINS : 0)];
      });
      return scores.length === 0 ? [] : [{ item, score: Math.max(...scores) }];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);
}
