/**
 * `npm run test:models`: the real thing by keys, where weights are there (`npm run models:get -- qwen2.5-coder-0.5b`). It
 * takes a quarter of an hour on two cores, and is no part of `npm test`. With `--write` the transcript and pictures go to docs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { qwenHalf } from '../../src/models/weights';
import { findOrInstallChromium } from '../browser/browser';

const FOLDER = 'models';
const args = process.argv.slice(2);

if (!existsSync(`${FOLDER}/${qwenHalf.file}`)) {
  console.log(`Skipped: ${FOLDER}/${qwenHalf.file} is not there. npm run models:get -- qwen2.5-coder-0.5b fetches it.`);
  process.exit(0);
}
const env = {
  ...process.env,
  INKLING_CHROMIUM: findOrInstallChromium(),
  INKLING_WEIGHTS: FOLDER,
  INKLING_WRITE: args.includes('--write') ? '1' : '',
};
const steps: readonly (readonly string[])[] = [
  ['vite', 'build', '--logLevel', 'warn'],
  [
    'playwright',
    'test',
    '--config',
    'testing/real-models/playwright.config.ts',
    ...args.filter((arg) => arg !== '--write'),
  ],
];
for (const step of steps) {
  const { status } = spawnSync('npx', step, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
