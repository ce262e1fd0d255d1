import { describe, expect, it } from 'vitest';
import { INTAKE_LIMITS } from '../intake/intake';
import { remoteAddress } from './address';
import { loadRemote, type OutsideFetch, type RemoteOptions, type RemoteOutcome } from './github';

type Answer = Response | Error | ((url: string) => Promise<Response>);
const json = (value: unknown, init: ResponseInit = {}): Response => new Response(JSON.stringify(value), init);
const blob = (path: string, more: object = {}): object => ({ path, type: 'blob', mode: '100644', size: 10, ...more });
const tree = (...entries: object[]): Response => json({ tree: entries, truncated: false });

const HEAD = 'https://api.github.com/repos/owner/repo/git/trees/HEAD?recursive=1';
const raw = (path: string): string => `https://raw.githubusercontent.com/owner/repo/${path}`;

interface Loaded {
  readonly outcome: RemoteOutcome;
  readonly asked: string[];
  readonly progress: string[];
}

async function load(
  typed: string,
  answers: Readonly<Record<string, Answer>>,
  more: Partial<RemoteOptions> = {},
): Promise<Loaded> {
  const address = remoteAddress(typed);
  if (address.kind === 'bad') throw new Error(address.why);
  const asked: string[] = [];
  const progress: string[] = [];
  const fetch: OutsideFetch = (url) => {
    asked.push(url);
    const answer = answers[url];
    if (answer instanceof Error) return Promise.reject(answer);
    if (typeof answer === 'function') return answer(url);
    return Promise.resolve(answer ?? new Response('not found', { status: 404 }));
  };
  const outcome = await loadRemote(address, {
    fetch,
    signal: new AbortController().signal,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
    now: () => 1_000_000,
    ...more,
  });
  return { outcome, asked, progress };
}
const filesOf = ({ outcome }: Loaded): Record<string, string> =>
  outcome.kind === 'files'
    ? Object.fromEntries(outcome.taken.files.map(({ name, text }) => [name, text]))
    : { refused: outcome.why };
const leftOutOf = ({ outcome }: Loaded): Record<string, string> =>
  outcome.kind === 'files' ? Object.fromEntries(outcome.taken.leftOut.map(({ name, why }) => [name, why])) : {};
const whyOf = ({ outcome }: Loaded): string => (outcome.kind === 'refused' ? outcome.why : 'opened');

describe('a repository', () => {
  it('comes as a folder of its name, with what is no file of text named', async () => {
    const loaded = await load('owner/repo', {
      [HEAD]: tree(
        blob('a b.py'),
        { path: 'src', type: 'tree' },
        blob('src/é.py'),
        blob('logo.png'),
        blob('link', { mode: '120000' }),
        { path: 'sub', type: 'commit' },
        blob('big.py', { size: 3_000_000 }),
        blob('node_modules/x.js'),
        blob('../../evil'),
        blob('in.zip'),
      ),
      [raw('HEAD/a%20b.py')]: new Response('a'),
      [raw('HEAD/src/%C3%A9.py')]: new Response('é'),
      [raw('HEAD/logo.png')]: new Response('\0'),
    });
    expect(filesOf(loaded)).toEqual({ 'repo/a b.py': 'a', 'repo/src/é.py': 'é' });
    expect(Object.keys(leftOutOf(loaded)).sort()).toEqual([
      'repo/../../evil',
      'repo/big.py',
      'repo/in.zip',
      'repo/link',
      'repo/logo.png',
      'repo/node_modules/',
      'repo/sub',
    ]);
    expect(loaded.asked).toHaveLength(4);
    expect(loaded.progress.at(-1)).toBe('3/3');
  });

  it('is asked for at a branch whose name has a slash, and for one folder of it', async () => {
    const loaded = await load('https://github.com/owner/repo/tree/fix/one/src/lib', {
      'https://api.github.com/repos/owner/repo/git/trees/fix%2Fone?recursive=1': tree(
        blob('src/lib/a.py'),
        blob('src/library.py'),
        blob('b.py'),
      ),
      [raw('fix/one/src/lib/a.py')]: new Response('a'),
    });
    expect(filesOf(loaded)).toEqual({ 'lib/a.py': 'a' });
    expect(loaded.asked[0]).toContain('/trees/fix?');
  });

  it('of more files than are opened at once is fetched only as far', async () => {
    const loaded = await load(
      'owner/repo',
      {
        [HEAD]: tree(blob('a'), blob('b'), blob('c')),
        [raw('HEAD/a')]: new Response('1'),
        [raw('HEAD/b')]: new Response('2'),
      },
      { limits: { ...INTAKE_LIMITS, files: 2 } },
    );
    expect(Object.keys(filesOf(loaded))).toEqual(['repo/a', 'repo/b']);
    expect(leftOutOf(loaded)['repo/c']).toMatch(/More than 2 files/);
    expect(loaded.asked).not.toContain(raw('HEAD/c'));
  });

  it.each([
    ['is not there', {}, /nothing public/],
    ['is empty', { [HEAD]: tree() }, /empty/],
    ['cannot be reached', { [HEAD]: new TypeError('no connection to the server') }, /no connection to GitHub/],
    [
      'loses the connection midway',
      { [HEAD]: tree(blob('a')), [raw('HEAD/a')]: new TypeError('the connection stopped') },
      /no connection/,
    ],
    [
      'was asked for too often',
      { [HEAD]: json({}, { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1600' } }) },
      /in 10 minutes/,
    ],
    ['was asked for too often, without saying till when', { [HEAD]: json({}, { status: 429 }) }, /later/],
    ['fails', { [HEAD]: json({}, { status: 500 }) }, /could not answer \(500\)/],
    ['answers with something else', { [HEAD]: new Response('<html>') }, /could not be read/],
    ['answers with a list', { [HEAD]: json([1]) }, /could not be read/],
  ])('that %s is refused in words', async (_what, answers: Readonly<Record<string, Answer>>, why) => {
    expect(whyOf(await load('owner/repo', answers))).toMatch(why);
  });

  it('is nothing at all when it was stopped', async () => {
    const stop = new AbortController();
    await expect(
      load(
        'owner/repo',
        {
          [HEAD]: tree(blob('a'), blob('b')),
          [raw('HEAD/a')]: () => {
            stop.abort();
            return Promise.reject(new DOMException('Cancelled.', 'AbortError'));
          },
          [raw('HEAD/b')]: new Response('b'),
        },
        { signal: stop.signal },
      ),
    ).rejects.toThrow();
  });
});

describe('a file', () => {
  it('comes alone, without a question to the API', async () => {
    const loaded = await load('https://github.com/owner/repo/blob/fix/one/src/a.py', {
      [raw('fix/one/src/a.py')]: new Response('a'),
    });
    expect(filesOf(loaded)).toEqual({ 'a.py': 'a' });
    expect(loaded.asked.every((url) => url.startsWith('https://raw.githubusercontent.com/'))).toBe(true);
  });

  it('that is larger than it may be is named', async () => {
    const large = (): Promise<Response> =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.error(new TypeError('the answer is larger than 2000000 bytes'));
            },
          }),
        ),
      );
    expect(
      leftOutOf(await load('https://github.com/owner/repo/blob/main/a.py', { [raw('main/a.py')]: large })),
    ).toEqual({ 'a.py': 'It is larger than 2 MB.' });
  });
});

describe('a gist', () => {
  const id = 'abcdef0123'.repeat(2);
  it('comes with all its files, of which long ones are fetched from GitHub’s own place only', async () => {
    const long = 'https://gist.githubusercontent.com/owner/x/raw/long.py';
    const loaded = await load(`https://gist.github.com/owner/${id}`, {
      [`https://api.github.com/gists/${id}`]: json({
        files: {
          'a.py': { filename: 'a.py', content: 'a', truncated: false, size: 1 },
          'long.py': { filename: 'long.py', content: 'l', truncated: true, raw_url: long, size: 10 },
          'evil.py': { filename: 'evil.py', truncated: true, raw_url: 'https://evil.example/x', size: 10 },
          'local.py': {
            filename: 'local.py',
            truncated: true,
            raw_url: 'http://gist.githubusercontent.com/x',
            size: 10,
          },
          '..': { filename: '../up.py', content: 'x', truncated: false, size: 1 },
        },
      }),
      [long]: new Response('long'),
    });
    expect(filesOf(loaded)).toEqual({ 'a.py': 'a', 'long.py': 'long' });
    expect(Object.keys(leftOutOf(loaded)).sort()).toEqual(['../up.py', 'evil.py', 'local.py']);
    expect(loaded.asked).toEqual([`https://api.github.com/gists/${id}`, long]);
  });
});
