/** What a file defines, by the shape of its lines: functions, methods, classes and named values of common languages. */
import { endOf, isBlank, widthOf, type CodeStyle, type LineState } from './scan';

export interface Definition {
  readonly name: string;
  readonly kind: 'class' | 'function' | 'value';
  /** Whether it can only stand in a class, or only outside; null where its shape does not tell. */
  readonly method: boolean | null;
  /** The first line of its decorators and comments. Lines from 0. */
  readonly start: number;
  readonly head: number;
  /** Included. */
  readonly end: number;
  /** What surrounds it; null at the top. */
  readonly owner: Definition | null;
}

interface Head {
  readonly name: string;
  readonly kind: Definition['kind'];
  readonly method: boolean | null;
}

const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*[?!]?`;
const MODIFIERS = String.raw`(?:(?:export|default|declare|abstract|async|public|private|protected|internal|static|final|sealed|partial|pub(?:\([^)]*\))?|unsafe|const|extern(?:\s+"[^"]*")?|inline|override|open|data|suspend|virtual|readonly|local)\s+)*`;
const CLASS = new RegExp(
  String.raw`^\s*${MODIFIERS}(?:class|interface|enum|struct|trait|module|namespace|record|object|protocol|extension|union|mod|type)\s+(${NAME})`,
  'u',
);
const IMPL = /^\s*(?:unsafe\s+)?(impl\b[^{]*)/;
const FUNCTION = new RegExp(
  String.raw`^\s*(${MODIFIERS})(def|function\s*\*?|fn|func|fun|sub)\s+(?:\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*)?((?:self\.)?${NAME})\s*(.*)$`,
  'u',
);
const VARIABLE = new RegExp(
  String.raw`^\s*${MODIFIERS}(?:const|let|var|val|static|final)\s+(?:mut\s+)?(${NAME})\b(?!\s*\()(.*)$`,
  'u',
);
const ASSIGNED = new RegExp(String.raw`^\s*(${NAME})\s*(?::[^=]+)?=(?!=)`, 'u');
const FIELD = new RegExp(
  String.raw`^\s*(?:(?:public|private|protected|static|readonly|declare|override|final)\s+)*(#?${NAME})[!?]?\s*(?::[^=;]+)?(?:=[^=>]|;\s*$)`,
  'u',
);
const METHOD = new RegExp(
  String.raw`^\s*((?:[\p{L}\p{N}_$<>[\],.?&*:]+\s+)*?)((?:get|set)\s+)?[*&]?\s*([#~]?${NAME})\s*(?:<[^>()]*>)?\(`,
  'u',
);
const NO_METHOD: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'function',
  'else',
  'do',
  'new',
  'await',
  'throw',
  'typeof',
  'super',
  'with',
  'using',
  'lock',
  'foreach',
  'synchronized',
  'elif',
  'match',
  'until',
  'unless',
  'assert',
  'yield',
  'case',
  'in',
  'of',
  'and',
  'or',
  'not',
]);
const VISIBLE = /\b(?:public|private|protected)\b/;
const ONLY_MODIFIERS = /^(?:(?:public|private|protected|static|async|abstract|override|readonly)\s+)*$/;
const SELF = /^\(\s*(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?(?:self|cls)\b/;

/** What a line begins to define; null for nothing. `below` is the text after it up to where its brackets close. */
function headOf(line: string, below: string, { hash }: CodeStyle, inClass: boolean): Head | null {
  const called = CLASS.exec(line)?.[1];
  if (called !== undefined) return { name: called, kind: 'class', method: null };
  const impl = hash ? undefined : IMPL.exec(line)?.[1];
  if (impl !== undefined) return { name: impl.trim().replace(/\s+/g, ' '), kind: 'class', method: null };
  const [, modifiers = '', keyword = '', receiver, name, rest = ''] = FUNCTION.exec(line) ?? [];
  if (name !== undefined) {
    const parameters = (rest + below).replace(/^<[^>]*>/, '');
    const free =
      (keyword.startsWith('function') && !VISIBLE.test(modifiers)) ||
      (keyword === 'def' && /:\s*(?:#.*)?$/.test(line + below)) ||
      receiver !== undefined;
    return {
      name: receiver === undefined ? name : `${receiver}.${name}`,
      kind: 'function',
      method: SELF.test(parameters) || VISIBLE.test(modifiers) ? true : free ? false : null,
    };
  }
  const [, variable, value = ''] = VARIABLE.exec(line) ?? [];
  if (variable !== undefined)
    return { name: variable, kind: /=>|\bfunction\b/.test(value + below) ? 'function' : 'value', method: false };
  const [, prefix = '', accessor = '', method] = hash ? [] : (METHOD.exec(line) ?? []);
  if (
    method !== undefined &&
    !NO_METHOD.has(method) &&
    !prefix.split(/\s+/).some((word) => NO_METHOD.has(word)) &&
    /\)[^;=()]*\{[^()]*$|\)[^;=]*\{.*\}\s*$/.test(line + below)
  ) {
    return {
      name: accessor.trim() + (accessor === '' ? '' : ' ') + method,
      kind: 'function',
      method: ONLY_MODIFIERS.test(prefix) ? true : VISIBLE.test(prefix) ? true : null,
    };
  }
  const assigned = (hash ? ASSIGNED : inClass ? FIELD : null)?.exec(line)?.[1];
  return assigned === undefined ? null : { name: assigned, kind: 'value', method: null };
}

const DECORATOR = /^\s*(?:@|#\[|\[\w+(?:\(.*\))?\]\s*$)/;
const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!\[|include|define|if|endif)|--)/;
export const isDecorator = (line: string | undefined): boolean => DECORATOR.test(line ?? '');
export const isComment = (line: string | undefined): boolean => COMMENT.test(line ?? '');

/** Decorators and comments that stand right above a line, as deep as it. */
function startOf(lines: readonly string[], states: readonly LineState[], head: number): number {
  let start = head;
  for (let at = head - 1; at >= 0 && !isBlank(lines[at]); at -= 1) {
    const state = states[at];
    const depth = states[head]?.depth ?? 0;
    const own = isDecorator(lines[at]) || isComment(lines[at]);
    // Of a decorator of several lines, all.
    if (state?.inString === true || (state?.depth ?? 0) > depth) continue;
    if (!own || (widthOf(lines[at]) !== widthOf(lines[head]) && !/^\s*\*/.test(lines[at] ?? ''))) break;
    start = at;
  }
  return start;
}

/** A getter and a setter of one name are two things, in Python told apart by their decorators. */
function accessorOf(lines: readonly string[], start: number, head: number): string {
  const found = lines.slice(start, head).flatMap((line) => /^\s*@\w+\.(setter|deleter)\b/.exec(line)?.[1] ?? []);
  return found.length === 0 ? '' : `${found[0] ?? ''} `;
}

const STATIC = /^\s*@(?:static|class)method\b/;

/** All definitions in order, those inside others after them. Values inside functions are nobody's business. */
export function definitionsIn(
  lines: readonly string[],
  states: readonly LineState[],
  style: CodeStyle,
): readonly Definition[] {
  const found: Definition[] = [];
  const around: Definition[] = [];
  for (const [head, line] of lines.entries()) {
    const state = states[head];
    if (
      isBlank(line) ||
      state?.inString === true ||
      state?.open?.block === false ||
      isComment(line) ||
      isDecorator(line)
    )
      continue;
    while ((around.at(-1)?.end ?? Infinity) < head) around.pop();
    const owner = around.at(-1) ?? null;
    let last = head;
    while (
      last + 1 < lines.length &&
      (states[last + 1]?.open?.line ?? -1) >= head &&
      states[last + 1]?.open?.block === false
    )
      last += 1;
    // Braces in the style of Allman.
    const brace = last + 1 < lines.length && /^\s*\{\s*$/.test(lines[last + 1] ?? '') ? ' {' : '';
    const shape = headOf(line, lines.slice(head + 1, last + 1).join(' ') + brace, style, owner?.kind === 'class');
    if (shape === null || (shape.kind === 'value' && owner !== null && owner.kind !== 'class')) continue;
    const start = startOf(lines, states, head);
    const method = lines.slice(start, head).some((above) => STATIC.test(above)) ? true : shape.method;
    const definition: Definition = {
      ...shape,
      name: accessorOf(lines, start, head) + shape.name,
      method,
      start,
      head,
      end: endOf(lines, states, head),
      owner,
    };
    found.push(definition);
    around.push(definition);
  }
  return found;
}
