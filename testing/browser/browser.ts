/** Finds a Chromium to drive, or installs one: Playwright's own where that works, else Debian's package. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Command-line switches every run uses; software WebGPU is opt-in because it slows everything else. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

function onPath(name: string): string | null {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  if (found.error !== undefined || found.status !== 0) return null;
  const first = found.stdout.split(/\r?\n/)[0]?.trim() ?? '';
  return first === '' ? null : first;
}

/** Whether the program starts and says its version: an unpacked browser without its libraries does not. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { timeout: 30_000 }).status === 0;
}

function installed(): string | null {
  const asked = process.env['INKLING_CHROMIUM'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`INKLING_CHROMIUM names ${asked}, which does not exist.`);
    return asked;
  }
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own) && starts(own)) return own;
  for (const name of SYSTEM_NAMES) {
    const path = onPath(name);
    if (path !== null && starts(path)) return path;
  }
  return null;
}

function run(command: string, args: readonly string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function installWithApt(): boolean {
  if (onPath('apt-get') === null) return false;
  const root = process.getuid?.() === 0;
  if (!root && onPath('sudo') === null) return false;
  const apt = (...args: string[]): boolean => (root ? run('apt-get', args) : run('sudo', ['-n', 'apt-get', ...args]));
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
}

/**
 * The path of a Chromium that starts.
 * @throws Error that says what was tried and what to do.
 */
export function findOrInstallChromium(): string {
  const present = installed();
  if (present !== null) return present;
  console.log('No Chromium found; installing one.');
  if (
    run('npx', ['playwright', 'install', '--only-shell', 'chromium']) ||
    run('npx', ['playwright', 'install', 'chromium'])
  ) {
    const path = installed();
    if (path !== null) return path;
  }
  if (installWithApt()) {
    const path = installed();
    if (path !== null) return path;
  }
  throw new Error(
    'No Chromium could be found or installed (tried Playwright and apt-get). Install Chromium or Chrome yourself and set INKLING_CHROMIUM to its path.',
  );
}

/** The version line of a browser, for reports. */
export function chromiumVersion(path: string): string {
  return execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim();
}
