import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,workers,lab,testing,docs,build}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'threads',
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
