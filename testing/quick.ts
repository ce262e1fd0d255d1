/** `npm run test:quick`: types, lint, format and unit tests side by side; what each had to say, once it is done. */
import { spawn } from 'node:child_process';

const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['unit tests', 'vitest', 'run', '--reporter', 'dot'],
  // What the types of a file say may change with another file: a full `npm run lint` decides.
  ['types', 'tsc', '-b'],
  ['lint', 'eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', '.tsbuild/eslint'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '--cache', '--cache-location', '.tsbuild/prettier', '.'],
];

function run([name, ...command]: (typeof CHECKS)[number]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('npx', command, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${name}${code === 0 ? '' : `\n${said}`}`);
      resolve(code === 0);
    });
  });
}

const passed = await Promise.all(CHECKS.map(run));
process.exit(passed.every(Boolean) ? 0 : 1);
