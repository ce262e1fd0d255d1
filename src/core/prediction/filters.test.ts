import { describe, expect, it, test } from 'vitest';
import { applyChange, diffText } from '../text';
import { confidenceOf, filterHunks, type FilterInput } from './filters';
import { changeOf, toHunks } from './hunks';
import { NO_PAST, remember, type Past } from './past';
import { moveRejected, NOTHING_REJECTED, reject } from './rejected';
import { withoutDoubles } from './repeats';

const CODE = 'def area(width, h):\n    total = w * h\n    return total\n\n\nprint(area(1, 2))\n';
const LONG = Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n');

function judge(before: string, after: string, more: Partial<FilterInput> = {}): string {
  const result = filterHunks({
    text: before,
    hunks: toHunks(before, diffText(before, after)),
    excerpt: { start: 0, end: before.length },
    lastEdit: null,
    rejected: NOTHING_REJECTED,
    past: NO_PAST,
    language: 'python',
    confidence: null,
    thresholds: { min: -3, mean: -1 },
    typingAt: null,
    ...more,
  });
  return result.kind === 'keep' ? `keep ${result.hunks.length}` : result.reason.kind;
}

const edited = (before: string, after: string): FilterInput['lastEdit'] => ({
  before,
  change: diffText(before, after),
});
const cut = (from: number, to: number): string =>
  LONG.split('\n')
    .filter((_, n) => n < from || n >= to)
    .join('\n');

describe('an answer', () => {
  it.each<[string, string, string, string, Partial<FilterInput>]>([
    ['a small change', CODE, CODE.replace('w *', 'width *'), 'keep 1', {}],
    ['no change', CODE, CODE, 'no-change', {}],
    ['white space only', CODE, CODE.replace('\n\n\n', '\n\n'), 'whitespace-only', {}],
    ['white space and more', CODE, CODE.replace('\n\n\n', '\n\n').replace('w *', 'v *'), 'keep 2', {}],
    ['a deletion of 25 lines', `${LONG}\n${LONG}`, `${cut(0, 25)}\n${LONG}`, 'keep 1', {}],
    ['a deletion of 26 lines', `${LONG}\n${LONG}`, `${cut(0, 26)}\n${LONG}`, 'deletes-too-much', {}],
    [
      'a rewrite of as many lines',
      `${LONG}\n${LONG}`,
      `${cut(0, 26)}\n${LONG}`.replace(/^/, 'new\n'.repeat(26)),
      'keep 1',
      {},
    ],
    ['a deletion of most of a short excerpt', CODE, 'def area(width, h):\n', 'deletes-too-much', {}],
    ['a deletion in a very short file', 'a\nb\nc', 'a\nc', 'keep 1', {}],
    ['a leaked token', CODE, CODE.replace('total\n', 'total<|im_end|>\n'), 'special-token', {}],
    ['a token the code is about', 'x = "<|im_end|>"\n', 'x = "<|im_end|>"\ny = "<|im_end|>"\n', 'keep 1', {}],
    ['a change above the excerpt', CODE, `#\n${CODE}`, 'outside-excerpt', { excerpt: { start: 20, end: 40 } }],
    [
      'a new line behind the last line of the excerpt',
      CODE,
      CODE.replace('h\n', 'h\n    x\n'),
      'keep 1',
      { excerpt: { start: 0, end: 37 } },
    ],
    [
      'a change below the excerpt',
      CODE,
      CODE.replace('1, 2', '3, 4'),
      'outside-excerpt',
      { excerpt: { start: 0, end: 37 } },
    ],
    ['an unlikely token', CODE, CODE.replace('1', '3'), 'low-confidence', { confidence: { min: -3.1, mean: -0.1 } }],
    [
      'unlikely tokens on the whole',
      CODE,
      CODE.replace('1', '3'),
      'low-confidence',
      { confidence: { min: -2, mean: -1.1 } },
    ],
    ['likely tokens', CODE, CODE.replace('1', '3'), 'keep 1', { confidence: { min: -3, mean: -1 } }],
    [
      'the opposite of the last edit',
      CODE,
      CODE.replace('width', 'w'),
      'undoes-last-edit',
      { lastEdit: edited(CODE.replace('width', 'w'), CODE) },
    ],
    [
      'a part of the last edit back',
      CODE,
      CODE.replace('width', 'wid'),
      'undoes-last-edit',
      { lastEdit: edited(CODE.replace('width', 'w'), CODE) },
    ],
    [
      'more of the same as the last edit',
      CODE,
      CODE.replace('w *', 'width *'),
      'keep 1',
      { lastEdit: edited(CODE.replace('width', 'w'), CODE) },
    ],
    [
      'what was just typed written otherwise',
      'retrun x\n',
      'return x\n',
      'rewrites-last-edit',
      { lastEdit: edited('x\n', 'retrun x\n') },
    ],
    ['what was just typed continued', 'f(x, y\n', 'f(x, y)\n', 'keep 1', { lastEdit: edited('f(x\n', 'f(x, y\n') }],
    [
      'what was just typed once more in its line',
      'def f(x, *, y=0):\n',
      'def f(x, *, y=0, y=0):\n',
      'repeats-last-edit',
      { lastEdit: edited('def f(x):\n', 'def f(x, *, y=0):\n') },
    ],
    [
      'the same in another line',
      'f(x, y=0)\nf(x)\n',
      'f(x, y=0)\nf(x, y=0)\n',
      'keep 1',
      { lastEdit: edited('f(x)\nf(x)\n', 'f(x, y=0)\nf(x)\n') },
    ],
    ['a bracket that stays open', CODE, CODE.replace('1, 2)', '1, (2)'), 'unbalances-brackets', {}],
    ['a bracket in a string', CODE, CODE.replace('1, 2', '"(", 2'), 'keep 1', {}],
    ['one more bracket where one is open already', 'f(\n', 'f((\n', 'unbalances-brackets', {}],
    ['a call inside of one that is open still', 'f(\n', 'f(g(x)\n', 'keep 1', {}],
    ['a bracket that closes what stands open', 'f(g(\n', 'f(g()\n', 'keep 1', {}],
    ['a bracket of a pattern', 'x = a\n', 'x = a.replace(/\\(/, b)\n', 'keep 1', { language: 'typescript' }],
    [
      'a bracket too many where another stands open far away',
      `g(\n${CODE}`,
      `g(\n${CODE.replace('1, 2)', '1, 2))')}`,
      'keep 1',
      {},
    ],
    [
      'a letter put into the word just typed',
      'cost\n',
      'coast\n',
      'rewrites-last-edit',
      { lastEdit: edited('\n', 'cost\n') },
    ],
    [
      'a word put before the word just typed',
      'cost\n',
      'total_cost\n',
      'rewrites-last-edit',
      { lastEdit: edited('\n', 'cost\n') },
    ],
    ['the word just typed continued', 'cost\n', 'costs\n', 'keep 1', { lastEdit: edited('\n', 'cost\n') }],
    [
      'a line put between two just typed',
      'a = 1\nb = 2\n',
      'a = 1\nc = 3\nb = 2\n',
      'keep 1',
      { lastEdit: edited('', 'a = 1\nb = 2\n') },
    ],
    [
      'a short argument once more beside itself',
      'f(a, b)\n',
      'f(a, b, b)\n',
      'repeats-last-edit',
      { lastEdit: edited('f(a)\n', 'f(a, b)\n') },
    ],
    [
      'a short argument in another call of the line',
      'x = f(a, b) + g(a)\n',
      'x = f(a, b) + g(a, b)\n',
      'keep 1',
      { lastEdit: edited('x = f(a) + g(a)\n', 'x = f(a, b) + g(a)\n') },
    ],
    [
      'what was just typed and more beside it',
      'f(a, scale)\n',
      'f(a, scale, scale, unit)\n',
      'repeats-last-edit',
      { lastEdit: edited('f(a)\n', 'f(a, scale)\n') },
    ],
    [
      'the new name in the rest of its line',
      'area = lambda width, h: w * h\n',
      'area = lambda width, h: width * h\n',
      'keep 1',
      { lastEdit: edited('area = lambda w, h: w * h\n', 'area = lambda width, h: w * h\n') },
    ],
    [
      'the new name for another word of its line',
      'area = lambda cost: price * 2\n',
      'area = lambda cost: cost * 2\n',
      'keep 1',
      { lastEdit: edited('area = lambda price: price * 2\n', 'area = lambda cost: price * 2\n') },
    ],
    ['words that were one', 'if x notin y:\n', 'if x not in y:\n', 'keep 1', {}],
    ['spaces around a sign', 'a=1\n', 'a = 1\n', 'whitespace-only', {}],
    ['space at the end of a line', 'if a:\n    b\n', 'if a:   \n    b\n', 'whitespace-only', {}],
    ['lines of a list indented', '- a\n- b\n', '- a\n  - b\n', 'keep 1', { language: 'yaml' }],
    [
      'lines indented where that says nothing',
      'f();\ng();\n',
      'f();\n  g();\n',
      'whitespace-only',
      { language: 'typescript' },
    ],
    [
      'the line below once more',
      CODE,
      CODE.replace('    total = w * h\n', '    total = w * h\n    return total\n'),
      'repeats-neighbours',
      {},
    ],
    [
      'the line above once more',
      CODE,
      CODE.replace('    return total', '    total = w * h\n    return total'),
      'repeats-neighbours',
      {},
    ],
    [
      'a new line and the one below once more',
      CODE,
      CODE.replace('    total = w * h\n', '    total = w * h\n    log(total)\n    return total\n'),
      'keep 1',
      {},
    ],
    ['a marker of another dialect', CODE, CODE.replace('total\n', 'total<|user_cursor|>\n'), 'special-token', {}],
    ['a conflict marker', CODE, CODE.replace('    return', '>>>>>>> UPDATED\n    return'), 'special-token', {}],
    ['a block of Python indented', 'if x:\nf()\n', 'if x:\n    f()\n', 'keep 1', {}],
    [
      'the same in JavaScript',
      'if (x) {\nf();\n}\n',
      'if (x) {\n    f();\n}\n',
      'whitespace-only',
      { language: 'javascript' },
    ],
    ['white space at an end', CODE, CODE.replace('w * h', 'w * h  '), 'whitespace-only', {}],
    [
      'lines that were deleted before',
      'a = 1\nc = 3 \n',
      'a = 1\nb = 2\nc = 3 \n',
      'brings-back',
      {
        past: remember(
          remember(NO_PAST, 'a = 1\nb = 2\nc = 3\n', diffText('a = 1\nb = 2\nc = 3\n', 'a = 1\nc = 3\n')),
          'a = 1\nc = 3\n',
          diffText('a = 1\nc = 3\n', 'a = 1\nc = 3 \n'),
        ),
      },
    ],
    [
      'other lines there',
      'a = 1\nc = 3\n',
      'a = 1\nz = 2\nc = 3\n',
      'keep 1',
      { past: remember(NO_PAST, 'a = 1\nb = 2\nc = 3\n', diffText('a = 1\nb = 2\nc = 3\n', 'a = 1\nc = 3\n')) },
    ],
    [
      'one hunk that undoes beside one that does not',
      CODE,
      CODE.replace('width', 'w').replace('1, 2', '3, 4'),
      'keep 1',
      { lastEdit: edited(CODE.replace('width', 'w'), CODE) },
    ],
    [
      'what was rejected',
      CODE,
      CODE.replace('1', '3'),
      'rejected-before',
      { rejected: reject(NOTHING_REJECTED, CODE, toHunks(CODE, diffText(CODE, CODE.replace('1', '3')))) },
    ],
    [
      'another change at the place of what was rejected',
      CODE,
      CODE.replace('1', '4'),
      'keep 1',
      { rejected: reject(NOTHING_REJECTED, CODE, toHunks(CODE, diffText(CODE, CODE.replace('1', '3')))) },
    ],
    [
      'a change of the word being typed',
      CODE,
      CODE.replace('total\n\n', 'result\n\n'),
      'where-typing',
      { typingAt: CODE.indexOf('total\n\n') + 3 },
    ],
    [
      'a continuation at the cursor',
      CODE,
      CODE.replace('total\n\n', 'totals\n\n'),
      'keep 1',
      { typingAt: CODE.indexOf('total\n\n') + 5 },
    ],
  ])('with %s', (_, before, after, expected, more) => {
    expect(judge(before, after, more)).toBe(expected);
  });
});

describe('lines that stand there already', () => {
  const file = 'def f(a):\n    x = g(a)\n    y = h(x)\n    return y\n';
  test.each<[string, string, string, string | null]>([
    [
      'below new ones',
      file,
      file.replace('    y =', '    log(x)\n    y = h(x)\n    return y\n    y ='),
      file.replace('    y =', '    log(x)\n    y ='),
    ],
    [
      'below a line that is replaced',
      file,
      file.replace('x = g(a)', 'x = g(a, 1)\n    y = h(x)'),
      file.replace('g(a)', 'g(a, 1)'),
    ],
    [
      'above a line that is replaced',
      file,
      file.replace('y = h(x)', 'x = g(a)\n    y = h(x, 1)'),
      file.replace('h(x)', 'h(x, 1)'),
    ],
    [
      'on both sides',
      file,
      file.replace('    y =', '    x = g(a)\n    log(x)\n    y = h(x)\n    y ='),
      file.replace('    y =', '    log(x)\n    y ='),
    ],
    ['and nothing else', file, file.replace('    y =', '    y = h(x)\n    y ='), null],
    ['at the end of a text without a line break', 'a = 1\nb = 2', 'a = 1\nb = 2\nb = 2\nc = 3', 'a = 1\nb = 2\nc = 3'],
    [
      'in a file of CR LF',
      'a = 1\r\nb = 2\r\nc = 3\r\n',
      'a = 1\r\nd = 4\r\nb = 2\r\nb = 2\r\nc = 3\r\n',
      'a = 1\r\nd = 4\r\nb = 2\r\nc = 3\r\n',
    ],
    [
      'but what closes a block stands twice rightly',
      '<div>\n</div>\n',
      '<div>\n</div>\n<p>\n</p>\n</div>\n',
      '<div>\n</div>\n<p>\n</p>\n</div>\n',
    ],
    [
      'and so does a statement of one word',
      'case 1:\nbreak\n',
      'case 1:\nf(1)\nbreak\nbreak\n',
      'case 1:\nf(1)\nbreak\nbreak\n',
    ],
  ])('%s', (_, before, after, expected) => {
    const kept = toHunks(before, diffText(before, after)).map((hunk) => withoutDoubles(before, hunk));
    expect(
      kept.every((hunk) => hunk === null) ? null : applyChange(before, changeOf(kept.filter((hunk) => hunk !== null))),
    ).toBe(expected);
  });
});

describe('what was changed or taken away in the session', () => {
  const file = ['import os', 'import sys', '', 'def f(a, b):', '    log(a)', '    check(b)', '    return g(a, b)', ''];
  const without = (...gone: string[]): string => file.filter((line) => !gone.includes(line)).join('\n');
  const session = (...texts: readonly string[]): Past =>
    texts
      .slice(1)
      .reduce((past, text, index) => remember(past, texts[index] ?? '', diffText(texts[index] ?? '', text)), NO_PAST);
  const all = file.join('\n');
  const twice = without('    log(a)', '    check(b)');
  const elsewhere = twice.replace('import os', 'import os, re');
  const renamed = all.replace('f(a, b)', 'f(a, count)');
  test.each<[string, readonly string[], string, string]>([
    ['a line after it was taken away', [all, without('    log(a)')], all, 'brings-back'],
    [
      'after something was done elsewhere',
      [all, without('    log(a)', '    check(b)'), elsewhere],
      all.replace('import os', 'import os, re'),
      'brings-back',
    ],
    [
      'one of two lines that were taken away one by one',
      [all, without('    log(a)'), twice, elsewhere],
      without('    check(b)').replace('import os', 'import os, re'),
      'brings-back',
    ],
    [
      'one of two that were taken away at once',
      [all, twice, elsewhere],
      without('    log(a)').replace('import os', 'import os, re'),
      'brings-back',
    ],
    [
      'an older one of several states',
      [
        all,
        all.replace('f(a, b)', 'f(a)'),
        all.replace('f(a, b)', 'f()'),
        all.replace('f(a, b)', 'f(c)').replace('os', 'os, re'),
      ],
      all.replace('f(a, b)', 'f(a)').replace('os', 'os, re'),
      'brings-back',
    ],
    [
      'a name that was changed',
      [renamed.replace('count', 'b'), renamed, renamed.replace('os', 'os, re')],
      all.replace('os', 'os, re'),
      'brings-back',
    ],
    ['not what goes on from it', [all, renamed], renamed.replace('g(a, b)', 'g(a, count)'), 'keep 1'],
    [
      'not the same line elsewhere',
      [all, without('import sys')],
      without('import sys').replace('    log(a)', '    import sys\n    log(a)'),
      'keep 1',
    ],
    [
      'not another line there',
      [all, without('    log(a)')],
      without('    log(a)').replace('    check', '    trace(a)\n    check'),
      'keep 1',
    ],
    [
      'a block that was indented less',
      ['if a:\n    b()\n    c()\n', 'if a:\n    b()\nc()\n', 'if a:\n    b()\nc()\nd()\n'],
      'if a:\n    b()\n    c()\nd()\n',
      'brings-back',
    ],
  ])('%s', (_, texts, after, expected) => {
    expect(judge(texts.at(-1) ?? '', after, { past: session(...texts) })).toBe(expected);
  });
});

describe('what was rejected', () => {
  const hunksOf = (text: string) => toHunks(text, diffText(text, text.replace('a = 1', 'a = 2')));
  const code = 'def f():\n    a = 1\n';
  it.each([
    ['is known after the lines moved', `import os\n\n\n${code}`, true],
    ['is known after they were indented', 'def f():\n        a = 1\n', true],
    ['is another thing in another function', 'def g():\n    a = 1\n', false],
  ])('%s', (_, text, known) => {
    const memory = reject(NOTHING_REJECTED, code, hunksOf(code));
    expect(
      filterHunks({
        text,
        hunks: hunksOf(text),
        excerpt: { start: 0, end: text.length },
        lastEdit: null,
        rejected: { ...memory, places: [] },
        past: NO_PAST,
        language: 'python',
        confidence: null,
        thresholds: { min: -9, mean: -9 },
        typingAt: null,
      }).kind,
    ).toBe(known ? 'nothing' : 'keep');
  });

  it('is forgotten when a hundred others were rejected since', () => {
    let memory = reject(NOTHING_REJECTED, code, hunksOf(code));
    for (let n = 0; n < 100; n += 1) {
      const text = `x = ${n}\n`;
      memory = reject(memory, text, toHunks(text, diffText(text, `y${n}\n`)));
    }
    expect([memory.keys.length, memory.places.length]).toEqual([100, 100]);
    expect(judge(code, applyChange(code, hunksOf(code)[0]!.edits), { rejected: memory })).toBe('keep 1');
  });
});

describe('a dismissal counts for its place', () => {
  const code = 'def f(a):\n    x = a\n    return x\n';
  const offered = (text: string, put: string) =>
    toHunks(text, diffText(text, text.replace('    return', `    ${put}\n    return`)));
  it.each<[string, string, string, boolean]>([
    ['after one more letter', 'def f(a):\n    x = ab\n    return x\n', 'log(x, a, 1)', true],
    ['with a letter of its own more', 'def f(a):\n    x = ab\n    return x\n', 'log(x, ab, 1)', true],
    ['not for another answer', 'def f(a):\n    x = ab\n    return x\n', 'raise ValueError("no")', false],
    ['not elsewhere', 'def f(a):\n    x = a\n    return x\n\n\ndef g(a):\n    return a\n', 'pass', false],
  ])('%s', (_, text, put, known) => {
    const memory = moveRejected(reject(NOTHING_REJECTED, code, offered(code, 'log(x, a, 1)')), diffText(code, text));
    expect(judge(text, text.replace('    return', `    ${put}\n    return`), { rejected: memory })).toBe(
      known ? 'rejected-before' : 'keep 1',
    );
  });
});

describe('confidenceOf', () => {
  it.each([
    [[], null],
    [[null, null], null],
    [[-1, null, -3], { min: -3, mean: -2 }],
  ])('of %j is %j', (logprobs, expected) => {
    expect(confidenceOf(logprobs)).toEqual(expected);
  });
});
