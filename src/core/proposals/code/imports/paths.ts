/** Paths of modules as import statements write them. */
import type { Moment } from '../../types';
import type { ImportStatement } from './statements';

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

function joined(folder: string, relative: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function relativeTo(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  while (from.length > 0 && to.length > 1 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return (from.length === 0 ? './' : '../'.repeat(from.length)) + to.join('/');
}

/** The module that another file imports, as this file has to write it. */
export function moduleFrom(path: string, module: string, here: string, language: string): string {
  if (!module.startsWith('.')) return module;
  if (language !== 'python') return relativeTo(folderOf(here), joined(folderOf(path), module));
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const folder = joined(folderOf(path), '../'.repeat(dots - 1));
  const target = [
    ...(folder === '' ? [] : folder.split('/')),
    ...module
      .slice(dots)
      .split('.')
      .filter((part) => part !== ''),
  ];
  return pythonRelative(here, target);
}

function pythonRelative(here: string, target: readonly string[]): string {
  const from = folderOf(here) === '' ? [] : folderOf(here).split('/');
  const to = [...target];
  while (from.length > 0 && to.length > 0 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return '.'.repeat(from.length + 1) + to.join('.');
}

/** How this file writes a file of the workspace. */
export function moduleOfFile(
  { path: here, language, workspace }: Moment,
  file: string,
  statements: readonly ImportStatement[],
): string {
  const stem = file.replace(/\.\w+$/, '');
  if (language === 'python') {
    const parts = stem.replace(/\/__init__$/, '').split('/');
    if (statements.some(({ module }) => module.startsWith('.'))) return pythonRelative(here, parts);
    const [root = ''] = parts;
    const bare = parts.at(-1) ?? '';
    const tells = [
      ...statements.map(({ module }) => module),
      ...workspace.files
        .filter(({ language: other }) => other === 'python')
        .slice(0, 40)
        .flatMap(({ text }) =>
          [...text.slice(0, 3000).matchAll(/^(?:from|import)\s+(\.*[\w.]+)/gm)].map((match) => match[1] ?? ''),
        ),
    ];
    if (parts.length === 1 || tells.some((module) => module === root || module.startsWith(`${root}.`)))
      return parts.join('.');
    if (statements.length === 0 && tells.some((module) => module.startsWith('.'))) return pythonRelative(here, parts);
    if (root === 'src' || root === 'lib') return parts.slice(1).join('.');
    return folderOf(here) === folderOf(file) ? bare : parts.join('.');
  }
  const own = statements.filter(({ module }) => module.startsWith('.'));
  const ending =
    own.map(({ module }) => /\.(?:js|ts|tsx|jsx|mjs)$/.exec(module)?.[0]).find((found) => found !== undefined) ??
    (own.length > 0 ? '' : endingElsewhere(workspace.files.map(({ text }) => text)));
  const relative = relativeTo(folderOf(here), stem);
  if (ending === '') return relative.replace(/\/index$/, '') || '.';
  return relative + ending;
}

const endingElsewhere = (texts: readonly string[]): string => {
  for (const text of texts.slice(0, 30)) {
    const match = /^import[^\n]*from\s+["']\.{1,2}\/[^"'\n]*?(\.(?:js|ts|tsx|mjs))?["']/m.exec(text.slice(0, 3000));
    if (match !== null) return match[1] ?? '';
  }
  return '';
};
