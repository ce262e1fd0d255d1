/** New names that a user might give: drawn from names seen elsewhere, or made from the old one. */
import { isReserved, type SourceLanguage } from './languages';
import { chance, integer, pick, weighted, type Random } from './random';

export type NameCase = 'lower' | 'snake' | 'camel' | 'pascal' | 'upper';

/** Names seen in other files, by their case; `words` are the lower-case parts they are made of. */
export interface NamePool {
  readonly byCase: Readonly<Record<NameCase, readonly string[]>>;
  readonly words: readonly string[];
}

const EXPANSIONS: Readonly<Record<string, readonly string[]>> = {
  a: ['first', 'left', 'alpha', 'array', 'start'],
  b: ['second', 'right', 'other', 'buffer', 'end'],
  c: ['count', 'char', 'color', 'third', 'context'],
  d: ['data', 'distance', 'delta', 'depth', 'day'],
  e: ['error', 'event', 'element', 'entry', 'exc'],
  f: ['func', 'file', 'callback', 'factor', 'fn'],
  g: ['graph', 'group', 'green'],
  h: ['height', 'hours', 'handler', 'header'],
  i: ['index', 'row', 'position', 'step'],
  j: ['column', 'inner', 'col'],
  k: ['key', 'size', 'limit'],
  l: ['length', 'line', 'items', 'left'],
  m: ['match', 'message', 'month', 'matrix', 'rows'],
  n: ['count', 'number', 'size', 'total', 'node'],
  o: ['obj', 'options', 'other', 'output'],
  p: ['point', 'path', 'price', 'parent', 'prime'],
  q: ['queue', 'query'],
  r: ['radius', 'result', 'row', 'right', 'rate'],
  s: ['text', 'string', 'size', 'side', 'source'],
  t: ['time', 'total', 'target', 'token', 'tree'],
  u: ['user', 'unit', 'node'],
  v: ['value', 'vertex', 'speed', 'version'],
  w: ['width', 'weight', 'word'],
  x: ['value', 'left', 'column', 'item', 'width'],
  y: ['top', 'row', 'result', 'height', 'year'],
  z: ['depth', 'level'],
  idx: ['index', 'position'],
  val: ['value'],
  arr: ['array', 'items', 'numbers'],
  lst: ['items', 'values'],
  str: ['text'],
  num: ['number', 'count'],
  msg: ['message'],
  req: ['request'],
  res: ['response', 'result'],
  err: ['error'],
  ctx: ['context'],
  cfg: ['config'],
  opts: ['options'],
  args: ['arguments_', 'params'],
  fn: ['callback', 'handler'],
  tmp: ['temporary', 'buffer'],
  prev: ['previous'],
  cur: ['current'],
  curr: ['current'],
  len: ['length'],
  cnt: ['count'],
  img: ['image'],
  btn: ['button'],
  el: ['element'],
  doc: ['document_', 'page'],
  dir: ['directory', 'folder'],
  src: ['source'],
  dst: ['destination', 'target'],
  pos: ['position'],
  obj: ['item', 'target'],
  params: ['options'],
  acc: ['total', 'accumulator'],
  ret: ['result'],
  out: ['output'],
  buf: ['buffer'],
  ptr: ['pointer'],
  cb: ['callback'],
  evt: ['event'],
  attr: ['attribute'],
  elem: ['element'],
  lo: ['low', 'start'],
  hi: ['high', 'end'],
  df: ['frame', 'table'],
  kwargs: ['options'],
  fp: ['file', 'stream'],
  conn: ['connection'],
  db: ['database'],
  usr: ['user'],
  pwd: ['password'],
};
const PREFIXES = [
  'new',
  'old',
  'max',
  'min',
  'total',
  'current',
  'base',
  'input',
  'default',
  'raw',
  'my',
  'user',
  'next',
  'prev',
  'num',
  'first',
  'last',
  'target',
  'source',
  'is',
  'get',
  'the',
  'local',
];
const SUFFIXES = [
  'value',
  'list',
  'count',
  'name',
  'data',
  'size',
  'index',
  'id',
  'items',
  'text',
  'result',
  'map',
  'type',
  'path',
  'key',
  'info',
  'set',
  's',
  '2',
  'x',
  'px',
  'ms',
];

/** The case of a name; names of one word are `lower`, or `pascal` or `upper` as they look. */
export function caseOf(name: string): NameCase {
  if (/^[a-z][a-z0-9]*$/.test(name)) return 'lower';
  if (/^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1) return 'upper';
  if (/^[A-Z]/.test(name)) return 'pascal';
  return name.includes('_') ? 'snake' : 'camel';
}

/** The lower-case words of a name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_$#]+/)
    .filter((word) => word !== '');
}

/** Words put together in a case. */
export function joinWords(words: readonly string[], style: NameCase): string {
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  switch (style) {
    case 'lower':
    case 'snake':
      return words.join('_');
    case 'upper':
      return words.join('_').toUpperCase();
    case 'camel':
      return words.map((word, at) => (at === 0 ? word : capital(word))).join('');
    case 'pascal':
      return words.map(capital).join('');
  }
}

/** The pool of the names given, each counted once. */
export function namePool(names: Iterable<string>): NamePool {
  const byCase: Record<NameCase, string[]> = { lower: [], snake: [], camel: [], pascal: [], upper: [] };
  const words = new Set<string>();
  for (const name of new Set(names)) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,27}$/.test(name)) continue;
    byCase[caseOf(name)].push(name);
    for (const word of wordsOf(name)) if (/^[a-z]{2,14}$/.test(word)) words.add(word);
  }
  return { byCase, words: [...words] };
}

export interface NameRequest {
  readonly old: string;
  readonly language: SourceLanguage;
  /** Whether the name is in use where the new one would stand. */
  readonly taken: (name: string) => boolean;
}

/** A fresh name, or null where a few tries found none. */
export function newName(random: Random, request: NameRequest, pool: NamePool): string | null {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const name = proposal(random, request, pool);
    if (
      name !== '' &&
      name.length <= 32 &&
      name !== request.old &&
      /^[A-Za-z_$][\w$]*$/.test(name) &&
      !isReserved(name, request.language) &&
      !request.taken(name)
    )
      return name;
  }
  return null;
}

function proposal(random: Random, { old, language }: NameRequest, pool: NamePool): string {
  const underscore = /^_*/.exec(old)?.[0] ?? '';
  const style = caseOf(old.slice(underscore.length));
  const several: NameCase = style === 'lower' ? (language === 'python' ? 'snake' : 'camel') : style;
  const words = wordsOf(old);
  const make = (): string => {
    switch (
      weighted(random, [
        ['pool', 32],
        ['expand', 18],
        ['affix', 16],
        ['part', 10],
        ['typo', 5],
        ['letter', 4],
        ['word', 10],
        ['random', 5],
      ])
    ) {
      case 'expand':
        return expanded(random, words, style, several, pool);
      case 'affix': {
        if (chance(random, 0.5)) return joinWords([pick(random, PREFIXES) ?? '', ...words], several);
        const suffix = pick(random, SUFFIXES) ?? '';
        return suffix.length <= 2 ? old.slice(underscore.length) + suffix : joinWords([...words, suffix], several);
      }
      case 'part':
        return partOf(random, words, style, several);
      case 'typo':
        return mistyped(random, old.slice(underscore.length));
      case 'letter':
        return style === 'lower' || style === 'camel' || style === 'snake'
          ? 'abcdefghijkmnpqrstuvwxyz'.charAt(integer(random, 0, 23))
          : '';
      case 'word':
        return joinWords([...(chance(random, 0.4) ? words.slice(0, 1) : []), pick(random, pool.words) ?? ''], several);
      case 'random':
        return Array.from({ length: integer(random, 2, 8) }, () =>
          'etaoinshrdlucmfwypvbgk'.charAt(integer(random, 0, 21)),
        ).join('');
      default: {
        const from = style === 'lower' && chance(random, 0.45) ? several : style;
        return pick(random, pool.byCase[from]) ?? '';
      }
    }
  };
  const made = make();
  return made === '' ? '' : underscore + (style === 'pascal' || style === 'upper' ? recased(made, style) : made);
}

const recased = (name: string, style: NameCase): string =>
  caseOf(name) === style ? name : joinWords(wordsOf(name), style);

function expanded(
  random: Random,
  words: readonly string[],
  style: NameCase,
  several: NameCase,
  pool: NamePool,
): string {
  if (words.length === 0) return '';
  const at = integer(random, 0, words.length - 1);
  const word = words[at] ?? '';
  const known = EXPANSIONS[word];
  if (known !== undefined) return joinWords(words.with(at, pick(random, known) ?? word), several);
  const longer =
    style === 'pascal' || style === 'upper'
      ? []
      : pool.byCase.lower.filter((one) => one.length > word.length && one.startsWith(word));
  const found = pick(random, longer);
  return found === undefined ? '' : joinWords(words.with(at, found), several);
}

/** Shorter: fewer words, the beginning of a word, or the first letters of the words. */
function partOf(random: Random, words: readonly string[], style: NameCase, several: NameCase): string {
  if (words.length > 1) {
    const dropped = integer(random, 0, words.length - 1);
    return chance(random, 0.7)
      ? joinWords(
          words.filter((_, at) => at !== dropped),
          several,
        )
      : joinWords([words.map((word) => word.charAt(0)).join('')], style);
  }
  const word = words[0] ?? '';
  return word.length < 3 ? '' : joinWords([word.slice(0, integer(random, 1, Math.min(4, word.length - 1)))], style);
}

/** One slip of the fingers: a letter left out, doubled, or swapped with the next. */
export function mistyped(random: Random, name: string): string {
  if (name.length < 4) return '';
  const at = integer(random, 1, name.length - 2);
  switch (integer(random, 0, 2)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + name.charAt(at) + name.slice(at);
    default:
      return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
  }
}
