import { describe, expect, it } from 'vitest';
import type { DownloadRequest } from '../protocol/models';
import { partsOf, refuseGguf, shardsOf } from './parts';

const folder = 'https://huggingface.co/mlc-ai/M/resolve/main/';
const library = 'https://host/libs/M.wasm';
const mlc: Pick<DownloadRequest, 'origin' | 'source'> = {
  origin: { kind: 'mlc', url: folder, library },
  source: {
    id: 'M',
    engine: 'web-llm',
    url: folder,
    library,
    librarySha256: null,
    needsF16: true,
    contextLength: 4096,
    dialect: 'instruct-wf',
  },
};
const gguf = (url: string, sha256: string | null = null): Pick<DownloadRequest, 'origin' | 'source'> => ({
  origin: { kind: 'gguf', url, sha256 },
  source: { id: 'g', engine: 'wllama', url: 'store:g', sha256: null, contextLength: 4096, dialect: 'instruct-wf' },
});

const md5 = '0'.repeat(31) + 'a';
const oid = 'b'.repeat(64);
const files: Readonly<Record<string, unknown>> = {
  [`${folder}mlc-chat-config.json`]: { tokenizer_files: ['tokenizer.json', 'vocab.json'] },
  [`${folder}ndarray-cache.json`]: {
    records: [
      { dataPath: 'params_shard_0.bin', nbytes: 12, md5sum: md5 },
      { dataPath: 'params_shard_1.bin', nbytes: 3 },
    ],
  },
  'https://huggingface.co/api/models/me/m/tree/main': [{ path: 'a.gguf', size: 99, lfs: { oid, size: 99 } }],
  'https://huggingface.co/api/models/me/m/tree/main/sub%20folder': [
    { path: 'sub folder/b.gguf', size: 98, lfs: { oid } },
  ],
};

const serving =
  (content: Readonly<Record<string, unknown>>): typeof fetch =>
  (url) => {
    const found = content[url as string];
    return Promise.resolve(
      found === undefined
        ? new Response('', { status: 404 })
        : typeof found === 'string'
          ? new Response(found)
          : Response.json(found),
    );
  };
const ask = (request: Pick<DownloadRequest, 'origin' | 'source'>, content = files): ReturnType<typeof partsOf> =>
  partsOf(request, serving(content), new AbortController().signal);

describe('the files of an MLC model', () => {
  it('are those web-llm asks for, in the caches and under the addresses where it looks', async () => {
    expect(
      (await ask(mlc)).map(({ path, url, bytes, md5: sum, cache }) => [
        path,
        url,
        bytes,
        sum,
        cache?.scope,
        cache?.url,
      ]),
    ).toEqual([
      [
        'mlc-chat-config.json',
        `${folder}mlc-chat-config.json`,
        null,
        null,
        'webllm/config',
        `${folder}mlc-chat-config.json`,
      ],
      ['ndarray-cache.json', `${folder}ndarray-cache.json`, null, null, 'webllm/model', `${folder}ndarray-cache.json`],
      ['tokenizer.json', `${folder}tokenizer.json`, null, null, 'webllm/model', `${folder}tokenizer.json`],
      ['library.wasm', library, null, null, 'webllm/wasm', library],
      ['params_shard_0.bin', `${folder}params_shard_0.bin`, 12, md5, 'webllm/model', `${folder}params_shard_0.bin`],
      ['params_shard_1.bin', `${folder}params_shard_1.bin`, 3, null, 'webllm/model', `${folder}params_shard_1.bin`],
    ]);
  });

  it('include an index with the newer name under the name web-llm looks for', async () => {
    const { [`${folder}ndarray-cache.json`]: index, ...rest } = files;
    const parts = await ask(mlc, { ...rest, [`${folder}tensor-cache.json`]: index });
    expect(parts[1]).toMatchObject({
      url: `${folder}tensor-cache.json`,
      cache: { url: `${folder}ndarray-cache.json` },
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['no configuration', { [`${folder}mlc-chat-config.json`]: undefined }, { failure: { code: 'not-found' } }],
    [
      'a configuration that is a web page',
      { [`${folder}mlc-chat-config.json`]: '<html>' },
      { failure: { code: 'not-a-model' } },
    ],
    [
      'no tokenizer',
      { [`${folder}mlc-chat-config.json`]: { tokenizer_files: ['vocab.json'] } },
      { failure: { code: 'not-a-model' } },
    ],
    ['no index', { [`${folder}ndarray-cache.json`]: undefined }, { failure: { code: 'not-found' } }],
    ['an empty index', { [`${folder}ndarray-cache.json`]: { records: [] } }, { failure: { code: 'not-a-model' } }],
  ])('cannot be told of a repository with %s', async (_name, changed, error) => {
    await expect(ask(mlc, { ...files, ...changed })).rejects.toMatchObject(error);
  });

  it.each(['../secret', '/etc/passwd', 'https://elsewhere/x', 'a/b', ''])(
    'never lie outside of its folder (%j)',
    (dataPath) => {
      expect(() => shardsOf({ records: [{ dataPath, nbytes: 1 }] })).toThrow(
        expect.objectContaining({ failure: { code: 'not-a-model', detail: 'its list of weights is damaged' } }),
      );
    },
  );
});

describe('the file of a GGUF model', () => {
  it.each<[string, string, string | null, object]>([
    [
      'is checked by the digest the hub tells',
      'https://huggingface.co/me/m/resolve/main/a.gguf',
      null,
      { sha256: oid, bytes: 99 },
    ],
    [
      'in a folder too',
      'https://huggingface.co/me/m/resolve/main/sub%20folder/b.gguf',
      null,
      { sha256: oid, bytes: 98 },
    ],
    ['is checked by the digest the catalog tells', 'https://host/a.gguf', oid, { sha256: oid, bytes: null }],
    ['is checked by nothing that nobody tells', 'https://host/a.gguf', null, { sha256: null, bytes: null }],
    [
      'is checked by nothing when the hub does not know it',
      'https://huggingface.co/me/m/resolve/main/other.gguf',
      null,
      { sha256: null, bytes: null },
    ],
  ])('%s', async (_name, url, sum, expected) => {
    expect(await ask(gguf(url, sum))).toEqual([{ path: 'weights.gguf', url, md5: null, cache: null, ...expected }]);
  });

  it.each([
    ['GGUF', null],
    ['<!do', 'the address leads to a web page, not to a GGUF file'],
    ['PK\u0003\u0004', 'the file is not a GGUF file'],
  ])('begins with %j: %j', (head, why) => {
    expect(refuseGguf(new TextEncoder().encode(head))).toBe(why);
  });
});
