/**
 * The one script that may reach other hosts is the network worker, and a worker's policy is that of its own response:
 * the page and every other worker keep a policy that lets them reach nothing but the host they came from.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Connect, Plugin } from 'vite';

/** The worker in `dist` (its name carries a hash) and on the development server. */
const isNetworkWorker = (path: string): boolean =>
  /(^|\/)(assets\/network-[\w-]+\.js|workers\/network\.ts)(\?|$)/.test(path);

const policyHeader = 'content-security-policy';

function servesItsOwnPolicy(policy: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    if (isNetworkWorker(request.url ?? '')) {
      // The server sets its usual headers only when it sends the file.
      const set = response.setHeader.bind(response);
      response.setHeader = (name: string, value: number | string | readonly string[]) =>
        set(name, name.toLowerCase() === policyHeader ? policy : value);
    }
    next();
  };
}

/** Files of a folder and those below, relative to it. */
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

/**
 * Writes the policy into the built page as well, for hosts that cannot send headers. A page cannot say by itself who may
 * frame it, nor can a worker that is served without headers be given a policy: that takes a host that sends them.
 */
export function pagePolicy(policy: string): Plugin {
  const content = policy
    .split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .join('; ');
  return {
    name: 'page-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      // Behind the charset, before anything that is fetched.
      handler: (html) =>
        html.replace(
          /<meta charset="utf-8" \/>/,
          `$&\n    <meta http-equiv="Content-Security-Policy" content="${content}" />`,
        ),
    },
  };
}

/**
 * Serves the network worker with `policy` in place of the usual one, and writes `_headers` for static hosts that read
 * such a file. There the policy stands beside each page and script: two rules for one file would be joined, and the
 * stricter of them would win.
 *
 * @param headers of every other file; `policy` takes the place of their content security policy
 */
export function networkPolicy(policy: string, headers: Readonly<Record<string, string>>): Plugin {
  let out = 'dist';
  return {
    name: 'network-policy',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use(servesItsOwnPolicy(policy));
    },
    configurePreviewServer(server) {
      server.middlewares.use(servesItsOwnPolicy(policy));
    },
    writeBundle() {
      const usual = Object.entries(headers).filter(([name]) => name.toLowerCase() !== policyHeader);
      const pagePolicy = Object.entries(headers).find(([name]) => name.toLowerCase() === policyHeader)?.[1] ?? '';
      // The service worker is made of all other files (build/offline.ts), so it is not there yet.
      const governed = [
        ...new Set([...filesOf(out).filter((file) => /\.(html|js)$/.test(file)), 'service-worker.js']),
      ].sort();
      const rules = [
        ['/*', ...usual.map(([name, value]) => `${name}: ${value}`)],
        ['/', `Content-Security-Policy: ${pagePolicy}`],
        ...governed.map((file) => [
          `/${file}`,
          `Content-Security-Policy: ${isNetworkWorker(file) ? policy : pagePolicy}`,
        ]),
      ];
      writeFileSync(
        join(out, '_headers'),
        rules.map(([path, ...lines]) => [path, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n') + '\n',
      );
    },
  };
}
