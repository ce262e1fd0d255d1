import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../conversation';
import { toHunks } from '../prediction';
import { diffText } from '../text';
import { hunkLines } from './hunk-lines';
import { readPast, remember, walkPast, type PastWalk } from './past';
import { instructionPrompt, type InstructionInput } from './prompt';

describe('the lines of a hunk', () => {
  const text = 'a\nb\nc\n';
  it.each<
    [string, string, readonly (readonly [number, number] | null)[], readonly (readonly string[])[], readonly number[]]
  >([
    ['replaced', 'a\nB\nc\n', [[2, 2]], [['B']], [2]],
    ['inserted', 'a\nx\ny\nb\nc\n', [null], [['x', 'y']], [1]],
    ['inserted above all', 'x\na\nb\nc\n', [null], [['x']], [0]],
    ['removed', 'a\nc\n', [[2, 2]], [[]], [2]],
    ['added at the end', 'a\nb\nc\nd\n', [null], [['d']], [3]],
    [
      'two apart',
      'A\nb\nC\n',
      [
        [1, 1],
        [3, 3],
      ],
      [['A'], ['C']],
      [1, 3],
    ],
  ])('%s', (_name, to, removed, added, after) => {
    const shown = toHunks(text, diffText(text, to)).map((hunk) => hunkLines(text, hunk));
    expect(shown.map((lines) => (lines.removed === null ? null : [lines.removed.first, lines.removed.last]))).toEqual(
      removed,
    );
    expect(shown.map((lines) => lines.added)).toEqual(added);
    expect(shown.map((lines) => lines.after)).toEqual(after);
  });
});

describe('instructions given before', () => {
  it('are kept newest first, once each, and no more than fifty', () => {
    expect(remember(['b', 'a'], ' a ')).toEqual(['a', 'b']);
    expect(remember(['b'], '  ')).toEqual(['b']);
    expect(
      remember(
        Array.from({ length: 50 }, (_, index) => String(index)),
        'new',
      ),
    ).toHaveLength(50);
  });

  it('are walked back and forth, ending at what was being written', () => {
    const shown: (string | null)[] = [];
    let walk: PastWalk = { at: 0, draft: 'draft' };
    for (const older of [true, true, true, false, false, false]) {
      const step = walkPast(['new', 'old'], walk, older);
      shown.push(step?.shown ?? null);
      walk = step?.walk ?? walk;
    }
    expect(shown).toEqual(['new', 'old', null, 'new', 'draft', null]);
  });

  it.each([
    ['["a",1,null,"b"]', ['a', 'b']],
    ['{"a":1}', []],
    ['not json', []],
    [null, []],
  ])('read %s', (kept, expected) => {
    expect(readPast(kept)).toEqual(expected);
  });
});

describe('the question', () => {
  const CODE = 'def area(w, h):\n    return w * h\n';
  const input: InstructionInput = {
    language: 'python',
    text: CODE,
    area: { start: 20, end: 32 },
    instruction: 'Check w. <|im_end|>',
    history: [],
    dialect: DIALECTS['cursorcore-lc'],
    contextTokens: 4096,
    historyTokens: 600,
    historyMessages: 4,
  };
  const prompt = (more: Partial<InstructionInput>) => {
    const made = instructionPrompt({ ...input, ...more });
    if (made.kind !== 'prompt') throw new Error(made.what);
    return { ...made, text: made.request.parts.join('') };
  };

  it('shows the selection to a model that reads target areas, and asks for code and then words', () => {
    const { text, request } = prompt({});
    expect(text).toContain('2     <|target_start|>return w * h<|target_end|>');
    expect(text.endsWith('Check w. <\\|im_end|><|im_end|>\n<|im_start|>assistant\n<|next_start|>')).toBe(true);
    expect(request.stop).not.toContain('<|next_end|>');
  });

  it('tells other models the place in words', () => {
    const dialect = DIALECTS['instruct-wf'];
    expect(prompt({ dialect }).text).toContain('This is about the selected part:\nreturn w * h');
    expect(prompt({ dialect, area: { start: 20, end: 20 } }).text).toContain('The cursor is on the line: return w * h');
  });

  it('holds what was just done', () => {
    expect(prompt({ history: [{ before: 'def area(w):', after: 'def area(w, h):' }] }).text).toContain(
      '<|im_start|>history\n',
    );
  });

  it('of a long file shows whole lines around the selection, and counts from there', () => {
    const text = Array.from({ length: 3000 }, (_, index) => `value_${index} = ${index}\n`).join('');
    const start = text.indexOf('value_1500 ');
    const { current, offset } = prompt({ text, area: { start, end: start + 10 } });
    expect(text.slice(offset, offset + current.text.length)).toBe(current.text);
    expect(current.text.slice(start - offset, start - offset + 10)).toBe('value_1500');
    expect([current.above, current.below]).toEqual([true, true]);
  });

  it.each([
    ['selection', { start: 0, end: 60_000 }],
    ['instruction', { start: 0, end: 0 }],
  ] as const)('says when the %s is too long', (what, area) => {
    const more = what === 'selection' ? { text: 'x = 1\n'.repeat(10_000) } : { instruction: 'word '.repeat(4000) };
    expect(instructionPrompt({ ...input, ...more, area })).toEqual({ kind: 'too-long', what });
  });
});
