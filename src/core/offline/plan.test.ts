import { describe, expect, it } from 'vitest';
import { needsOf, offlinePlan, routeOf } from './plan';

it('fetches the editor and the proposers first, small things soon, and large rare things when they are used', () => {
  const files = [
    'index.html',
    'theme.js',
    'assets/index-AbCd1234.js',
    'assets/proposals-AbCd1234.js',
    'models/README.md',
    'assets/TimelinePanel-AbCd1234.js',
    'service-worker.js',
    '_headers',
    'assets/index-AbCd1234.js.map',
  ].map((path) => ({ path, bytes: 10 }));
  const plan = offlinePlan(
    [
      ...files,
      { path: 'assets/pyodide.asm-AbCd1234.wasm', bytes: 9e6 },
      { path: 'assets/wllama-AbCd1234.wasm', bytes: 9e6 },
      { path: 'assets/ts.worker-AbCd1234.js', bytes: 7e6 },
    ],
    'v',
  );
  expect(plan).toEqual({
    version: 'v',
    shell: ['assets/index-AbCd1234.js', 'assets/proposals-AbCd1234.js', 'index.html', 'theme.js'],
    soon: ['assets/TimelinePanel-AbCd1234.js'],
  });
});

it('fetches first whatever that needs in turn, and packages only when they are used', () => {
  const plan = offlinePlan(
    [
      { path: 'index.html', bytes: 1, needs: ['assets/index-AbCd1234.js', 'elsewhere.js'] },
      { path: 'assets/index-AbCd1234.js', bytes: 1, needs: ['assets/text-AbCd1234.js'] },
      { path: 'assets/text-AbCd1234.js', bytes: 1, needs: ['assets/paths-AbCd1234.js', 'assets/index-AbCd1234.js'] },
      { path: 'assets/paths-AbCd1234.js', bytes: 1, needs: [] },
      { path: 'assets/Palette-AbCd1234.js', bytes: 1, needs: ['assets/text-AbCd1234.js'] },
      { path: 'python/numpy-2.4.6-cp314.whl', bytes: 1 },
      { path: 'models/inkling-0.5b.lora.gguf', bytes: 1 },
    ],
    'v',
  );
  expect(plan.shell).toEqual([
    'assets/index-AbCd1234.js',
    'assets/paths-AbCd1234.js',
    'assets/text-AbCd1234.js',
    'index.html',
  ]);
  expect(plan.soon).toEqual(['assets/Palette-AbCd1234.js']);
});

it.each([
  [
    'index.html',
    '<script src="./theme.js"></script><link rel="modulepreload" href="./assets/a-1.js"><a href="https://x/">',
    ['theme.js', 'assets/a-1.js'],
  ],
  [
    'assets/index.js',
    'import{a as b}from"./text-1.js";import"./side-1.js";import*as c from\'./all-1.js\';export{d}from"./re-1.js";const e=()=>import("./later-1.js");const f="./no-1.js";',
    ['assets/text-1.js', 'assets/side-1.js', 'assets/all-1.js', 'assets/re-1.js'],
  ],
  ['assets/index.js', 'import x from"../theme.js";var from=`./tpl.css`', ['theme.js']],
])('%s needs what it names at once', (path, text, needs) => {
  expect(needsOf(path, text)).toEqual(needs);
});

describe('a request', () => {
  const scope = 'https://host/app/';
  const get = { method: 'GET', navigates: false, part: false };
  it.each([
    ['the page', { ...get, url: scope, navigates: true }, { kind: 'page' }],
    ['the page with a link behind it', { ...get, url: `${scope}?a=1#s=1.x.y`, navigates: true }, { kind: 'page' }],
    ['another page', { ...get, url: `${scope}docs/`, navigates: true }, { kind: 'network' }],
    [
      'a file that never changes',
      { ...get, url: `${scope}assets/index-AbCd_-34.js` },
      { kind: 'file', path: 'assets/index-AbCd_-34.js', keep: true },
    ],
    [
      'TypeScript’s service',
      { ...get, url: `${scope}assets/ts.worker-AbCd1234.js` },
      { kind: 'file', path: 'assets/ts.worker-AbCd1234.js', keep: true },
    ],
    [
      'a file that may change',
      { ...get, url: `${scope}models/edit.json?x` },
      { kind: 'file', path: 'models/edit.json', keep: false },
    ],
    [
      'a package of Python',
      { ...get, url: `${scope}python/numpy-2.4.6-cp314.whl` },
      { kind: 'file', path: 'python/numpy-2.4.6-cp314.whl', keep: true },
    ],
    [
      'an adapter',
      { ...get, url: `${scope}models/inkling-0.5b.lora.gguf` },
      { kind: 'file', path: 'models/inkling-0.5b.lora.gguf', keep: true },
    ],
    ['a part of a file', { ...get, url: `${scope}models/edit.gguf`, part: true }, { kind: 'network' }],
    ['another origin', { ...get, url: 'https://other/app/assets/index-AbCd1234.js' }, { kind: 'network' }],
    ['a folder beside ours', { ...get, url: 'https://host/application/x.js' }, { kind: 'network' }],
    ['something sent', { ...get, url: `${scope}assets/x-AbCd1234.js`, method: 'POST' }, { kind: 'network' }],
  ])('for %s', (_what, asked, route) => {
    expect(routeOf(asked, scope)).toEqual(route);
  });
});
