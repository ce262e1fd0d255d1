/** What the user did before: states of a text that lead up to it and have nothing to do with what comes next. */
import { applyChange } from '../../src/core/text';
import type { SourceLanguage } from './languages';
import { lex, type Lexed } from './lexer';
import type { NamePool } from './names';
import { planRename } from './rename';
import { chance, weighted, type Random } from './random';
import { quietCourse, type QuietKind } from './typing';

const KINDS: readonly (readonly [QuietKind | 'renamed', number])[] = [
  ['fresh-line', 8],
  ['fresh-block', 5],
  ['half-line', 2],
  ['comment', 2],
  ['string', 2],
  ['number', 2],
  ['operator', 1],
  ['other-variable', 2],
  ['renamed', 5],
];

/** Up to `most` states before `text`, oldest first, `text` itself left out. Each differs from the next by one edit. */
export function earlierStates(
  random: Random,
  text: string,
  language: SourceLanguage,
  pool: NamePool,
  most: number,
): string[] {
  const out: string[] = [];
  let next: Lexed | null = lex(text, language);
  while (out.length < most && next !== null) {
    const states = statesBefore(random, next, pool);
    const oldest = states[0];
    if (oldest === undefined || oldest === next.text) break;
    out.unshift(...states);
    next = out.length < most ? lex(oldest, language) : null;
  }
  return out.slice(-most);
}

/** One edit earlier (or, for a rename carried through, one or two). */
function statesBefore(random: Random, lexed: Lexed, pool: NamePool): string[] {
  const kind = weighted(random, KINDS) ?? 'fresh-line';
  switch (kind) {
    case 'renamed': {
      const plan = planRename(random, lexed, chance(random, 0.6) ? 'rename-parameter' : 'rename-local', pool, {
        least: 1,
        most: 12,
        homonym: false,
      });
      if (plan?.text !== lexed.text) return [];
      // Read backwards: the other name came first. In between only the place that led had the present one.
      const was = applyChange(plan.text, plan.sites);
      if (plan.sites.length === 1 || chance(random, 0.4)) return [was];
      return [
        was,
        applyChange(
          plan.text,
          plan.sites.filter((_, at) => at !== plan.leading),
        ),
      ];
    }
    case 'fresh-line':
    case 'fresh-block': {
      const course = quietCourse(random, lexed, kind, pool);
      return course === null || course.states.at(-1) !== lexed.text ? [] : course.states.slice(0, -1);
    }
    default: {
      // A small edit has no direction: its outcome may as well have come first.
      const course = quietCourse(random, lexed, kind, pool);
      const was = course?.states.at(-1);
      return was === undefined ? [] : [was];
    }
  }
}
