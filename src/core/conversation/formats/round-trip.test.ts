import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../text';
import { decodeAnswer, encodeAnswer, type ChangeFormat, type Current } from '..';
import { elisionsOf } from '../elisions';
import { historyText } from '../template';
import { wireText } from '../wire';
import { codecOf } from '.';

const FORMATS: readonly ChangeFormat[] = ['wf', 'lc', 'sr', 'ud', 'lcn'];

function excerpt(text: string): Current {
  return { text, above: false, below: false, target: null };
}

/** The text that an answer or a history message makes of `from`; throws with the reason when it cannot be read. */
function read(from: string, format: ChangeFormat, text: string): string {
  const result = decodeAnswer(excerpt(from), 'python', format, text, { complete: true });
  if (result.kind === 'failed') throw new Error(`${result.reason}: ${result.detail}\n${text}`);
  return applyChange(from, result.change);
}

/** Whether lines that stand for others are written; what becomes of those is tested by itself. */
function leavesOut(before: string, after: string): boolean {
  const elided = (from: string, to: string): number =>
    elisionsOf(wireText(from).lines, wireText(to, from).lines, 'python').size;
  return elided(before, after) + elided(after, before) > 0;
}

/** A text whose terminators are all CR LF keeps them whatever is written into it; every other text is kept to the unit. */
function asReadAgainst(from: string, to: string): string {
  return /\r\n/.test(from) && !/(?<!\r)\n/.test(from) ? to.replace(/\r?\n/g, '\r\n') : to;
}

function expectRoundTrip(format: ChangeFormat, before: string, after: string): void {
  if (leavesOut(before, after)) return;
  expect(read(before, format, encodeAnswer(before, after, 'python', format))).toBe(asReadAgainst(before, after));
  const message = historyText({ before, after }, format, 'python');
  const [from, to] = codecOf(format).historyBase === 'newer' ? [after, before] : [before, after];
  if (before !== after) expect(read(from, format, message)).toBe(asReadAgainst(from, to));
}

const line = fc.constantFrom(
  '',
  '',
  ' ',
  '    ',
  '\t',
  'a',
  'b',
  '    return w * h',
  '\treturn',
  'é😀',
  '\u2028',
  '...',
  '... a',
  'a ...',
  '"""',
  '```',
  '```python',
  '  ```',
  '`````',
  'x ``` y',
  '0,1',
  '1,2',
  '1 a',
  '<|next_end|>',
  '<|next_start|>',
  '<\\|next_end|>',
  '<\\\\|im_end|>x',
  '<|search_and_replace|>',
  '<|target|>',
  'a<|target_start|>b',
  '<|endoftext|>',
  '<|<|fim_prefix|>|>',
  '@@ -1,1 +1,1 @@',
  '-a',
  '--- a',
  '+++ b',
  '+',
  '-',
  '\\ No newline at end of file',
  '\r',
  'a\rb',
);
const eol = fc.oneof(
  { weight: 4, arbitrary: fc.constant(['\n']) },
  { weight: 2, arbitrary: fc.constant(['\r\n']) },
  { weight: 1, arbitrary: fc.constant(['\n', '\r\n']) },
);
function join(lines: readonly string[], ends: readonly string[]): string {
  return lines.map((content, at) => content + (at + 1 < lines.length ? ends[at % ends.length]! : '')).join('');
}
/** A text and another made of it by replacing some runs of lines; sometimes quite another. */
const pair = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 16 }),
    other: fc.array(line, { minLength: 1, maxLength: 6 }),
    splices: fc.array(fc.record({ at: fc.nat(16), remove: fc.nat(3), insert: fc.array(line, { maxLength: 3 }) }), {
      maxLength: 3,
    }),
    ends: eol,
    unrelated: fc.constantFrom(false, false, false, true),
  })
  .map(({ lines, other, splices, ends, unrelated }) => {
    const after = [...lines];
    for (const { at, remove, insert } of splices) after.splice(at, remove, ...insert);
    return { before: join(lines, ends), after: join(unrelated ? other : after, unrelated ? ['\n'] : ends) };
  });
/** Edits by character, anywhere, so that they also cut line ends in two. */
const fineEdit = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    ends: eol,
    at: fc.nat(60),
    remove: fc.nat(6),
    insert: fc.constantFrom('', 'x', '\n', '\r\n', ' ', '`', '```'),
  })
  .map(({ lines, ends, at, remove, insert }) => {
    const before = join(lines, ends);
    return { before, after: before.slice(0, at) + insert + before.slice(at + remove) };
  });

describe.each(FORMATS)('any change survives being written and read: %s', (format) => {
  it('edits of lines', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => expectRoundTrip(format, before, after)),
      { numRuns: 400 },
    );
  });

  it('edits by character', () => {
    fc.assert(
      fc.property(fineEdit, ({ before, after }) => expectRoundTrip(format, before, after)),
      { numRuns: 300 },
    );
  });

  it.each<[string, string, string]>([
    ['the file becomes empty', 'a\nb\n', ''],
    ['an empty file is filled', '', 'a\nb\n'],
    ['an empty file becomes one empty line', '', '\n'],
    ['the final newline goes', 'a\nb\n', 'a\nb'],
    ['the final newline comes', 'a\nb', 'a\nb\n'],
    ['a line in the middle goes', 'a\nb\nc', 'a\nc'],
    ['the first line goes', 'a\nb\nc', 'b\nc'],
    ['the last line goes', 'a\nb\nc', 'a\nb'],
    ['a line comes at the top', 'b', 'a\nb'],
    ['a line comes at the end', 'a', 'a\nb'],
    ['one empty line of several goes', 'a\n\n\n\nb', 'a\n\n\nb'],
    ['CR LF stays', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['mixed terminators stay', 'a\r\nb\nc\r\n', 'a\r\nB\nc\r\n'],
    ['terminators become CR LF', 'a\nb\n', 'a\r\nb\r\n'],
    ['many changes', 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj', 'A\nb\nc\nd\nE\nf\ng\nh\ni\nJ'],
    ['the same line again and again', 'x\nx\nx\nx\nx\nx\nx\nx\nx', 'x\nx\nx\nx\ny\nx\nx\nx\nx'],
  ])('%s', (_name, before, after) => {
    expectRoundTrip(format, before, after);
  });
});

// Not copied into the project: benchmark/apeval.json of the public repository TechxGenus/CursorCore.
const APEVAL = new URL('../../../../../shared/data/apeval/apeval.json', import.meta.url);
const missing = !existsSync(fileURLToPath(APEVAL));

interface Task {
  readonly history: readonly { readonly code: string }[];
  readonly current: { readonly code: string };
}

describe.skipIf(missing)(
  `the history of APEval${missing ? ' (skipped: put benchmark/apeval.json of github.com/TechxGenus/CursorCore at ../shared/data/apeval/apeval.json)' : ''}`,
  () => {
    it.each(FORMATS)('all 228 transitions survive: %s', (format) => {
      const tasks = JSON.parse(readFileSync(APEVAL, 'utf8')) as readonly Task[];
      const transitions = tasks.flatMap(({ history, current }) => {
        const states = [...history, current].map(({ code }) => code);
        return states.slice(1).map((after, at) => ({ before: states[at]!, after }));
      });
      expect(transitions).toHaveLength(228);
      for (const { before, after } of transitions) expectRoundTrip(format, before, after);
    });
  },
);
