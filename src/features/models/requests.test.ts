import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../engine/messages';
import { inklingHalf } from '../../models/adapted';
import { catalog } from '../../models/entries';
import type { StoredModel } from '../../protocol/models';
import { fromAddress, fromConversion, fromFile } from './own';
import { requestFor } from './requests';

const entry = (id: string) => catalog.find((one) => one.id === id)!;
const keptOf = ({ id, name, source, origin }: ReturnType<typeof fromAddress>): StoredModel => ({
  id,
  name,
  source,
  state: 'partial',
  from: origin.kind === 'library' ? origin.library : origin.url,
  parts: [],
  finished: [],
  told: {},
  verified: 'size',
});
const described = { name: 'N', dialect: 'auto' };

describe('what is asked of the network', () => {
  it('is for the GPU a folder and its library', () => {
    expect(requestFor(entry('Qwen2.5-Coder-0.5B-Instruct-q4f16_1-MLC'), null)).toMatchObject({
      origin: { kind: 'mlc' },
      source: { engine: 'web-llm', needsF16: true, dialect: 'instruct-wf' },
    });
  });

  it('is for llama.cpp a file, which is then kept here', () => {
    const id = 'CursorCore-QW2.5-1.5B-SR.Q4_K_M';
    expect(requestFor(entry(id), null)).toMatchObject({
      origin: { kind: 'gguf' },
      source: { engine: 'wllama', url: `store:${id}` },
    });
  });

  it('is for our adapter the file that it belongs to; the adapter comes with the program', () => {
    const request = requestFor(entry(inklingHalf.id), null);
    expect(request).toMatchObject({
      origin: { url: inklingHalf.base.url, sha256: inklingHalf.base.sha256 },
      source: { url: `store:${inklingHalf.id}`, adapter: inklingHalf.adapter, dialect: 'inkling-wf' },
    });
    expect(parseCommand({ type: 'load', id: 1, model: request?.source })).not.toBeNull();
    expect(
      parseCommand({
        type: 'load',
        id: 1,
        model: { ...request?.source, adapter: { ...inklingHalf.adapter, url: 'https://elsewhere/a' } },
      }),
    ).toBeNull();
    expect(
      parseCommand({
        type: 'load',
        id: 1,
        model: { ...request?.source, adapter: { ...inklingHalf.adapter, sha256: null } },
      }),
    ).toBeNull();
  });

  it('is nothing for a model that has to be converted', () => {
    expect(requestFor(entry('CursorCore-QW2.5-1.5B'), null)).toBeNull();
  });

  it.each([
    ['an address', fromAddress('https://host/m.gguf', described)],
    [
      'a conversion',
      fromConversion(
        { id: 'c', url: 'https://local.invalid/c/resolve/main/', bytes: 1, needsF16: false },
        'https://host/l.wasm',
        described,
      ),
    ],
  ])('is the same as before for what was begun from %s', (_name, request) => {
    expect(requestFor(null, keptOf(request))).toEqual(request);
  });

  it('is nothing for a file that was not copied to the end: the page cannot open it again', () => {
    expect(requestFor(null, keptOf(fromFile({ name: 'm.gguf', size: 1, lastModified: 1 }, described)))).toBeNull();
  });
});
