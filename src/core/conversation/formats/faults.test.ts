/** The faults known of the reference implementation, one test each, by the numbers the design gives them. */
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../text';
import {
  decodeAnswer,
  DIALECTS,
  encodeAnswer,
  renderPrompt,
  type ChangeFormat,
  type Current,
  type DecodeFailure,
} from '..';

const FORMATS: readonly ChangeFormat[] = ['wf', 'lc', 'sr', 'ud', 'lcn'];

function excerpt(text: string): Current {
  return { text, above: false, below: false, target: null };
}

/** The text after the answer, or the reason it could not be read. */
function read(before: string, format: ChangeFormat, text: string, complete = true): string | { reason: DecodeFailure } {
  const result = decodeAnswer(excerpt(before), 'python', format, text, { complete });
  return result.kind === 'change' ? applyChange(before, result.change) : { reason: result.reason };
}

function block(header: string, ...lines: string[]): string {
  return [...(header === '' ? [] : [header]), '```python', ...lines, '```'].join('\n');
}
const SR = '<|search_and_replace|>';

describe('fault 1: a deletion leaves no empty line', () => {
  it.each(FORMATS)('%s', (format) => {
    expect(read('a\nb\nc', format, encodeAnswer('a\nb\nc', 'a\nc', 'python', format))).toBe('a\nc');
  });
  it('an empty replacement is no lines, an empty line is one', () => {
    expect(read('a\nb\nc', 'lc', block('1,2'))).toBe('a\nc');
    expect(read('a\nb\nc', 'lc', block('1,2', ''))).toBe('a\n\nc');
    expect(read('a\nb\nc', 'sr', block('', 'b', SR, ''))).toBe('a\n\nc');
  });
});

describe('fault 2: changes of white space alone are changes', () => {
  it.each(FORMATS)('%s', (format) => {
    const before = 'if x:\n    a()\n    b()\n';
    const after = 'if x:\n    a()\nb() \n\n';
    expect(read(before, format, encodeAnswer(before, after, 'python', format))).toBe(after);
  });
});

describe('fault 3: a search with an empty replacement', () => {
  it('deletes the lines and keeps the rest of the answer', () => {
    expect(read('a\nb\nc\nd\ne', 'sr', `${block('', 'b', SR)}\n${block('', 'd', SR, 'D')}`)).toBe('a\nc\nD\ne');
  });
});

describe('fault 4: a search must match', () => {
  const before = 'def f(x):\n    total = x + 1\n    print(total)\n    return total\n';
  it.each<[string, string[], string[], string | { reason: DecodeFailure }]>([
    ['exactly', ['    total = x + 1'], ['    total = x + 2'], before.replace('x + 1', 'x + 2')],
    [
      'but for white space, with the indentation of the text',
      ['total = x+1'],
      ['total = x+2'],
      before.replace('x + 1', 'x+2'),
    ],
    [
      'but for white space, taking surplus indentation away',
      ['        print(total)'],
      ['        show(total)', '        if x:', '            y()'],
      before.replace('    print(total)', '    show(total)\n    if x:\n        y()'),
    ],
    [
      'nearly, where only one place is near',
      ['    totl = x + 1', '    print(total)'],
      ['    totl = x + 1', '    show(total)'],
      before.replace('print', 'show'),
    ],
    ['or it fails', ['    while True:'], ['    pass'], { reason: 'search-not-found' }],
    ['also when a weak likeness exists', ['    total = y * 99 - offset'], ['    pass'], { reason: 'search-not-found' }],
  ])('%s', (_name, search, replace, expected) => {
    expect(read(before, 'sr', block('', ...search, SR, ...replace))).toEqual(expected);
  });
  it('leaves lines of the search that stay as the text has them', () => {
    expect(read('a  =  1\nb = 2\n', 'sr', block('', 'a = 1', 'b = 2', SR, 'a = 1', 'b = 3'))).toBe('a  =  1\nb = 3\n');
  });
  it('blocks that repeat lines at their ends change only what differs', () => {
    const result = decodeAnswer(excerpt('a\nb\nc\n'), 'python', 'lc', block('0,3', 'a', 'B', 'c'), { complete: true });
    expect(result).toMatchObject({ change: [{ start: 2, end: 4, text: 'B\n' }] });
  });
  it('prefers the exact place to one that is the same but for white space', () => {
    expect(read('    a\nx\na\n', 'sr', block('', 'a', SR, 'b'))).toBe('    a\nx\nb\n');
  });
  it.each<[string, string, string]>([
    ['two exact places', 'a\nb\na\n', 'a'],
    ['two places that are the same but for white space', 'a b\nx\na  b\n', 'ab'],
    [
      'two near places',
      'the quick brown fox jumps over it\nx\nthe quick brown fox jumps over it\n',
      'the quick brown fox jumps over is',
    ],
    ['nothing to look for', 'a\nb', ''],
  ])('is ambiguous with %s', (_name, text, search) => {
    expect(read(text, 'sr', block('', ...(search === '' ? [] : [search]), SR, 'z'))).toEqual({
      reason: 'search-ambiguous',
    });
  });
});

describe('fault 5: blocks are applied by position', () => {
  it('in whatever order they come', () => {
    expect(read('a\nb\nc\nd', 'lc', `${block('3,4', 'D', 'D2')}\n${block('0,1', 'A', 'A2')}`)).toBe(
      'A\nA2\nb\nc\nD\nD2',
    );
    expect(read('a\nb\nc\nd', 'sr', `${block('', 'd', SR, 'D')}\n${block('', 'a', SR, 'A', 'A2')}`)).toBe(
      'A\nA2\nb\nc\nD',
    );
  });
  it.each<[ChangeFormat, string]>([
    ['lc', `${block('0,2', 'x')}\n${block('1,3', 'y')}`],
    ['lc', `${block('0,3', 'x')}\n${block('1,1', 'y')}`],
    ['sr', `${block('', 'a', 'b', SR, 'x')}\n${block('', 'b', 'c', SR, 'y')}`],
  ])('and refused where they overlap: %s', (format, answer) => {
    expect(read('a\nb\nc\nd', format, answer)).toEqual({ reason: 'overlapping-blocks' });
  });
  it.each([['2,1'], ['0,9'], ['5,5']])('lines %s of four are out of range', (header) => {
    expect(read('a\nb\nc\nd', 'lc', block(header, 'x'))).toEqual({ reason: 'location-out-of-range' });
  });
});

describe('fault 6: widening and merging keep both sides together', () => {
  it('when widening runs into the next change', () => {
    const before = 'x\nx\nx\nx\n1\nx\nx\nx\n2\nx\nx\nx\nx';
    const after = 'x\nx\ny\nx\nx\n1\nx\nx\nx\n3\nx\nx\nx';
    expect(read(before, 'sr', encodeAnswer(before, after, 'python', 'sr'))).toBe(after);
  });
  it('the searched lines occur once', () => {
    expect(encodeAnswer('a\nx\nb\nx\nc', 'a\nx\nb\ny\nc', 'python', 'sr')).toBe(
      block('', 'b', 'x', 'c', SR, 'b', 'y', 'c'),
    );
  });
  it('ends soon in a file whose lines are all the same', () => {
    const lines = Array.from({ length: 3000 }, () => 'x');
    const [before, after] = [lines.join('\n'), lines.with(1500, 'y').join('\n')];
    expect(read(before, 'sr', encodeAnswer(before, after, 'python', 'sr'))).toBe(after);
  });
  it('changes two lines apart are one block, three lines apart are two', () => {
    expect(encodeAnswer('a\nb\nc\nd', 'A\nb\nc\nD', 'python', 'sr').match(/```python/g)).toHaveLength(1);
    expect(encodeAnswer('a\nb\nc\nd\ne', 'A\nb\nc\nd\nE', 'python', 'sr').match(/```python/g)).toHaveLength(2);
  });
  it('a line put in is found by the line above it', () => {
    expect(encodeAnswer('def f():\n    pass', 'def f():\n    """Doc."""\n    pass', 'python', 'sr')).toBe(
      block('', 'def f():', SR, 'def f():', '    """Doc."""'),
    );
  });
});

describe('fault 7: an ellipsis in code is code', () => {
  it.each(FORMATS)('%s', (format) => {
    const before = '...\nclass A:\n    ...\n    x = (1, ...)\n... # end\n...\n';
    const after = '...\nclass B:\n    ...\n    x = (2, ...)\n... # end\n';
    expect(read(before, format, encodeAnswer(before, after, 'python', format))).toBe(after);
  });
  it('matches only itself', () => {
    expect(read('a\nb\nc\nd', 'sr', block('', 'a', '...', 'd', SR, 'z'))).toEqual({ reason: 'search-not-found' });
  });
  it('one at each edge stands for the file around an excerpt', () => {
    const current: Current = { text: '...\na\n...', above: true, below: true, target: null };
    const answer = encodeAnswer(current.text, '...\nb\n...', 'python', 'wf', current);
    expect(answer).toBe(block('', '...', '...', 'b', '...', '...'));
    const result = decodeAnswer(current, 'python', 'wf', answer, { complete: true });
    expect(result.kind === 'change' && applyChange(current.text, result.change)).toBe('...\nb\n...');
  });
  it('ellipses copied into a search from the edges of an excerpt are left out', () => {
    const current: Current = { text: 'a\nb', above: true, below: true, target: null };
    const result = decodeAnswer(current, 'python', 'sr', block('', '...', 'a', SR, '...', 'A'), { complete: true });
    expect(result.kind === 'change' && applyChange(current.text, result.change)).toBe('A\nb');
  });
});

describe('fault 8: fences', () => {
  const markdown = '# Title\n```js\nf()\n```\n````\nx\n````\n';
  it.each(FORMATS)('code with fences in it: %s', (format) => {
    const after = markdown.replace('f()', 'g()\n```\n```js');
    expect(read(markdown, format, encodeAnswer(markdown, after, 'markdown', format))).toBe(after);
  });
  it.each(FORMATS)('an empty file: %s', (format) => {
    expect(read('a\n', format, encodeAnswer('a\n', '', 'python', format))).toBe('');
    expect(read('', format, encodeAnswer('', 'a\n', 'python', format))).toBe('a\n');
  });
  it.each(FORMATS)('CR LF: %s', (format) => {
    const answer = encodeAnswer('a\r\nb\r\n', 'a\r\nc\r\n', 'python', format);
    expect(answer).not.toContain('\r');
    expect(read('a\r\nb\r\n', format, answer)).toBe('a\r\nc\r\n');
  });
});

describe('fault 9: target tokens are put in last', () => {
  it.each(['cursorcore-wf', 'cursorcore-lc', 'cursorcore-sr'] as const)('and never reach history: %s', (id) => {
    const input = {
      language: 'python',
      history: [{ before: 'a = 1\nb = 2', after: 'x = 1\nb = 2' }],
      current: { text: 'x = 1\nb = 2', above: false, below: false, target: { kind: 'cursor', offset: 1 } },
      user: null,
    } as const;
    const [, history, current] = renderPrompt(input, DIALECTS[id], { kind: 'code-first' }).parts;
    expect(history).not.toContain('<|target');
    expect(current).toContain('x<|target|> = 1');
    expect(history).toBe(
      renderPrompt({ ...input, current: { ...input.current, target: null } }, DIALECTS[id], { kind: 'code-first' })
        .parts[1],
    );
  });
  it.each(FORMATS)('and are taken out of an answer that copied them: %s', (format) => {
    const answer = encodeAnswer('a\nb', 'a\nQ', 'python', format).replaceAll('Q', '<|target_start|>Q<|target_end|>');
    expect(read('a\nb', format, answer)).toBe('a\nQ');
  });
});

describe('fault 10: an answer that was cut', () => {
  it.each<[string, ChangeFormat, string, string | { reason: DecodeFailure }]>([
    ['a whole file is not half a file', 'wf', '```python\nA\nb', { reason: 'truncated' }],
    ['a closed block counts', 'lc', `${block('0,1', 'A')}\n2,3\n\`\`\`python\nC`, 'A\nb\nc\nd\n'],
    ['before the first block is closed nothing counts', 'lc', '0,1\n```python\nA\n', { reason: 'truncated' }],
    ['a fence that may go on is not closed', 'lc', '0,1\n```python\nA\n```', { reason: 'truncated' }],
    ['nothing at all is not "nothing to do"', 'lc', '', { reason: 'truncated' }],
    ['a found block counts', 'sr', `${block('', 'a', SR, 'A')}\n\`\`\`python\nc\n${SR}\n`, 'A\nb\nc\nd\n'],
    ['a half replacement does not', 'sr', `\`\`\`python\na\n${SR}\nA`, { reason: 'truncated' }],
    ['hunks before the last count', 'ud', '```diff\n@@ -1,1 +1,1 @@\n-a\n+A\n@@ -3,1 +3,1 @@\n-c\n+', 'A\nb\nc\nd\n'],
    ['the last hunk does not', 'ud', '```diff\n@@ -1,1 +1,1 @@\n-a\n', { reason: 'truncated' }],
  ])('%s (%s)', (_name, format, text, expected) => {
    const result = decodeAnswer(excerpt('a\nb\nc\nd\n'), 'python', format, text, { complete: false });
    if (result.kind === 'change') expect(result.partial).toBe(true);
    expect(result.kind === 'change' ? applyChange('a\nb\nc\nd\n', result.change) : { reason: result.reason }).toEqual(
      expected,
    );
  });
  it('does not matter once the end of the code was written', () => {
    expect(
      decodeAnswer(excerpt('a'), 'python', 'lc', `${block('0,1', 'b')}<|next_end|>Because`, { complete: false }),
    ).toEqual({ kind: 'change', change: [{ start: 0, end: 1, text: 'b' }], partial: false, chat: 'Because' });
  });
});

describe('what no format reads', () => {
  it.each<[string, ChangeFormat, string]>([
    ['prose', 'wf', 'I would rename it.'],
    ['a block without its lines', 'lc', block('', 'x')],
    ['prose before a block', 'lc', `Here:\n${block('0,1', 'x')}`],
    ['a block without the token', 'sr', block('', 'a', 'b')],
    ['a block that is not closed', 'lc', '0,1\n```python\nx'],
    ['a whole file that is not closed', 'wf', '```python\nx'],
    ['two whole files', 'wf', `${block('', 'x')}\n${block('', 'y')}`],
    ['special tokens in code', 'lc', block('0,1', 'x<|im_start|>')],
    ['special tokens in a search', 'sr', block('', 'a', SR, 'x', SR, 'y')],
    ['a diff without hunks', 'ud', '```diff\nx\n```'],
    ['a diff with unmarked lines', 'ud', '```diff\n@@ -1,1 +1,1 @@\nx\n```'],
  ])('%s', (_name, format, text) => {
    expect(read('a\nb', format, text)).toEqual({ reason: 'malformed' });
  });
});

describe('unified diffs', () => {
  const before = 'a\nb\nc\nd\n';
  it.each<[string, string, string | { reason: DecodeFailure }]>([
    ['wrong line numbers, one place', '@@ -9,2 +7,2 @@\n b\n-c\n+C', 'a\nb\nC\nd\n'],
    ['file names and no fence', '--- a/x.py\n+++ b/x.py\n@@ -2,1 +2,1 @@\n-b\n+B', 'a\nB\nc\nd\n'],
    ['old lines that are not there', '@@ -2,1 +2,1 @@\n-B\n+x', { reason: 'patch-does-not-apply' }],
    ['hunks that overlap', '@@ -2,1 +2,1 @@\n-b\n+B\n@@ -2,2 +2,1 @@\n-b\n-c\n+x', { reason: 'overlapping-blocks' }],
    ['an insertion by number', '@@ -2,0 +3,1 @@\n+x', 'a\nb\nx\nc\nd\n'],
    ['an insertion past the end', '@@ -9,0 +9,1 @@\n+x', { reason: 'patch-does-not-apply' }],
  ])('%s', (_name, diff, expected) => {
    expect(read(before, 'ud', diff)).toEqual(expected);
    expect(read(before, 'ud', `\`\`\`diff\n${diff}\n\`\`\``)).toEqual(expected);
  });
  it('does not choose between two places, unless the number does', () => {
    expect(read('x\na\nx\n', 'ud', '@@ -2,1 +2,1 @@\n-x\n+y')).toEqual({ reason: 'patch-does-not-apply' });
    expect(read('x\na\nx\n', 'ud', '@@ -3,1 +3,1 @@\n-x\n+y')).toBe('x\na\ny\n');
  });
  it('are what other tools write', () => {
    expect(encodeAnswer('a\nb\nc\nd\ne\nf', 'a\nb\nc\nd\nE\nf\n', 'python', 'ud')).toBe(
      '```diff\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n-f\n\\ No newline at end of file\n+E\n+f\n```',
    );
  });
});

describe('what is no code, whatever the format', () => {
  const before = 'def f():\n    a = 1\n    b = 2\n    return a\n';
  it.each(FORMATS)('a marker of some model is refused: %s', (format) => {
    for (const marker of ['<|fim_suffix|>', '<fim_suffix>', '</s>', '<|marker_3|>', '<MID>']) {
      const answer = encodeAnswer(before, before.replace('b = 2', 'b = 3 Q + 4'), 'python', format).replaceAll(
        'Q',
        marker,
      );
      expect(read(before, format, answer), marker).toEqual({ reason: 'marker' });
    }
  });
  it.each(FORMATS)('what is escaped is meant as text: %s', (format) => {
    const after = before.replace('b = 2', "b = '<|fim_suffix|>'");
    expect(read(before, format, encodeAnswer(before, after, 'python', format))).toBe(after);
  });
  it.each(FORMATS)('the token that ends an answer is cut off: %s', (format) => {
    const after = before.replace('b = 2', 'b = 3');
    for (const end of ['</s>', '\n<|eot_id|>', '<end_of_turn>\n'])
      expect(read(before, format, encodeAnswer(before, after, 'python', format) + end)).toBe(after);
  });
  it.each(FORMATS)('a line that stands for lines is put in, or refused: %s', (format) => {
    const elided = 'def f():\n    a = 0\n    # rest of the code unchanged\n    return a\n';
    expect(read(before, format, encodeAnswer(before, elided, 'python', format))).toEqual({ reason: 'elided' });
    const known = 'def g():\n    a = 1\n    # ... existing code ...\n    return a\n';
    expect(read(before, format, encodeAnswer(before, known, 'python', format))).toBe(before.replace('f()', 'g()'));
  });
});
