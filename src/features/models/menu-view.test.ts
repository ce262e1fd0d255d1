import { describe, expect, it } from 'vitest';
import { catalog } from '../../models/entries';
import type { GpuFacts, MachineFacts } from '../../models/fits';
import type { CatalogEntry, DownloadState, StoredModel } from '../../protocol/models';
import { menuView, type MenuState, type Running } from './menu-view';

const gpu: GpuFacts = {
  kind: 'gpu',
  name: 'card',
  software: false,
  f16: true,
  maxBufferBytes: 2 ** 31,
  maxBindingBytes: 2 ** 31,
  maxWorkgroupBytes: 32_768,
  maxStorageBuffers: 10,
};
const machine: MachineFacts = { gpu, memoryGiB: 8, freeBytes: 50e9, storesFiles: true };
const half = catalog.find(({ id }) => id === 'Qwen2.5-Coder-0.5B-Instruct-q4f16_1-MLC')!;
const embedded: CatalogEntry = { ...half, id: 'embedded', name: 'Embedded', origin: { kind: 'embedded' } };
const running: Running = {
  id: 'embedded',
  name: 'Embedded',
  asks: null,
  state: { kind: 'ready', device: 'on the CPU' },
};

const part = { path: 'p', url: '', bytes: 100, sha256: null, md5: null, cache: null };
const kept = (id: string, state: StoredModel['state']): StoredModel => ({
  id,
  name: id,
  state,
  from: 'here',
  source: { id, engine: 'wllama', url: `store:${id}`, sha256: null, contextLength: 2048, dialect: 'instruct-wf' },
  parts: [part],
  finished: [],
  told: {},
  verified: 'size',
});

const state = (rest: Partial<MenuState> = {}): MenuState => ({
  machine,
  disk: { used: 0, quota: 60e9, persisted: false },
  servers: [],
  listed: { models: null, problem: null },
  stored: [],
  halfConverted: [],
  downloads: {},
  problems: {},
  converting: null,
  ownProblem: null,
  prefill: { kind: 'file', name: '', dialect: 'auto', steps: [], seed: 0 },
  ...rest,
});

const row = (id: string, given: MenuState, now: Running = running) =>
  menuView(catalog, embedded, given, now)
    .groups.flatMap(({ rows }) => rows)
    .find((one) => one.id === id)!;
const labels = (id: string, given: MenuState, now: Running = running): string[] =>
  row(id, given, now).actions.map(({ label }) => label);

describe('the model menu', () => {
  it('shows what may go wrong with a model of the user’s own', () => {
    const rows = [kept('sound', 'complete'), { ...kept('base', 'complete'), warning: 'It is a base model.' }];
    const given = state({ stored: rows.map((model) => ({ model, bytes: 1 })) });
    expect([row('sound', given).warning, row('base', given).warning]).toEqual([undefined, 'It is a base model.']);
    expect(row('base', given).misfit).toBeNull();
  });

  it('shows what is here, what can be had, and what does not run here with the reason', () => {
    const view = menuView(catalog, embedded, state({ machine: { ...machine, gpu: { ...gpu, f16: false } } }), running);
    expect(view.groups.map(({ id, rows }) => [id, rows.length])).toEqual([
      ['here', 1],
      ['fits', catalog.filter(({ needsF16 }) => !needsF16).length],
      ['misfits', 4],
    ]);
    expect(
      view.groups[2]!.rows.every(
        ({ misfit, actions }) => misfit?.includes('shader-f16') === true && actions.length === 0,
      ),
    ).toBe(true);
  });

  it('folds away what this graphics card has no need for', () => {
    const groups = menuView(catalog, embedded, state(), running).groups;
    expect(groups.map(({ id, folded }) => [id, folded])).toEqual([
      ['here', false],
      ['fits', false],
      ['slower', true],
    ]);
    expect(groups[2]!.rows.every(({ name }) => name.includes('32-bit'))).toBe(true);
  });

  it('says what predicts, or that nothing does yet', () => {
    expect(menuView(catalog, embedded, state(), running).running.words).toBe('predicts now, on the CPU.');
    expect(menuView(catalog, embedded, state(), { ...running, state: { kind: 'loading' } }).running.words).toBe(
      'is being loaded.',
    );
    const failed: Running = { ...running, state: { kind: 'failed', why: 'It stopped.' } };
    expect(menuView(catalog, embedded, state(), failed).running.words).toBe('does not run. It stopped.');
    expect(row('embedded', state(), failed).status).toEqual({ tone: 'problem', text: 'It stopped.' });
  });

  it.each<[string, string, Partial<Running>, string[], string]>([
    [
      'asked',
      'instruct-wf',
      { asks: half.id },
      ['Stop using for Inline and Chat', 'Use for Tab'],
      'Answers Inline and Chat',
    ],
    ['predicting and asked', 'instruct-wf', { id: half.id }, [], 'In use'],
    ['predicting only', 'instruct-wf', { id: half.id, asks: 'another' }, ['Use for Inline and Chat'], 'In use'],
    ['here, and follows no instructions', 'inkling-wf', {}, ['Use'], 'On this device: 100 bytes, size verified'],
  ])('says what a model that is %s (%s) can be used for', (_name, dialect, runs, uses, status) => {
    const model = { ...kept('own', 'complete'), source: { ...kept('own', 'complete').source, dialect } };
    const id = runs.id === half.id ? 'own' : running.id;
    const asks = runs.asks === half.id ? 'own' : (runs.asks ?? null);
    const given = state({ stored: [{ model, bytes: 100 }] });
    expect(labels('own', given, { ...running, id, asks })).toEqual([...uses, 'Delete']);
    expect(row('own', given, { ...running, id, asks }).status?.text).toBe(status);
  });

  it.each<[string, Partial<MenuState>, string[], number | null]>([
    ['nothing of it is here', {}, ['Download'], null],
    [
      'it comes',
      { downloads: { [half.id]: { kind: 'downloading', done: 1, total: 4, attempt: 0 } } },
      ['Pause', 'Delete'],
      0.25,
    ],
    [
      'it was left half done in an earlier visit',
      { stored: [{ model: kept(half.id, 'partial'), bytes: 50 }] },
      ['Resume', 'Delete'],
      0.5,
    ],
    [
      'it failed with nothing kept',
      { downloads: { [half.id]: { kind: 'failed', done: 0, total: 0, failure: { code: 'not-found', detail: 'x' } } } },
      ['Try again', 'Delete'],
      null,
    ],
    ['another tab has it', { downloads: { [half.id]: { kind: 'elsewhere' } } }, [], null],
    [
      'it is here',
      { stored: [{ model: kept(half.id, 'complete'), bytes: 100 }] },
      ['Use for Inline and Chat', 'Use for Tab', 'Delete'],
      null,
    ],
    [
      'it is here though the worker last said that it ended',
      {
        stored: [{ model: kept(half.id, 'complete'), bytes: 100 }],
        downloads: { [half.id]: { kind: 'complete', bytes: 100 } },
      },
      ['Use for Inline and Chat', 'Use for Tab', 'Delete'],
      null,
    ],
    ['it was removed', { downloads: { [half.id]: { kind: 'absent' } } }, ['Download'], null],
  ])('offers what makes sense when %s', (_name, given, expected, fraction) => {
    expect(labels(half.id, state(given))).toEqual(expected);
    expect(row(half.id, state(given)).fraction).toBe(fraction);
  });

  it('says what is in use, and offers everything else', () => {
    const both = state({ stored: [{ model: kept(half.id, 'complete'), bytes: 100 }] });
    expect(row('embedded', both).status?.text).toBe('In use');
    expect(labels('embedded', both)).toEqual([]);
    const other: Running = { ...running, id: half.id, state: { kind: 'loading' } };
    expect(row(half.id, both, other).status?.text).toBe('Being loaded');
    expect(labels('embedded', both, other)).toEqual(['Use']);
    expect(labels(half.id, both, other)).toEqual(['Delete']);
  });

  it('explains instead of downloading what has to be converted', () => {
    expect(labels('CursorCore-QW2.5-1.5B', state())).toEqual(['How to get it']);
  });

  it('lists the user’s own models with what is known of them, and their share of the disk', () => {
    const given = state({ stored: [{ model: kept('mine', 'complete'), bytes: 5_000_000 }] });
    expect(row('mine', given)).toMatchObject({
      name: 'mine',
      about: 'Your own, from here',
      status: { text: 'On this device: 5.0 MB, size verified' },
    });
    expect(menuView(catalog, embedded, given, running).storage).toMatchObject({
      text: expect.stringContaining('Models take 5.0 MB') as string,
      askToKeep: expect.any(String) as string,
    });
  });

  it('says beside the form why an own model that left nothing could not be had', () => {
    const failed: DownloadState = {
      kind: 'failed',
      done: 0,
      total: 0,
      failure: { code: 'not-a-model', detail: 'it is a web page' },
    };
    const problem = (given: Partial<MenuState>) => menuView(catalog, embedded, state(given), running).own.problem;
    expect(problem({ downloads: { mine: failed } })).toContain('it is a web page');
    expect(problem({ downloads: { mine: failed }, stored: [{ model: kept('mine', 'partial'), bytes: 1 }] })).toBeNull();
    expect(problem({ downloads: { [half.id]: failed } })).toBeNull();
    expect(problem({ downloads: { mine: failed }, ownProblem: 'Other.' })).toBe('Other.');
  });

  it('lists conversions that were stopped, so that they can be deleted', () => {
    const given = state({ halfConverted: [{ id: 'half', bytes: 3_000_000 }] });
    expect(row('half', given)).toMatchObject({ facts: ['3.0 MB here'], actions: [{ kind: 'delete' }] });
    expect(menuView(catalog, embedded, given, running).storage.text).toContain('Models take 3.0 MB');
  });

  it('shows what could not be done with a model', () => {
    expect(row(half.id, state({ problems: { [half.id]: 'Busy.' } })).status).toEqual({
      tone: 'problem',
      text: 'Busy.',
    });
  });

  it('does not offer to use what is here but does not run here', () => {
    const given = state({
      machine: { ...machine, gpu: { kind: 'none', why: 'no-api' } },
      stored: [{ model: kept(half.id, 'complete'), bytes: 1 }],
    });
    expect(labels(half.id, given)).toEqual(['Delete']);
    const waits: DownloadState = { kind: 'paused', done: 1, total: 2 };
    expect(labels(half.id, { ...given, stored: [], downloads: { [half.id]: waits } })).toEqual(['Resume', 'Delete']);
  });
});
