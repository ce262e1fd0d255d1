import { describe, expect, it } from 'vitest';
import { ask, changeOf } from '../../../../testing/own-dialect';
import { instinct } from './instinct';

const BEFORE = 'import os\n\nimport re\n\ndef area(w, h):\n    return w * h';
const FILE = 'import os\n\nimport re\n\ndef area(wi‸dth, h):\n    return w * h';
const NOW = FILE.replace('‸', '');
const NEXT = NOW.replace('return w ', 'return width ');
const REGION = '\ndef area(width, h):\n    return width * h';
const asked = ask(instinct, FILE, [
  { before: 'a', after: 'b', path: 'b.py', line: 6 },
  changeOf(instinct, BEFORE, NOW),
]);

describe('Instinct', () => {
  it('is asked in ChatML, the newest change first', () => {
    const [system = '', user = ''] = (asked.prompt ?? '').split(/(?=<\|im_start\|>user)/);
    expect(system).toMatch(
      /^<\|im_start\|>system\nYou are Instinct, an intelligent next-edit predictor developed by Continue.dev\./,
    );
    expect(system.endsWith('<|im_end|>\n')).toBe(true);
    expect(user.slice(user.indexOf('### Context:'))).toBe(
      [
        '### Context:',
        '',
        '',
        '### User Edits:',
        '',
        'User edited file "src/a.py"',
        '',
        '```diff',
        '@@ -1,6 +1,6 @@',
        ' import os',
        ' import re',
        '-def area(w, h):',
        '+def area(width, h):',
        '     return w * h',
        '```',
        'User edited file "b.py"',
        '',
        '```diff',
        '@@ -7,1 +7,1 @@',
        '-a',
        '+b',
        '```',
        '',
        '### User Excerpt:',
        'src/a.py',
        '',
        'import os',
        '',
        'import re',
        '<|editable_region_start|>',
        '',
        'def area(wi<|user_cursor_is_here|>dth, h):',
        '    return w * h',
        '<|editable_region_end|>```',
        '### Response:<|im_end|>',
        '<|im_start|>assistant',
        '',
      ].join('\n'),
    );
    expect(asked.stop).toEqual(['<|im_end|>', '<|endoftext|>']);
  });

  it.each<[string, string, string]>([
    ['the region', REGION, NEXT],
    ['the region and its tags', `<|editable_region_start|>\n${REGION}\n<|editable_region_end|>`, NEXT],
    ['the region, and the turn’s end', `${REGION}\n<|im_end|>\n<|im_start|>user`, NEXT],
    ['the region as it is', '\ndef area(width, h):\n    return w * h', NOW],
    ['nothing', '', NOW],
    ['another mark', `${REGION} <|fim_pad|>`, 'marker'],
  ])('answers with %s', (_name, answer, after) => {
    expect(asked.after(answer)).toBe(after);
  });

  it('is not used when it breaks off', () => {
    expect(asked.after('\ndef ar', false)).toBe('truncated');
  });

  it('rewrites one line above the cursor’s and five below, of 25 each that it sees', () => {
    const lines = Array.from({ length: 80 }, (_, n) => `x${n} = ${n}`);
    const prompt = ask(instinct, lines.map((line, n) => (n === 40 ? `${line}‸` : line)).join('\n')).prompt ?? '';
    const excerpt = /### User Excerpt:\nsrc\/a.py\n\n([^]*)```\n### Response/.exec(prompt)?.[1]?.split('\n') ?? [];
    expect([excerpt[0], excerpt.at(-1)]).toEqual(['x15 = 15', 'x65 = 65']);
    expect(excerpt.slice(24, 34)).toEqual([
      '<|editable_region_start|>',
      'x39 = 39',
      'x40 = 40<|user_cursor_is_here|>',
      ...lines.slice(41, 46),
      '<|editable_region_end|>',
      'x46 = 46',
    ]);
  });

  it.each(['<|editable_region_end|>', '<|snippet|>'])('is not asked about %s', (mark) => {
    expect(ask(instinct, FILE.replace('os', `"${mark}"`)).prompt).toBeNull();
  });
});
