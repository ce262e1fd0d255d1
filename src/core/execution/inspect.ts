/** Values as `console.log` shows them. Total: never throws, whatever getters and proxies do, and always bounded. */

const MAX_DEPTH = 3;
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;

const isPlainName = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);

function quoted(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return `'${cut.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

function wrapped(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  const oneLine = `${open} ${items.join(', ')} ${close}`;
  if (oneLine.length <= 76 && !oneLine.includes('\n')) return open === '[' ? `[ ${items.join(', ')} ]` : oneLine;
  return `${open}\n${items.map((item) => `  ${item.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}

function limited<Item>(items: Iterable<Item>, show: (item: Item) => string): string[] {
  const out: string[] = [];
  for (const item of items) {
    if (out.length === MAX_ITEMS) {
      out.push('…');
      break;
    }
    out.push(show(item));
  }
  return out;
}

function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  const maker: unknown = (prototype as { readonly constructor?: unknown }).constructor;
  return typeof maker === 'function' ? maker.name : 'Object';
}

function showObject(value: object, depth: number, above: readonly object[]): string {
  if (above.includes(value)) return '[Circular]';
  const within = [...above, value];
  const inner = (item: unknown): string => show(item, depth + 1, within);
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { … }';
  const name = nameOf(value);
  if (typeof value === 'function')
    return value.name === ''
      ? '[Function (anonymous)]'
      : `[${/^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'Function:'} ${value.name}]`;
  const short = depth >= MAX_DEPTH;
  if (Array.isArray(value))
    return short
      ? '[Array]'
      : `${name === 'Array' ? '' : `${name}(${value.length}) `}${wrapped('[', limited(value as readonly unknown[], inner), ']')}`;
  if (short) return `[${name}]`;
  if (value instanceof Map)
    return wrapped(
      `Map(${value.size}) {`,
      limited(value as Map<unknown, unknown>, ([key, item]) => `${inner(key)} => ${inner(item)}`),
      '}',
    );
  if (value instanceof Set) return wrapped(`Set(${value.size}) {`, limited(value as Set<unknown>, inner), '}');
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<unknown> & Iterable<unknown>;
    return wrapped(`${name}(${numbers.length}) [`, limited(numbers, inner), ']');
  }
  const keys = limited(
    Reflect.ownKeys(value).filter((key) => Object.getOwnPropertyDescriptor(value, key)?.enumerable === true),
    (key) => {
      const label = typeof key === 'symbol' ? `[${String(key)}]` : isPlainName(key) ? key : quoted(key);
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      // Getters run code; a picture of a value must not.
      if (descriptor?.get !== undefined) return `${label}: [Getter]`;
      return `${label}: ${inner(descriptor?.value)}`;
    },
  );
  return wrapped(name === 'Object' ? '{' : `${name} {`, keys, '}');
}

function show(value: unknown, depth: number, above: readonly object[]): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : quoted(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return String(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'undefined':
    case 'boolean':
      return String(value);
    case 'object':
    case 'function':
      if (value === null) return 'null';
      try {
        return showObject(value, depth, above);
      } catch (error) {
        return `[${error instanceof Error ? error.name : 'unreadable'}]`;
      }
  }
}

/** One value; strings as they are, nested ones quoted. */
export function inspect(value: unknown): string {
  return show(value, 0, []);
}

/** The arguments of `console.log`, with `%s %d %i %f %o %O %j %c %%` in a first string. */
export function formatLog(values: readonly unknown[]): string {
  const [first, ...others] = values;
  if (typeof first !== 'string' || !first.includes('%')) return values.map(inspect).join(' ');
  const rest = [...others];
  const text = first.replace(/%[sdifoOjc%]/g, (mark) => {
    if (mark === '%%') return '%';
    if (rest.length === 0) return mark;
    const value = rest.shift();
    switch (mark) {
      case '%d':
      case '%f':
        return String(Number(value));
      case '%i':
        return String(Math.trunc(Number(value)));
      case '%c':
        return '';
      default:
        return inspect(value);
    }
  });
  return [text, ...rest.map(inspect)].join(' ');
}
