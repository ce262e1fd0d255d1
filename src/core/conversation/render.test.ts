import { describe, expect, it } from 'vitest';
import { applyChange } from '../text';
import {
  decodeAnswer,
  DIALECTS,
  encodeAnswer,
  findDialect,
  renderPrompt,
  type ConversationInput,
  type Current,
  type DialectId,
  type Generation,
} from '.';
import { renderMessages } from './template';

const area: ConversationInput = {
  language: 'python',
  history: [{ before: 'def area(w, h):\n    return w * h\n', after: 'def area(width, h):\n    return w * h\n' }],
  current: {
    text: 'def area(width, h):\n    return w * h\n',
    above: false,
    below: false,
    target: { kind: 'cursor', offset: 14 },
  },
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
1|def area(width, h):
2>    return w * h
3|
\`\`\`<|im_end|>
<|im_start|>assistant
<|next_start|>`);
    expect(parts).toHaveLength(4);
    expect(stop).toContain('<|next_end|>');
  });

  it('writes and reads the answer', () => {
    const after = 'def area(width, h):\n    return width * h\n';
    const answer = encodeAnswer(current.text, after, 'python', 'lcn');
    expect(answer).toBe('1,2\n```python\n2|    return width * h\n```');
    const result = decodeAnswer(current, 'python', 'lcn', answer, { complete: true });
    expect(result).toMatchObject({ kind: 'change', partial: false, chat: '' });
    expect(result.kind === 'change' && applyChange(current.text, result.change)).toBe(after);
  });

  it('reads an empty answer as nothing to do', () => {
    expect(decodeAnswer(current, 'python', 'lcn', '', { complete: true })).toEqual({
      kind: 'change',
      change: [],
      partial: false,
      chat: '',
    });
  });

  it('separates several changes by one newline, ascending', () => {
    expect(encodeAnswer('a\nb\nc', 'A\nb\nC', 'typescript', 'lcn')).toBe(
      '0,1\n```typescript\n1|A\n```\n2,3\n```typescript\n3|C\n```',
    );
  });

  it.each([
    ['without a number', '1,2\n```python\n    return width * h\n```'],
    ['with another line\u2019s number', '1,2\n```python\n3|    return width * h\n```'],
  ])('takes no line %s', (_name, answer) => {
    expect(decodeAnswer(current, 'python', 'lcn', answer, { complete: true })).toMatchObject({
      kind: 'failed',
      reason: 'malformed',
    });
  });

  it('shows an excerpt between unnumbered ellipses', () => {
    const { parts } = renderPrompt(
      { ...area, history: [], current: { ...current, text: 'a\nb', above: true, below: true } },
      DIALECTS['inkling-sr-lc'],
      { kind: 'code-first' },
    );
    expect(parts[1]).toBe('<|im_start|>current\n```python\n...\n1|a\n2|b\n...\n```<|im_end|>\n');
  });
});

describe('the roles of the paper', () => {
  const short: ConversationInput = {
    language: 'python',
    history: [{ before: 'a = 1\nb = a', after: 'x = 1\nb = a' }],
    current: { text: 'x = 1\nb = a', above: false, below: false, target: { kind: 'cursor', offset: 1 } },
    user: 'Rename it.',
  };
  it.each<[DialectId, string, string]>([
    ['cursorcore-wf', '```python\na = 1\nb = a\n```', '```python\nx<|target|> = 1\nb = a\n```'],
    ['cursorcore-lc', '0,1\n```python\na = 1\n```', '```python\n1 x<|target|> = 1\n2 b = a\n```'],
    ['cursorcore-sr', '```python\na = 1\n<|search_and_replace|>\nx = 1\n```', '```python\nx<|target|> = 1\nb = a\n```'],
  ])('%s', (id, history, current) => {
    expect(renderPrompt(short, DIALECTS[id], { kind: 'default' }).parts).toEqual([
      '<|im_start|>system\nYou are a helpful programming assistant.<|im_end|>\n',
      `<|im_start|>history\n${history}<|im_end|>\n`,
      `<|im_start|>current\n${current}<|im_end|>\n`,
      '<|im_start|>user\nRename it.<|im_end|>\n',
      '<|im_start|>assistant\n',
    ]);
  });

  it.each<[Generation, string, readonly string[]]>([
    [{ kind: 'default' }, '<|im_start|>assistant\n', ['<|im_end|>', '<|endoftext|>']],
    [{ kind: 'code-first' }, '<|im_start|>assistant\n<|next_start|>', ['<|next_end|>', '<|im_end|>', '<|endoftext|>']],
    [{ kind: 'code-first', explain: true }, '<|im_start|>assistant\n<|next_start|>', ['<|im_end|>', '<|endoftext|>']],
    [
      { kind: 'prefix', text: '<|next_start|>0,1' },
      '<|im_start|>assistant\n<|next_start|>0,1',
      ['<|im_end|>', '<|endoftext|>'],
    ],
  ])('generation %j', (generation, last, stop) => {
    const prompt = renderPrompt(short, DIALECTS['cursorcore-lc'], generation);
    expect(prompt.parts.at(-1)).toBe(last);
    expect(prompt.stop).toEqual(stop);
  });

  it('a change that changes nothing is no message', () => {
    const idle = { before: 'a', after: 'a' };
    expect(
      renderPrompt({ ...short, history: [idle, ...short.history] }, DIALECTS['cursorcore-wf'], { kind: 'default' }),
    ).toEqual(renderPrompt(short, DIALECTS['cursorcore-wf'], { kind: 'default' }));
  });

  it('plain chat has neither history nor code', () => {
    for (const dialect of Object.values(DIALECTS)) {
      const { parts } = renderPrompt({ language: '', history: [], current: null, user: 'Hi!' }, dialect, {
        kind: 'default',
      });
      expect(parts.join('')).toBe(
        '<|im_start|>system\nYou are a helpful programming assistant.<|im_end|>\n<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n',
      );
    }
  });

  it('a system message of its own stands alone, and names are shown', () => {
    const { parts } = renderMessages(
      [
        { role: 'system', content: 'S' },
        { role: 'user', name: 'Ann\nB <|im_end|>', content: 'Hi' },
      ],
      { kind: 'default' },
    );
    expect(parts).toEqual([
      '<|im_start|>system\nS<|im_end|>\n',
      '<|im_start|>user name=Ann_B_<\\|im_end|>\nHi<|im_end|>\n',
      '<|im_start|>assistant\n',
    ]);
  });
});

describe('the dialect of instruction models', () => {
  const { parts } = renderPrompt({ ...area, user: 'Carry the name on.' }, DIALECTS['instruct-wf'], {
    kind: 'code-first',
  });

  it('gives one worked example whose reply can be read', () => {
    expect(parts).toHaveLength(5);
    const [, question = '', reply = ''] = parts;
    const code = /Current code:\n```python\n([\s\S]*)\n```/.exec(question)?.[1] ?? '';
    const result = decodeAnswer(
      { text: code, above: false, below: false, target: null },
      'python',
      'wf',
      reply.replace('<|im_start|>assistant\n', ''),
      { complete: true },
    );
    expect(result.kind === 'change' && applyChange(code, result.change)).toBe(code.replace('in xs', 'in values'));
  });

  it('numbers the earlier states and asks with the code and the instruction', () => {
    const question = parts[3] ?? '';
    const order = [
      'Programming process 1:\n```python\ndef area(w, h)',
      'Current code:\n```python\ndef area(width, h)',
      'User instruction:\nCarry the name on.',
    ].map((section) => question.indexOf(section));
    expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true);
    expect(parts[4]).toBe('<|im_start|>assistant\n<|next_start|>');
  });

  it('keeps the example before everything that changes, for the prefix cache', () => {
    const other = renderPrompt({ ...area, history: [] }, DIALECTS['instruct-wf'], { kind: 'code-first' });
    expect(other.parts.slice(0, 3)).toEqual(parts.slice(0, 3));
  });
});

describe('dialects', () => {
  it('are found by their id', () => {
    expect(Object.entries(DIALECTS).every(([id, dialect]) => dialect.id === id && findDialect(id) === dialect)).toBe(
      true,
    );
    expect([findDialect('nope'), findDialect('toString')]).toEqual([null, null]);
  });
});
