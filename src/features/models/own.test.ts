import { describe, expect, it } from 'vitest';
import { inklingHalf } from '../../models/adapted';
import { fromAddress, fromConversion, fromFile, nameOfAddress, refuseAddress, slugOf } from './own';

const auto = { name: '', dialect: 'auto' };

describe('a model of the user’s own', () => {
  it.each([
    ['https://host/a/My%20Model.Q4_K_M.gguf?download=true', 'My Model.Q4_K_M'],
    ['https://host/', ''],
    ['no address', ''],
  ])('is named after its address %s', (url, name) => {
    expect(nameOfAddress(url)).toBe(name);
  });

  it.each<[string, boolean]>([
    ['https://host/m.gguf', true],
    ['http://localhost:8000/m.gguf', true],
    ['http://127.0.0.1/m.gguf', true],
    ['http://host/m.gguf', false],
    ['javascript:alert(1)', false],
    ['file:///etc/passwd', false],
    ['m.gguf', false],
  ])('can be had from %s: %s', (url, usable) => {
    expect(refuseAddress(url) === null).toBe(usable);
  });

  it('is another model under another address, and the same under the same', () => {
    const ids = ['https://a/m.gguf', 'https://b/m.gguf', 'https://a/m.gguf'].map((url) => fromAddress(url, auto).id);
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
  });

  it('is fetched from the file, not from the page about it', () => {
    expect(fromAddress('https://huggingface.co/me/m/blob/main/a.gguf', auto).origin).toMatchObject({
      url: 'https://huggingface.co/me/m/resolve/main/a.gguf',
    });
  });

  it('has a name that can be shown', () => {
    expect(fromAddress(`https://host/${encodeURIComponent('a\u202egnp\u0000')}.gguf`, auto).name).toBe(
      'a\ufffdgnp\ufffd',
    );
    expect(fromAddress(`https://host/${'long'.repeat(1_000)}.gguf`, auto).name).toHaveLength(80);
    expect(fromFile({ name: '<img src=x onerror=alert(1)>.gguf', size: 1, lastModified: 1 }, auto).name).toBe(
      '<img src=x onerror=alert(1)>',
    );
  });

  it('is loaded from this device', () => {
    const request = fromFile({ name: 'My.gguf', size: 3, lastModified: 1 }, { name: '', dialect: 'cursorcore-sr' });
    expect(request).toMatchObject({ name: 'My', source: { engine: 'wllama', dialect: 'cursorcore-sr' } });
    expect(request.source).toMatchObject({ url: `store:${request.id}` });
    expect(fromFile({ name: 'My.gguf', size: 4, lastModified: 1 }, auto).id).not.toBe(request.id);
  });

  it.each<[string, number, string, boolean]>([
    ['the base of our adapter', inklingHalf.base.bytes, 'inkling-wf', true],
    ['the same file to be used as it is', inklingHalf.base.bytes, 'instruct-wf', false],
    ['a file into which the adapter is merged', 675_710_848, 'inkling-wf', false],
  ])('is our own model where it is %s', (_what, size, dialect, isOurs) => {
    const request = fromFile({ name: 'q.gguf', size, lastModified: 1 }, { name: '', dialect });
    expect(request.id === inklingHalf.id).toBe(isOurs);
    expect(request.source).toMatchObject({ dialect, ...(isOurs ? { adapter: inklingHalf.adapter } : {}) });
    expect(request.origin).toMatchObject({ sha256: isOurs ? inklingHalf.base.sha256 : null });
  });

  it('needs only its library once it was converted', () => {
    expect(
      fromConversion(
        { id: 'c', url: 'https://local.invalid/c/resolve/main/', bytes: 5, needsF16: true },
        'https://host/l.wasm',
        { name: 'C', dialect: 'cursorcore-wf' },
      ),
    ).toMatchObject({
      origin: { kind: 'library', library: 'https://host/l.wasm' },
      source: { engine: 'web-llm', needsF16: true, library: 'https://host/l.wasm' },
    });
  });

  it.each([
    ['Ünïcode / name', 'n-code-name'],
    ['...', 'model'],
    ['a'.repeat(99), 'a'.repeat(60)],
  ])('%j becomes %j in file names', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});
