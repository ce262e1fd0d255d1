import { describe, expect, it } from 'vitest';
import { offlinePlan, routeOf } from './plan';

it('fetches the editor and its model first, small things soon, and large rare things when they are used', () => {
  const files = ['index.html', 'theme.js', 'assets/index-AbCd1234.js', 'assets/inference-AbCd1234.js', 'models/edit.gguf', 'models/edit.json', 'models/README.md', 'assets/TimelinePanel-AbCd1234.js', 'service-worker.js', '_headers', 'assets/index-AbCd1234.js.map']
    .map((path) => ({ path, bytes: 10 }));
  const plan = offlinePlan([...files, { path: 'assets/pyodide.asm-AbCd1234.wasm', bytes: 9e6 }, { path: 'assets/wllama-AbCd1234.wasm', bytes: 9e6 }], 'v');
  expect(plan).toEqual({
    version: 'v',
    shell: ['assets/index-AbCd1234.js', 'assets/inference-AbCd1234.js', 'assets/wllama-AbCd1234.wasm', 'index.html', 'models/edit.gguf', 'models/edit.json', 'theme.js'],
    soon: ['assets/TimelinePanel-AbCd1234.js'],
  });
});

describe('a request', () => {
  const scope = 'https://host/app/';
  const get = { method: 'GET', navigates: false, part: false };
  it.each([
    ['the page', { ...get, url: scope, navigates: true }, { kind: 'page' }],
    ['the page with a link behind it', { ...get, url: `${scope}?a=1#s=1.x.y`, navigates: true }, { kind: 'page' }],
    ['another page', { ...get, url: `${scope}docs/`, navigates: true }, { kind: 'network' }],
    ['a file that never changes', { ...get, url: `${scope}assets/index-AbCd_-34.js` }, { kind: 'file', path: 'assets/index-AbCd_-34.js', keep: true }],
    ['a file that may change', { ...get, url: `${scope}models/edit.json?x` }, { kind: 'file', path: 'models/edit.json', keep: false }],
    ['a part of a file', { ...get, url: `${scope}models/edit.gguf`, part: true }, { kind: 'network' }],
    ['another origin', { ...get, url: 'https://other/app/assets/index-AbCd1234.js' }, { kind: 'network' }],
    ['a folder beside ours', { ...get, url: 'https://host/application/x.js' }, { kind: 'network' }],
    ['something sent', { ...get, url: `${scope}assets/x-AbCd1234.js`, method: 'POST' }, { kind: 'network' }],
  ])('for %s', (_what, asked, route) => {
    expect(routeOf(asked, scope)).toEqual(route);
  });
});
