import { describe, expect, it } from 'vitest';
import { ask } from '../../../../testing/own-dialect';
import { fim, type FimId } from './fim';

const P = 'def f(a):\n    x = ';
const S = ')\n    return x\n';
const FILE = `${P}‸${S}`;

describe('the prompt around the cursor', () => {
  it.each<[FimId, string]>([
    ['fim-qwen', `<|fim_prefix|>${P}<|fim_suffix|>${S}<|fim_middle|>`],
    ['fim-codegemma', `<|fim_prefix|>${P}<|fim_suffix|>${S}<|fim_middle|>`],
    ['fim-granite', `<|fim_prefix|>${P}<|fim_suffix|>${S}<|fim_middle|>`],
    ['fim-starcoder2', `<fim_prefix>${P}<fim_suffix>${S}<fim_middle>`],
    ['fim-deepseek', `<｜fim▁begin｜>${P}<｜fim▁hole｜>${S}<｜fim▁end｜>`],
    ['fim-codestral', `[SUFFIX]${S}[PREFIX]${P}`],
    ['fim-mellum', `<filename>src/a.py\n<fim_suffix>${S}<fim_prefix>${P}<fim_middle>`],
    ['fim-seed-coder', `<[fim-suffix]>${S}<[fim-prefix]>${P}<[fim-middle]>`],
  ])('%s', (id, prompt) => {
    expect(ask(fim[id], FILE).prompt).toBe(prompt);
  });

  it.each<[FimId, readonly string[]]>([
    [
      'fim-qwen',
      ['<|endoftext|>', '<|file_sep|>', '<|repo_name|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    ],
    ['fim-codegemma', ['<|file_separator|>']],
    ['fim-granite', ['<|filename|>', '<|reponame|>']],
    ['fim-starcoder2', ['<|endoftext|>', '<file_sep>']],
    ['fim-deepseek', ['<｜end▁of▁sentence｜>', '<｜fim▁end｜>']],
    ['fim-codestral', ['</s>', '[PREFIX]', '[SUFFIX]']],
    ['fim-mellum', ['<filename>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<|endoftext|>']],
    ['fim-seed-coder', ['<[end▁of▁sentence]>']],
  ])('%s ends at its own tokens, and at the end of the line where a line is wanted', (id, tokens) => {
    const { stop } = ask(fim[id], FILE);
    expect(stop).toEqual(expect.arrayContaining(['\n', ...tokens]));
    expect(ask(fim[id], 'def f(a):‸\n').stop).not.toContain('\n');
  });

  it.each<[FimId, string]>([
    ['fim-qwen', '"<|fim_middle|>"'],
    ['fim-starcoder2', '"<fim_suffix>"'],
    ['fim-codestral', 'a[PREFIX]'],
    ['fim-mellum', '<filename>'],
    ['fim-deepseek', '"<｜fim▁hole｜>"'],
    ['fim-seed-coder', '"<[fim-prefix]>"'],
  ])('%s is not asked about %s', (id, mark) => {
    expect(ask(fim[id], `${mark}\n${FILE}`).prompt).toBeNull();
  });

  it('shows tokens of others as text', () => {
    const asked = ask(fim['fim-qwen'], 'a = "<|im_end|>"\nb = ‸\n');
    expect(asked.prompt).toContain('a = "<\\|im_end|>"');
    expect(asked.after('"<\\|im_end|>"')).toBe('a = "<|im_end|>"\nb = "<|im_end|>"\n');
  });
});

describe('what is put in at the cursor', () => {
  it.each<[string, string, string, string]>([
    ['the rest of a line', 'x = ‸\ny = 1\n', 'f(1)', 'x = f(1)\ny = 1\n'],
    ['one line of more', 'x = ‸\ny = 1\n', 'f(1)\nz = 2', 'x = f(1)\ny = 1\n'],
    ['without white space at its end', 'x = ‸\n', 'f(1)  \n', 'x = f(1)\n'],
    ['without what follows already', 'f(‸)\n', 'a, b)', 'f(a, b)\n'],
    ['with a bracket that is needed twice', 'f(g(‸)\n', 'a)', 'f(g(a))\n'],
    ['without a sign that follows', 'x = ‸;\n', '1;', 'x = 1;\n'],
    ['nothing', 'x = 1‸\ny = 2\n', '', 'x = 1\ny = 2\n'],
    ['nothing but the next line', 'x = 1‸\ny = 2\n', '\nz = 3', 'x = 1\ny = 2\n'],
    ['up to a token', 'x = ‸\n', '1<|fim_prefix|>def', 'x = 1\n'],
    ['no other model’s token', 'x = ‸\n', '1<|im_start|>', 'marker'],
    ['no token of another spelling', 'x = ‸\n', '1<fim_prefix>', 'marker'],
    [
      'a block',
      'def f(a):‸\n\nprint(f(1))\n',
      '\n    b = a + 1\n\n    return b\n\ndef g():\n    pass\n',
      'def f(a):\n    b = a + 1\n\n    return b\n\nprint(f(1))\n',
    ],
    [
      'a block with its bracket',
      'function f() {‸\n\ng();\n',
      '\n  return 1;\n}\n\nfunction h() {\n}',
      'function f() {\n  return 1;\n}\n\ng();\n',
    ],
    [
      'a block whose bracket is there',
      'function f() {‸\n}\n',
      '\n  return 1;\n}\n',
      'function f() {\n  return 1;\n}\n',
    ],
    [
      'the lines of an empty one',
      'def f(a):\n    ‸\n\nprint(1)\n',
      'b = a\n    return b\n\nprint(1)\n',
      'def f(a):\n    b = a\n    return b\n\nprint(1)\n',
    ],
    [
      'one paragraph',
      'a = 1\n‸\nz = 1\n',
      'def f():\n    x = 1\n\n    return x\n\n\ndef g():\n    pass',
      'a = 1\ndef f():\n    x = 1\n\n    return x\nz = 1\n',
    ],
    [
      'no line that stands below',
      'def f(a):\n    b = a\n    ‸\n    return b\n',
      'b += 1\n    return b\n',
      'def f(a):\n    b = a\n    b += 1\n    return b\n',
    ],
    [
      'nothing where it only repeats',
      'def f(a):\n    ‸\n    return a\n',
      'return a\n',
      'def f(a):\n    \n    return a\n',
    ],
  ])('%s', (_name, file, answer, after) => {
    expect(ask(fim['fim-qwen'], file).after(answer)).toBe(after);
  });

  it.each<[string, string, string, string]>([
    ['a line', 'x = ‸\n', 'f(', 'truncated'],
    ['a line that was over', 'x = ‸\n', 'f(1)\ny', 'x = f(1)\n'],
    ['a block, its whole lines', 'def f():‸\n', '\n    a = 1\n    b =', 'def f():\n    a = 1\n'],
    ['a block without one', 'def f():\n    ‸\n', 'a =', 'truncated'],
  ])('%s that breaks off', (_name, file, answer, after) => {
    expect(ask(fim['fim-starcoder2'], file).after(answer, false)).toBe(after);
  });

  it('keeps CR LF', () => {
    expect(ask(fim['fim-qwen'], 'def f():‸\r\nx = 1\r\n').after('\n    return 1\n')).toBe(
      'def f():\r\n    return 1\r\nx = 1\r\n',
    );
  });
});
