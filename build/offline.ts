/** Builds the service worker and writes the plan of all files of the build into it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import { needsOf, offlinePlan } from '../src/core/offline/plan.ts';

const WORKER = 'workers/service-worker.ts';
const OUT = 'service-worker.js';

function filesBelow(folder: string, at = folder): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    return entry.isDirectory() ? filesBelow(folder, path) : [relative(folder, path).split(sep).join('/')];
  });
}

/** After everything else is written, so that every file is known by its final name. */
export function offline(): Plugin {
  let root = '';
  let out = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      out = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith('/')) out = config.build.outDir;
    },
    async closeBundle() {
      const paths = filesBelow(out)
        .filter((path) => path !== OUT)
        .sort();
      const digest = createHash('sha256');
      for (const path of paths)
        digest
          .update(path)
          .update('\0')
          .update(readFileSync(join(out, path)));
      const plan = offlinePlan(
        paths.map((path) => ({
          path,
          bytes: statSync(join(out, path)).size,
          needs: /\.(html|js)$/.test(path) ? needsOf(path, readFileSync(join(out, path), 'utf8')) : [],
        })),
        digest.digest('hex').slice(0, 16),
      );
      // A classic script without imports: not every browser runs module service workers.
      const made = await build({
        root,
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          write: false,
          target: 'es2023',
          rolldownOptions: { input: join(root, WORKER), output: { format: 'iife', entryFileNames: OUT } },
        },
      });
      const output = Array.isArray(made) ? made[0] : made;
      const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
      if (chunk?.type !== 'chunk') throw new Error('The service worker was not built.');
      const code = chunk.code.replace(/(["'`])__OFFLINE_PLAN__\1/, () => JSON.stringify(plan));
      if (!code.includes(plan.version)) throw new Error('The plan did not find its place in the service worker.');
      writeFileSync(join(out, OUT), code);
    },
  };
}
