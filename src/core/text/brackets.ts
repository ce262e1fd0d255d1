/** Whether the brackets of a piece of code close one another: strings and comments are left out. */

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Languages in which `#` begins a comment, and those in which an apostrophe is no string. */
const HASH = new Set(['python', 'shell', 'yaml', 'ruby', 'toml', 'dockerfile', 'r', 'perl']);
const NO_APOSTROPHE = new Set(['rust', 'plaintext', 'markdown', 'html', 'xml']);
/** Prose has brackets as it likes. */
const PROSE = new Set(['plaintext', 'markdown']);

/** Where something that is no code begins at `at`, the offset behind it; `at` itself where it is code. */
function behindText(text: string, at: number, language: string): number {
  const rest = (closing: string, from: number): number => {
    const end = text.indexOf(closing, from);
    return end < 0 ? text.length : end + closing.length;
  };
  const sign = text.charAt(at);
  if (sign === '#') return HASH.has(language) ? rest('\n', at) : at;
  if (sign === '/' && !HASH.has(language)) {
    if (text.startsWith('/*', at)) return rest('*/', at + 2);
    return text.startsWith('//', at) && language !== 'css' ? rest('\n', at) : at;
  }
  if (sign !== '"' && sign !== '\'' && sign !== '`') return at;
  if (sign === '\'' && NO_APOSTROPHE.has(language)) return at;
  if (sign === '`' && language === 'python') return at;
  if (text.startsWith(sign.repeat(3), at) && language === 'python') return rest(sign.repeat(3), at + 3);
  for (let end = at + 1; end < text.length; end += 1) {
    const next = text.charAt(end);
    if (next === '\\') end += 1;
    else if (next === sign) return end + 1;
    // A string that is not closed on its line is one that is being typed.
    else if (next === '\n' && sign !== '`') return end;
  }
  return text.length;
}

/** True also for prose, of which nothing is asked. `language`: lower-case name of the editor. */
export function bracketsBalanced(text: string, language: string): boolean {
  if (PROSE.has(language)) return true;
  const open: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const behind = behindText(text, at, language);
    if (behind > at) {
      at = behind - 1;
      continue;
    }
    const sign = text.charAt(at);
    if (sign === '(' || sign === '[' || sign === '{') open.push(sign);
    else if (CLOSES[sign] !== undefined && open.pop() !== CLOSES[sign]) return false;
  }
  return open.length === 0;
}
