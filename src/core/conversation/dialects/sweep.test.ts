import { describe, expect, it } from 'vitest';
import { ask, changeOf } from '../../../../testing/own-dialect';
import { sweepFirst, sweepSecond } from './sweep';

const BEFORE = 'import os\n\ndef area(w, h):\n    return w * h\n';
const FILE = 'import os\n\ndef area(wi‸dth, h):\n    return w * h\n';
const NOW = FILE.replace('‸', '');
const NEXT = NOW.replace('return w ', 'return width ');

describe('Sweep 0.5B and 1.5B', () => {
  const asked = ask(sweepFirst, FILE, [changeOf(sweepFirst, BEFORE, NOW)]);

  it('are shown what was changed, the window as it was, and as it is', () => {
    expect(asked.prompt).toBe(
      [
        '<|file_sep|>src/a.py.diff',
        'original:\nimport os\n\ndef area(w, h):\n    return w * h\n',
        'updated:\nimport os\n\ndef area(width, h):\n    return w * h\n',
        '<|file_sep|>original/src/a.py',
        BEFORE,
        '<|file_sep|>current/src/a.py',
        NOW,
        '<|file_sep|>updated/src/a.py\n',
      ].join('\n'),
    );
    expect(asked.stop).toEqual(['<|file_sep|>', '<|endoftext|>', '</s>']);
    expect(asked.draft).toBe(NEXT);
  });

  it.each<[string, string, string]>([
    ['the window anew', NEXT, NEXT],
    ['the line break that ends the piece', `${NEXT}\n`, NEXT],
    ['no last line break', NEXT.trimEnd(), NEXT],
    ['what a server leaves on', `${NEXT}\n<|file_sep|>updated/b.py\nx = 1`, NEXT],
    ['the end of the text', `${NEXT}<|endoftext|>`, NEXT],
    ['the window as it is', NOW, NOW],
    ['nothing', '', NOW],
    ['a deletion', 'import os\n\ndef area(width, h):\n', 'import os\n\ndef area(width, h):\n'],
    ['another model’s mark', `${NEXT}<|im_start|>`, 'marker'],
    ['a mark of the middle', NEXT.replace('os', '<|fim_middle|>'), 'marker'],
    ['what says that the rest stays', 'import os\n# ... existing code ...\n# ... rest ...\n', 'elided'],
  ])('answer with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('a window that breaks off is none', () => {
    expect(asked.after('import os\n\ndef ar', false)).toBe('truncated');
  });

  it('a change is settled once the answer is in step again', () => {
    const file = `a = 1\n${FILE}b = 2\nc = 3\nd = 4\n`;
    const now = file.replace('‸', '');
    const next = now.replace('a = 1', 'a = 10');
    const long = ask(sweepFirst, file);
    expect([long.sofar('a = 10\n'), long.sofar(next.slice(0, next.indexOf('    return')))]).toEqual([now, next]);
  });

  it('see 10 lines above and below, and a file that was longer before', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `x${n} = ${n}`);
    const before = [...lines.slice(0, 12), 'gone = 0', ...lines.slice(12)].join('\n');
    const now = lines.join('\n');
    const window = lines.slice(10, 31).join('\n');
    const long = ask(sweepFirst, now.replace('x20 =', 'x20‸ ='), [changeOf(sweepFirst, before, now)]);
    expect(long.prompt).toContain(`<|file_sep|>original/src/a.py\nx10 = 10\nx11 = 11\ngone = 0\nx12 = 12\n`);
    expect(long.prompt).toContain(`<|file_sep|>current/src/a.py\n${window}\n<|file_sep|>updated`);
    expect(long.after(window.replace('x12 = 12', 'x12 = 0'))).toBe(now.replace('x12 = 12', 'x12 = 0'));
  });

  it('see three changes, in long ones the beginning and the end', () => {
    const long = Array.from({ length: 50 }, (_, n) => `y${n}`).join('\n');
    const changes = [1, 2, 3, 4].map((n) => ({ before: `a${n}`, after: `b${n}`, path: 'b.py', line: 0 }));
    const prompt =
      ask(sweepFirst, FILE, [...changes, { before: long, after: 'z', path: 'b.py', line: 0 }]).prompt ?? '';
    expect(prompt.match(/\.diff\n/g)).toHaveLength(3);
    expect(prompt).not.toContain('a2');
    expect(prompt).toContain('y19\n...\ny31\n');
  });

  it.each<[string, string, string]>([
    ['code', FILE.replace('os', '"<|file_sep|>"'), 'src/a.py'],
    ['code with the other mark', FILE.replace('os', '</s>'), 'src/a.py'],
    ['a path', FILE, 'a<|file_sep|>b.py'],
    ['lines far too long', `${'x'.repeat(2000)}\n‸`, 'src/a.py'],
  ])('are not asked about %s that holds their marks, or is too long', (_name, file, path) => {
    expect(ask(sweepFirst, file, [], path).prompt).toBeNull();
  });

  it('other models’ marks are shown as text, and come back as they were', () => {
    const asked = ask(sweepFirst, 'end = "<|im_end|>"\nx = 1‸\n');
    expect(asked.prompt).toContain('end = "<\\|im_end|>"');
    expect(asked.after('end = "<\\|im_end|>"\nx = 2\n')).toBe('end = "<|im_end|>"\nx = 2\n');
  });

  it('CR LF stays', () => {
    const asked = ask(sweepFirst, 'a = 1\r\nb = ‸2\r\n');
    expect(asked.prompt).toContain('current/src/a.py\na = 1\nb = 2\n');
    expect(asked.after('a = 1\nb = 3\n')).toBe('a = 1\r\nb = 3\r\n');
  });
});

describe('Sweep v2', () => {
  const asked = ask(sweepSecond, FILE, [changeOf(sweepSecond, BEFORE, NOW)]);
  const code = NOW.trimEnd();

  it('is shown the file, the changes, and the block with the cursor', () => {
    expect(asked.prompt).toBe(
      [
        `<|file_sep|>src/a.py\n${NOW}`,
        '<|file_sep|>src/a.py:2:4',
        'original:\ndef area(w, h):\n    return w * h',
        'updated:\ndef area(width, h):\n    return w * h',
        `<|file_sep|>original/src/a.py:1:4\n${BEFORE.trimEnd()}`,
        `<|file_sep|>current/src/a.py:1:4\n${FILE.trimEnd().replace('‸', '<|cursor|>')}`,
        '<|file_sep|>updated/src/a.py:1:4\n',
      ].join('\n'),
    );
    expect(asked.stop).toEqual(['<|endoftext|>', '<|file_sep|>']);
  });

  it.each<[string, string, string]>([
    ['the block anew', NEXT.trimEnd(), NEXT],
    ['the block anew and a line break', NEXT, NEXT],
    ['what git says of ends', `${NEXT.trimEnd()}\n\\ No newline at end of file`, NEXT],
    ['the block as it is', code, NOW],
    ['nothing', '', NOW],
    ['a mark first', '<|fim_prefix|>x', NOW],
    ['lines right above the cursor’s only', code.replace('def', 'W = 1\ndef'), NOW],
    ['a line further up', code.replace('os', 'os\nimport re'), NOW.replace('os', 'os\nimport re')],
    ['far too much', `${code}\n${'x = 1\n'.repeat(21)}`, NOW],
    ['a mark within', code.replace('w * h', '<|fim_pad|>'), 'marker'],
  ])('answer with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('a block that breaks off is none', () => {
    expect(asked.after('import os', false)).toBe('truncated');
  });

  it('is shown as much of a long file as there is room for, evenly', () => {
    const lines = Array.from({ length: 400 }, (_, n) => `value_${n} = 1`);
    const prompt = ask(sweepSecond, lines.map((line, n) => (n === 200 ? `${line}‸` : line)).join('\n')).prompt ?? '';
    const file = prompt.slice(0, prompt.indexOf('<|file_sep|>original/')).trimEnd().split('\n').slice(1);
    expect([file[0], file.at(-1)]).toEqual(['value_50 = 1', 'value_350 = 1']);
    const wide = lines.map((line) => line + ' '.repeat(100)).map((line, n) => (n === 200 ? `${line}‸` : line));
    expect((ask(sweepSecond, wide.join('\n')).prompt ?? '').length).toBeLessThan(5000 + 2 * 21 * 120 + 400);
  });

  it('blank edges of the block are left out, changes of white space too', () => {
    const file = `a = 1${'\n'.repeat(8)}def f():\n    return ‸1${'\n'.repeat(5)}`;
    const blank = { before: 'x  = 1', after: 'x = 1', path: 'src/a.py', line: 3 };
    const { prompt } = ask(sweepSecond, file.replace('a = 1', `a = 1${'\n'.repeat(12)}`), [blank]);
    expect(prompt).toContain('current/src/a.py:21:22\ndef f():\n    return <|cursor|>1\n<|file_sep|>updated');
    expect(prompt).not.toContain('updated:');
  });

  it.each([
    ['its marks', FILE.replace('os', '"<|cursor|>"')],
    ['a line far too long', `${'x'.repeat(1001)}\n‸`],
  ])('is not asked about %s', (_name, file) => {
    expect(ask(sweepSecond, file).prompt).toBeNull();
  });
});
