/**
 * Scripts that run where nothing can be loaded (workers/sandbox-frame.ts, python.ts, javascript.ts) become one
 * self-contained text each: `import code from './x?sandboxed'` gives that text. The page sends it into the frame.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const SUFFIX = '?sandboxed';
const bundled = new Map<string, Promise<string>>();

/** Pyodide asks where its own script lies, to find the rest beside it; here that is nowhere, and the rest is brought in. */
const nowhere: Plugin = {
  name: 'nowhere',
  enforce: 'pre',
  transform: {
    filter: { id: /node_modules\/pyodide\// },
    handler: (code) => code.replaceAll('import.meta.url', '"https://packages.invalid/script.js"'),
  },
};

async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [nowhere],
    build: { write: false, target: 'es2023', minify: true, lib: { entry, formats: ['iife'], name: 'sandboxed' } },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const [chunk] = outputs;
  if (chunk?.type !== 'chunk' || outputs.length !== 1) throw new Error(`${entry} did not become one script.`);
  return chunk.code.trim();
}

/** The text of a script with everything it imports, by its path from the top of the project. The same source gives the same text, so that its hash can be allowed. */
export function sandboxedScript(entry: string): Promise<string> {
  const path = resolve(import.meta.dirname, '..', entry);
  const known = bundled.get(path) ?? bundle(path);
  bundled.set(path, known);
  return known;
}

/** The source expression that lets exactly this inline script run under a Content Security Policy. */
export function scriptHash(code: string): string {
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
}

export function sandboxedScripts(): Plugin {
  return {
    name: 'sandboxed-scripts',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const file = id.slice(0, -SUFFIX.length);
      this.addWatchFile(file);
      const code = await sandboxedScript(file);
      return `export default ${JSON.stringify(code)};\nexport const hash = ${JSON.stringify(scriptHash(code))};`;
    },
  };
}
