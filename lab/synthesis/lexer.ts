/**
 * A small exact lexer for Python, TypeScript and JavaScript: enough to tell names from what only looks like one
 * (strings, comments, regular expressions), with the code inside f-strings and template strings told apart from
 * their text. It refuses (null) whatever it is not sure of; a refused file is only a file fewer.
 */
import { isKeyword, type SourceLanguage } from './languages';

/** `interpolation` is the bracket that opens or closes code within a string. */
export type TokenKind = 'name' | 'keyword' | 'number' | 'string' | 'comment' | 'regex' | 'op' | 'interpolation';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
  /** 0-based line it starts on. */
  readonly line: number;
  /** Whether nothing but white space stands before it on its line. */
  readonly firstOnLine: boolean;
  /** Index of the innermost bracket it stands in, or -1. A bracket stands in the one around it. */
  readonly parent: number;
}

export interface Lexed {
  readonly language: SourceLanguage;
  readonly text: string;
  /** Comments are left out; they are in `comments`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
  /** For a bracket its partner's index, else -1. */
  readonly partner: readonly number[];
}

const NAME = /[\p{L}_$#][\p{L}\p{N}_$]*/uy;
const PYTHON_NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJnL]?/y;
const SCRIPT_OP =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\*\*|[-+*/%=<>!&|^~?:;,.(){}[\]@]/y;
const PYTHON_OP =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|\*\*|\/\/|<<|>>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|[-+*/%=<>&|^~:;,.(){}[\]@]/y;
const PYTHON_STRING = /([a-zA-Z]{0,2})("""|'''|"|')/y;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' };
const NO_REGEX_AFTER: ReadonlySet<TokenKind> = new Set(['name', 'number', 'string', 'regex']);

class Refused extends Error {}

/** The tokens of a text, or null where it is not certain how it reads. */
export function lex(text: string, language: SourceLanguage): Lexed | null {
  const lexer = new Lexer(text, language);
  try {
    lexer.code(false);
    return lexer.result();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

class Lexer {
  readonly #tokens: Token[] = [];
  readonly #comments: Token[] = [];
  readonly #partner: number[] = [];
  readonly #open: number[] = [];
  readonly #python: boolean;
  #at = 0;
  #line = 0;
  #lineStart = 0;

  constructor(
    readonly text: string,
    readonly language: SourceLanguage,
  ) {
    this.#python = language === 'python';
  }

  result(): Lexed {
    if (this.#open.length > 0) throw new Refused();
    return {
      language: this.language,
      text: this.text,
      tokens: this.#tokens,
      comments: this.#comments,
      partner: this.#partner,
    };
  }

  /** Reads code to the end, or (within a string) to the bracket that closes the interpolation. */
  code(interpolated: boolean): void {
    const depth = this.#open.length;
    for (;;) {
      this.#space();
      const at = this.#at;
      if (at >= this.text.length) {
        if (interpolated) throw new Refused();
        return;
      }
      const char = this.text.charAt(at);
      if (interpolated && this.#open.length === depth) {
        if (char === '}') return;
        if (this.#python && (char === ':' || (char === '!' && this.text.charAt(at + 1) !== '='))) return;
      }
      this.#token(char);
    }
  }

  #token(char: string): void {
    if (this.#comment(char) || this.#string(char)) return;
    const number = this.#match(NUMBER);
    if (number !== null && /^\.?\d/.test(number)) {
      this.#push('number', number.length);
      return;
    }
    const name = this.#match(this.#python ? PYTHON_NAME : NAME);
    if (name !== null) {
      this.#push(isKeyword(name, this.language) ? 'keyword' : 'name', name.length);
      return;
    }
    if (char === '/' && !this.#python && this.#regexMayStart()) {
      const regex = this.#match(REGEX);
      if (regex === null) throw new Refused();
      this.#push('regex', regex.length);
      return;
    }
    const op = this.#match(this.#python ? PYTHON_OP : SCRIPT_OP);
    if (op === null) throw new Refused();
    this.#push('op', op.length);
  }

  #space(): void {
    for (; this.#at < this.text.length; this.#at += 1) {
      const char = this.text.charAt(this.#at);
      if (char === '\n') this.#newline(this.#at);
      else if (char === '\\' && this.#python && this.text.charAt(this.#at + 1) === '\n') continue;
      else if (char !== ' ' && char !== '\t' && char !== '\f' && char !== '\uFEFF') return;
    }
  }

  #newline(at: number): void {
    this.#line += 1;
    this.#lineStart = at + 1;
  }

  #comment(char: string): boolean {
    if (this.#python ? char !== '#' : char !== '/') return this.#hashbang(char);
    const { text } = this;
    if (!this.#python && text.charAt(this.#at + 1) === '*') {
      const end = text.indexOf('*/', this.#at + 2);
      if (end < 0) throw new Refused();
      this.#pushComment(end + 2);
      return true;
    }
    if (!this.#python && text.charAt(this.#at + 1) !== '/') return false;
    const end = text.indexOf('\n', this.#at);
    this.#pushComment(end < 0 ? text.length : end);
    return true;
  }

  #hashbang(char: string): boolean {
    if (char !== '#' || this.#at > 0) return false;
    const end = this.text.indexOf('\n');
    this.#pushComment(end < 0 ? this.text.length : end);
    return true;
  }

  #string(char: string): boolean {
    if (this.#python) {
      const opening = this.#match(PYTHON_STRING);
      if (opening === null) return false;
      const quote = /"""|'''|"|'/.exec(opening)?.[0] ?? '';
      const prefix = opening.slice(0, -quote.length).toLowerCase();
      this.#quoted(opening.length, quote, prefix.includes('f') ? 'f-string' : 'plain');
      return true;
    }
    if (char !== '"' && char !== "'" && char !== '`') return false;
    this.#quoted(1, char, char === '`' ? 'template' : 'plain');
    return true;
  }

  /** Reads a string from its opening to its end, and the code inside it; its text becomes one token for each stretch. */
  #quoted(opening: number, quote: string, style: 'plain' | 'f-string' | 'template'): void {
    const { text } = this;
    const long = quote.length === 3 || style === 'template';
    let from = this.#at;
    let at = from + opening;
    for (;;) {
      if (at >= text.length) throw new Refused();
      const char = text.charAt(at);
      if (char === '\\') at += 2;
      else if (char === '\n' && !long) throw new Refused();
      else if (text.startsWith(quote, at)) {
        this.#chunk('string', from, at + quote.length);
        return;
      } else if (style === 'f-string' && (text.startsWith('{{', at) || text.startsWith('}}', at))) at += 2;
      else if ((style === 'f-string' && char === '{') || (style === 'template' && text.startsWith('${', at))) {
        this.#chunk('string', from, at);
        this.#interpolation(style);
        from = this.#at;
        at = from;
      } else at += 1;
    }
  }

  #interpolation(style: 'f-string' | 'template'): void {
    this.#push('interpolation', style === 'template' ? 2 : 1);
    this.code(true);
    if (this.text.charAt(this.#at) !== '}') {
      // The conversion and the format of an f-string's field, which may hold fields of its own.
      let at = this.#at;
      while (this.text.charAt(at) !== '}') {
        if (at >= this.text.length || this.text.charAt(at) === '\n') throw new Refused();
        if (this.text.charAt(at) === '{') {
          this.#chunk('string', this.#at, at);
          this.#interpolation(style);
          at = this.#at;
        } else at += 1;
      }
      if (at > this.#at) this.#chunk('string', this.#at, at);
    }
    this.#push('interpolation', 1);
  }

  #chunk(kind: TokenKind, start: number, end: number): void {
    this.#at = start;
    this.#push(kind, end - start);
    for (let at = this.text.indexOf('\n', start); at >= 0 && at < end; at = this.text.indexOf('\n', at + 1))
      this.#newline(at);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  #regexMayStart(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.text === '}' && last.kind === 'op') throw new Refused();
    return (
      !NO_REGEX_AFTER.has(last.kind) &&
      last.text !== ')' &&
      last.text !== ']' &&
      last.text !== 'this' &&
      last.text !== 'super'
    );
  }

  #push(kind: TokenKind, length: number): void {
    const start = this.#at;
    const end = start + length;
    const text = this.text.slice(start, end);
    const index = this.#tokens.length;
    const bracket = kind === 'op' || kind === 'interpolation';
    const closing = bracket && (text === ')' || text === ']' || text === '}');
    this.#partner.push(-1);
    if (closing) {
      const opener = this.#open.pop();
      const opened = opener === undefined ? undefined : this.#tokens[opener];
      if (opener === undefined || opened?.kind !== kind || CLOSER[opened.text] !== text) throw new Refused();
      this.#partner[opener] = index;
      this.#partner[index] = opener;
    }
    this.#tokens.push({
      kind,
      text,
      start,
      end,
      line: this.#line,
      firstOnLine: this.#isFirst(start),
      parent: this.#open.at(-1) ?? -1,
    });
    if (bracket && !closing && CLOSER[text] !== undefined) this.#open.push(index);
    this.#at = end;
  }

  #pushComment(end: number): void {
    const start = this.#at;
    this.#comments.push({
      kind: 'comment',
      text: this.text.slice(start, end),
      start,
      end,
      line: this.#line,
      firstOnLine: this.#isFirst(start),
      parent: this.#open.at(-1) ?? -1,
    });
    for (let at = this.text.indexOf('\n', start); at >= 0 && at < end; at = this.text.indexOf('\n', at + 1))
      this.#newline(at);
    this.#at = end;
  }

  #isFirst(start: number): boolean {
    return this.text.slice(this.#lineStart, start).trim() === '';
  }
}
