import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,workers,lab,testing,docs,build}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'threads',
    // Modules hold no state that a test could leave behind, and loading them anew for each file takes half of the time.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
