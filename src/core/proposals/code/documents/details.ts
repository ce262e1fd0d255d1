/** Types and defaults that documentation repeats: when the code's change, the documentation's follow. */
import type { Syntax } from '../../../syntax';
import type { TextEdit } from '../../../text';
import type { Moment, Range } from '../../types';
import { functionsNamed, returnsOf, type FunctionParts, type Part } from '../function-parts';
import { meets, touchesOf } from '../touched';
import type { Docs, Entry } from './entries';

export interface Detail {
  readonly edit: TextEdit;
  readonly certain: number;
  readonly variant: string;
}

/** What the last edit changed of types, defaults and results that the documentation says too. */
export function detailEdits(moment: Moment, syntax: Syntax, parts: FunctionParts, docs: Docs): Detail[] {
  const { syntaxBefore, text } = moment;
  if (syntaxBefore === null || parts.name === null) return [];
  const [touch] = touchesOf(moment, 1);
  if (touch === undefined || !meets(touch, { start: parts.node.from, end: parts.node.to })) return [];
  const namesakes = functionsNamed(syntaxBefore, parts.name);
  const own = functionsNamed(syntax, parts.name).findIndex(({ node }) => node.from === parts.node.from);
  const before = namesakes[own];
  if (before === undefined) return [];
  const then = (range: Range | null): string | null =>
    range === null ? null : syntaxBefore.text.slice(range.start, range.end);
  const now = (range: Range | null): string | null => (range === null ? null : text.slice(range.start, range.end));
  const found: Detail[] = [];
  for (const part of parts.parameters) {
    const old = before.parameters.find(({ name }) => name === part.name);
    const entry = docs.entries.find(({ of, name }) => of === 'parameter' && name === part.name);
    if (old === undefined || entry === undefined) continue;
    found.push(
      ...typeFollows(text, entry, then(old.type), now(part.type)),
      ...defaultFollows(text, entry, then(old.fallback), now(part.fallback)),
      ...optionFollows(text, parts, docs, entry, { old, part }),
    );
  }
  const result = docs.entries.find(({ of }) => of === 'result');
  if (result !== undefined)
    found.push(
      ...typeFollows(text, result, then(before.result), now(parts.result)),
      ...nothingFollows(moment, parts, result),
    );
  return found;
}

function typeFollows(text: string, { type }: Entry, old: string | null, fresh: string | null): Detail[] {
  if (type === null || old === null || fresh === null || old === fresh) return [];
  const said = text.slice(type.start, type.end);
  const bare = said.replace(/,\s*optional$/, '');
  return bare === old
    ? [{ edit: { start: type.start, end: type.start + bare.length, text: fresh }, certain: 0.9, variant: 'type' }]
    : [];
}

const escaped = (code: string): string => code.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `Defaults to 30.`, `(default: 30)`, `[timeout=30]`. */
function defaultFollows(text: string, entry: Entry, old: string | null, fresh: string | null): Detail[] {
  if (old === null || fresh === null || old === fresh) return [];
  const behind = text.slice(entry.nameAt + entry.name.length, entry.words.end);
  const bare = /^(['"`])(.*)\1$/.exec(old)?.[2];
  const freshBare = /^(['"`])(.*)\1$/.exec(fresh)?.[2];
  const inBrackets = new RegExp(`^=(${escaped(old)})\\]`, 'd').exec(behind);
  const inWords = new RegExp(
    `\\bdefaults?(?:\\s+(?:to|is|of|value))*\\s*[:=]?\\s*[\`*]{0,2}(${escaped(old)})(?![\\p{L}\\p{N}_])`,
    'dui',
  ).exec(behind);
  const found: Detail[] = [inBrackets, inWords].flatMap((match): Detail[] => {
    const at = match?.indices?.[1];
    return at === undefined
      ? []
      : [
          {
            edit: {
              start: entry.nameAt + entry.name.length + at[0],
              end: entry.nameAt + entry.name.length + at[1],
              text: fresh,
            },
            certain: 0.95,
            variant: 'default',
          },
        ];
  });
  if (found.length > 0 || bare === undefined || freshBare === undefined || bare === '') return found;
  return defaultFollows(text, entry, bare, freshBare);
}

/** A default that came or went, where the documentation marks what may be left out. */
function optionFollows(
  text: string,
  { parameters }: FunctionParts,
  docs: Docs,
  { type, name, nameAt }: Entry,
  { old, part }: { readonly old: Part; readonly part: Part },
): Detail[] {
  const may = (one: Part): boolean => one.fallback !== null || one.optional;
  if (may(old) === may(part)) return [];
  const others = docs.entries.filter((entry) => entry.of === 'parameter' && entry.name !== name);
  const isMarked = (entry: Entry): boolean =>
    entry.type !== null && /,\s*optional$/.test(text.slice(entry.type.start, entry.type.end));
  const marked = others
    .filter(isMarked)
    .filter((entry) => parameters.some((one) => one.name === entry.name && may(one)));
  if (type !== null) {
    const said = text.slice(type.start, type.end);
    const suffix = /,\s*optional$/.exec(said);
    if (may(part) && suffix === null && marked.length > 0)
      return [{ edit: { start: type.end, end: type.end, text: ', optional' }, certain: 0.8, variant: 'optional' }];
    if (!may(part) && suffix !== null)
      return [
        { edit: { start: type.start + suffix.index, end: type.end, text: '' }, certain: 0.9, variant: 'optional' },
      ];
  }
  if (docs.style !== 'jsdoc') return [];
  const isBracketed = (entry: Pick<Entry, 'nameAt'>): boolean => text.charAt(entry.nameAt - 1) === '[';
  if (!may(part) && isBracketed({ nameAt })) {
    const close = text.indexOf(']', nameAt);
    return close < 0
      ? []
      : [{ edit: { start: nameAt - 1, end: close + 1, text: name }, certain: 0.9, variant: 'optional' }];
  }
  const models = others.filter(isBracketed);
  const value = part.fallback === null ? '' : text.slice(part.fallback.start, part.fallback.end);
  const withValue =
    models.some((entry) => text.charAt(entry.nameAt + entry.name.length) === '=') || models.length === 0;
  return may(part) && !isBracketed({ nameAt })
    ? [
        {
          edit: {
            start: nameAt,
            end: nameAt + name.length,
            text: `[${name}${withValue && value !== '' ? `=${value}` : ''}]`,
          },
          certain: models.length > 0 ? 0.85 : 0.5,
          variant: 'optional',
        },
      ]
    : [];
}

const NOTHING = /^return\s+(null|undefined|None)\s*;?$/;

/** The last edit returns nothing where the documentation names a type. */
function nothingFollows(moment: Moment, parts: FunctionParts, { type }: Entry): Detail[] {
  const { text } = moment;
  const touches = touchesOf(moment, 1);
  if (type === null || parts.result !== null) return [];
  const said = text.slice(type.start, type.end);
  for (const { from, to } of returnsOf(parts)) {
    const word = NOTHING.exec(text.slice(from, to).trim())?.[1];
    if (
      word === undefined ||
      !touches.some((touch) => meets(touch, { start: from, end: to })) ||
      new RegExp(`\\b${word}\\b|[?*]|\\bOptional\\b`).test(said)
    )
      continue;
    const spaced = word === 'None' || /\{[^{}\n]*\w \| \w/.test(text);
    return [
      {
        edit: { start: type.end, end: type.end, text: spaced ? ` | ${word}` : `|${word}` },
        certain: 0.7,
        variant: 'result-nothing',
      },
    ];
  }
  return [];
}
