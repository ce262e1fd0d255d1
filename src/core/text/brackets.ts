/** How far the brackets of a piece of code close one another: strings and comments are left out. Tolerant: a guess, cheap at every answer. */

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Languages in which `#` begins a comment, and not `//`. */
const HASH = new Set(['python', 'yaml']);
/** Languages in which an apostrophe does not begin a string, though it may enclose one sign. */
const NO_APOSTROPHE = new Set(['rust', 'html']);
/** Prose has brackets as it likes, and so have a shell's patterns. */
const AS_IT_LIKES = new Set(['plaintext', 'markdown', 'shell']);
/** Languages in which a slash may begin a pattern. */
const PATTERNS = new Set(['javascript', 'typescript']);
/** What a pattern may follow: whatever a value may. Behind a value a slash divides. */
const BEFORE_PATTERN = /(?:^|[=(,:;!&|?{}[+~<>%*-]|\b(?:return|typeof|case|in|of|do|else))\s*$/;

/** The offset behind what begins at `at` and is no code (a comment, a string, a pattern); `at` itself where it is code. */
function behindText(text: string, at: number, language: string): number {
  const sign = text.charAt(at);
  const behind = (closing: string, from: number): number => {
    const end = text.indexOf(closing, from);
    return end < 0 ? text.length : end + closing.length;
  };
  if (sign === '#' && HASH.has(language)) return behind('\n', at);
  if (sign === '<' && text.startsWith('<!--', at) && language === 'html') return behind('-->', at);
  if (sign === '/' && !HASH.has(language)) {
    if (text.startsWith('/*', at)) return behind('*/', at + 2);
    if (text.startsWith('//', at) && language !== 'css' && language !== 'html') return behind('\n', at);
  }
  if (sign === '/' && PATTERNS.has(language)) return behindPattern(text, at);
  if (sign === "'" && NO_APOSTROPHE.has(language))
    return /^'(?:\\.|[^\\'\n])'/u.test(text.slice(at, at + 5)) ? behind("'", at + 2) : at;
  if (sign === '`' && language === 'python') return at;
  return sign === '"' || sign === "'" || sign === '`' ? behindString(text, at, sign, language) : at;
}

function behindString(text: string, at: number, sign: string, language: string): number {
  const triple = sign.repeat(3);
  if (text.startsWith(triple, at) && (language === 'python' || language === 'java')) {
    const end = text.indexOf(triple, at + 3);
    return end < 0 ? text.length : end + 3;
  }
  for (let end = at + 1; end < text.length; end += 1) {
    const next = text.charAt(end);
    if (next === '\\') end += 1;
    else if (next === sign) return end + 1;
    // A string that is not closed on its line is one that is being typed.
    else if (next === '\n' && sign !== '`') return end;
  }
  return text.length;
}

/** So far back is looked for what a slash follows. */
const LOOK_BACK = 24;

function behindPattern(text: string, at: number): number {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  if (!BEFORE_PATTERN.test(text.slice(Math.max(line, at - LOOK_BACK), at))) return at;
  let inClass = false;
  for (let end = at + 1; end < text.length && text.charAt(end) !== '\n'; end += 1) {
    const next = text.charAt(end);
    if (next === '\\') end += 1;
    else if (next === '[') inClass = true;
    else if (next === ']') inClass = false;
    else if (next === '/' && !inClass) return end + 1;
  }
  return at;
}

/** How many brackets have no counterpart; 0 also for prose, of which nothing is asked. `language`: lower-case name of the editor. */
export function unmatchedBrackets(text: string, language: string): number {
  if (AS_IT_LIKES.has(language)) return 0;
  const open: string[] = [];
  let unmatched = 0;
  for (let at = 0; at < text.length; at += 1) {
    const behind = behindText(text, at, language);
    if (behind > at) {
      at = behind - 1;
      continue;
    }
    const sign = text.charAt(at);
    const opening = CLOSES[sign];
    if (sign === '(' || sign === '[' || sign === '{') open.push(sign);
    else if (opening !== undefined) {
      // One that was left open does not spoil those around it.
      const partner = open.lastIndexOf(opening);
      if (partner < 0) unmatched += 1;
      else unmatched += open.splice(partner).length - 1;
    }
  }
  return unmatched + open.length;
}

export function bracketsBalanced(text: string, language: string): boolean {
  return unmatchedBrackets(text, language) === 0;
}
