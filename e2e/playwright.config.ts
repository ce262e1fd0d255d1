import { defineConfig } from 'playwright/test';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../testing/browser/browser';

/** Another port lets two working copies run their tests on one machine. */
const port = Number(process.env['INKLING_E2E_PORT'] ?? 4179);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // Measured: on two shared cores two files at once save a sixth of the time, and make each other wait.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that fails now and then is a defect.
  retries: 0,
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
