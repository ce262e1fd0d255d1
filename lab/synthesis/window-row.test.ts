import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/core/conversation';
import { windowRowOf } from './window-row';

const dialect = DIALECTS['inkling-wf'];
const filler = 'x = 1\n'.repeat(5);
const current = { text: 'def area(width, h):\n    return w * h', above: true, below: false, target: null };

describe('a row of an example', () => {
  it('shows the edit as the program does, and the window written anew', () => {
    const row = windowRowOf(
      {
        language: 'python',
        kind: 'rename',
        source: 'a',
        current,
        after: 'def area(width, h):\n    return width * h',
        history: [
          {
            before: `${filler}def area(w, h):\n    return w * h`,
            after: `${filler}def area(width, h):\n    return w * h`,
          },
        ],
      },
      dialect,
    );
    expect(row?.prompt).toContain(
      '<|im_start|>history\n```python\ndef area(w, h):\n<|search_and_replace|>\ndef area(width, h):\n```<|im_end|>\n',
    );
    expect(row?.prompt.endsWith('<|next_start|>```python\n')).toBe(true);
    expect(row?.completion).toEqual(['...\n', 'def area(width, h):\n', '    return width * h\n', '```<|next_end|>']);
    expect(row?.changed).toEqual([0, 0, 1, 0]);
    expect(row?.quiet).toBe(false);
  });

  it.each<[string, string, string, string]>([
    ['an added line', 'a\nb', 'a\nnew\nb', 'a\n<|search_and_replace|>\na\nnew\n'],
    ['a line that went', 'a\ngone\nb', 'a\nb', 'gone\n<|search_and_replace|>\n'],
    ['an added first line', 'b', 'new\nb', 'b\n<|search_and_replace|>\nnew\nb\n'],
  ])('of %s shows where it was', (_name, before, after, shown) => {
    const row = windowRowOf(
      { language: 'python', kind: 'quiet', source: 'a', current, after: current.text, history: [{ before, after }] },
      dialect,
    );
    expect(row?.prompt).toContain(`<|im_start|>history\n\`\`\`python\n${shown}\`\`\``);
    expect(row?.quiet).toBe(true);
    expect(row?.changed.includes(1)).toBe(false);
  });

  it('marks the line after a deletion', () => {
    const row = windowRowOf(
      {
        language: 'python',
        kind: 'x',
        source: 'a',
        current: { ...current, text: 'a\nb\nc', above: false },
        after: 'a\nc',
        history: [],
      },
      dialect,
    );
    expect(row?.completion.filter((_, at) => row.changed[at] === 1)).toEqual(['c\n']);
  });
});
