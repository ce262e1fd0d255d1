/** Where a name can be imported from: the workspace's own imports, its exports, the standard libraries. */
import type { Moment } from '../../types';
import { moduleFrom, moduleOfFile } from './paths';
import { importsIn, type ImportStatement } from './statements';
import * as known from './tables';
import type { Use } from './unbound';

export interface Source {
  readonly module: string;
  /** `name` out of the module; the module's default export; the module as a whole. */
  readonly what: 'name' | 'default' | 'module';
  readonly name: string;
  readonly local: string;
  readonly isType: boolean;
  readonly variant: 'imported-elsewhere' | 'exported' | 'standard';
  readonly agreeing: number;
}

const HEAD = 12_000;
const MOST_FILES = 300;
const isScript = (language: string): boolean => language === 'javascript' || language === 'typescript';
const sameKind = (one: string, other: string): boolean => one === other || (isScript(one) && isScript(other));

/** All sources of a name, the likeliest first. */
export function sourcesOf(moment: Moment, use: Use, statements: readonly ImportStatement[]): Source[] {
  const found = [
    ...importedElsewhere(moment, use),
    ...exported(moment, use, statements),
    ...standard(moment, use, statements),
  ];
  return found.filter(
    (source, index) =>
      found.findIndex(({ module, what }) => module === source.module && what === source.what) === index,
  );
}

/** Whether a name can come from anywhere, told quickly. */
export function canBeImported(moment: Moment): (name: string) => boolean {
  const files = moment.workspace.files
    .slice(0, MOST_FILES)
    .filter(({ language, path }) => sameKind(language, moment.language) && path !== moment.path);
  return (name) =>
    isStandard(moment.language, name) || (name.length > 1 && files.some(({ text }) => text.includes(name)));
}

const isStandard = (language: string, name: string): boolean => {
  if (language === 'python')
    return known.PYTHON_BY_NAME.has(name) || known.PYTHON_AS_MODULE.has(name) || name === 'datetime';
  if (language === 'go') return known.GO_BY_NAME.has(name);
  if (language === 'rust') return known.RUST_BY_NAME.has(name) || known.RUST_AS_MODULE.has(name) || name === 'Ordering';
  return (
    isScript(language) &&
    (known.NODE_BY_NAME.has(name) ||
      Object.hasOwn(known.NODE_AS_MODULE, name) ||
      known.REACT_VALUES.has(name) ||
      known.REACT_TYPE_NAMES.has(name))
  );
};

function importedElsewhere(moment: Moment, { name }: Use): Source[] {
  const counted = new Map<string, Source>();
  for (const { path, language, text } of moment.workspace.files.slice(0, MOST_FILES)) {
    if (!sameKind(language, moment.language) || path === moment.path) continue;
    const at = text.indexOf(name);
    if (at < 0 || at > HEAD) continue;
    for (const statement of importsIn(language, text.slice(0, HEAD))) {
      const item = statement.items.find(({ local }) => local === name);
      const isWhole = statement.whole?.local === name;
      if (item === undefined && !isWhole) continue;
      const isModule =
        (statement.form === 'import' && moment.language === 'python') ||
        (isWhole && (statement.whole.isNamespace || moment.language === 'go'));
      const module = moduleFrom(
        path,
        isModule && item !== undefined ? item.name : statement.module,
        moment.path,
        moment.language,
      );
      const what = isModule ? 'module' : isWhole ? 'default' : 'name';
      const key = `${module} ${what}`;
      const agreeing = (counted.get(key)?.agreeing ?? 0) + 1;
      counted.set(key, {
        module,
        what,
        name: item?.name ?? name,
        local: name,
        isType: statement.isType || (item?.text ?? '').startsWith('type '),
        variant: 'imported-elsewhere',
        agreeing,
      });
    }
  }
  return [...counted.values()].sort((one, other) => other.agreeing - one.agreeing).slice(0, 2);
}

function exported(moment: Moment, { name, isType }: Use, statements: readonly ImportStatement[]): Source[] {
  const found: Source[] = [];
  for (const { path, language, text } of moment.workspace.files.slice(0, MOST_FILES)) {
    if (!sameKind(language, moment.language) || path === moment.path || !text.includes(name)) continue;
    const what = exportOf(language, text, name);
    if (what === null) continue;
    const module = moment.language === 'rust' ? rustModule(path) : moduleOfFile(moment, path, statements);
    if (module === null || module === '') continue;
    found.push({
      module,
      what: what.what,
      name,
      local: name,
      isType: what.isType && isType,
      variant: 'exported',
      agreeing: 1,
    });
  }
  return found.slice(0, 2);
}

function exportOf(
  language: string,
  text: string,
  name: string,
): { readonly what: Source['what']; readonly isType: boolean } | null {
  const word = name.replace(/\$/g, '\\$');
  if (language === 'python')
    return new RegExp(`^(?:(?:async\\s+)?def|class)\\s+${word}\\b|^${word}\\s*(?::[^=\\n]+)?=(?!=)`, 'm').test(text)
      ? { what: 'name', isType: false }
      : null;
  if (language === 'rust')
    return new RegExp(`^pub\\s+(?:struct|enum|trait|fn|type|const|async fn|static)\\s+${word}\\b`, 'm').test(text)
      ? { what: 'name', isType: false }
      : null;
  if (!isScript(language)) return null;
  const named = new RegExp(
    `^export\\s+(default\\s+)?(?:declare\\s+)?(?:abstract\\s+)?(?:async\\s+)?(function\\*?|class|const|let|var|interface|type|enum)\\s+${word}\\b`,
    'm',
  ).exec(text);
  if (named !== null)
    return {
      what: named[1] === undefined ? 'name' : 'default',
      isType: named[2] === 'interface' || named[2] === 'type',
    };
  if (
    new RegExp(`^export\\s+default\\s+${word}\\s*;?\\s*$`, 'm').test(text) ||
    new RegExp(`^module\\.exports\\s*=\\s*${word}\\s*;?\\s*$`, 'm').test(text)
  )
    return { what: 'default', isType: false };
  if (
    new RegExp(`^export\\s*\\{[^}]*\\b${word}\\b[^}]*\\}`, 'm').test(text) ||
    new RegExp(`^module\\.exports\\s*=\\s*\\{[^}]*\\b${word}\\b|^(?:module\\.)?exports\\.${word}\\s*=`, 'm').test(text)
  )
    return { what: 'name', isType: false };
  return null;
}

function rustModule(path: string): string | null {
  const inner = /^(?:.*\/)?src\/(.+)\.rs$/.exec(path)?.[1];
  if (inner === undefined || inner === 'main') return null;
  const parts = inner.split('/').filter((part) => part !== 'mod' && part !== 'lib');
  return ['crate', ...parts].join('::');
}

function standard(moment: Moment, { name, tail, isType }: Use, statements: readonly ImportStatement[]): Source[] {
  const of = (module: string, what: Source['what'] = 'name', asType = false): Source[] => [
    { module, what, name, local: name, isType: asType, variant: 'standard', agreeing: 0 },
  ];
  switch (moment.language) {
    case 'python': {
      if (name === 'datetime')
        return /^\.(?:datetime|timedelta|date|timezone|time)$/.test(tail) ? of('datetime', 'module') : of('datetime');
      if (known.PYTHON_AS_MODULE.has(name) && tail.startsWith('.')) return of(name, 'module');
      const module = known.PYTHON_BY_NAME.get(name);
      return module === undefined ? [] : of(module);
    }
    case 'go': {
      const path = known.GO_BY_NAME.get(name);
      return path !== undefined && /^\.\p{Lu}/u.test(tail) ? of(path, 'module') : [];
    }
    case 'rust': {
      if (name === 'Ordering') return of(/^::(?:Less|Greater|Equal)$/.test(tail) ? 'std::cmp' : 'std::sync::atomic');
      const module = known.RUST_BY_NAME.get(name);
      if (module !== undefined) return of(module);
      return known.RUST_AS_MODULE.has(name) && tail.startsWith('::') ? of('std') : [];
    }
    default: {
      const node = known.NODE_BY_NAME.get(name);
      if (node !== undefined && (tail === '(' || /^\p{Lu}/u.test(name)))
        return of(nodeModule(moment, node, statements));
      if (known.NODE_AS_MODULE[name]?.test(tail) === true)
        return of(
          nodeModule(moment, name, statements),
          statements.some(
            ({ module, whole }) => known.NODE_MODULES.has(module.replace(/^node:/, '')) && whole?.isNamespace === true,
          )
            ? 'module'
            : 'default',
        );
      const isReact =
        statements.some(({ module }) => module === 'react') ||
        /\.[jt]sx$/.test(moment.path) ||
        moment.workspace.files.some(({ text }) => /from ["']react["']/.test(text.slice(0, 2000)));
      if (!isReact) return [];
      if (known.REACT_VALUES.has(name)) return of('react');
      return known.REACT_TYPE_NAMES.has(name) && isType ? of('react', 'name', true) : [];
    }
  }
}

/** With the prefix `node:` where the file, or else the workspace, writes it. */
function nodeModule(moment: Moment, module: string, statements: readonly ImportStatement[]): string {
  const own = statements.filter((one) => known.NODE_MODULES.has(one.module.replace(/^node:/, '')));
  if (own.length > 0) return own.some((one) => one.module.startsWith('node:')) ? `node:${module}` : module;
  const texts = moment.workspace.files.slice(0, 60).map(({ text }) => text.slice(0, 2000));
  if (texts.some((text) => /["']node:/.test(text))) return `node:${module}`;
  if (texts.some((text) => /(?:from|require\()\s*["'](?:fs|path|os|crypto|util|http)["']/.test(text))) return module;
  return statements.some(({ form }) => form === 'require') ? module : `node:${module}`;
}
