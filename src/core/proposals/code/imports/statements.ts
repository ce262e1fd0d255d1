/** The import statements of a file as they are written, by one pass of a pattern over its text. */

export interface ImportItem {
  /** As it is written: `b as c`, `type T`. */
  readonly text: string;
  readonly name: string;
  /** What it is called in this file. */
  readonly local: string;
  readonly start: number;
  readonly end: number;
}

export type ImportForm = 'import' | 'from' | 'require' | 'use';

export interface ImportStatement {
  readonly form: ImportForm;
  readonly module: string;
  readonly start: number;
  readonly end: number;
  readonly items: readonly ImportItem[];
  /** The name for the default export or the whole module; null without one. */
  readonly whole: {
    readonly local: string;
    readonly isNamespace: boolean;
    readonly start: number;
    readonly end: number;
  } | null;
  readonly isType: boolean;
}

const PYTHON = /^(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#(]*)|import[ \t]+([^\n#]+))/gm;
const SCRIPT =
  /^import\s+(type\s+)?(?:([\w$]+)\s*,?\s*|(\*\s*as\s+[\w$]+)\s*)?(?:(\{[^}]*\})\s*)?(?:from\s*)?(["'])([^"'\n]+)\5;?/gm;
const REQUIRE = /^(?:const|let|var)\s+(?:([\w$]+)|(\{[^}]*\}))\s*=\s*require\((["'])([^"'\n]+)\3\);?/gm;
const RUST = /^(?:pub(?:\([^)]*\))?\s+)?use\s+([^;{]+?)(?:::)?(\{[^;]*\})?;/gm;
const GO_BLOCK = /^import\s*\(([^)]*)\)/m;
const GO_SPEC = /(?:([\w.]+)[ \t]+)?"([^"\n]+)"/g;

export function importsIn(language: string, text: string): ImportStatement[] {
  switch (language) {
    case 'python':
      return [...text.matchAll(PYTHON)].map(ofPython);
    case 'go':
      return ofGo(text);
    case 'rust':
      return [...text.matchAll(RUST)].map(ofRust);
    case 'javascript':
    case 'typescript':
      return [...[...text.matchAll(SCRIPT)].map(ofScript), ...[...text.matchAll(REQUIRE)].map(ofRequire)].sort(
        (one, other) => one.start - other.start,
      );
    default:
      return [];
  }
}

/** The items of a list, with or without its brackets. */
function itemsOf(list: string, at: number): ImportItem[] {
  return [...list.matchAll(/[^,(){}\n#\s][^,(){}\n#]*/g)].flatMap(({ 0: raw, index }): ImportItem[] => {
    const text = raw.trim();
    if (text === '' || text === '\\') return [];
    const names = /^(?:type\s+)?(\*|[\w$.:]+)(?:\s+as\s+([\w$]+)|\s*:\s*([\w$]+))?$/.exec(text);
    const name = names?.[1] ?? text;
    return [{ text, name, local: names?.[2] ?? names?.[3] ?? name, start: at + index, end: at + index + text.length }];
  });
}

function ofPython(match: RegExpExecArray | RegExpMatchArray): ImportStatement {
  const [whole, module, list, modules] = match;
  const start = match.index ?? 0;
  const text = whole.trimEnd();
  const items = itemsOf(list ?? modules ?? '', start + whole.length - (list ?? modules ?? '').length);
  const shared = { start, end: start + text.length, whole: null, isType: false };
  if (module !== undefined) return { ...shared, form: 'from', module, items };
  return {
    ...shared,
    form: 'import',
    module: items[0]?.name ?? '',
    items: items.map((item) => ({
      ...item,
      local: item.local === item.name ? (item.name.split('.')[0] ?? '') : item.local,
    })),
  };
}

function ofScript(match: RegExpExecArray | RegExpMatchArray): ImportStatement {
  const [text, type, name, namespace, list = '', , module = ''] = match;
  const start = match.index ?? 0;
  const local = name ?? namespace?.replace(/^\*\s*as\s+/, '');
  const at = start + (local === undefined ? 0 : text.indexOf(namespace ?? local, 6));
  return {
    form: 'import',
    module,
    start,
    end: start + text.length,
    isType: type !== undefined,
    items: itemsOf(list, start + text.indexOf('{')),
    whole:
      local === undefined
        ? null
        : { local, isNamespace: namespace !== undefined, start: at, end: at + (namespace ?? local).length },
  };
}

function ofRequire(match: RegExpExecArray | RegExpMatchArray): ImportStatement {
  const [text, name, list = '', , module = ''] = match;
  const start = match.index ?? 0;
  const at = name === undefined ? 0 : start + text.indexOf(name, 3);
  return {
    form: 'require',
    module,
    start,
    end: start + text.length,
    isType: false,
    items: itemsOf(list, start + text.indexOf('{')),
    whole: name === undefined ? null : { local: name, isNamespace: false, start: at, end: at + name.length },
  };
}

function ofRust(match: RegExpExecArray | RegExpMatchArray): ImportStatement {
  const [text, path = '', list] = match;
  const start = match.index ?? 0;
  const shared = { form: 'use' as const, start, end: start + text.length, whole: null, isType: false };
  if (list !== undefined) return { ...shared, module: path, items: itemsOf(list, start + text.indexOf('{')) };
  const cut = path.lastIndexOf('::');
  const module = cut < 0 ? '' : path.slice(0, cut);
  const item = cut < 0 ? path : path.slice(cut + 2);
  return { ...shared, module, items: itemsOf(item, start + text.lastIndexOf(item)) };
}

function ofGo(text: string): ImportStatement[] {
  const block = GO_BLOCK.exec(text);
  const single = /^import\s+(?:([\w.]+)\s+)?"([^"\n]+)"/gm;
  const of = (match: RegExpMatchArray, from: number): ImportStatement => {
    const [whole, alias, module = ''] = match;
    const start = from + (match.index ?? 0);
    const local = alias ?? module.slice(module.lastIndexOf('/') + 1);
    return {
      form: 'import',
      module,
      start,
      end: start + whole.length,
      items: [],
      whole: { local, isNamespace: true, start, end: start + whole.length },
      isType: false,
    };
  };
  if (block !== null) {
    const from = block.index + block[0].indexOf('(') + 1;
    return [...(block[1] ?? '').matchAll(GO_SPEC)].map((match) => of(match, from));
  }
  return [...text.matchAll(single)].map((match) => of(match, 0));
}
