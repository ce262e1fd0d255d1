/** Where an import goes: into a list that is there, beside those like it, or to the top of the file. */
import type { TextChange, TextEdit } from '../../../text';
import type { Moment } from '../../types';
import { bracketsOf } from '../brackets';
import { pageOf } from '../page';
import { hasSemicolons } from '../style';
import type { Source } from './sources';
import type { ImportItem, ImportStatement } from './statements';
import { NODE_MODULES, PYTHON_MODULES } from './tables';

type Order = (one: string, other: string) => number;
const plain: Order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const lower: Order = (one, other) => plain(one.toLowerCase(), other.toLowerCase());
const rankOf = (name: string): number =>
  /^[\p{Lu}_\d]+$/u.test(name) && name.length > 1 ? 0 : /^\p{Lu}/u.test(name) ? 1 : 2;
const byKind: Order = (one, other) => rankOf(one) - rankOf(other) || plain(one, other);

function orderOf(names: readonly string[]): Order | null {
  if (names.length < 2) return null;
  return (
    [plain, lower, byKind].find((order) =>
      names.every((name, index) => index === 0 || order(names[index - 1] ?? '', name) <= 0),
    ) ?? null
  );
}

/** Names out of a list and new ones into it. */
export function listChange(
  text: string,
  statement: ImportStatement,
  add: readonly string[],
  gone: readonly ImportItem[],
  all: readonly ImportStatement[],
): TextChange {
  const kept = statement.items.filter((item) => !gone.includes(item));
  const [first] = statement.items;
  const last = statement.items.at(-1);
  if (first === undefined || last === undefined) return [];
  if (kept.length === 0) return [{ start: first.start, end: last.end, text: add.join(', ') }];
  const edits: TextEdit[] = gone.map((item) => {
    const at = statement.items.indexOf(item);
    const next = statement.items[at + 1];
    const previous = statement.items.slice(0, at).findLast((other) => kept.includes(other));
    if (previous !== undefined) return { start: statement.items[at - 1]?.end ?? item.start, end: item.end, text: '' };
    return { start: item.start, end: next?.start ?? item.end, text: '' };
  });
  const others = all.filter(({ items }) => items.length > 1).map(({ items }) => orderOf(items.map(({ name }) => name)));
  const order =
    statement.items.length > 1
      ? orderOf(statement.items.map(({ name }) => name))
      : others.length > 0 && others.every((one) => one !== null)
        ? plain
        : null;
  const isLines =
    statement.items.length > 1 && /\n/.test(text.slice(first.end, statement.items[1]?.start ?? first.end));
  const gap = isLines ? text.slice(first.end, statement.items[1]?.start ?? first.end).replace(/^\s*,/, ',') : ', ';
  for (const name of order === null ? add : [...add].sort(order)) {
    const plainName = name.replace(/^type /, '').replace(/ as .*/, '');
    const after = order === null ? kept.at(-1) : kept.findLast((item) => order(item.name, plainName) <= 0);
    const before = kept[0];
    if (after !== undefined) edits.push({ start: after.end, end: after.end, text: gap + name });
    else if (before !== undefined) edits.push({ start: before.start, end: before.start, text: name + gap });
  }
  return edits;
}

export type Section = 'future' | 'standard' | 'other' | 'own';
const SECTIONS: readonly Section[] = ['future', 'standard', 'other', 'own'];

export function sectionOf(module: string, { language, workspace }: Moment): Section {
  if (module.startsWith('.') || /^(?:@|~)\//.test(module)) return 'own';
  if (language === 'python') {
    if (module === '__future__') return 'future';
    const root = module.split('.')[0] ?? module;
    if (PYTHON_MODULES.has(root)) return 'standard';
    return workspace.files.some(
      ({ path }) =>
        path === `${root}.py` ||
        path.startsWith(`${root}/`) ||
        path.includes(`/${root}/__init__`) ||
        path.startsWith(`src/${root}/`),
    )
      ? 'own'
      : 'other';
  }
  if (language === 'go') return module.includes('.') ? 'other' : 'standard';
  if (language === 'rust')
    return /^(?:std|core|alloc)(?:::|$)/.test(module)
      ? 'standard'
      : /^(?:crate|super|self)(?:::|$)/.test(module)
        ? 'own'
        : 'other';
  return module.startsWith('node:') || NODE_MODULES.has(module) ? 'standard' : 'other';
}

/** The statement that imports these sources, all of one module and kind. */
export function written(moment: Moment, sources: readonly Source[], statements: readonly ImportStatement[]): string {
  const [first] = sources;
  if (first === undefined) return '';
  const { module, what, local, name } = first;
  const names = [...sources]
    .map((one) => (one.name === one.local ? one.name : `${one.name} as ${one.local}`))
    .sort(plain);
  switch (moment.language) {
    case 'python':
      return what === 'module'
        ? `import ${name === local || module === local ? module : `${module} as ${local}`}`
        : `from ${module} import ${names.join(', ')}`;
    case 'go':
      return `"${module}"`;
    case 'rust':
      return `use ${module}::${names.length > 1 ? `{${names.join(', ')}}` : names.join('')};`;
    default: {
      const quote = quoteOf(moment.text, statements);
      const end = (
        statements[0] === undefined ? hasSemicolons(moment) : moment.text.charAt(statements[0].end - 1) === ';'
      )
        ? ';'
        : '';
      const isRequire =
        statements.some(({ form }) => form === 'require') ||
        (statements.length === 0 && /\bmodule\.exports\b/.test(moment.text));
      if (isRequire)
        return `const ${what === 'name' ? `{ ${names.join(', ').replace(/ as /g, ': ')} }` : local} = require(${quote}${module}${quote})${end}`;
      const isType =
        sources.every((one) => one.isType) &&
        (statements.length === 0 ||
          statements.some((one) => one.isType) ||
          !statements.some(({ items }) => items.some(({ text }) => text.startsWith('type '))));
      const bound = what === 'name' ? `{ ${names.join(', ')} }` : what === 'module' ? `* as ${local}` : local;
      return `import ${isType ? 'type ' : ''}${bound} from ${quote}${module}${quote}${end}`;
    }
  }
}

function quoteOf(text: string, statements: readonly ImportStatement[]): string {
  const [first] = statements;
  const within = first === undefined ? text : text.slice(first.start, first.end);
  return (within.match(/"/g)?.length ?? 0) > (within.match(/'/g)?.length ?? 0) ? '"' : "'";
}

/** A new statement, at its place. */
export function placed(
  moment: Moment,
  statement: string,
  module: string,
  isFrom: boolean,
  statements: readonly ImportStatement[],
): TextEdit {
  const { eol } = pageOf(moment);
  if (moment.language === 'go') return placedInGo(moment, statement, module, statements);
  const section = sectionOf(module, moment);
  const same = statements.filter((one) => sectionOf(one.module, moment) === section);
  const after = (one: ImportStatement, gap: string): TextEdit => ({
    start: lineEnd(moment, one.end),
    end: lineEnd(moment, one.end),
    text: gap + statement,
  });
  const before = (one: ImportStatement, gap: string): TextEdit => ({
    start: one.start,
    end: one.start,
    text: statement + gap,
  });
  if (same.length > 0) {
    const isPython = moment.language === 'python';
    const ofForm = same.filter(({ form }) => (form === 'from') === isFrom);
    const [first, last] = [same[0], same.at(-1)];
    if (isPython && ofForm.length === 0 && first !== undefined && last !== undefined)
      return isFrom ? after(last, eol) : before(first, eol);
    const list = isPython && !mixesForms(same) ? ofForm : same;
    const order =
      list.length === 1 && section !== 'own' && moment.language !== 'javascript' && moment.language !== 'typescript'
        ? lower
        : orderOf(list.map(keyOf));
    const key = moment.language === 'rust' ? statement.replace(/^use |[{;]/g, '') : module;
    if (order !== null) {
      const previous = list.findLast((one) => order(keyOf(one), key) <= 0);
      if (previous !== undefined) return after(previous, eol);
      if (list[0] !== undefined) return before(list[0], eol);
    }
    const end = list.at(-1);
    if (end !== undefined) return after(end, eol);
  }
  if (statements.length > 0) {
    const rank = SECTIONS.indexOf(section);
    const previous = statements.findLast((one) => SECTIONS.indexOf(sectionOf(one.module, moment)) < rank);
    const gap = isSpaced(moment, statements) ? eol + eol : eol;
    const [first] = statements;
    if (previous !== undefined) return after(previous, gap);
    if (first !== undefined) return before(first, gap);
  }
  return atTop(moment, statement);
}

const keyOf = ({ form, module, items }: ImportStatement): string =>
  form === 'use' ? `${module}::${items[0]?.name ?? ''}` : module;

const lineEnd = ({ text }: Moment, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : text.charAt(end - 1) === '\r' ? end - 1 : end;
};

const mixesForms = (list: readonly ImportStatement[]): boolean => {
  const forms = list.map(({ form }) => form);
  return forms.lastIndexOf('import') > forms.indexOf('from') && forms.includes('from');
};

/** Whether sections of imports are kept apart by blank lines. */
function isSpaced(moment: Moment, statements: readonly ImportStatement[]): boolean {
  for (let index = 1; index < statements.length; index += 1) {
    const [one, other] = [statements[index - 1], statements[index]];
    if (one === undefined || other === undefined || sectionOf(one.module, moment) === sectionOf(other.module, moment))
      continue;
    return /\n\s*\n/.test(moment.text.slice(one.end, other.start));
  }
  return moment.language === 'python';
}

/** The first import of a file: below its first comment, docstring or directive. */
function atTop(moment: Moment, statement: string): TextEdit {
  const page = pageOf(moment);
  const { eol, lines } = page;
  let row = 0;
  while (row < lines.length && /^\s*(?:#|\/\/|$)/.test(lines[row] ?? '') && !/^#\[/.test(lines[row] ?? '')) row += 1;
  const start = page.index.startOf(row);
  const quoted = bracketsOf(moment).quotedAt.get(start);
  const isDirective = /^(["'])use \w+\1;?$/.test((lines[row] ?? '').trim());
  if (
    (moment.language === 'python' && quoted !== undefined) ||
    (quoted !== undefined && page.text.startsWith('/*', start)) ||
    isDirective
  ) {
    const end = lineEnd(moment, isDirective ? start : (quoted ?? start));
    return { start: end, end, text: eol + (page.text.startsWith('/*', start) ? '' : eol) + statement };
  }
  // Comments directly above code belong to the code, unless the file begins with a shebang.
  let at = row;
  while (at > 0 && (lines[at - 1] ?? '').trim() !== '' && !(at === 1 && lines[0]?.startsWith('#!') === true)) at -= 1;
  if (lines[0]?.startsWith('#!') === true && at <= 1) {
    const end = page.index.endOf(0);
    return { start: end, end, text: eol + statement };
  }
  const isDefinition = moment.language === 'python' && /^(?:@|class\b|def\b|async def\b)/.test(lines[row] ?? '');
  const offset = page.index.startOf(at);
  return { start: offset, end: offset, text: statement + eol + eol + (isDefinition ? eol : '') };
}

function placedInGo(moment: Moment, spec: string, module: string, statements: readonly ImportStatement[]): TextEdit {
  const { text } = moment;
  const { eol } = pageOf(moment);
  const single = /^import[ \t]+(?!\()([^\n\r]+)/m.exec(text);
  const block = /^import\s*\(/m.exec(text);
  if (block === null && single !== null) {
    const specs = [single[1]?.trim() ?? '', spec].sort(plain);
    return {
      start: single.index,
      end: single.index + single[0].length,
      text: `import (${eol}\t${specs.join(`${eol}\t`)}${eol})`,
    };
  }
  if (block === null) {
    const end = lineEnd(moment, /^package\s+\w+/m.exec(text)?.index ?? 0);
    return { start: end, end, text: `${eol}${eol}import ${spec}` };
  }
  const same = statements.filter((one) => sectionOf(one.module, moment) === sectionOf(module, moment));
  const previous = same.findLast((one) => one.module <= module);
  if (previous !== undefined)
    return { start: lineEnd(moment, previous.end), end: lineEnd(moment, previous.end), text: `${eol}\t${spec}` };
  const next = same[0] ?? statements[0];
  const at = next?.start ?? block.index + block[0].length;
  return {
    start: at,
    end: at,
    text: next === undefined ? `${eol}\t${spec}` : `${spec}${eol}${same.length === 0 ? eol : ''}\t`,
  };
}
