/** Headers of functions and their parameters, read off the brackets: also in code that cannot be parsed. */
import { splitAt, type Brackets } from './brackets';

export interface Parameter {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly name: string;
  /** Whether calls may leave it out. */
  readonly optional: boolean;
}

export interface Header {
  readonly name: string;
  /** Offset of the bracket that opens the parameters. */
  readonly open: number;
  /** Without the object itself (`self`, `&self`, `this`). */
  readonly parameters: readonly Parameter[];
}

const NAME = '[\\p{L}_$][\\p{L}\\p{N}_$]*';
const GENERICS = '(?:<[^<>()]*>)?';

/** What stands before the bracket of a definition; its name is the first group. */
const BEFORE: Readonly<Record<string, RegExp>> = {
  python: new RegExp(`\\bdef\\s+(${NAME})\\s*$`, 'u'),
  go: new RegExp(`\\bfunc\\s+(?:\\([^()]*\\)\\s*)?(${NAME})\\s*(?:\\[[^\\]]*\\])?$`, 'u'),
  rust: new RegExp(`\\bfn\\s+(${NAME})\\s*${GENERICS}$`, 'u'),
};
const JS_FUNCTION = new RegExp(`\\bfunction\\s*\\*?\\s*(${NAME})\\s*${GENERICS}\\s*$`, 'u');
const JS_ARROW = new RegExp(`\\b(?:const|let|var)\\s+(${NAME})\\s*(?::[^=]*)?=\\s*(?:async\\s*)?${GENERICS}$`, 'u');
const JS_METHOD = new RegExp(`^\\s*(?:(?:public|private|protected|static|async|override|abstract|readonly|get|set|export|declare)\\s+|\\*)*(${NAME})\\??\\s*${GENERICS}$`, 'u');
const JS_KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'await', 'typeof', 'new', 'super', 'with']);

function nameBefore({ text }: Brackets, language: string, open: number, close: number): string | null {
  const lineStart = text.lastIndexOf('\n', open - 1) + 1;
  const head = text.slice(lineStart, open);
  const pattern = BEFORE[language];
  if (pattern !== undefined) return pattern.exec(head)?.[1] ?? null;
  if (language !== 'javascript' && language !== 'typescript') return null;
  const behind = text.slice(close + 1, close + 120);
  const named = JS_FUNCTION.exec(head)?.[1];
  if (named !== undefined) return named;
  const arrow = JS_ARROW.exec(head)?.[1];
  if (arrow !== undefined) return /^\s*(?::[^=]*?)?=>/.test(behind) ? arrow : null;
  const method = JS_METHOD.exec(head)?.[1];
  if (method === undefined || JS_KEYWORDS.has(method)) return null;
  // A method has a body or, in an interface, a type behind it.
  return /^\s*(?::\s*[^\n{;=]+)?\{/.test(behind) || /^\s*:\s*[^\n]+;/.test(behind) ? method : null;
}

/** The name of one parameter; empty for what has none, as a pattern. */
export function nameOfParameter(code: string, language: string): string {
  const bare = code.replace(/^(?:\*{1,2}|\.{3}|&?(?:mut\s+)?|@\S+\s+)/, '').replace(/^(?:(?:public|private|protected|readonly|override|mut)\s+)+/, '');
  return new RegExp(`^${NAME}`, 'u').exec(bare)?.[0] ?? (language === 'go' ? '' : code);
}

const SELF = /^(?:self|cls|this|&\s*(?:mut\s+)?self|mut\s+self|&'\w+\s+(?:mut\s+)?self)\b/;

function headerOf(brackets: Brackets, language: string, open: number): Header | null {
  const close = brackets.byOpen.get(open)?.close;
  if (close === undefined || close >= brackets.text.length) return null;
  const name = nameBefore(brackets, language, open, close);
  if (name === null) return null;
  const parameters = splitAt(brackets, open + 1, close, ',').flatMap(({ start, end }): Parameter[] => {
    const text = brackets.text.slice(start, end);
    if (SELF.test(text) || text === '*' || text === '/') return [];
    const optional = language === 'python' || language === 'javascript' || language === 'typescript' ? /=(?!>)/.test(text) || /^[^:=]*\?/.test(text) || /^(?:\*|\.{3})/.test(text) : false;
    return [{ start, end, text, name: nameOfParameter(text, language), optional }];
  });
  return { name, open, parameters };
}

/** The header whose parameters an offset is in; null where it is in none. */
export function headerAt(brackets: Brackets, language: string, offset: number): Header | null {
  for (const { open, close, sign } of brackets.all.filter((one) => one.open < offset && one.close >= offset).reverse()) {
    if (sign !== '(' || close < offset) continue;
    const header = headerOf(brackets, language, open);
    if (header !== null) return header;
  }
  return null;
}

/** Every definition of a name. */
export function headersOf(brackets: Brackets, language: string, name: string): Header[] {
  const { text } = brackets;
  const found: Header[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (/[\p{L}\p{N}_$]/u.test(text.charAt(at - 1))) continue;
    const behind = /^(?:\s*(?::[^=\n]*)?=\s*(?:async\s*)?)?\??(?:<[^<>()]*>)?\s*\(/u.exec(text.slice(at + name.length, at + name.length + 80));
    if (behind === null) continue;
    const header = headerOf(brackets, language, at + name.length + behind[0].length - 1);
    if (header?.name === name) found.push(header);
  }
  return found;
}

const CONSTRUCTORS: Readonly<Record<string, string>> = { python: '__init__', javascript: 'constructor', typescript: 'constructor' };

/** How a function is called: a pattern for what stands before the bracket; null where that cannot be told. */
export function calleeOf({ name, open }: Header, text: string, language: string): RegExp | null {
  const word = (one: string): string => `(?<![\\p{L}\\p{N}_$])${one.replaceAll('$', '\\$')}`;
  if (name === CONSTRUCTORS[language]) {
    const type = [...text.slice(0, open).matchAll(/\bclass\s+([\p{L}_$][\p{L}\p{N}_$]*)/gu)].at(-1)?.[1];
    return type === undefined ? null : new RegExp(language === 'python' ? word(type) : `new\\s+${word(type)}`, 'u');
  }
  if (language === 'rust' && name === 'new') {
    const type = [...text.slice(0, open).matchAll(/\bimpl(?:<[^>]*>)?\s+(?:[\p{L}_][\p{L}\p{N}_]*\s+for\s+)?([\p{L}_][\p{L}\p{N}_]*)/gu)].at(-1)?.[1];
    return type === undefined ? null : new RegExp(`(?:${word(type)}|${word('Self')})::new`, 'u');
  }
  return name.startsWith('__') ? null : new RegExp(word(name), 'u');
}
