/**
 * The dependency rule, as data: the linter reads it (eslint.config.js) and a unit test checks that every
 * folder below src/ is listed here. `core` imports nothing outside `core`; `protocol` only types of `core`; the
 * middle layers import `core` and `protocol`, never one another; `ui` only types of `core`; `app`, `workers`,
 * `cli` and `lab` are the composition roots.
 */
const middle = ['engine', 'models', 'storage', 'editor', 'workspace', 'execution'];
const roots = ['app', 'workers', 'cli', 'lab'];

const hard = (names) => names.map((layer) => ({ layer, allowTypes: false }));
const typesOnly = (names) => names.map((layer) => ({ layer, allowTypes: true }));

/** Packages each layer may import at run time; [] means any. */
const packages = {
  engine: ['@wllama/wllama', '@mlc-ai/web-llm'],
  models: ['@noble/hashes'],
  storage: ['idb'],
  editor: ['monaco-editor'],
  ui: ['react', 'react-dom'],
};

export const layers = [
  { folder: 'src/core', forbidden: hard(['protocol', ...middle, 'ui', ...roots]), packages: ['diff-match-patch', '@lezer'] },
  { folder: 'src/protocol', forbidden: [...typesOnly(['core']), ...hard([...middle, 'ui', ...roots])], packages: 'none' },
  ...middle.map((name) => ({
    folder: `src/${name}`,
    forbidden: hard([...middle.filter((other) => other !== name), 'ui', ...roots]),
    packages: packages[name] ?? [],
  })),
  { folder: 'src/ui', forbidden: [...typesOnly(['core']), ...hard(['protocol', ...middle, ...roots])], packages: packages.ui },
  { folder: 'src/app', forbidden: hard(['cli', 'lab']), packages: [] },
];
