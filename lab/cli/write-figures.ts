/** `npm run figures`: writes docs/figures.md from what the benchmarks found. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { figuresPage } from './figures/page';
import { readResults } from './figures/results';

const root = path.resolve(import.meta.dirname, '../..');
writeFileSync(path.join(root, 'docs/figures.md'), figuresPage(readResults(path.join(root, 'lab/bench/results'))));
