/** A name is used that nothing binds: its import; the last use of an imported name went: it goes out of the import. */
import type { TextEdit } from '../../text';
import { normalizeChange } from '../../text';
import { bracketsOf, quotedAround } from '../code/brackets';
import { listChange, placed, written } from '../code/imports/placing';
import { canBeImported, sourcesOf, type Source } from '../code/imports/sources';
import { importsIn, type ImportItem, type ImportStatement } from '../code/imports/statements';
import { unboundNear, type Use } from '../code/imports/unbound';
import { pageOf } from '../code/page';
import type { Candidate, Evidence, Moment, Proposer } from '../types';

const LANGUAGES = new Set(['python', 'javascript', 'typescript', 'go', 'rust']);
const LOOKED_BACK = 4;
const MOST = 12;

export const imports: Proposer = (moment) => {
  if (!LANGUAGES.has(moment.language)) return [];
  const statements = importsIn(moment.language, moment.text);
  const gone = unusedNames(moment, statements);
  const added = additions(moment, statements, gone);
  const replaced = new Set(added.flatMap(({ removed }) => removed));
  const removed = removals(
    moment,
    statements,
    gone.filter((one) => !replaced.has(one)),
  );
  return [...added.map(({ candidate }) => candidate), ...removed].slice(0, MOST);
};

interface Gone {
  readonly statement: ImportStatement;
  /** Null where the name is that of the module or the default export. */
  readonly item: ImportItem | null;
}

interface Addition {
  readonly candidate: Candidate;
  readonly removed: readonly Gone[];
}

function additions(moment: Moment, statements: readonly ImportStatement[], gone: readonly Gone[]): Addition[] {
  const bound = new Set(
    statements.flatMap(({ items, whole }) => [
      ...items.map(({ local }) => local),
      ...(whole === null ? [] : [whole.local]),
    ]),
  );
  const isKnown = canBeImported(moment);
  const uses = unboundNear(moment, (name) => !bound.has(name) && isKnown(name));
  // Names of one module go into one statement.
  const firsts = new Map<string, { readonly source: Source; readonly use: Use }[]>();
  const others: { readonly source: Source; readonly use: Use }[] = [];
  for (const use of uses) {
    const [first, ...more] = sourcesOf(moment, use, statements);
    if (first === undefined) continue;
    const key = `${first.module} ${first.what === 'name' ? 'name' : first.local} ${first.isType}`;
    firsts.set(key, [...(firsts.get(key) ?? []), { source: first, use }]);
    others.push(...more.slice(0, 1).map((source) => ({ source, use })));
  }
  return [
    ...[...firsts.values()].flatMap((together) => addition(moment, together, statements, gone, 'imports', 1) ?? []),
    ...others.flatMap((one) => addition(moment, [one], statements, gone, `imports:${one.source.module}`, 0.5) ?? []),
  ];
}

function addition(
  moment: Moment,
  together: readonly { readonly source: Source; readonly use: Use }[],
  statements: readonly ImportStatement[],
  gone: readonly Gone[],
  group: string,
  share: number,
): Addition | null {
  const [first] = together;
  if (first === undefined) return null;
  const { source } = first;
  const evidence: Evidence = {
    agreeing: source.agreeing,
    against: 0,
    certain: share * Math.max(...together.map(({ use }) => certainty(moment, use))),
    variant: source.variant,
  };
  const make = (change: readonly TextEdit[], removed: readonly Gone[]): Addition => ({
    candidate: { family: 'imports', group, change: normalizeChange(change), evidence, like: null },
    removed,
  });
  const own =
    source.what !== 'name'
      ? undefined
      : statements.find(
          ({ module, items, isType, form }) =>
            module === source.module &&
            items.length > 0 &&
            form !== (moment.language === 'python' ? 'import' : 'from') &&
            !items.some(({ name }) => name === '*') &&
            (!isType || together.every((one) => one.source.isType)),
        );
  if (own !== undefined) {
    const removed = gone.filter(({ statement, item }) => statement === own && item !== null);
    const isInline = own.items.some(({ text }) => text.startsWith('type '));
    const names = together.map(
      ({ source: { name, local, isType } }) =>
        `${isType && isInline ? 'type ' : ''}${name}${name === local ? '' : ` as ${local}`}`,
    );
    const isSingle = moment.language === 'rust' && own.items.length === 1 && moment.text.charAt(own.end - 2) !== '}';
    const change = isSingle
      ? rustList(own, names)
      : listChange(
          moment.text,
          own,
          names,
          removed.flatMap(({ item }) => item ?? []),
          statements,
        );
    return make(change, removed);
  }
  // The default export is there already: its names follow it.
  const whole = statements.find(
    ({ module, whole: local, items, form }) =>
      module === source.module && local !== null && !local.isNamespace && items.length === 0 && form === 'import',
  );
  if (source.what === 'name' && whole?.whole != null && moment.language !== 'python' && moment.language !== 'go') {
    return make(
      [
        {
          start: whole.whole.end,
          end: whole.whole.end,
          text: `, { ${together.map(({ source: { name } }) => name).join(', ')} }`,
        },
      ],
      [],
    );
  }
  const statement = written(
    moment,
    together.map((one) => one.source),
    statements,
  );
  return statement === ''
    ? null
    : make([placed(moment, statement, source.module, source.what === 'name', statements)], []);
}

function rustList(own: ImportStatement, names: readonly string[]): TextEdit[] {
  const [item] = own.items;
  if (item === undefined) return [];
  return [{ start: item.start, end: item.end, text: `{${[item.text, ...names].sort().join(', ')}}` }];
}

/** A name that is being typed may still become another. */
function certainty({ cursor, text }: Moment, { name, start, tail }: Use): number {
  if (cursor === start + name.length && !/^[ \t]*[(.[:<,)\]}=]/.test(text.slice(cursor, cursor + 4))) return 0.3;
  return tail === '' ? 0.8 : 0.95;
}

/** Imported names whose last use went through the last edits. */
function unusedNames(moment: Moment, statements: readonly ImportStatement[]): Gone[] {
  const removed = new Set(
    moment.edits
      .slice(-LOOKED_BACK)
      .flatMap(({ before, change }) => change.flatMap(({ start, end }) => wordsAround(before, start, end))),
  );
  const found: Gone[] = [];
  for (const statement of statements) {
    const isWritten = moment.edits.some(({ places }) =>
      places.some(({ start, end }) => start < statement.end && statement.start < end),
    );
    if (isWritten) continue;
    for (const item of statement.items)
      if (removed.has(item.local) && !isUsed(moment, item.local, statements)) found.push({ statement, item });
    const { whole } = statement;
    if (whole !== null && removed.has(whole.local) && !isUsed(moment, whole.local, statements))
      found.push({ statement, item: null });
  }
  return found;
}

/** The words that a range touches. */
function wordsAround(text: string, start: number, end: number): string[] {
  if (end === start) return [];
  let from = start;
  while (from > 0 && /[\p{L}\p{N}_$]/u.test(text.charAt(from - 1))) from -= 1;
  let to = end;
  while (to < text.length && /[\p{L}\p{N}_$]/u.test(text.charAt(to))) to += 1;
  return text.slice(from, to).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
}

/** Whether a name stands anywhere but in the imports and in comments. */
function isUsed(moment: Moment, name: string, statements: readonly ImportStatement[]): boolean {
  const { text } = moment;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (/[\p{L}\p{N}_$]/u.test(text.charAt(at - 1)) || /[\p{L}\p{N}_$]/u.test(text.charAt(at + name.length))) continue;
    if (statements.some(({ start, end }) => start <= at && at < end)) continue;
    if (quotedAround(bracketsOf(moment), at)?.isComment === true) continue;
    return true;
  }
  return false;
}

function removals(moment: Moment, statements: readonly ImportStatement[], gone: readonly Gone[]): Candidate[] {
  const page = pageOf(moment);
  const candidates: Candidate[] = [];
  for (const statement of new Set(gone.map((one) => one.statement))) {
    const items = gone.flatMap((one) => (one.statement === statement && one.item !== null ? [one.item] : []));
    const isWholeGone = gone.some((one) => one.statement === statement && one.item === null);
    const isAll = items.length === statement.items.length && (statement.whole === null || isWholeGone);
    if (!isAll && isWholeGone) continue;
    candidates.push({
      family: 'imports',
      group: 'imports:unused',
      change: isAll
        ? [lineOut(moment, statement, statements)]
        : normalizeChange(shortened(moment.text, statement, items, statements)),
      evidence: {
        agreeing: items.length + (isWholeGone ? 1 : 0),
        against: 0,
        certain: page.index.lineAt(moment.cursor) === page.index.lineAt(statement.start) ? 0.3 : 0.8,
        variant: 'unused',
      },
      like: null,
    });
  }
  return candidates;
}

function shortened(
  text: string,
  statement: ImportStatement,
  items: readonly ImportItem[],
  statements: readonly ImportStatement[],
): readonly TextEdit[] {
  if (items.length === statement.items.length && statement.whole !== null) {
    const close = text.indexOf('}', statement.whole.end) + 1;
    return close > 0 && close <= statement.end ? [{ start: statement.whole.end, end: close, text: '' }] : [];
  }
  const change = listChange(text, statement, [], items, statements);
  // One name of a Rust list that is left needs no braces.
  const left = statement.items.filter((item) => !items.includes(item));
  if (left.length === 1 && statement.form === 'use') {
    const open = text.indexOf('{', statement.start);
    const close = text.indexOf('}', open);
    return open >= 0 && close <= statement.end ? [{ start: open, end: close + 1, text: left[0]?.text ?? '' }] : change;
  }
  return change;
}

/** The whole lines of a statement, with the blank line that its section ended with. */
function lineOut(moment: Moment, statement: ImportStatement, statements: readonly ImportStatement[]): TextEdit {
  const page = pageOf(moment);
  const first = page.index.lineAt(statement.start);
  const last = page.index.lineAt(statement.end);
  const start = page.index.startOf(first);
  let end = page.index.startOf(last + 1);
  const isBlank = (row: number): boolean =>
    row < 0 || row >= page.lines.length || (page.lines[row] ?? '').trim() === '';
  if (statements.length === 1 || (isBlank(first - 1) && isBlank(last + 1))) {
    for (let row = last + 1; row < page.lines.length - 1 && isBlank(row) && isBlank(first - 1); row += 1)
      end = page.index.startOf(row + 1);
  }
  return { start, end, text: '' };
}
