import { describe, expect, it } from 'vitest';
import {
  before,
  conversationJson,
  conversationMarkdown,
  NEW_TITLE,
  placeCode,
  readAnswer,
  readConversation,
  renamed,
  turnsOf,
  withEntry,
  withoutLastAnswer,
  type AssistantEntry,
  type ChatCode,
  type Conversation,
  type UserEntry,
} from '.';

const code: ChatCode = {
  name: 'a.py',
  language: 'python',
  what: 'file',
  current: { text: 'x = 1\ny = x\n', above: false, below: false, target: null },
};
const asked: UserEntry = { role: 'user', id: 'u1', text: 'Double x.\nPlease.', code, edits: null };
const answered: AssistantEntry = {
  role: 'assistant',
  id: 'a1',
  text: 'Like so:\n\n```python\nx = 2\n```',
  model: 'M',
  dialect: 'instruct-wf',
  end: 'whole',
  why: '',
};
const empty: Conversation = { id: 'c', title: NEW_TITLE, createdAt: 1, updatedAt: 1, entries: [] };
const talk = withEntry(withEntry(empty, asked, 2), answered, 3);

describe('a conversation', () => {
  it('is called by its first words, until the user renames it', () => {
    expect([talk.title, talk.updatedAt]).toEqual(['Double x.', 3]);
    expect(withEntry(empty, { ...asked, text: 'word '.repeat(40) }, 2).title).toHaveLength(60);
    expect(withEntry(renamed(talk, ' Mine '), { ...asked, id: 'u2' }, 4).title).toBe('Mine');
    expect(renamed(talk, '  ').title).toBe('Double x.');
  });

  it('can be said anew from any entry on, and answered again', () => {
    expect(before(talk, 'u1')?.entries).toEqual([]);
    expect(before(talk, 'nope')).toBeNull();
    expect(withoutLastAnswer(talk)?.entries).toEqual([asked]);
    expect(withoutLastAnswer(empty)).toBeNull();
  });

  it('is read by the model with the code of each turn, and without answers that never came', () => {
    const failed: AssistantEntry = { ...answered, id: 'a2', text: '', end: 'failed', why: 'No memory.' };
    expect(turnsOf(withEntry(talk, failed, 4))).toEqual([
      { role: 'user', language: 'python', history: [], current: code.current, text: asked.text },
      { role: 'assistant', text: answered.text },
    ]);
  });

  it('is exported as Markdown whose fences hold, and as JSON that reads back', () => {
    const ticks = { ...code, current: { ...code.current, text: '"""\n```\n"""' } };
    const file = conversationMarkdown(withEntry(withEntry(empty, { ...asked, code: ticks }, 2), answered, 3));
    expect(file).toContain('# Double x.\n\n## You\n\nFile a.py:\n\n````python\n"""\n```\n"""\n````\n\nDouble x.');
    expect(file).toContain('## M\n\nLike so:');
    expect(readConversation(JSON.parse(conversationJson(talk)))).toEqual(talk);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'x'],
    ['no entries', { ...talk, entries: null }],
    ['an unknown role', { ...talk, entries: [{ ...asked, role: 'system' }] }],
    ['code of another shape', { ...talk, entries: [{ ...asked, code: { ...code, current: { text: 1 } } }] }],
    [
      'a target outside the code',
      {
        ...talk,
        entries: [
          { ...asked, code: { ...code, current: { ...code.current, target: { kind: 'cursor', offset: 99 } } } },
        ],
      },
    ],
    ['edits that are none', { ...talk, entries: [{ ...asked, edits: { name: 'a', language: 'b', history: [1] } }] }],
    ['an end nobody knows', { ...talk, entries: [{ ...answered, end: 'soon' }] }],
  ])('is not read from %s', (_name, value) => {
    expect(readConversation(value)).toBeNull();
  });
});

describe('an answer', () => {
  const read = (text: string, dialect = 'cursorcore-wf', about: ChatCode | null = code) =>
    readAnswer({ ...answered, text, dialect }, about);

  it.each<[string, ReturnType<typeof read>, ReturnType<typeof read>]>([
    ['of words is Markdown', read('Hello **you**<|im_end|>'), { markdown: 'Hello **you**', change: null }],
    [
      'with code is a change of what was shown',
      read('<|next_start|>```python\nx = 2\ny = x\n\n```<|next_end|>Done.'),
      { markdown: 'Done.', change: { name: 'a.py', before: 'x = 1\ny = x\n', after: 'x = 2\ny = x\n' } },
    ],
    [
      'about no code is something to read',
      read('<|next_start|>```python\nx = 2\n```<|next_end|>Done.', 'cursorcore-wf', null),
      { markdown: '```python\nx = 2\n```\n\nDone.', change: null },
    ],
    [
      'that cannot be read as a change is something to read',
      read('<|next_start|>9,12\n```python\nx = 2\n```<|next_end|>', 'cursorcore-lc'),
      { markdown: '9,12\n```python\nx = 2\n```', change: null },
    ],
    [
      'shows escaped tokens as the user wrote them',
      read('The text `<\\|im_end|>`'),
      { markdown: 'The text `<|im_end|>`', change: null },
    ],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

it.each<[string, string, string, string]>([
  ['indented lines', '    x = 1\n    y = x', 'x = 2\nif x:\n    y = x', '    x = 2\n    if x:\n        y = x'],
  ['lines of a CR LF file', '\tx = 1\r\n\ty = x', 'x = 2\ny = x', '\tx = 2\r\n\ty = x'],
  ['lines at their depth', '    x = 1', '    x = 2', '    x = 2'],
])('an answer about %s of a selection is as deep as they were', (_name, before, given, after) => {
  const selected: ChatCode = { ...code, what: 'selection', current: { ...code.current, text: before } };
  expect(
    readAnswer(
      { ...answered, dialect: 'cursorcore-wf', text: `<|next_start|>\`\`\`python\n${given}\n\`\`\`<|next_end|>` },
      selected,
    ).change?.after,
  ).toBe(after);
});

describe('a block of code goes', () => {
  const FILE =
    'import os\n\n\ndef area(w, h):\n    return w * h\n\n\nclass Box:\n    def size(self):\n        return 1\n\n\nprint(area(1, 2))\n';
  const TS = 'export function area(\n  w: number,\n): number {\n  return w;\n}\n\nconst one = 1;\n';
  it.each<[string, string, string, { start: number; end: number }, string, string]>([
    [
      'in place of the function it is a new version of',
      FILE,
      'def area(w, h):\n    assert w\n    return w * h\n',
      { start: 0, end: 0 },
      'part',
      FILE.replace('    return w * h', '    assert w\n    return w * h'),
    ],
    [
      'in place of a method, indented as that is',
      FILE,
      'def size(self):\n    return 2',
      { start: 0, end: 0 },
      'part',
      FILE.replace('return 1', 'return 2'),
    ],
    [
      'in place of a function with braces',
      TS,
      'export function area(w: number): number {\n  return w * 2;\n}',
      { start: 0, end: 0 },
      'part',
      'export function area(w: number): number {\n  return w * 2;\n}\n\nconst one = 1;\n',
    ],
    [
      'in place of the file it repeats',
      FILE,
      FILE.replace('w * h', 'h * w'),
      { start: 0, end: 0 },
      'file',
      FILE.replace('w * h', 'h * w'),
    ],
    ['in place of nothing', '', 'x = 1', { start: 0, end: 0 }, 'file', 'x = 1\n'],
    ['in place of the selection', FILE, 'y = 2', { start: 0, end: 9 }, 'selection', FILE.replace('import os', 'y = 2')],
    ['below the cursor', FILE, 'y = 2', { start: 3, end: 3 }, 'cursor', FILE.replace('import os', 'import os\ny = 2')],
  ])('%s', (_name, text, block, at, kind, after) => {
    expect(placeCode(text, block, at)[0]).toEqual({ kind, after });
  });

  it('wherever the user chooses', () => {
    expect(placeCode(FILE, 'def area(w, h):\n    return 1', { start: 0, end: 0 }).map(({ kind }) => kind)).toEqual([
      'part',
      'cursor',
      'file',
    ]);
  });
});
