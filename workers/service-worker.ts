/**
 * Keeps the program for use without a network. It stands between the page and the network for files of the program
 * alone; models that were downloaded and what the user writes are kept elsewhere.
 *
 * A new version is fetched beside the old one and waits until the page says so: a page never runs on files of two.
 */
import { offlinePlan, routeOf, type OfflinePlan } from '../src/core/offline/plan';

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build (vite.config.ts): the plan of the files it made. */
const PLAN: unknown = '__OFFLINE_PLAN__';

const isPlan = (value: unknown): value is OfflinePlan =>
  typeof value === 'object' && value !== null && 'version' in value && 'shell' in value && 'soon' in value;
const plan = isPlan(PLAN) ? PLAN : offlinePlan([], 'unbuilt');

const PREFIX = 'inkling-app-';
const cacheName = PREFIX + plan.version;
const scope = self.registration.scope;
const AT_ONCE = 4;

const kept = (): Promise<Cache> => caches.open(cacheName);

/** A file that an older version has kept under the same name with a digest in it need not be fetched again. */
async function fromOlder(path: string): Promise<Response | undefined> {
  const route = routeOf({ method: 'GET', url: scope + path, navigates: false, part: false }, scope);
  return route.kind === 'file' && route.keep ? caches.match(scope + path) : undefined;
}

async function keep(paths: readonly string[]): Promise<void> {
  const cache = await kept();
  const rest = [...paths];
  const work = async (): Promise<void> => {
    for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
      if ((await cache.match(scope + path)) !== undefined) continue;
      const response = (await fromOlder(path)) ?? (await fetch(scope + path, { cache: 'no-cache' }));
      if (!response.ok) throw new Error(`${path}: status ${response.status}`);
      await cache.put(scope + path, response);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

async function file(request: Request, path: string, mayKeep: boolean): Promise<Response> {
  const cache = await kept();
  const known = await cache.match(scope + path);
  if (known !== undefined) return known;
  const response = await fetch(request);
  if (mayKeep && response.ok && response.type === 'basic') await cache.put(scope + path, response.clone());
  return response;
}

self.addEventListener('install', (event) => {
  event.waitUntil(keep(plan.shell));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(self.skipWaiting());
  // What could not be fetched now is fetched when it is used.
  if (event.data === 'keep-the-rest')
    event.waitUntil(
      keep(plan.soon).catch((error: unknown) => {
        console.info('Not everything is kept for use without a network yet.', error);
      }),
    );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const route = routeOf(
    {
      method: request.method,
      url: request.url,
      navigates: request.mode === 'navigate',
      part: request.headers.has('range'),
    },
    scope,
  );
  switch (route.kind) {
    case 'network':
      return;
    case 'page':
      event.respondWith(file(new Request(`${scope}index.html`), 'index.html', false));
      return;
    case 'file':
      event.respondWith(file(request, route.path, route.keep));
  }
});
