/** Renames of one thing and all its uses: parameters, local variables, functions, classes, types, members, aliases. */
import type { TextChange } from '../../src/core/text';
import { classesOf, functionsOf, type FunctionExtent } from './functions';
import { isReserved } from './languages';
import type { Lexed } from './lexer';
import { mistyped, newName, type NamePool } from './names';
import {
  localOccurrences,
  memberOccurrences,
  outerOccurrences,
  parameterOccurrences,
  type Occurrences,
} from './occurrences';
import { chance, integer, pick, shuffled, type Random } from './random';
import { roleOf, textAt, tokenAt } from './roles';
import type { Plan } from './stage';

export type RenameKind =
  'rename-parameter' | 'rename-local' | 'rename-outer' | 'rename-member' | 'rename-type' | 'rename-alias';

/** Something that can be renamed: all its places, the definition's index among them. */
export interface Target {
  readonly occurrences: Occurrences;
  readonly definition: number;
}

const TYPE_DECLARERS = new Set(['interface', 'type', 'enum']);

/** Everything of a kind in the text that can be renamed with certainty. */
export function targetsOf(random: Random, lexed: Lexed, kind: RenameKind): Target[] {
  switch (kind) {
    case 'rename-parameter':
      return parameterTargets(lexed);
    case 'rename-local':
      return localTargets(lexed);
    case 'rename-member':
      return memberTargets(random, lexed);
    case 'rename-outer':
      return outerTargets(lexed, false);
    case 'rename-type':
      return outerTargets(lexed, true);
    case 'rename-alias':
      return aliasTargets(lexed);
  }
}

function parameterTargets(lexed: Lexed): Target[] {
  const functions = functionsOf(lexed);
  return functions.flatMap((owner) =>
    owner.parameters.flatMap((parameter) => {
      const found = parameterOccurrences(lexed, owner, parameter, functions);
      const named = found === null ? null : namedInCalls(lexed, owner, textAt(lexed, parameter), functions);
      if (found === null || named === null) return [];
      const occurrences = [...found, ...named].sort((one, other) => one - other);
      return [{ occurrences, definition: occurrences.indexOf(parameter) }];
    }),
  );
}

/** Where the text calls the function with the parameter's name, `area(width=3)`; null where it is not certain that it does. */
function namedInCalls(
  lexed: Lexed,
  owner: FunctionExtent,
  name: string,
  functions: readonly FunctionExtent[],
): number[] | null {
  if (lexed.language !== 'python' || owner.name < 0) return [];
  const called = textAt(lexed, owner.name);
  const named = lexed.tokens.flatMap((token, at) =>
    token.text === name &&
    token.kind === 'name' &&
    roleOf(lexed, at) === 'key' &&
    (called === '__init__' || textAt(lexed, token.parent - 1) === called)
      ? [at]
      : [],
  );
  if (named.length === 0) return [];
  const alone =
    called !== '__init__' &&
    functions.filter((one) => one.name >= 0 && textAt(lexed, one.name) === called).length === 1;
  return alone && named.every((at) => calledPlainly(lexed, tokenAt(lexed, at)?.parent ?? -1)) ? named : null;
}

/** Whether the call is `name(` or `self.name(`. */
const calledPlainly = (lexed: Lexed, open: number): boolean =>
  textAt(lexed, open - 2) !== '.' || (textAt(lexed, open - 3) === 'self' && textAt(lexed, open - 4) !== '.');

function localTargets(lexed: Lexed): Target[] {
  const functions = functionsOf(lexed);
  const out: Target[] = [];
  for (const owner of functions) {
    const seen = new Set<string>();
    for (let at = owner.body; at < owner.last; at += 1) {
      const token = tokenAt(lexed, at);
      if (token?.kind !== 'name' || seen.has(token.text) || isReserved(token.text, lexed.language)) continue;
      if (roleOf(lexed, at) !== 'binding' || textAt(lexed, at - 1) === 'def' || textAt(lexed, at - 1) === 'class')
        continue;
      if (lexed.language !== 'python' && !['const', 'let', 'var'].includes(textAt(lexed, at - 1))) continue;
      if (innermost(functions, at) !== owner) continue;
      seen.add(token.text);
      const found = localOccurrences(lexed, owner, at, functions);
      if (found !== null) out.push({ occurrences: found, definition: 0 });
    }
  }
  return out;
}

function innermost(functions: readonly FunctionExtent[], index: number): FunctionExtent | undefined {
  return functions.findLast((one) => index >= one.body && index < one.last);
}

function outerTargets(lexed: Lexed, types: boolean): Target[] {
  const out: Target[] = [];
  lexed.tokens.forEach((token, at) => {
    if (token.kind !== 'name' || token.parent !== -1 || isReserved(token.text, lexed.language)) return;
    const before = textAt(lexed, at - 1);
    const isType = TYPE_DECLARERS.has(before) || (before === 'class' && /^[A-Z]/.test(token.text));
    const isValue =
      ['def', 'function', 'const', 'let', 'var'].includes(before) ||
      (lexed.language === 'python' && token.firstOnLine && roleOf(lexed, at) === 'binding' && lineStart(lexed, at));
    if (types ? !isType : !isValue) return;
    if (before === 'def' && !lineStart(lexed, at - 1)) return;
    const found = outerOccurrences(lexed, at);
    if (found !== null) out.push({ occurrences: found, definition: found.indexOf(at) });
  });
  return out;
}

const lineStart = (lexed: Lexed, at: number): boolean => {
  const start = tokenAt(lexed, at)?.start ?? 0;
  return start === 0 || lexed.text.charAt(start - 1) === '\n' || lexed.text.slice(0, start).endsWith('async ');
};

function aliasTargets(lexed: Lexed): Target[] {
  const out: Target[] = [];
  lexed.tokens.forEach((token, at) => {
    if (token.kind !== 'name' || textAt(lexed, at - 1) !== 'as' || roleOf(lexed, at) !== 'binding') return;
    const found = outerOccurrences(lexed, at);
    if (found !== null) out.push({ occurrences: found, definition: found.indexOf(at) });
  });
  return out;
}

function memberTargets(random: Random, lexed: Lexed): Target[] {
  const receiver = lexed.language === 'python' ? 'self' : 'this';
  const out: Target[] = [];
  const functions = functionsOf(lexed);
  for (const owner of shuffled(random, classesOf(lexed)).slice(0, 2)) {
    const seen = new Set<string>();
    for (let at = owner.body; at < owner.last; at += 1) {
      const token = tokenAt(lexed, at);
      if (
        token?.kind !== 'name' ||
        textAt(lexed, at - 2) !== receiver ||
        roleOf(lexed, at) !== 'member' ||
        seen.has(token.text) ||
        token.text.startsWith('__')
      )
        continue;
      seen.add(token.text);
      const found = memberOccurrences(lexed, owner, receiver, token.text, functions);
      if (found === null || outside(lexed, owner.first, owner.last, token.text)) continue;
      const declared = found.findIndex((one) => textAt(lexed, one - 1) !== '.' || textAt(lexed, one + 1) === '=');
      out.push({ occurrences: found, definition: Math.max(0, declared) });
    }
  }
  return out;
}

/** Whether `.name` is also used outside the class, where it may or may not be the same member. */
function outside(lexed: Lexed, first: number, last: number, name: string): boolean {
  return lexed.tokens.some(
    (token, at) =>
      (at < first || at >= last) && token.text === name && token.kind === 'name' && textAt(lexed, at - 1) === '.',
  );
}

/** The sites of renaming a target. `{ old }` becomes `{ old: name }`: the field keeps its name. */
export function renameSites(lexed: Lexed, target: Target, name: string): TextChange {
  return target.occurrences.flatMap((at) => {
    const token = tokenAt(lexed, at);
    if (token === undefined) return [];
    const short = roleOf(lexed, at) === 'shorthand';
    return [{ start: token.start, end: token.end, text: short ? `${token.text}: ${name}` : name }];
  });
}

export interface RenameWish {
  /** Least and greatest number of places, the definition included. */
  readonly least: number;
  readonly most: number;
  /** Prefer what is also named elsewhere in the text, where it must stay. */
  readonly homonym: boolean;
}

/** A rename of something in the text, or null where there is nothing certain to rename. */
export function planRename(
  random: Random,
  lexed: Lexed,
  kind: RenameKind,
  pool: NamePool,
  wish: RenameWish,
): Plan | null {
  const named = new Map<string, number>();
  for (const token of lexed.tokens) if (token.kind === 'name') named.set(token.text, (named.get(token.text) ?? 0) + 1);
  const word = (target: Target): string => textAt(lexed, target.occurrences[target.definition] ?? -1);
  const fitting = targetsOf(random, lexed, kind).filter(
    (target) => target.occurrences.length >= wish.least && target.occurrences.length <= wish.most,
  );
  const homonyms = fitting.filter((target) => (named.get(word(target)) ?? 0) > target.occurrences.length);
  const target = pick(random, wish.homonym && homonyms.length > 0 ? homonyms : fitting);
  if (target === undefined) return null;
  const old = word(target);
  const taken = (name: string): boolean => named.has(name) || lexed.text.includes(`.${name}`);
  const name = newName(random, { old: old.replace(/^#/, ''), language: lexed.language, taken }, pool);
  if (name === null) return null;
  const fresh = old.startsWith('#') ? `#${name}` : name;
  return varied(
    random,
    lexed,
    { kind, text: lexed.text, sites: renameSites(lexed, target, fresh), leading: target.definition, anyOrder: true },
    old,
    fresh,
    taken,
  );
}

/** Two parameters of one function renamed one right after the other; null where no line declares two. */
export function planTwoRenames(random: Random, lexed: Lexed, pool: NamePool): Plan | null {
  const named = new Set(lexed.tokens.filter((token) => token.kind === 'name').map((token) => token.text));
  const at = (target: Target): number => target.occurrences[target.definition] ?? -1;
  const targets = parameterTargets(lexed).filter(
    (target) => target.occurrences.length > 1 && target.occurrences.length < 12,
  );
  const first = pick(random, targets);
  const second = pick(
    random,
    targets.filter(
      (target) =>
        first !== undefined &&
        target !== first &&
        tokenAt(lexed, at(target))?.parent === tokenAt(lexed, at(first))?.parent &&
        tokenAt(lexed, at(target))?.line === tokenAt(lexed, at(first))?.line,
    ),
  );
  if (first === undefined || second === undefined || textAt(lexed, at(first)) === textAt(lexed, at(second)))
    return null;
  const taken = new Set(named);
  const renames = [first, second].map((target) => {
    const name = newName(
      random,
      {
        old: textAt(lexed, at(target)),
        language: lexed.language,
        taken: (one) => taken.has(one) || lexed.text.includes(`.${one}`),
      },
      pool,
    );
    if (name !== null) taken.add(name);
    return name === null ? [] : renameSites(lexed, target, name);
  });
  if (renames.some((sites) => sites.length === 0)) return null;
  const sites = renames.flat().sort((one, other) => one.start - other.start);
  const index = (target: Target): number => sites.findIndex((site) => site.start === tokenAt(lexed, at(target))?.start);
  return {
    kind: 'rename-two',
    text: lexed.text,
    sites,
    leading: index(first),
    anyOrder: false,
    together: [index(second)],
  };
}

/** While typing the name is not whole yet; and a name may have been mistyped, or half typed, before. */
function varied(
  random: Random,
  lexed: Lexed,
  plan: Plan,
  old: string,
  fresh: string,
  taken: (name: string) => boolean,
): Plan {
  if (plan.sites.some((site) => site.text !== fresh)) return plan;
  const usable = (name: string): boolean =>
    name.length > 0 && name !== old && name !== fresh && !taken(name) && !isReserved(name, lexed.language);
  if (fresh.length > 2 && chance(random, 0.14)) {
    const part = fresh.slice(0, integer(random, 1, fresh.length - 1));
    if (usable(part)) return { ...plan, sites: plan.sites.map((site) => ({ ...site, text: part })) };
  }
  if (chance(random, 0.12)) {
    const was = chance(random, 0.5) ? old.slice(0, integer(random, 1, old.length)) : mistyped(random, old);
    if (usable(was) && /^[A-Za-z_$]/.test(was)) return startingFrom(plan, was, old);
  }
  return plan;
}

/** The plan that ends with the text's own name, from a text in which it was another. */
function startingFrom(plan: Plan, was: string, now: string): Plan {
  let shift = 0;
  let text = '';
  let at = 0;
  const sites = plan.sites.map((site) => {
    text += plan.text.slice(at, site.start) + was;
    at = site.end;
    const start = site.start + shift;
    shift += was.length - (site.end - site.start);
    return { start, end: start + was.length, text: now };
  });
  return { ...plan, text: text + plan.text.slice(at), sites };
}
