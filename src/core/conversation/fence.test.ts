import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenceLines, readFences } from './fence';

describe('writing a fence', () => {
  it.each<[string, string, string[], string]>([
    ['three backticks', 'python', ['a'], '```python\na\n```'],
    ['one more than any run in the code', '', ['x ```` y', '```'], '`````\nx ```` y\n```\n`````'],
    ['short runs do not matter', '', ['``'], '```\n``\n```'],
    ['no lines', 'python', [], '```python\n```'],
    ['one empty line', 'python', [''], '```python\n\n```'],
    ['a name is lower case and cannot break out', 'C++\n```x', ['a'], '```c++x\na\n```'],
  ])('%s', (_name, language, lines, expected) => {
    expect(fenceLines(language, lines)).toBe(expected);
  });
});

describe('reading fences', () => {
  it('gives back what was written, with what stands before it', () => {
    const lines = fc.array(fc.constantFrom('', 'a', '```', '````', ' ```', '```python', '\r', '~~~', '1,2'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 4 }), (blocks) => {
        const text = blocks.map((block, at) => `${at},${at}\n${fenceLines('python', block)}`).join('\n');
        expect(readFences(text, true)).toEqual({
          blocks: blocks.map((block, at) => ({ header: `${at},${at}`, lines: block })),
          open: null,
          stray: [],
        });
      }),
    );
  });

  it.each<[string, string, boolean, ReturnType<typeof readFences>]>([
    [
      'a block that is not closed',
      '```\na\nb',
      true,
      { blocks: [], open: { header: null, lines: ['a', 'b'] }, stray: [] },
    ],
    [
      'a last line that may go on is not looked at',
      '```\na\n```',
      false,
      { blocks: [], open: { header: null, lines: ['a'] }, stray: [] },
    ],
    [
      'text around blocks',
      'x\ny\n```\n```\nz',
      true,
      { blocks: [{ header: 'y', lines: [] }], open: null, stray: ['x', 'z'] },
    ],
    [
      'text that may become a header',
      '```\n```\nz\n',
      false,
      { blocks: [{ header: null, lines: [] }], open: null, stray: [] },
    ],
    [
      'blank lines between',
      '\n0,1\n\n```\n```\n\n',
      true,
      { blocks: [{ header: '0,1', lines: [] }], open: null, stray: [] },
    ],
  ])('%s', (_name, text, ended, expected) => {
    expect(readFences(text, ended)).toEqual(expected);
  });
});
