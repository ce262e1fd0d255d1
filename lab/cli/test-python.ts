/** `npm run test:python`: the tests of the training code, where Python with its packages is there; else it says what is missing. */
import { spawnSync } from 'node:child_process';

/** Another interpreter than `python3`, for example of a virtual environment. */
const python = process.env['INKLING_PYTHON'] ?? 'python3';
const PACKAGES = ['pytest', 'numpy', 'torch', 'transformers', 'tokenizers', 'gguf'];

const looked = spawnSync(
  python,
  [
    '-c',
    `import importlib.util as u; print(",".join(n for n in ${JSON.stringify(PACKAGES)} if u.find_spec(n) is None))`,
  ],
  { encoding: 'utf8' },
);
const missing = looked.status === 0 ? looked.stdout.trim() : null;

if (missing === null) console.log(`Skipped the tests of the training code: ${python} cannot be run.`);
else if (missing !== '') console.log(`Skipped the tests of the training code: ${python} lacks ${missing}.`);
else {
  const { status } = spawnSync(python, ['-m', 'pytest', '-q', 'lab/training/tests'], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
