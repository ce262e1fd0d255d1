/** `npm run e2e [-- playwright arguments]`: finds or installs a browser, builds the app, and runs Playwright on it. */
import { spawnSync } from 'node:child_process';
import { chromiumVersion, findOrInstallChromium } from '../testing/browser/browser';

const browser = findOrInstallChromium();
console.log(`Browser: ${chromiumVersion(browser)} (${browser})`);

const env = { ...process.env, INKLING_CHROMIUM: browser };
const steps: readonly (readonly string[])[] = [
  ['vite', 'build', '--logLevel', 'warn'],
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
];
for (const step of steps) {
  const { status } = spawnSync('npx', step, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
