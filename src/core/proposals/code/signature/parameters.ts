/** Parameter lists as they are written, in each language; for a text that has no syntax tree (any more) too. */

export interface Parameter {
  /** '' for a pattern or a type without a name. */
  readonly name: string;
  /** All of it, trimmed. */
  readonly text: string;
  /** Of the text that it was read from. */
  readonly start: number;
  readonly end: number;
  readonly type: string | null;
  readonly fallback: string | null;
  /** Whether a call may leave it out. */
  readonly optional: boolean;
  /** `self`: of the object, not given at calls. `marker`: `*` and `/` of Python. */
  readonly kind: 'plain' | 'rest' | 'keywords' | 'self' | 'marker';
  /** Given at calls by its name only. */
  readonly keywordOnly: boolean;
}

export interface ParameterList {
  /** Offsets inside of the brackets. */
  readonly from: number;
  readonly to: number;
  readonly all: readonly Parameter[];
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const LONGEST = 3_000;
const QUOTES = '"\'`';

/** Offset behind a string that begins at `at`. */
function behindString(code: string, at: number): number {
  const sign = code.charAt(at);
  for (let end = at + 1; end < code.length; end += 1) {
    if (code.charAt(end) === '\\') end += 1;
    else if (code.charAt(end) === sign) return end + 1;
  }
  return at + 1;
}

const isArrow = (code: string, at: number): boolean => '=-'.includes(code.charAt(at - 1)) && at > 0;

/** Calls `visit` at every sign that stands outside of inner brackets and strings, until it returns true or the list ends; returns where. */
function walk(code: string, from: number, visit: (sign: string, at: number) => boolean): number {
  let depth = 0;
  let at = from;
  for (; at < code.length; at += 1) {
    const sign = code.charAt(at);
    if (QUOTES.includes(sign) && !(sign === "'" && /^'[a-z_]\w*\b(?!')/.test(code.slice(at, at + 20))))
      at = behindString(code, at) - 1;
    else if ('([{'.includes(sign) || (sign === '<' && /[\p{L}\p{N}_]/u.test(code.charAt(at - 1)))) depth += 1;
    else if (')]}'.includes(sign) || (sign === '>' && !isArrow(code, at) && depth > 0)) {
      depth -= 1;
      if (depth < 0) break;
    } else if (depth === 0 && visit(sign, at)) break;
  }
  return at;
}

function firstOf(code: string, wanted: string, from = 0): number {
  let found = -1;
  walk(code, from, (sign, at) => {
    const isIt =
      sign === wanted &&
      !(
        wanted === '=' &&
        (('=!<>'.includes(code.charAt(at - 1)) && at > 0) ||
          ('=>'.includes(code.charAt(at + 1)) && at + 1 < code.length))
      ) &&
      !(wanted === ':' && (code.charAt(at + 1) === ':' || code.charAt(at - 1) === ':'));
    if (isIt) found = at;
    return isIt;
  });
  return found;
}

/** The parameters behind an opening bracket; null where no bracket is closed within reach. */
export function parametersAt(text: string, open: number, language: string): ParameterList | null {
  const code = text.slice(open + 1, open + 1 + LONGEST);
  const parts: Stretch[] = [];
  let start = 0;
  const push = (end: number): void => {
    const raw = code.slice(start, end);
    const left = raw.length - raw.trimStart().length;
    if (raw.trim() !== '') parts.push({ start: start + left, end: start + left + raw.trim().length });
  };
  const to = walk(code, 0, (sign, at) => {
    if (sign === ',') {
      push(at);
      start = at + 1;
    }
    return false;
  });
  if (to >= code.length) return null;
  push(to);
  const texts = parts.map((part) => code.slice(part.start, part.end));
  const all: Parameter[] = [];
  let keywordOnly = false;
  for (const [index, part] of parts.entries()) {
    const written = texts[index] ?? '';
    const read = READERS[language]?.(written, texts.slice(index + 1), texts) ?? {
      name: '',
      type: null,
      fallback: null,
      optional: false,
      kind: 'plain' as const,
    };
    all.push({
      ...read,
      text: written,
      start: open + 1 + part.start,
      end: open + 1 + part.end,
      keywordOnly: keywordOnly && read.kind === 'plain',
    });
    if (language === 'python' && written.startsWith('*') && !written.startsWith('**')) keywordOnly = true;
  }
  return { from: open + 1, to: open + 1 + to, all };
}

type Read = Pick<Parameter, 'name' | 'type' | 'fallback' | 'optional' | 'kind'>;
type Reader = (code: string, later: readonly string[], all: readonly string[]) => Read;

const typeAndFallback = (
  code: string,
  from: number,
): { readonly type: string | null; readonly fallback: string | null } => {
  const equals = firstOf(code, '=', from);
  const colon = firstOf(code.slice(0, equals < 0 ? code.length : equals), ':', from);
  const type = colon < 0 ? null : code.slice(colon + 1, equals < 0 ? code.length : equals).trim();
  return { type: type === '' ? null : type, fallback: equals < 0 ? null : code.slice(equals + 1).trim() };
};

const python: Reader = (code) => {
  const [, stars = '', name = ''] = /^(\*{0,2})\s*([\p{L}_]\w*)?/u.exec(code) ?? [];
  const { type, fallback } = typeAndFallback(code, stars.length + name.length);
  const kind =
    name === ''
      ? 'marker'
      : stars === '**'
        ? 'keywords'
        : stars === '*'
          ? 'rest'
          : /^(?:self|cls)$/.test(name)
            ? 'self'
            : 'plain';
  return { name, type, fallback, optional: fallback !== null || kind === 'rest' || kind === 'keywords', kind };
};

const typescript: Reader = (code) => {
  const head = /^(?:@[\w.]+(?:\([^)]*\))?\s+)*(?:(?:public|private|protected|readonly|override)\s+)*(\.\.\.)?\s*/.exec(
    code,
  );
  const from = head?.[0].length ?? 0;
  const name = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(code.slice(from))?.[0] ?? '';
  const { type, fallback } = typeAndFallback(code, name === '' ? from : from + name.length);
  const isRest = head?.[1] !== undefined;
  return {
    name,
    type,
    fallback,
    optional: isRest || fallback !== null || code.charAt(from + name.length) === '?',
    kind: isRest ? 'rest' : name === 'this' ? 'self' : 'plain',
  };
};

const go: Reader = (code, later, all) => {
  const isNamed = all.some(
    (one) => /^[\p{L}_]\w*\s+\S/u.test(one) && !/^(?:func|chan|map|struct|interface)\b/.test(one),
  );
  const match = isNamed ? /^([\p{L}_]\w*)(?:\s+(.*))?$/su.exec(code) : null;
  const name = match?.[1] ?? '';
  const type: string | undefined = match === null ? code : match[2];
  const shared =
    type ?? later.map((one) => /^[\p{L}_]\w*\s+(.*)$/su.exec(one)?.[1]).find((one) => one !== undefined) ?? null;
  return {
    name,
    type: shared,
    fallback: null,
    optional: false,
    kind: shared !== null && shared.startsWith('...') ? 'rest' : 'plain',
  };
};

const rust: Reader = (code) => {
  if (/^(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?self\b/.test(code))
    return { name: 'self', type: null, fallback: null, optional: false, kind: 'self' };
  const [, name = '', type = ''] = /^(?:mut\s+)?(?:([\p{L}_]\w*)\s*:)?\s*(.*)$/su.exec(code) ?? [];
  return { name, type: type === '' ? null : type, fallback: null, optional: false, kind: 'plain' };
};

const READERS: Readonly<Record<string, Reader | undefined>> = { python, typescript, javascript: typescript, go, rust };

/** What a call gives: all but the object and Python's markers. */
export const given = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter(({ kind }) => kind !== 'self' && kind !== 'marker');
