/** The grammars that read code, by the language of a file. A language is a row here. */
import type { LRParser } from '@lezer/lr';
import { parser as css } from '@lezer/css';
import { parser as go } from '@lezer/go';
import { parser as html } from '@lezer/html';
import { parser as javascript } from '@lezer/javascript';
import { parser as json } from '@lezer/json';
import { parser as python } from '@lezer/python';
import { parser as rust } from '@lezer/rust';
import { parser as yaml } from '@lezer/yaml';

/** What a file is read as; `jsx` and `tsx` are dialects of one grammar. */
export type GrammarId =
  'python' | 'javascript' | 'jsx' | 'typescript' | 'tsx' | 'go' | 'rust' | 'css' | 'json' | 'html' | 'yaml';

const GRAMMARS: Readonly<Record<GrammarId, LRParser>> = {
  python,
  javascript,
  jsx: javascript.configure({ dialect: 'jsx' }),
  typescript: javascript.configure({ dialect: 'ts' }),
  tsx: javascript.configure({ dialect: 'ts jsx' }),
  go,
  rust,
  css,
  json,
  html,
  yaml,
};

/** Which grammar reads a file of this language (Monaco's id) and path; null where none does. */
export function grammarOf(language: string, path: string): GrammarId | null {
  if (language === 'typescript') return path.endsWith('x') ? 'tsx' : 'typescript';
  // Plain JavaScript files hold JSX often enough, and it costs nothing to allow it.
  if (language === 'javascript') return 'jsx';
  return Object.hasOwn(GRAMMARS, language) ? (language as GrammarId) : null;
}

export const parserOf = (grammar: GrammarId): LRParser => GRAMMARS[grammar];
