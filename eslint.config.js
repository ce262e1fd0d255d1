import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import { layers } from './build/layers.js';

/** One `no-restricted-imports` block for each layer: what it may not reach, from build/layers.js. */
const layerRules = layers.map(({ folder, forbidden, packages }) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.ts', '**/*.test.tsx'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbidden.map(({ layer, allowTypes, sibling = false }) => ({
            regex: sibling ? `^\\.\\./${layer}(/|$)` : `^(\\.\\./)+(src/)?${layer}(/|$)`,
            allowTypeImports: allowTypes,
            message: sibling
              ? 'No feature imports another: put what both need into src/session or src/shell.'
              : `${folder} may not import ${layer}${allowTypes ? ' (types are fine)' : ''}: see the dependency rule in build/layers.js`,
          })),
          ...(packages === 'none'
            ? [
                {
                  regex: '^[^.]',
                  message: `${folder} imports no package but those build/layers.js names`,
                },
              ]
            : packages.length > 0
              ? [
                  {
                    regex: `^(?!(${packages.join('|')})(/|$))[^.]`,
                    message: `${folder} may import only these packages: ${packages.join(', ')}`,
                  },
                ]
              : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'coverage', '.tsbuild', 'node_modules', 'lab/training', 'test-results', 'playwright-report'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.core.json', './tsconfig.app.json', './tsconfig.worker.json', './tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    files: ['**/*.tsx', 'src/shell/**/*.ts', 'src/app/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**/*.ts', 'lab/bench/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['*.js', 'build/*.js', 'public/**/*.js'], ...tseslint.configs.disableTypeChecked },
  ...layerRules,
);
