/** A block of definitions put into a file: each in place of its older self, new ones beside it, imports where imports are. */
import { bodyOf, memberMargin, partsOf, plain, type Code, type Part } from './block';
import { isComment, isDecorator, type Definition } from './definitions';
import { reindent, unitOf } from './indent';
import { isBlank, marginOf, widthOf } from './scan';

/** Lines `[from, to)` become `lines`. */
export interface Put {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** The innermost definition around a line that `fits`. */
export function around(
  code: Code,
  line: number,
  fits: (definition: Definition) => boolean = () => true,
): Definition | null {
  return (
    code.definitions
      .filter((definition) => definition.start <= line && line <= definition.end && fits(definition))
      .at(-1) ?? null
  );
}

function mayBe(wanted: Definition, there: Definition): boolean {
  if (wanted.name !== there.name || (wanted.kind === 'class') !== (there.kind === 'class')) return false;
  if (wanted.method === true) return there.method !== false;
  return wanted.method !== false || there.method !== true;
}

const only = <Item>(items: readonly Item[]): Item | null => (items.length === 1 ? (items[0] ?? null) : null);

/** The definition of the file that the block's is a new version of; null when there is none, or no telling which. */
export function matchOf(
  block: Code,
  wanted: Definition,
  file: Code,
  cursor: number,
  owner?: Definition | null,
): Definition | null {
  const all = file.definitions.filter(
    (there) => mayBe(wanted, there) && (owner === undefined || there.owner === owner),
  );
  if (all.length < 2) return all[0] ?? null;
  const holder = around(file, cursor, ({ kind }) => kind === 'class');
  const head = plain(block.lines, wanted.head, wanted.head);
  const fitting = wanted.method === true ? all.filter((there) => there.owner?.kind === 'class') : [];
  return (
    only(fitting) ??
    only(all.filter((there) => there.owner !== null && there.owner === holder)) ??
    only(all.filter(({ start, end }) => start <= cursor && cursor <= end)) ??
    only(all.filter((there) => there.owner?.kind !== 'function')) ??
    (wanted.method === true ? null : only(all.filter((there) => there.owner === null))) ??
    only(all.filter((there) => plain(file.lines, there.head, there.head) === head))
  );
}

/** The blank lines that part definitions here. */
function gapAfter({ lines }: Code, { start, end }: Definition): number {
  let below = 0;
  while (isBlank(lines[end + 1 + below]) && end + 1 + below < lines.length) below += 1;
  const next = lines[end + 1 + below];
  if (next !== undefined && widthOf(next) === widthOf(lines[start]) && !/^\s*[)\]}]/.test(next)) return below;
  let above = 0;
  while (start - 1 - above >= 0 && isBlank(lines[start - 1 - above])) above += 1;
  return start - above > 0 && above > 0
    ? above
    : marginOf(lines[start]) === '' && /^\s*(?:async\s+)?(?:def|class)\b/.test(lines[start] ?? '')
      ? 2
      : 1;
}

const blanks = (count: number): string[] => Array.from({ length: count }, () => '');

/** Lines of the block at another depth. */
export function moved(block: Code, from: number, to: number, margin: string, file: Code): readonly string[] {
  return reindent(block.lines.slice(from, to + 1), block.states.slice(from, to + 1), margin, unitOf(file.lines));
}

/** What stands above a definition and was not given anew stays: decorators, comments. */
function replaced(
  block: Code,
  { definition: { head }, from }: Extract<Part, { kind: 'definition' }>,
  file: Code,
  there: Definition,
): number {
  const given = block.lines.slice(from, head);
  const older = file.lines.slice(there.start, there.head);
  const loses = (is: (line: string | undefined) => boolean): boolean => older.some(is) && !given.some(is);
  return given.length === 0 || loses(isDecorator) || loses(isComment) ? there.head : there.start;
}

/** A definition in place of its older self; of a class that is given in part, its members each in their place. */
function intoDefinition(
  block: Code,
  part: Extract<Part, { kind: 'definition' }>,
  file: Code,
  there: Definition,
  cursor: number,
): readonly Put[] | null {
  const { definition } = part;
  const margin = marginOf(file.lines[there.head]);
  const members = file.definitions.filter(({ owner }) => owner === there);
  const given = block.definitions.filter(({ owner }) => owner === definition);
  const lost = definition.kind === 'class' && members.some((member) => !given.some((one) => mayBe(one, member)));
  const from = replaced(block, part, file, there);
  // Above the head only what the file does not have already.
  const first = from === there.head ? definition.head : part.from;
  const above =
    from === there.head
      ? block.lines
          .slice(part.from, definition.head)
          .filter((line) => !file.lines.slice(there.start, there.head).some((old) => old.trim() === line.trim()))
      : [];
  const lead = reindent(above, [], margin, null);
  if (!lost)
    return [{ from, to: there.end + 1, lines: [...lead, ...moved(block, first, definition.end, margin, file)] }];
  const inside = mergeParts(block, partsOf(block, definition), file, cursor, there);
  if (inside === null) return null;
  const [mine, theirs] = [bodyOf(definition, block.lines, block.states), bodyOf(there, file.lines, file.states)];
  return [{ from, to: theirs, lines: [...lead, ...moved(block, first, mine - 1, margin, file)] }, ...inside];
}

/**
 * Every part of a block in its place; null when no definition of it is in the file, or something of it has no certain
 * place. With `owner`, the parts are those of a class, and so are the places.
 */
export function mergeParts(
  block: Code,
  parts: readonly Part[],
  file: Code,
  cursor: number,
  owner: Definition | null = null,
): readonly Put[] | null {
  const within = owner === null ? undefined : owner;
  const targets = parts.map((part) =>
    part.kind === 'definition' ? matchOf(block, part.definition, file, cursor, within) : null,
  );
  if (owner === null && targets.every((target) => target === null)) return null;
  // Two of the block would take the same place.
  const found = targets.filter((target) => target !== null);
  if (new Set(found).size < found.length) return null;
  const puts: Put[] = [...importPuts(block, parts, file)];
  let anchor: Definition | null = null;
  const next = (index: number): Definition | null => targets.slice(index).find((target) => target !== null) ?? null;
  for (const [index, part] of parts.entries()) {
    const target = targets[index] ?? null;
    if (part.kind === 'import') continue;
    if (part.kind === 'definition' && target !== null) {
      const into = intoDefinition(block, part, file, target, cursor);
      if (into === null) return null;
      puts.push(...into);
      anchor = target;
      continue;
    }
    if (part.kind === 'loose') {
      if (
        isThere(file, plain(block.lines, part.from, part.to)) ||
        plain(block.lines, part.from, part.to).split('\n').every(isComment)
      )
        continue;
      // Among methods a statement has no place.
      if (owner === null && (anchor ?? next(index))?.owner != null) return null;
    }
    const put = beside(block, part, file, anchor ?? next(index), anchor !== null, owner);
    if (put === null) return null;
    puts.push(put);
  }
  return puts;
}

/** A new part after the one before it in the block, else before the one after it, else at the end of its class. */
function beside(
  block: Code,
  { kind, from, to }: Part,
  file: Code,
  anchor: Definition | null,
  after: boolean,
  owner: Definition | null,
): Put | null {
  if (anchor === null) return owner === null ? null : intoClass(block, from, to, file, owner, null);
  const at = kind === 'definition' ? anchor : outermost(anchor, owner);
  const margin = marginOf(file.lines[at.head]);
  const code = moved(block, from, to, margin, file);
  const gap = blanks(kind === 'loose' ? 1 : Math.max(1, gapAfter(file, at)));
  return after
    ? { from: at.end + 1, to: at.end + 1, lines: [...gap, ...code] }
    : { from: at.start, to: at.start, lines: [...code, ...gap] };
}

function outermost(definition: Definition, below: Definition | null): Definition {
  let at = definition;
  while (at.owner !== null && at.owner !== below) at = at.owner;
  return at;
}

/** Lines `[from, to]` of the block as a member of a class, after `member` or as the last. */
export function intoClass(
  block: Code,
  from: number,
  to: number,
  file: Code,
  owner: Definition,
  member: Definition | null,
): Put {
  const { lines } = file;
  const margin =
    memberMargin(file, owner) ?? marginOf(lines[owner.head]) + (unitOf(lines) ?? unitOf(block.lines) ?? '    ');
  const code = moved(block, from, to, margin, file);
  const last = member ?? file.definitions.filter((definition) => definition.owner === owner).at(-1);
  let at = last?.end ?? owner.end;
  if (last === undefined && /^\s*[}\])]/.test(lines[at] ?? '') && at > owner.head) at -= 1;
  const empty = last === undefined && at === owner.head;
  return {
    from: at + 1,
    to: at + 1,
    lines: [...blanks(empty ? 0 : last === undefined ? 1 : Math.max(1, gapAfter(file, last))), ...code],
  };
}

/** Whether the file holds these lines, next to each other, at whatever depth. */
function isThere({ lines }: Code, code: string): boolean {
  return `\n${plain(lines, 0, lines.length - 1)}\n`.includes(`\n${code}\n`);
}

const wordsOf = (code: string): ReadonlySet<string> => new Set(code.match(/[\p{L}_$][\p{L}\p{N}_$.]*/gu));
const moduleOf = (code: string): string | null =>
  /^from\s+(\S+)/.exec(code)?.[1] ?? /\bfrom\s+(["'][^"']+["'])/.exec(code)?.[1] ?? null;

/** New imports below the file's, or in place of one that names less of the same module. */
export function importPuts(block: Code, parts: readonly Part[], file: Code): readonly Put[] {
  const theirs = partsOf(file).filter(({ kind }) => kind === 'import');
  const puts: Put[] = [];
  const fresh: string[] = [];
  for (const { kind, from, to } of parts) {
    if (kind !== 'import') continue;
    const code = plain(block.lines, from, to);
    if (theirs.some((one) => plain(file.lines, one.from, one.to) === code)) continue;
    const [module, words] = [moduleOf(code), wordsOf(code)];
    const less = theirs.find((one) => {
      const old = plain(file.lines, one.from, one.to);
      return module !== null && moduleOf(old) === module && [...wordsOf(old)].every((word) => words.has(word));
    });
    const lines = moved(block, from, to, '', file);
    if (less === undefined || puts.some((put) => put.from === less.from)) fresh.push(...lines);
    else puts.push({ from: less.from, to: less.to + 1, lines });
  }
  if (fresh.length === 0) return puts;
  const last = theirs.at(-1);
  const at = last === undefined ? topOf(file) : last.to + 1;
  const gap = last === undefined && !isBlank(file.lines[at]) ? [''] : [];
  return [...puts, { from: at, to: at, lines: [...fresh, ...gap] }];
}

/** Below what has to stand first: the interpreter's line, comments, a docstring. */
function topOf({ lines, states }: Code): number {
  let at = 0;
  while (
    at < lines.length &&
    (states[at]?.inString === true || isComment(lines[at]) || /^\s*(?:#!|"""|''')/.test(lines[at] ?? ''))
  )
    at += 1;
  return at;
}

/** The lines with all of it put in; null when two places overlap. */
export function withPuts(lines: readonly string[], puts: readonly Put[]): readonly string[] | null {
  const sorted = puts
    .map((put, index) => ({ put, index }))
    .sort((one, other) => one.put.from - other.put.from || one.put.to - other.put.to || one.index - other.index)
    .map(({ put }) => put);
  const out: string[] = [];
  let at = 0;
  for (const { from, to, lines: put } of sorted) {
    if (from < at) return null;
    out.push(...lines.slice(at, from), ...put);
    at = to;
  }
  return [...out, ...lines.slice(at)];
}
