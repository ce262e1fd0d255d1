/** The dependency rule, checked without the linter: what the folders are, and what their files really import. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { layers } from '../../layers.config.js';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src');

const filesBelow = (folder: string): string[] =>
  !existsSync(folder) ? [] : readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typesOnly: boolean;
}

const read = new Map<string, readonly Import[]>();

/** Static imports, re-exports and dynamic imports. A list in which every name is a type counts as types only. */
function importsOf(file: string): readonly Import[] {
  const known = read.get(file);
  if (known !== undefined) return known;
  const found: Import[] = [];
  read.set(file, found);
  const add = (from: ts.Node, typesOnly: boolean): void => {
    if (ts.isStringLiteral(from)) found.push({ file, from: from.text, typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const everyName = clause?.name === undefined && named !== undefined && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
      add(node.moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || everyName);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const named = node.exportClause;
      const everyName = named !== undefined && ts.isNamedExports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
      add(node.moduleSpecifier, node.isTypeOnly || everyName);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] !== undefined) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023));
  return found;
}

/** The folder below src, or beside it, that an import leads to; null for packages. */
function layerOf({ file, from }: Import): string | null {
  if (!from.startsWith('.')) return null;
  const target = resolve(dirname(file), from);
  const inside = relative(source, target);
  return (inside.startsWith('..') ? relative(root, target) : inside).split(/[\\/]/)[0] ?? null;
}

it('names every folder below src', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => `src/${entry.name}`);
  const named = new Set(layers.map(({ folder }) => folder));
  expect(folders.filter((folder) => !named.has(folder))).toEqual([]);
});

// Reading every file of the program takes its time on a busy machine.
it.each(layers.map((layer) => [layer.folder, layer] as const))('%s imports only what it may', { timeout: 60_000 }, (folder, { forbidden, packages }) => {
  const files = filesBelow(join(root, folder));
  const broken = files.flatMap(importsOf).filter((found) => {
    const layer = layerOf(found);
    if (layer !== null) return forbidden.some((rule) => rule.layer === layer && !(rule.allowTypes && found.typesOnly));
    if (packages === 'none') return true;
    return packages.length > 0 && !packages.some((name) => found.from === name || found.from.startsWith(`${name}/`));
  });
  expect(broken.map(({ file, from }) => `${relative(root, file)} imports ${from}`)).toEqual([]);
});

it('sees the imports it is meant to judge', { timeout: 60_000 }, () => {
  const all = filesBelow(source).flatMap(importsOf);
  expect(all.some(({ from }) => from === 'monaco-editor/editor/editor.api')).toBe(true);
  expect(all.some(({ file, from, typesOnly }) => file.endsWith('engine-client.ts') && from === '../protocol/engine' && typesOnly)).toBe(true);
});
