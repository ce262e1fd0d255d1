/** A static host of the build on a port of its own: with the headers its owner wants, as another version, or switched off. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
};

type Headers = readonly (readonly [name: string, value: string])[];

/** Which headers a path of the site gets; paths begin with a slash. */
export type HeaderRules = (path: string) => Headers;

/** A host that cannot be told to send any. */
export const noHeaders: HeaderRules = () => [];

/** What an engine with threads needs, and nothing else. */
export const isolated: HeaderRules = () => [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
];

/** As hosts read the `_headers` file of the build: all rules that fit a path, joined. */
export function headersOfBuild(): HeaderRules {
  const rules = readFileSync(join(dist, '_headers'), 'utf8')
    .trim()
    .split('\n\n')
    .map((block) => {
      const [pattern = '', ...lines] = block.split('\n');
      return {
        pattern,
        headers: lines.map((line): [string, string] => [
          line.slice(0, line.indexOf(':')).trim(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      };
    });
  return (path) =>
    rules
      .filter(({ pattern }) => pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))))
      .flatMap(({ headers }) => headers);
}

/** The steps in which the built service worker keeps the program. */
export function planOfBuild(): { readonly shell: readonly string[]; readonly soon: readonly string[] } {
  const found = /\{"version":"[0-9a-f]{16}".*?\]\}/.exec(readFileSync(join(dist, 'service-worker.js'), 'utf8'))?.[0];
  if (found === undefined) throw new Error('the service worker holds no plan');
  return JSON.parse(found) as { readonly shell: readonly string[]; readonly soon: readonly string[] };
}

export class StaticHost {
  private readonly server: Server;
  /** Stands in the service worker for the version of the build; empty for the build's own. 16 hex digits. */
  version = '';
  /** Whether it answers. */
  up = true;
  /** Whether it has a file, by its path without a leading slash. */
  has: (path: string) => boolean = () => true;

  private constructor(rules: HeaderRules) {
    this.server = createServer((request, response) => {
      if (!this.up) {
        response.destroy();
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const path = normalize(decodeURIComponent(pathname)).replace(/^\/+/, '') || 'index.html';
      const file = join(dist, path);
      if (!file.startsWith(dist) || !this.has(path) || !existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      for (const [name, value] of rules(pathname)) response.appendHeader(name, value);
      if (path === 'service-worker.js' && this.version !== '') {
        response.end(readFileSync(file, 'utf8').replace(/("?version"?:\s*["'`])[0-9a-f]{16}/, `$1${this.version}`));
        return;
      }
      createReadStream(file).pipe(response);
    });
  }

  static async start(rules: HeaderRules): Promise<StaticHost> {
    const host = new StaticHost(rules);
    await new Promise<void>((resolve) => {
      host.server.listen(0, 'localhost', resolve);
    });
    return host;
  }

  /** Its address, with a slash at the end. */
  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
