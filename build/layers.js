/**
 * The dependency rule, as data for the linter (eslint.config.js). Each folder of src may import those before it in this
 * order, with the exceptions below: `core` is pure; `protocol` holds types only; `platform` wraps the browser; the six
 * middle folders never import one another; `session` has no page; `shell` is the page without features; no feature
 * imports another; `app` boots. Nothing in src imports `lab` or `testing`.
 */
const middle = ['engine', 'models', 'storage', 'editor', 'workspace', 'execution'];
const outside = ['lab', 'testing', 'e2e', 'build'];

const hard = (names) => names.map((layer) => ({ layer, allowTypes: false }));
const typesOnly = (names) => names.map((layer) => ({ layer, allowTypes: true }));

/** Packages each layer may import at run time; [] means any. */
const packages = {
  engine: ['@wllama/wllama', '@mlc-ai/web-llm'],
  models: ['@noble/hashes'],
  storage: ['idb'],
  editor: ['monaco-editor'],
};

const page = ['session', 'shell', 'features', 'app'];

export const layers = [
  {
    folder: 'src/core',
    forbidden: hard(['protocol', 'platform', ...middle, ...page, ...outside]),
    packages: ['diff-match-patch', '@lezer'],
  },
  {
    folder: 'src/protocol',
    forbidden: [...typesOnly(['core']), ...hard(['platform', ...middle, ...page, ...outside])],
    packages: 'none',
  },
  { folder: 'src/platform', forbidden: hard([...middle, ...page, ...outside]), packages: 'none' },
  ...middle.map((name) => ({
    folder: `src/${name}`,
    forbidden: hard([...middle.filter((other) => other !== name), ...page, ...outside]),
    packages: packages[name] ?? [],
  })),
  { folder: 'src/session', forbidden: hard(['shell', 'features', 'app', ...outside]), packages: 'none' },
  { folder: 'src/shell', forbidden: hard(['features', 'app', ...outside]), packages: ['react', 'react-dom'] },
  // A feature stands in one folder: `../name` is another feature.
  {
    folder: 'src/features',
    forbidden: [...hard(['app', ...outside]), { layer: '(?!\\.\\.)[^/]+', allowTypes: false, sibling: true }],
    packages: [],
  },
  { folder: 'src/app', forbidden: hard(outside), packages: [] },
];
