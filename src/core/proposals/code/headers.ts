/** Lines that begin a block, and text that is not finished. */

export const HEADER = {
  /** A trimmed line that begins a block in Python, its colon or not. */
  python: /^(?:async\s+)?(?:if|elif|else|for|while|with|try|def|class|except|finally)\b/,
  /** A trimmed line that begins a block of statements where blocks have braces, its brace or not. */
  braces:
    /^(?:\}\s*)?(?:else\b|if\b|for\b|while\b|switch\b|try\b|do\b|catch\b|finally\b|match\b|loop\b|(?:export |default |async |static |public |private |protected |pub )*(?:function|func|fn|class|interface|impl|struct|trait|enum|mod)\b)/,
} as const;

/** Whether something that was typed could be all of it: it does not end with a sign or word that wants more. */
export const isWhole = (code: string): boolean =>
  code.trim() === '' ||
  !/(?:[,.=+\-*/%&|^<>!?~:@([{]|(?<![\p{L}\p{N}_])(?:in|and|or|not|is|if|else|as|await|new|return|lambda|typeof|of|from|import))\s*$/u.test(
    code,
  );

export const isPythonHeaderWhole = (line: string): boolean => {
  if (!isWhole(line) && !/^(?:else|finally|try)$/.test(line)) return false;
  if (/^(?:async\s+)?def\b/.test(line)) return /\)(?:\s*->\s*\S+)?$/.test(line) || /->\s*\S.*$/.test(line);
  if (/^(?:async\s+)?for\b/.test(line)) return /\sin\s+\S/.test(line);
  if (/^(?:else|try|finally)\b/.test(line)) return /^\w+$/.test(line);
  if (/^class\b/.test(line)) return /^class\s+\w+(?:\(.*\))?$/.test(line);
  return /^(?:async\s+)?\w+\s+\S/.test(line) || line === 'except';
};
