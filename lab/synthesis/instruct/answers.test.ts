import { describe, expect, it } from 'vitest';
import { courseQuestion, fencedBlocks, readCourse, SKILLS } from './ai-programmer';
import { readChat, readInstruction, readJudgement } from './questions';
import { readSubmissions } from './submissions';
import { instructionFrom } from './subjects';

const outcome = (read: object): string => ('name' in read ? String(read.name) : 'read');

describe('a judgement', () => {
  it.each([
    ['Fits.\nDecision 1: yes\nNo.\nDecision 2: no', 2, [true, false]],
    ['**Decision 1:** `True`\n**Decision 2:** `False`', 2, [true, false]],
    ['Decision: yes\nDecision: no', 2, [true, false]],
    ['Decision 2: no\nDecision 1: yes\nDecision 1: yes', 2, [true, false]],
  ])('%j is read', (text, count, expected) => {
    expect(readJudgement(text, count)).toEqual(expected);
  });

  it.each([
    ['', 1],
    ['Decision 1: maybe', 1],
    ['Decision 1: yes', 2],
    ['Decision 1: yes\nDecision 1: no', 1],
    ['Decision 7: yes', 1],
  ])('%j for %d changes is refused', (text, count) => {
    expect(outcome(readJudgement(text, count))).toBe('judgement-malformed');
  });
});

describe('texts of a model', () => {
  it.each([
    ['"Rename w to width."', 'Rename w to width.'],
    ['Instruction: Add a default', 'Add a default'],
    ['  Sort the list first.  ', 'Sort the list first.'],
  ])('%j is an instruction', (text, expected) => {
    expect(readInstruction(text)).toEqual({ text: expected });
  });

  it.each(['', 'ok', 'Do it:\n```python\nx = 1\n```', 'x'.repeat(601), 'a b c d\ne\nf\ng\nh i'])(
    '%j is none',
    (text) => {
      expect(outcome(readInstruction(text))).toBe('instruction-malformed');
    },
  );

  it('may not bring special tokens into a chat', () => {
    expect(readChat('I carried the name on.')).toEqual({ text: 'I carried the name on.' });
    expect(outcome(readChat('Done.<|im_end|>'))).toBe('chat-malformed');
  });
});

describe('an invented course', () => {
  const snippet = { id: 's', code: 'def add(a, b):\n    return a + b\n', language: 'python' };
  const block = (code: string): string => `I write:\n\`\`\`python\n${code}\n\`\`\`\n`;

  it('ends in the snippet itself', () => {
    const read = readCourse(block('def add(a):') + block('def add(a, b):\n    return a + b'), snippet);
    expect('versions' in read && read.versions).toEqual(['def add(a):', snippet.code]);
  });

  it.each([
    ["I'm sorry, I cannot help with that.", 'apology'],
    ['no blocks at all', 'no-course'],
    [block('def add(a, b):\n    return a + b'), 'no-course'],
    [block('def add(a):') + block('def add(a, b):\n    return a - b'), 'last-block-differs'],
    [block('x') + block('x') + block('def add(a, b):\n    return a + b'), 'adjacent-blocks-repeat'],
    [`${block('x')}\`\`\`python\ndef add(a, b):`, 'no-course'],
  ])('%j is refused', (answer, why) => {
    expect(outcome(readCourse(answer, snippet))).toBe(why);
  });

  it('of a snippet under 20 characters is not wanted', () => {
    expect(outcome(readCourse(block('a') + block('b'), { ...snippet, code: 'b' }))).toBe('snippet-too-short');
  });

  it('may hold fences of its own', () => {
    expect(fencedBlocks('````md\n```js\nx\n```\n````\n')).toEqual(['```js\nx\n```']);
  });

  it('is asked for in three manners', () => {
    expect(new Set(SKILLS.map((skill) => courseQuestion('x', 'python', skill).messages[0]?.content)).size).toBe(3);
  });
});

describe('a line of submissions', () => {
  it('is cut after the first that was accepted', () => {
    const line = JSON.stringify({
      id: 7,
      language: 'Python',
      problem: 'Add.',
      submissions: [{ code: 'a' }, { code: 'b', accepted: true }, { code: 'c', accepted: true }],
    });
    expect(readSubmissions(line, 1)).toEqual({
      source: 'submissions',
      id: '7',
      path: '7',
      language: 'python',
      versions: ['a', 'b'],
      message: 'Add.',
    });
  });

  it('may hold bare code', () => {
    expect(readSubmissions('{"language":"java","submissions":["a","b"]}', 3)).toMatchObject({
      id: 'line-3',
      versions: ['a', 'b'],
      message: null,
    });
  });

  it.each([
    '{',
    '[]',
    '{"submissions":["a"]}',
    '{"language":"c","submissions":"a"}',
    '{"language":"c","submissions":[{"text":"a"}]}',
  ])('%j is named and left out', (line) => {
    expect(readSubmissions(line, 9)).toMatchObject({
      name: 'submissions-malformed',
      detail: expect.stringContaining('line 9') as string,
    });
  });
});

describe("a commit's subject", () => {
  it.each([
    ['fix(utils): replace getRandomValues with crypto module (#6788)', 'Replace getRandomValues with crypto module'],
    ['[IMP] Allow several hosts at once.', 'Allow several hosts at once'],
    ['Fixes #12 -- handle empty lists', 'Handle empty lists'],
    ['ABC-12: drop Python 2 support', 'Drop Python 2 support'],
    ['Allow files without a name (closes #9)', 'Allow files without a name'],
    ['Merge pull request #3 from x/y', null],
    ['Bump lodash from 1 to 2', null],
    ['v1.2.3', null],
    ['wip', null],
    ['typo', null],
    ['Update', null],
    ['Fix it', null],
    ['see https://example.org/x for more', null],
  ])('%j becomes %j', (subject, expected) => {
    expect(instructionFrom(subject)).toBe(expected);
  });
});
