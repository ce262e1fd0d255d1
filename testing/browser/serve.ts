/** Builds and serves the production app in this process, for the demo and the benchmarks. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `dist` on a free port of localhost with the production headers; builds it first unless it is there and
 * `rebuild` is false.
 */
export async function serveApp({ rebuild = true }: { readonly rebuild?: boolean } = {}): Promise<Served> {
  if (rebuild || !existsSync(new URL('../../dist/index.html', import.meta.url))) {
    await build({ root, logLevel: 'warn' });
  }
  const server = await preview({ root, logLevel: 'warn', preview: { port: 4390, strictPort: false, open: false } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server did not say where it listens.');
  return { url, close: () => server.close() };
}
