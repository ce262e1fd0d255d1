import { defineConfig } from 'playwright/test';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../browser/browser';

const port = Number(process.env['INKLING_E2E_PORT'] ?? 4189);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // One model, and all the cores for it.
  workers: 1,
  retries: 0,
  timeout: 1_200_000,
  expect: { timeout: 300_000 },
  reporter: [['list']],
  outputDir: '../../test-results/real-models',
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: findOrInstallChromium(), args: [...CHROMIUM_ARGS] },
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    cwd: '../..',
    timeout: 60_000,
  },
});
