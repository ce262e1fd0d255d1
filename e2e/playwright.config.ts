import { defineConfig } from 'playwright/test';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../testing/browser/browser';

/** Another port lets two working copies run their tests on one machine. */
const port = Number(process.env['INKLING_E2E_PORT'] ?? 4179);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // One real model and one real browser at a time: two cores are all a small machine has.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // Chromium draws in software beside the model on two cores: what fails and then passes is reported as flaky, not as passed.
  retries: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  outputDir: '../test-results',
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: findOrInstallChromium(), args: [...CHROMIUM_ARGS] },
    // Keeping 25 MB for use without a network in each fresh browser would only slow the other tests.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    cwd: '..',
    timeout: 60_000,
  },
});
