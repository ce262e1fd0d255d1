import fc from 'fast-check';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { packZip } from './pack';
import { unzip, ZIP_LIMITS, type ZipLimits } from './unpack';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const small: ZipLimits = {
  ...ZIP_LIMITS,
  files: 3,
  fileBytes: 1_000,
  totalBytes: 2_500,
  work: 5_000,
  entries: 20,
  archive: 100_000,
};

const taken = (
  zip: Uint8Array,
  limits?: ZipLimits,
): { files: Record<string, string>; leftOut: Record<string, string> } => {
  const outcome = unzip(zip, limits);
  if (outcome.kind === 'refused') throw new Error(outcome.why);
  return {
    files: Object.fromEntries(outcome.taken.files.map(({ name, text }) => [name, text])),
    leftOut: Object.fromEntries(outcome.taken.leftOut.map(({ name, why }) => [name, why])),
  };
};
const refusal = (zip: Uint8Array, limits?: ZipLimits): string => {
  const outcome = unzip(zip, limits);
  return outcome.kind === 'refused' ? outcome.why : 'opened';
};
const only = (entries: Zippable): { files: Record<string, string>; leftOut: Record<string, string> } =>
  taken(zipSync(entries));
/** The archive with the number at `offset` of the table's first entry set. */
const forged = (zip: Uint8Array, offset: number, value: number): Uint8Array => {
  const out = zip.slice();
  const view = new DataView(out.buffer);
  const table = view.getUint32(out.length - 6, true);
  view.setUint32(table + offset, value, true);
  return out;
};

const path = fc
  .stringMatching(/^[a-z_]{1,8}(\/[a-zé字]{1,8}){0,2}\.[a-z]{1,3}$/)
  .filter((name) => !/\.(zip|jar|whl|tar|gz|xz|rar)$/.test(name));
const workspace = fc.uniqueArray(
  fc.record({
    name: path,
    text: fc.string({
      unit: fc.constantFrom('a', 'é', '→', '\n', '\r\n', '\r', '\u2028', '\uFEFF', '😀', '\t'),
      maxLength: 60,
    }),
  }),
  { maxLength: 8, selector: ({ name }) => name },
);

describe('packing', () => {
  it('brings every file back, and gives the same bytes in whatever order the files come', () => {
    fc.assert(
      fc.property(workspace, (files) => {
        const zip = packZip(files);
        expect(taken(zip)).toEqual({
          files: Object.fromEntries(files.map(({ name, text }) => [name, text])),
          leftOut: {},
        });
        expect(packZip([...files].reverse())).toEqual(zip);
      }),
      { numRuns: 15 },
    );
  });

  it('can be read by others, names like those of object members included', () => {
    const zip = packZip([
      { name: 'constructor', text: 'b' },
      { name: 'a/é.py', text: 'x = "→"\n' },
    ]);
    expect(Object.entries(unzipSync(zip)).map(([name, content]) => [name, new TextDecoder().decode(content)])).toEqual([
      ['a/é.py', 'x = "→"\n'],
      ['constructor', 'b'],
    ]);
    const outcome = unzip(packZip([{ name: '__proto__', text: 'a' }]));
    expect(outcome.kind === 'files' && outcome.taken.files).toEqual([{ name: '__proto__', text: 'a' }]);
  });
});

describe('unpacking', () => {
  it.each([
    ['../../etc/passwd', /leaves the workspace/],
    ['a/../../b.py', /leaves the workspace/],
    ['..\\..\\b.py', /leaves the workspace/],
    ['/etc/passwd', /begin inside the workspace/],
    ['C:\\windows\\a.py', /begin inside the workspace/],
    ['C:evil.py', /begin inside the workspace/],
    ['\\\\server\\share\\evil.py', /begin inside the workspace/],
    ['//server/share/evil.py', /begin inside the workspace/],
    ['a/b/../../../evil.py', /leaves the workspace/],
    ['a\u202egnp.py', /cannot be seen/],
    ['a\u001b[31m.py', /cannot be seen/],
    ['a\u200b.py', /cannot be seen/],
    ['a\u0000b.py', /cannot be seen/],
    ['inner.zip', /archive inside/],
    ['src/inner.tar.gz', /archive inside/],
    ['.DS_Store', /system/],
    ['a'.repeat(300), /longer than 255/],
    ['a'.repeat(10_000), /longer than 255/],
  ])('leaves out %j and takes the rest', (name, why) => {
    const { files, leftOut } = only({ [name]: bytes('x'), 'kept.py': bytes('y') });
    expect(files).toEqual({ 'kept.py': 'y' });
    expect(Object.values(leftOut)).toEqual([expect.stringMatching(why)]);
    expect(Object.keys(leftOut)[0]).not.toMatch(/[\u0000\u202e]/);
  });

  it('names binary files, and takes text whatever its name', () => {
    const { files, leftOut } = only({
      'a.png': Uint8Array.of(137, 80, 78, 71, 0, 1),
      'stored.bin': [Uint8Array.of(1, 0), { level: 0 }],
      'latin1.txt': Uint8Array.of(0x67, 0xe9),
      'half.txt': bytes('é').slice(0, 1),
      LICENSE: bytes('free'),
      'empty.py': bytes(''),
    });
    expect(files).toEqual({ LICENSE: 'free', 'empty.py': '' });
    expect(leftOut).toEqual(
      Object.fromEntries(
        ['a.png', 'stored.bin', 'latin1.txt', 'half.txt'].map((name) => [name, 'It is not text in UTF-8.']),
      ),
    );
  });

  it('names an ignored folder once', () => {
    const { files, leftOut } = only({
      'node_modules/a/index.js': bytes('1'),
      'node_modules/b/index.js': bytes('2'),
      'lib/.git/config': bytes('3'),
      'build/made.py': bytes('4'),
    });
    expect(Object.keys(files)).toEqual(['build/made.py']);
    expect(Object.keys(leftOut)).toEqual(['node_modules/', 'lib/.git/']);
  });

  it('takes the first of two files of one name', () => {
    const { files, leftOut } = only({
      'a.py': bytes('first'),
      './a.py': bytes('second'),
      'a\\b.py': bytes('1'),
      'a/b.py': bytes('2'),
    });
    expect(files).toEqual({ 'a.py': 'first', 'a/b.py': '1' });
    expect(Object.keys(leftOut)).toEqual(['./a.py', 'a/b.py']);
  });

  it('does not follow links, nor take devices', () => {
    const link = (0o120777 << 16) >>> 0;
    const device = (0o020644 << 16) >>> 0;
    const { files, leftOut } = only({
      'link.py': [bytes('/etc/passwd'), { os: 3, attrs: link }],
      dev: [bytes(''), { os: 3, attrs: device }],
      'plain.py': [bytes('x'), { os: 3, attrs: (0o100644 << 16) >>> 0 }],
    });
    expect(Object.keys(files)).toEqual(['plain.py']);
    expect(Object.values(leftOut)).toEqual([expect.stringMatching(/link/), expect.stringMatching(/link/)]);
  });

  it('stops at a file that is too large, says that it is, or swells beyond what it says', () => {
    const bomb = zipSync({ 'bomb.py': [new Uint8Array(5_000).fill(97), { level: 9 }] });
    expect(taken(bomb, small).leftOut['bomb.py']).toMatch(/larger than/);
    // The size in the table is a lie.
    expect(taken(forged(bomb, 24, 900), small).leftOut['bomb.py']).toMatch(/swells to more than/);
    expect(taken(forged(bomb, 24, 900)).leftOut['bomb.py']).toMatch(/larger than the archive says/);
    expect(taken(forged(bomb, 24, 6_000)).leftOut['bomb.py']).toMatch(/damaged/);
    expect(taken(forged(bomb, 16, 1)).leftOut['bomb.py']).toMatch(/damaged/);
    expect(taken(forged(bomb, 42, 77)).leftOut['bomb.py']).toMatch(/damaged/);
    expect(taken(forged(bomb, 20, 0xfffffff)).leftOut['bomb.py']).toMatch(/damaged/);
    expect(taken(forged(bomb, 8, (8 << 16) | 1)).leftOut['bomb.py']).toMatch(/encrypted/);
    expect(taken(forged(bomb, 8, 14 << 16)).leftOut['bomb.py']).toMatch(/not known/);
  });

  it('stops working on an archive that only makes work', () => {
    // Each is text up to its last byte, and lies about its checksum: nothing is taken, so no limit of files is met.
    const zip = zipSync(
      Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`f${index}`, bytes(`${'a'.repeat(990)}\u00e9`).slice(0, -1)]),
      ),
    );
    const { files, leftOut } = taken(zip, small);
    expect(files).toEqual({});
    expect(Object.values(leftOut).filter((why) => /UTF-8/.test(why)).length).toBeLessThan(10);
    expect(leftOut['f9']).toMatch(/swells/);
  });

  it('takes no more work for entries that lie over one another than for others', () => {
    // Twenty entries of the table, all of the same 990 packed bytes: an archive that is larger inside than outside.
    const zip = zipSync({ f0: bytes('a'.repeat(990)) });
    const view = new DataView(zip.buffer);
    const table = view.getUint32(zip.length - 6, true);
    const entry = zip.slice(table, zip.length - 22);
    const names = Array.from({ length: 20 }, (_, index) => {
      const one = entry.slice();
      one.set(bytes(String.fromCharCode(97 + index) + '0'), 46);
      return one;
    });
    const forgedZip = new Uint8Array(table + names.length * entry.length + 22);
    forgedZip.set(zip.slice(0, table));
    names.forEach((one, index) => {
      forgedZip.set(one, table + index * entry.length);
    });
    forgedZip.set(zip.slice(-22), forgedZip.length - 22);
    const end = new DataView(forgedZip.buffer, forgedZip.length - 22);
    end.setUint16(8, names.length, true);
    end.setUint16(10, names.length, true);
    end.setUint32(12, names.length * entry.length, true);
    const { files, leftOut } = taken(forgedZip, { ...small, files: 20 });
    expect(Object.keys(files)).toEqual(['a0', 'b0']);
    expect(Object.values(leftOut)).toHaveLength(18);
    expect(taken(forgedZip, { ...small, files: 20, totalBytes: 1e9 }).leftOut['t0']).toMatch(
      /What stands before it swells/,
    );
  });

  it('keeps to the limits of files and of bytes together', () => {
    const five = zipSync(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, bytes('x')])));
    expect(Object.keys(taken(five, small).files)).toEqual(['a', 'b', 'c']);
    expect(taken(five, small).leftOut['e']).toMatch(/More than 3 files/);
    const heavy = zipSync(Object.fromEntries(['a', 'b', 'c'].map((name) => [name, bytes('x'.repeat(1_000))])));
    expect(Object.keys(taken(heavy, small).files)).toEqual(['a', 'b']);
  });

  it.each([
    ['text', bytes('print(1)'), /not a zip/],
    ['nothing', new Uint8Array(), /not a zip/],
    ['half an archive', packZip([{ name: 'a.py', text: 'x' }]).slice(0, 40), /not a zip/],
    ['an archive without its beginning', packZip([{ name: 'a.py', text: 'x' }]).slice(30), /damaged/],
    [
      'too many entries',
      zipSync(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.py`, bytes('')]))),
      /more than 20 entries/,
    ],
    ['too many bytes', new Uint8Array(100_001), /larger than 0.1 MB/],
  ])('refuses %s', (_what, zip, why) => {
    expect(refusal(zip, small)).toMatch(why);
  });

  it('never throws, whatever a byte is changed to', () => {
    const zip = packZip([
      { name: 'a.py', text: 'x = 1\n'.repeat(20) },
      { name: 'b/c.py', text: 'y' },
    ]);
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), (at, value) => {
        const changed = zip.slice();
        changed[at] = value;
        expect(['files', 'refused']).toContain(unzip(changed).kind);
      }),
      { numRuns: 300 },
    );
  });
});
