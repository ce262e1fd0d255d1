/**
 * Where in an expected text a generation is. The draft is followed token by token; where the generation leaves it (a
 * token more, less or other), the place to go on from is the one whose preceding tokens match the longest stretch of
 * what was generated last. Where the draft has nothing to say, the prompt and the answer so far are searched in the same
 * way, because answers repeat what they were shown and, where an edit does the same thing again and again, themselves.
 */

export interface Proposal {
  readonly tokens: readonly number[];
  /** How many tokens in a row came as foretold up to here; the more, the surer the next one. */
  readonly streak: number;
}

export interface DraftAligner {
  /** At most `most` tokens that probably follow; may be empty. */
  readonly propose: (most: number) => Proposal;
  /** Takes in a generated token. Tells whether it had been foretold; null when nothing had been. */
  readonly take: (token: number) => boolean | null;
}

/** A match longer than this is no surer. */
const LONGEST_MATCH = 12;
/** In what was seen a shorter match is chance. */
const LEAST_MATCH_SEEN = 3;
/** A match in what was seen is preferred to the draft's when it is longer by this. */
const CLEARLY_LONGER = 4;
/** How sure the start of the draft is, as a streak. */
const STREAK_AT_START = 4;
/** Doubling the distance from where the draft was left costs as much as a match shorter by this. */
const DISTANCE_WEIGHT = 0.45;
/** A place found by matching is trusted after so many tokens came as foretold; until then a better one is looked for. */
const TRUSTED_STREAK = 4;
/** Going back in the draft is this much less likely than going on. */
const BACKWARD_PENALTY = 2;

interface Source {
  readonly tokens: number[];
  /** Indices of each token, ascending. */
  readonly places: Map<number, number[]>;
}

interface Place {
  readonly source: Source;
  /** Index of the token expected next. */
  at: number;
}

function append({ tokens, places }: Source, token: number): void {
  const known = places.get(token);
  if (known) known.push(tokens.length);
  else places.set(token, [tokens.length]);
  tokens.push(token);
}

function sourceOf(tokens: readonly number[]): Source {
  const source: Source = { tokens: [], places: new Map() };
  for (const token of tokens) append(source, token);
  return source;
}

/** @param draft the expected answer; empty for none. @param prompt what the answer may repeat. */
export function createDraftAligner(draft: readonly number[], prompt: readonly number[]): DraftAligner {
  const expected = sourceOf(draft);
  /** The prompt and what was generated after it. */
  const seen = sourceOf(prompt);
  let place: Place | null = draft.length > 0 ? { source: expected, at: 0 } : null;
  let streak = STREAK_AT_START;
  /** The first token of the draft that the generation has not passed for certain. */
  let anchor = 0;

  /** How many tokens before `end` in `source` are those generated last. */
  const matchBefore = (source: Source, end: number): number => {
    const generated = seen.tokens.length - prompt.length;
    let length = 0;
    while (
      length < LONGEST_MATCH &&
      length < end &&
      length < generated &&
      source.tokens[end - 1 - length] === seen.tokens[seen.tokens.length - 1 - length]
    )
      length += 1;
    return length;
  };

  const bestIn = (
    source: Source,
    score: (match: number, next: number) => number,
  ): { next: number; match: number } | null => {
    const last = seen.tokens.at(-1);
    let best: { next: number; match: number; score: number } | null = null;
    for (const index of last === undefined ? [] : (source.places.get(last) ?? [])) {
      if (index === seen.tokens.length - 1 && source === seen) continue;
      const match = matchBefore(source, index + 1);
      const value = score(match, index + 1);
      if (best === null || value > best.score) best = { next: index + 1, match, score: value };
    }
    return best;
  };

  const nearAnchor = (match: number, next: number): number => {
    const away = next - anchor;
    return match - DISTANCE_WEIGHT * Math.log2(1 + Math.abs(away)) - (away < 0 ? BACKWARD_PENALTY : 0);
  };

  const find = (): Place | null => {
    const inDraft = bestIn(expected, nearAnchor);
    const inSeen = bestIn(seen, (match, next) => match + next / seen.tokens.length);
    const draftMatch = inDraft?.match ?? 0;
    // What happened the last time in the same place is surer than a draft that matches no further back than the change.
    const again =
      inSeen !== null &&
      inSeen.match >= LEAST_MATCH_SEEN &&
      inSeen.match >= draftMatch + (draftMatch >= 2 ? CLEARLY_LONGER : 0);
    if (again) return { source: seen, at: inSeen.next };
    if (inDraft === null) return null;
    return draftMatch >= 2 || inDraft.next >= anchor ? { source: expected, at: inDraft.next } : null;
  };

  /** Most often one token stands for another. */
  const afterSubstitution = (): Place | null =>
    anchor + 1 < draft.length ? { source: expected, at: anchor + 1 } : null;

  return {
    propose: (most) => ({ tokens: place?.source.tokens.slice(place.at, place.at + Math.max(0, most)) ?? [], streak }),
    take(token) {
      const foretold = place?.source.tokens[place.at];
      append(seen, token);
      if (place !== null && foretold === token) {
        place.at += 1;
        streak += 1;
        if (place.source === expected && place.at === anchor + 1) anchor = place.at;
        else if (streak < TRUSTED_STREAK) place = find() ?? place;
        else if (place.source === expected) anchor = place.at;
        return true;
      }
      streak = 0;
      place = find() ?? afterSubstitution();
      return foretold === undefined ? null : false;
    },
  };
}
