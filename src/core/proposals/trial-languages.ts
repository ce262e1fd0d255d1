/** For tests: the language of a file by its ending, as `src/workspace/language.ts` has it for the program. */
const BY_ENDING: Readonly<Record<string, string>> = {
  py: 'python',
  ts: 'typescript',
  tsx: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  go: 'go',
  rs: 'rust',
  css: 'css',
  json: 'json',
  html: 'html',
  yaml: 'yaml',
};

export const languageIdOf = (path: string): string => BY_ENDING[path.slice(path.lastIndexOf('.') + 1)] ?? 'plaintext';
