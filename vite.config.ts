import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { networkPolicy, pagePolicy } from './build/network.ts';
import { offline } from './build/offline.ts';
import { hostedWeights } from './build/weights.ts';
import { sandboxedScript, sandboxedScripts, scriptHash } from './build/sandbox.ts';

/**
 * What the page may load: only what this origin serves. `wasm-unsafe-eval` compiles the engine, `blob:` workers
 * are how the engine starts its own thread, inline styles are Monaco's. Nothing can be sent anywhere else. The one
 * inline script allowed by its hash is that of the sandboxed frame, which inherits this policy and narrows it further.
 */
const directives = {
  'default-src': "'self'",
  'script-src': `'self' 'wasm-unsafe-eval' ${scriptHash(await sandboxedScript('workers/sandbox-frame.ts'))}`,
  'worker-src': "'self' blob:",
  'connect-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const policy = (overrides: Partial<typeof directives> = {}): string =>
  Object.entries({ ...directives, ...overrides })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** What the network worker may reach: any host over https, and a server on this machine. */
const outside = "'self' https: http://localhost:* http://127.0.0.1:*";

/** Cross-origin isolation gives the engine threads; everything is same-origin, so `require-corp` costs nothing. */
const headers = (contentSecurityPolicy: string): Record<string, string> => ({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': contentSecurityPolicy,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});

/** Over localhost, packing and unpacking megabytes takes longer than sending them, and hides their length. */
const sendUnpacked: Plugin = {
  name: 'send-unpacked',
  configurePreviewServer(server) {
    server.middlewares.use((request, _response, next) => {
      delete request.headers['accept-encoding'];
      next();
    });
  },
};

export default defineConfig({
  // Relative, so that the built site works below any path.
  base: './',
  // One page and no routes: a file that is not there is a 404, never the page in its place.
  appType: 'mpa',
  plugins: [
    react(),
    sandboxedScripts(),
    sendUnpacked,
    networkPolicy(policy({ 'connect-src': outside }), headers(policy())),
    pagePolicy(policy()),
    offline(),
    hostedWeights(process.env['INKLING_WEIGHTS']),
  ],
  worker: { format: 'es' },
  server: {
    host: 'localhost',
    // The development server injects an inline script for hot reloading and talks over a web socket.
    headers: headers(
      policy({ 'script-src': "'self' 'unsafe-inline' 'wasm-unsafe-eval'", 'connect-src': "'self' ws:" }),
    ),
  },
  preview: { host: 'localhost', port: 4173, strictPort: false, headers: headers(policy()) },
  optimizeDeps: { exclude: ['@wllama/wllama'] },
  build: {
    target: 'es2023',
    // The engine's WebAssembly and Monaco are large on purpose and load after the page.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Kept apart so that the first page load never pulls Monaco in for the sake of a shared line.
            {
              name: 'runtime',
              test: /vite[\\/](preload-helper|modulepreload-polyfill)|rolldown[\\/]runtime/,
              priority: 3,
            },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
            {
              name: 'monaco',
              test: /node_modules[\\/]monaco-editor[\\/]esm[\\/]vs[\\/](base|platform|editor|features|nls)/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
