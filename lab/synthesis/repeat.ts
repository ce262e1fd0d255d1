/** The same small change made to one line after another of a run of lines that look alike. */
import type { TextEdit } from '../../src/core/text';
import { isReserved } from './languages';
import type { Lexed, Token } from './lexer';
import { newName, type NamePool } from './names';
import { integer, pick, shuffled, type Random } from './random';
import type { Plan } from './stage';

/** A line and its tokens; the last token closes every bracket that the line opens. */
interface Row {
  readonly line: number;
  readonly tokens: readonly Token[];
  readonly shape: string;
}

type Run = readonly Row[];

/** One edit of each row of the run, or null where the change does not suit it. */
type Change = (random: Random, lexed: Lexed, run: Run, pool: NamePool) => TextEdit[] | null;

const MOST_ROWS = 8;

/** Runs of at least three neighbouring lines with the same indentation that begin alike. */
export function runsOf(lexed: Lexed): Run[] {
  const byLine = new Map<number, number[]>();
  lexed.tokens.forEach((token, at) => {
    const known = byLine.get(token.line);
    if (known === undefined) byLine.set(token.line, [at]);
    else known.push(at);
  });
  const rows: Row[] = [];
  for (const [line, indices] of byLine) {
    const row = rowOf(lexed, line, indices);
    if (row !== null) rows.push(row);
  }
  rows.sort((one, other) => one.line - other.line);
  const runs: Run[] = [];
  let open: Row[] = [];
  for (const row of rows) {
    const last = open.at(-1);
    if (last !== undefined && row.line === last.line + 1 && row.shape === last.shape && column(row) === column(last))
      open.push(row);
    else {
      if (open.length >= 3) runs.push(open);
      open = [row];
    }
  }
  if (open.length >= 3) runs.push(open);
  return runs;

  function column(row: Row): number {
    const start = row.tokens[0]?.start ?? 0;
    return start - (lexed.text.lastIndexOf('\n', start - 1) + 1);
  }
}

/** The shape: the kinds of the first tokens. Rows that go on over several lines are left out. */
function rowOf(lexed: Lexed, line: number, indices: readonly number[]): Row | null {
  const inside = new Set(indices);
  const tokens: Token[] = [];
  for (const at of indices) {
    const token = lexed.tokens[at];
    const partner = lexed.partner[at] ?? -1;
    if (token === undefined || (partner >= 0 && !inside.has(partner)) || token.text.includes('\n')) return null;
    tokens.push(token);
  }
  if (tokens[0]?.firstOnLine !== true || tokens.length < 3) return null;
  const shape = tokens
    .slice(0, 3)
    .map((token) => (token.kind === 'op' || token.kind === 'keyword' ? token.text : token.kind))
    .join(' ');
  return { line, tokens, shape };
}

/** Positions from the left where every row has a token that satisfies the test, the same in all. */
function common(run: Run, test: (token: Token, position: number) => boolean): number[] {
  const [first] = run;
  if (first === undefined) return [];
  return first.tokens.flatMap((token, at) =>
    test(token, at) && run.every((row) => row.tokens[at]?.text === token.text && row.tokens[at].kind === token.kind)
      ? [at]
      : [],
  );
}

const edits = (run: Run, edit: (row: Row) => TextEdit | null): TextEdit[] | null => {
  const made = run.map(edit);
  return made.every((one) => one !== null) ? made : null;
};

const replaceAt = (run: Run, position: number, text: string): TextEdit[] | null =>
  edits(run, (row) => {
    const token = row.tokens[position];
    return token === undefined ? null : { start: token.start, end: token.end, text };
  });

const sameShape = (run: Run): boolean =>
  new Set(
    run.map((row) =>
      row.tokens.map((token) => (token.kind === 'op' || token.kind === 'keyword' ? token.text : 'x')).join(' '),
    ),
  ).size === 1;

/** The last token of a row that carries meaning: closing semicolons and commas aside. */
const lastOf = (row: Row): Token | undefined =>
  row.tokens.findLast((token) => token.text !== ';' && token.text !== ',');

const changeName: Change = (random, lexed, run, pool) => {
  const position = pick(
    random,
    common(run, (token) => token.kind === 'name'),
  );
  const old = position === undefined ? undefined : run[0]?.tokens[position]?.text;
  if (position === undefined || old === undefined || isReserved(old, lexed.language)) return null;
  const lines = new Set(run.map((row) => row.line));
  // Elsewhere it may be meant to stay: then the change is not plainly a repeated one.
  if (lexed.tokens.some((token) => token.kind === 'name' && token.text === old && !lines.has(token.line))) return null;
  if (run.some((row) => row.tokens.filter((token) => token.text === old).length !== 1)) return null;
  const name = newName(
    random,
    { old: old.replace(/^#/, ''), language: lexed.language, taken: (one) => lexed.text.includes(one) },
    pool,
  );
  return name === null ? null : replaceAt(run, position, name);
};

const TYPES: Readonly<Record<string, readonly string[]>> = {
  int: ['float', 'str', 'int | None', 'Decimal'],
  float: ['int', 'float | None', 'Decimal'],
  str: ['bytes', 'str | None', 'Path', 'int'],
  bool: ['bool | None', 'int', 'str'],
  string: ['string | null', 'number', 'string[]', 'string | undefined', 'unknown'],
  number: ['string', 'bigint', 'number | null', 'number[]'],
  boolean: ['boolean | undefined', 'number'],
  any: ['unknown', 'string', 'never'],
  list: ['tuple', 'set', 'Sequence'],
  dict: ['Mapping', 'OrderedDict'],
  List: ['list', 'Sequence'],
  Dict: ['dict', 'Mapping'],
  Optional: ['Union'],
  Any: ['object', 'str'],
  void: ['Promise<void>', 'never'],
};

const changeType: Change = (random, _lexed, run) => {
  const position = pick(
    random,
    common(run, (token, at) => at > 0 && TYPES[token.text] !== undefined && Object.hasOwn(TYPES, token.text)),
  );
  const old = position === undefined ? undefined : run[0]?.tokens[position]?.text;
  if (position === undefined || old === undefined) return null;
  const before = new Set(run.map((row) => row.tokens[position - 1]?.text));
  if (![...before].every((text) => text === ':' || text === '->' || text === '[' || text === '<')) return null;
  return replaceAt(run, position, pick(random, TYPES[old] ?? []) ?? old);
};

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  var: ['const', 'let'],
  let: ['const', 'var'],
  const: ['let', 'var'],
  '==': ['===', '!='],
  '!=': ['!==', '=='],
  '===': ['=='],
  '!==': ['!='],
  '+=': ['-=', '='],
  '-=': ['+='],
  '&&': ['||'],
  '||': ['??', '&&'],
  and: ['or'],
  or: ['and'],
  public: ['private', 'protected'],
  private: ['protected', 'public'],
  '<': ['<='],
  '>': ['>='],
  '<=': ['<'],
  '>=': ['>'],
  '*': ['/', '+'],
  '+': ['-'],
  '-': ['+'],
  is: ['=='],
  True: ['False'],
  False: ['True'],
  true: ['false'],
  false: ['true'],
  null: ['undefined'],
  None: ['0', '""'],
};

const swapWord: Change = (random, lexed, run) => {
  const position = pick(
    random,
    common(run, (token) => token.kind !== 'string' && Object.hasOwn(SWAPS, token.text)),
  );
  const old = position === undefined ? undefined : run[0]?.tokens[position]?.text;
  if (position === undefined || old === undefined) return null;
  const choices = (SWAPS[old] ?? []).filter(
    (text) => lexed.language !== 'python' || !/^(===|!==|const|let|var|\|\||\?\?)$/.test(text),
  );
  const text = pick(random, choices);
  return text === undefined ? null : replaceAt(run, position, text);
};

/** An argument that could be given to several calls in a row. */
function argument(random: Random, lexed: Lexed, pool: NamePool): string {
  const name = pick(random, pool.byCase.lower) ?? 'value';
  const value =
    pick(random, [
      'True',
      'None',
      '0',
      '1',
      `"${pick(random, pool.words) ?? 'x'}"`,
      pick(random, pool.byCase.lower) ?? 'x',
    ]) ?? '0';
  if (lexed.language === 'python' && integer(random, 0, 1) === 0) return `${name}=${value}`;
  const script = value === 'True' ? 'true' : value === 'None' ? 'null' : value;
  return lexed.language === 'python'
    ? value
    : (pick(random, [script, name, `{ ${name}: ${script} }`, `this.${name}`]) ?? script);
}

const appendArgument: Change = (random, lexed, run, pool) => {
  if (!sameShape(run)) return null;
  const text = argument(random, lexed, pool);
  return edits(run, (row) => {
    const close = lastOf(row);
    if (close?.text !== ')') return null;
    const before = row.tokens[row.tokens.indexOf(close) - 1];
    return before === undefined || before.text === ','
      ? null
      : { start: close.start, end: close.start, text: before.text === '(' ? text : `, ${text}` };
  });
};

const dropArgument: Change = (_random, lexed, run) =>
  edits(run, (row) => {
    const close = lastOf(row);
    const at = close === undefined ? -1 : row.tokens.indexOf(close);
    const [comma, last] = [row.tokens[at - 2], row.tokens[at - 1]];
    if (
      close?.text !== ')' ||
      comma?.text !== ',' ||
      last === undefined ||
      lexed.text.slice(last.start, last.end).includes('(')
    )
      return null;
    const first = run[0];
    const same = first?.tokens[first.tokens.findLastIndex((token) => token.text === ')') - 1]?.text;
    return same === last.text ? { start: comma.start, end: last.end, text: '' } : null;
  });

const WRAPPERS = ['int', 'float', 'str', 'list', 'tuple', 'abs', 'len', 'sorted', 'set', 'round'];
const SCRIPT_WRAPPERS = [
  'Number',
  'String',
  'Boolean',
  'Math.abs',
  'Math.round',
  'Math.floor',
  'parseInt',
  'JSON.stringify',
  'Object.freeze',
  'Array.from',
];

/** The value of `name = value`, `name: value` or `return value`, up to the end of the row. */
function valueOf(row: Row): { start: number; end: number } | null {
  const at = row.tokens.findIndex((token) => token.text === '=' || token.text === ':');
  const last = lastOf(row);
  const first = row.tokens[at + 1];
  if (at < 1 || at > 4 || first === undefined || last === undefined || last.start < first.start) return null;
  if (
    row.tokens
      .slice(at + 1)
      .some(
        (token) =>
          token.text === '=>' ||
          token.text === '=' ||
          token.text === '{' ||
          (token.text === ',' && token.parent === row.tokens[at]?.parent && token !== row.tokens.at(-1)),
      )
  )
    return null;
  return { start: first.start, end: last.end };
}

const wrapValue: Change = (random, lexed, run, pool) => {
  if (
    run.some(
      (row) =>
        row.tokens.some((token) => token.text === ':') &&
        (lexed.language === 'typescript' || lexed.language === 'python') &&
        row.tokens[0]?.kind === 'name',
    )
  )
    return null;
  const known = pick(random, lexed.language === 'python' ? WRAPPERS : SCRIPT_WRAPPERS) ?? 'int';
  const name =
    integer(random, 0, 1) === 0
      ? known
      : (pick(random, pool.byCase[lexed.language === 'python' ? 'snake' : 'camel']) ?? known);
  const after = integer(random, 0, 3) === 0 ? `.${pick(random, pool.byCase.lower) ?? 'strip'}()` : null;
  const all: TextEdit[] = [];
  for (const row of run) {
    const value = valueOf(row);
    if (value === null) return null;
    const code = lexed.text.slice(value.start, value.end);
    if (
      code.startsWith(`${name}(`) ||
      /\b(and|or|if|else|lambda|not|in|is)\b|[-+*/%<>=&|?]/.test(code) ||
      code.length > 60
    )
      return null;
    all.push({ start: value.start, end: value.end, text: after === null ? `${name}(${code})` : code + after });
  }
  return all;
};

/** What could stand before each row of the run, judged by how the first one begins. */
function prefixesOf(lexed: Lexed, row: Row): readonly string[] {
  const [first, second] = row.tokens;
  if (first === undefined || second === undefined) return [];
  const outermost = first.parent === -1;
  if (lexed.language === 'python') {
    if (first.kind !== 'name' || first.text === 'self' || !outermost) return [];
    const indented = /\s/.test(lexed.text.charAt(first.start - 1)) && lexed.text.charAt(first.start - 1) !== '\n';
    return second.text === '=' && indented ? ['self.'] : second.text === '(' ? ['await '] : [];
  }
  if (['const', 'function', 'type', 'interface'].includes(first.text)) return outermost ? ['export '] : [];
  if (first.kind !== 'name') return [];
  if (second.text === '=') return ['this.', 'const '];
  if (second.text === ':')
    return lexed.language === 'typescript' &&
      lexed.tokens[first.parent]?.text === '{' &&
      row.tokens.at(-1)?.text === ';'
      ? ['readonly ']
      : [];
  return (second.text === '(' || second.text === '.') && row.tokens.at(-1)?.text === ';' ? ['await ', 'void '] : [];
}

const prefixRow: Change = (random, lexed, run) => {
  const first = run[0];
  const text = first === undefined || !sameShape(run) ? undefined : pick(random, prefixesOf(lexed, first));
  if (text === undefined) return null;
  return edits(run, (row) =>
    row.tokens[0] === undefined ? null : { start: row.tokens[0].start, end: row.tokens[0].start, text },
  );
};

/** Quotes of the other kind, for rows with one string each. */
const changeQuotes: Change = (_random, _lexed, run) =>
  edits(run, (row) => {
    const strings = row.tokens.filter((token) => token.kind === 'string');
    const token = strings[0];
    if (strings.length !== 1 || token === undefined || !/^(['"])[^'"\\`$]*\1$/.test(token.text)) return null;
    const quote = token.text.startsWith('"') ? "'" : '"';
    return { start: token.start, end: token.end, text: quote + token.text.slice(1, -1) + quote };
  });

const addEnding: Change = (_random, lexed, run) => {
  if (lexed.language === 'python') return null;
  return edits(run, (row) => {
    const last = row.tokens.at(-1);
    if (last === undefined || (last.parent >= 0 && lexed.tokens[last.parent]?.text !== '{')) return null;
    if (last.text === ';') return { start: last.start, end: last.end, text: '' };
    return /^[\w)\]'"`]/.test(last.text) &&
      row.tokens[1]?.text !== ':' &&
      /^(const|let|var|return|import)$|^\w+$/.test(row.tokens[0]?.text ?? '') &&
      row.tokens.some((token) => token.text === '=' || token.text === '(')
      ? { start: last.end, end: last.end, text: ';' }
      : null;
  });
};

const CHANGES: readonly Change[] = [
  changeName,
  changeName,
  changeName,
  changeType,
  swapWord,
  appendArgument,
  dropArgument,
  wrapValue,
  prefixRow,
  changeQuotes,
  addEnding,
];

/** A repeated change, or null where no run of lines suits one. */
export function planRepeat(random: Random, lexed: Lexed, pool: NamePool): Plan | null {
  for (const run of shuffled(random, runsOf(lexed)).slice(0, 3)) {
    const from = integer(random, 0, Math.max(0, run.length - MOST_ROWS));
    // Only whole runs: a row left out would have to change as well.
    if (run.length > MOST_ROWS && from >= 0) continue;
    for (const change of shuffled(random, CHANGES).slice(0, 5)) {
      const sites = change(random, lexed, run, pool);
      if (sites === null || sites.every((site) => lexed.text.slice(site.start, site.end) === site.text)) continue;
      return { kind: 'repeated-change', text: lexed.text, sites, leading: 0, anyOrder: true };
    }
  }
  return null;
}
