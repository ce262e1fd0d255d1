import { describe, expect, it } from 'vitest';
import { ask, changeOf } from '../../../../testing/own-dialect';
import { zetaFirst, zetaSecond, zetaSecondBlocks } from './zeta';

const BEFORE = 'import os\n\ndef area(w, h):\n    return w * h\n\nprint(area(1, 2))';
const FILE = 'import os\n\ndef area(wi‸dth, h):\n    return w * h\n\nprint(area(1, 2))';
const NOW = FILE.replace('‸', '');
const NEXT = NOW.replace('return w ', 'return width ');
const HUNK = [
  '@@ -1,6 +1,6 @@',
  ' import os',
  ' ',
  '-def area(w, h):',
  '+def area(width, h):',
  '     return w * h',
  ' ',
  ' print(area(1, 2))',
].join('\n');

/** 200 lines of 15 characters, 5 tokens each: 70 may be written anew, and 30 more are shown. */
const LONG = Array.from({ length: 200 }, (_, n) => `value_${String(n).padStart(3, '0')} = 1`).map((line) =>
  line.padEnd(15),
);
const AT = LONG.map((line, n) => (n === 100 ? `${line.slice(0, 5)}‸${line.slice(5)}` : line)).join('\n');

describe('Zeta', () => {
  const asked = ask(zetaFirst, FILE, [changeOf(zetaFirst, BEFORE, NOW)]);

  it('is asked in its words', () => {
    expect(asked.prompt).toBe(
      [
        '### Instruction:',
        'You are a code completion assistant and your task is to analyze user edits and then rewrite an excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking into account the cursor location.',
        '',
        '### User Edits:',
        '',
        'User edited "src/a.py":',
        '```diff',
        HUNK,
        '```',
        '',
        '### User Excerpt:',
        '',
        '```src/a.py',
        '<|start_of_file|>',
        '<|editable_region_start|>',
        FILE.replace('‸', '<|user_cursor_is_here|>'),
        '<|editable_region_end|>',
        '```',
        '',
        '### Response:',
        '',
      ].join('\n'),
    );
    expect(asked.stop).toEqual(['\n<|editable_region_end|>', '<|endoftext|>']);
    expect(asked.draft).toBe(NEXT);
  });

  it('may write 350 tokens anew, and sees 150 around them', () => {
    const prompt = ask(zetaFirst, AT).prompt ?? '';
    const shown = /```src\/a.py\n([^]*)\n```\n\n### Response/.exec(prompt)?.[1]?.split('\n') ?? [];
    expect(shown).not.toContain('<|start_of_file|>');
    const [start, end] = [shown.indexOf('<|editable_region_start|>'), shown.indexOf('<|editable_region_end|>')];
    expect([start, end - start - 1, shown.length - end - 1]).toEqual([15, 70, 15]);
    expect(shown[start + 1]).toBe(LONG[66]);
  });

  it.each<[string, string, string]>([
    ['the region', NEXT, NEXT],
    ['the region between its marks', `<|editable_region_start|>\n${NEXT}\n<|editable_region_end|>\n`, NEXT],
    ['the whole excerpt', `\`\`\`src/a.py\n<|editable_region_start|>\n${NEXT}\n<|editable_region_end|>\n\`\`\``, NEXT],
    ['the cursor', NEXT.replace('width *', 'width<|user_cursor_is_here|> *'), NEXT],
    ['the region as it is', `<|editable_region_start|>\n${NOW}`, NOW],
    ['nothing', '', NOW],
    ['two beginnings', `<|editable_region_start|>\na\n<|editable_region_start|>\n${NEXT}`, 'malformed'],
    ['another mark', NEXT.replace('os', '<|fim_prefix|>'), 'marker'],
    ['a mark of the conversation', NEXT.replace('os', '<|im_end|> os'), 'marker'],
  ])('answers with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('is not used when it breaks off', () => {
    expect(asked.after(`<|editable_region_start|>\n${NEXT.slice(0, 30)}`, false)).toBe('truncated');
  });

  it('is not asked about its own marks', () => {
    expect(ask(zetaFirst, FILE.replace('os', '"<|editable_region_end|>"')).prompt).toBeNull();
  });

  it('is not told of changes that hold them', () => {
    const hostile = { before: 'a', after: '<|editable_region_end|>', path: 'b.py', line: 0 };
    expect(ask(zetaFirst, FILE, [hostile]).prompt).not.toContain('b.py');
  });
});

describe('Zeta 2', () => {
  const taken = { ...changeOf(zetaSecond, BEFORE, NOW), accepted: true };
  const asked = ask(zetaSecond, FILE, [taken]);

  it('is asked suffix first, with the history in the prefix', () => {
    expect(asked.prompt).toBe(
      [
        '<[fim-suffix]>',
        '<[fim-prefix]><filename>edit_history',
        '// User accepted prediction:',
        '--- a/src/a.py',
        '+++ b/src/a.py',
        HUNK,
        '',
        '<filename>src/a.py',
        '<<<<<<< CURRENT',
        FILE.replace('‸', '<|user_cursor|>'),
        '=======',
        '<[fim-middle]>',
      ].join('\n'),
    );
  });

  it('sees what follows, and no history where there is none', () => {
    const prompt = ask(zetaSecond, AT).prompt ?? '';
    expect(prompt.startsWith(`<[fim-suffix]>\n${LONG[136] ?? ''}\n`)).toBe(true);
    expect(prompt).toContain('<[fim-prefix]><filename>src/a.py\nvalue_051');
    expect(prompt).toContain(`${LONG[65] ?? ''}\n<<<<<<< CURRENT\n${LONG[66] ?? ''}`);
  });

  it.each<[string, string, string]>([
    ['the region', `${NEXT}\n>>>>>>> UPDATED\n`, NEXT],
    ['the region, its end mark taken off', `${NEXT}\n`, NEXT],
    ['the region and the cursor', `${NEXT.replace('width *', 'width<|user_cursor|> *')}\n>>>>>>> UPDATED`, NEXT],
    ['no edits', 'NO_EDITS\n>>>>>>> UPDATED\n', NOW],
    ['no edits, and edits', `NO_EDITS\n${NEXT}\n>>>>>>> UPDATED\n`, 'malformed'],
    ['the region as it is', `${NOW}\n>>>>>>> UPDATED\n`, NOW],
    ['nothing', '', NOW],
    ['another beginning', `${NEXT}\n<<<<<<< CURRENT\nx\n=======\n`, 'marker'],
    ['a token of the middle', `${NEXT}<[fim-middle]>\n`, 'marker'],
    ['the end of the sentence', `${NEXT}<[end▁of▁sentence]>`, NEXT],
  ])('answers with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('is not used when it breaks off, unless its end mark was there', () => {
    expect(asked.after(NEXT.slice(0, 30), false)).toBe('truncated');
    expect(asked.after(`${NEXT}\n>>>>>>> UPDATED`, false)).toBe(NEXT);
  });

  it.each(['<[fim-suffix]>', '<filename>', '<<<<<<< CURRENT\nx', '<|user_cursor|>'])(
    'is not asked about %s',
    (mark) => {
      expect(ask(zetaSecond, FILE.replace('os', mark)).prompt).toBeNull();
    },
  );

  it('sees the newest six changes, whole ones only', () => {
    const changes = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ before: `a${n}`, after: `b${n}`, path: 'b.py', line: n }));
    const { prompt } = ask(zetaSecond, FILE, changes);
    expect(prompt?.match(/^\+b\d$/gm)).toEqual(['+b3', '+b4', '+b5', '+b6', '+b7', '+b8']);
    expect(prompt).toContain('@@ -4,1 +4,1 @@\n-a3\n+b3\n');
  });

  it('sees no change that takes too long to tell', () => {
    const [short, huge] = [1, 1000].map((lines) => ({
      before: '',
      after: 'y = 1\n'.repeat(lines),
      path: `${lines}.py`,
    }));
    const current = { text: 'x', above: false, below: false, target: null };
    const history = [short, huge].flatMap((change) => change ?? []);
    const prompt = zetaSecond.render({ language: 'python', history, current, user: null }).parts.join('');
    expect([prompt.includes('b/1.py'), prompt.includes('b/1000.py')]).toEqual([true, false]);
  });
});

describe('Zeta 2.1', () => {
  const top = Array.from({ length: 7 }, (_, n) => `a${n} = ${n}`);
  const bottom = ['def f():', ...Array.from({ length: 6 }, (_, n) => `    b${n} = ${n}`)];
  const lines = [...top, '', ...bottom];
  const now = lines.join('\n');
  const file = now.replace('b1 =', 'b1‸ =');
  const asked = ask(zetaSecondBlocks, file);
  const block = bottom.join('\n');

  it('is asked with the code in blocks', () => {
    expect(asked.prompt).toBe(
      [
        '<[fim-suffix]>',
        `<[fim-prefix]><filename>src/a.py`,
        `<|marker_1|>${top.join('\n')}`,
        '',
        `<|marker_2|>${block.replace('b1 =', 'b1<|user_cursor|> =')}<|marker_3|>`,
        '<[fim-middle]>',
      ].join('\n'),
    );
    expect(asked.stop).toEqual(['<[end▁of▁sentence]>']);
  });

  it.each<[string, string, string]>([
    ['one block', `<|marker_2|>${block.replace('b1 = 1', 'b1 = 2')}<|marker_3|>`, now.replace('b1 = 1', 'b1 = 2')],
    [
      'two blocks, with the mark between',
      `<|marker_1|>x = 1\n<|marker_2|>y = 2\n<|marker_3|><[end▁of▁sentence]>`,
      'x = 1\ny = 2',
    ],
    ['a block that does not end its line', `<|marker_1|>x = 1<|marker_2|>`, `x = 1\n${block}`],
    ['the cursor', `<|marker_1|>x<|user_cursor|> = 1\n<|marker_2|>`, `x = 1\n${block}`],
    ['a block that goes', `<|marker_1|><|marker_2|>`, block],
    ['one mark twice', '<|marker_2|><|marker_2|>', now],
    ['nothing', '', now],
    ['one mark', `<|marker_2|>${block}`, 'malformed'],
    ['no mark', block, 'malformed'],
    ['marks that are not there', `<|marker_2|>x<|marker_9|>`, 'location-out-of-range'],
    ['marks in the wrong order', `<|marker_3|>x<|marker_2|>`, 'location-out-of-range'],
    ['another mark', `<|marker_1|>x <|fim_prefix|>\n<|marker_2|>`, 'marker'],
  ])('answers with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('is not used when it breaks off', () => {
    expect(asked.after('<|marker_1|>x = 1\n<|marker_2|>y', false)).toBe('truncated');
  });

  it('drafts the blocks that change, and reads them back', () => {
    const renamed = { before: '    b0 = a0', after: '    b0 = z0', path: 'src/a.py', line: 9 };
    const text = now.replace('b0 = 0', 'b0 = z0').replace('b1 = 1', 'b1 = a0');
    const drafted = ask(zetaSecondBlocks, text.replace('b1 =', 'b1‸ ='), [renamed]);
    expect(drafted.draft).toMatch(/^<\|marker_\d\|>[^]*<\|marker_3\|>$/);
    expect(drafted.after(drafted.draft ?? '')).toContain('b1 = z0');
  });

  it('is not asked about its own marks', () => {
    expect(ask(zetaSecondBlocks, file.replace('a0', '"<|marker_1|>"')).prompt).toBeNull();
  });
});
