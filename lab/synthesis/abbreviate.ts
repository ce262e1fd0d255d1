/** Short names, as people write them when they try something out. */
import { applyChange } from '../../src/core/text';
import { isReserved } from './languages';
import { lex, type Lexed } from './lexer';
import { wordsOf } from './names';
import { chance, integer, pick, type Random } from './random';
import { renameSites, targetsOf } from './rename';
import { textAt } from './roles';

/** The document with up to `most` of its parameters and local variables called by a letter or two. */
export function abbreviated(random: Random, document: Lexed, most: number): Lexed {
  let lexed = document;
  for (let round = 0; round < most; round += 1) {
    const target = pick(random, targetsOf(random, lexed, chance(random, 0.7) ? 'rename-parameter' : 'rename-local'));
    const old = target === undefined ? '' : textAt(lexed, target.occurrences[target.definition] ?? -1);
    if (target === undefined || old.length < 3) continue;
    const words = wordsOf(old);
    const initials = words.map((word) => word.charAt(0)).join('');
    const name =
      pick(random, [
        old.charAt(0).toLowerCase(),
        initials,
        old.slice(0, integer(random, 1, 3)).toLowerCase(),
        'abcdefghkmnpqrstuvwxyz'.charAt(integer(random, 0, 21)),
      ]) ?? '';
    const used = lexed.tokens.some((token) => token.kind === 'name' && token.text === name);
    if (!/^[a-z]\w*$/.test(name) || used || isReserved(name, lexed.language)) continue;
    lexed = lex(applyChange(lexed.text, renameSites(lexed, target, name)), lexed.language) ?? lexed;
  }
  return lexed;
}
