/**
 * Serves models with the built site: `INKLING_WEIGHTS=<folder> npm start` (or `npm run build`) puts the folder's GGUF files
 * beside the page, and the catalog takes those from there instead of the hub. Whoever hosts Inkling for others, without
 * letting them out to the hub, offers the models so. `npm run models:get` fills such a folder.
 */
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = 'weights';

/** A link where the disk allows it: the files are large. */
function put(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** @param folder of GGUF files; empty or undefined for none. @throws Error when there is no such folder */
export function hostedWeights(folder: string | undefined): Plugin {
  const from = folder === undefined || folder === '' ? null : resolve(folder);
  const files = from === null ? [] : readdirSync(from).filter((name) => name.endsWith('.gguf'));
  let out = '';
  return {
    name: 'hosted-weights',
    config: () => ({ define: { __HOSTED_WEIGHTS__: JSON.stringify(files) } }),
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    // Last: the plan for offline use is made of what was there before.
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (from === null) return;
        mkdirSync(join(out, FOLDER), { recursive: true });
        for (const name of files) put(join(from, name), join(out, FOLDER, name));
      },
    },
  };
}
