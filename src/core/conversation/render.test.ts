import { describe, expect, it } from 'vitest';
import { decodeAnswer, DIALECTS, encodeAnswer, renderPrompt, type ConversationInput, type Current } from '.';
import { applyChange } from '../text';

const area: ConversationInput = {
  language: 'python',
  history: [{ before: 'def area(w, h):\n    return w * h\n', after: 'def area(width, h):\n    return w * h\n' }],
  current: { text: 'def area(width, h):\n    return w * h\n', above: false, below: false, target: { kind: 'cursor', offset: 14 } },
  user: null,
};
const current: Current = area.current!;

describe('the dialect of the embedded model', () => {
  it('is pinned byte for byte', () => {
    const { parts, stop } = renderPrompt(area, DIALECTS['inkling-sr-lc'], { kind: 'code-first' });
    expect(parts.join('')).toBe(`<|im_start|>system
You are a helpful programming assistant.<|im_end|>
<|im_start|>history
\`\`\`python
def area(w, h):
<|search_and_replace|>
def area(width, h):
\`\`\`<|im_end|>
<|im_start|>current
\`\`\`python
1 def area(width, h):
2     return w * h
3${' '}
\`\`\`<|im_end|>
<|im_start|>assistant
<|next_start|>`);
    expect(parts).toHaveLength(4);
    expect(stop).toContain('<|next_end|>');
  });

  it('writes and reads the answer', () => {
    const after = 'def area(width, h):\n    return width * h\n';
    const answer = encodeAnswer(current.text, after, 'python', 'lc');
    expect(answer).toBe('1,2\n```python\n    return width * h\n```');
    const result = decodeAnswer(current, 'python', 'lc', answer, { complete: true });
    expect(result).toMatchObject({ kind: 'change', partial: false, chat: '' });
    expect(result.kind === 'change' && applyChange(current.text, result.change)).toBe(after);
  });

  it('reads an empty answer as nothing to do', () => {
    expect(decodeAnswer(current, 'python', 'lc', '', { complete: true })).toEqual({ kind: 'change', change: [], partial: false, chat: '' });
  });

  it('separates several changes by one newline, ascending', () => {
    expect(encodeAnswer('a\nb\nc', 'A\nb\nC', 'typescript', 'lc')).toBe('0,1\n```typescript\nA\n```\n2,3\n```typescript\nC\n```');
  });

  it('shows an excerpt between unnumbered ellipses', () => {
    const { parts } = renderPrompt({ ...area, history: [], current: { ...current, text: 'a\nb', above: true, below: true } }, DIALECTS['inkling-sr-lc'], { kind: 'code-first' });
    expect(parts[1]).toBe('<|im_start|>current\n```python\n...\n1 a\n2 b\n...\n```<|im_end|>\n');
  });
});
