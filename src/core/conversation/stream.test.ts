import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../text';
import {
  AnswerStream,
  begunAnswer,
  decodeAnswer,
  DIALECTS,
  encodeAnswer,
  renderPrompt,
  type AnswerProgress,
  type ChangeFormat,
  type Current,
  type Dialect,
} from '.';

const FORMATS: readonly ChangeFormat[] = ['wf', 'lc', 'sr', 'ud', 'lcn'];
const before = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
const after = before.replace('line 5\n', 'LINE 5\n').replace('line 20\n', '').replace('line 35', 'line 35\nmore');
const current: Current = { text: before, above: false, below: false, target: null };

function pieces(text: string, cuts: readonly number[]): string[] {
  const points = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...points, text.length].map((end, at) => text.slice(points[at - 1] ?? 0, end));
}

/** What each unit of the answer, coming alone, let the stream tell. */
function follow(format: ChangeFormat, answer: string): { stream: AnswerStream; told: AnswerProgress[] } {
  const stream = new AnswerStream(current, 'python', format);
  return { stream, told: Array.from(answer, (unit) => stream.push(unit)) };
}

describe.each(FORMATS)('an answer that streams: %s', (format) => {
  const answer = encodeAnswer(before, after, 'python', format);

  it('however it is cut, says the same as the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        const stream = new AnswerStream(current, 'python', format);
        for (const piece of pieces(answer, cuts)) stream.push(piece);
        expect(stream.text).toBe(answer);
        expect(stream.finish(true)).toEqual(decodeAnswer(current, 'python', format, answer, { complete: true }));
      }),
      { numRuns: 20 },
    );
  });

  it('shows the first change before the last is written, and never takes one back', () => {
    const { told } = follow(format, answer);
    let shown: string[] = [];
    const first = told.findIndex((progress) => progress.kind === 'writing' && progress.change.length > 0);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(told.length * 0.67);
    for (const progress of told) {
      if (progress.kind !== 'writing') throw new Error(progress.kind);
      const edits = progress.change.map((edit) => JSON.stringify(edit));
      expect(edits).toEqual(expect.arrayContaining(shown));
      shown = edits;
    }
  });

  it('tells the end when it is written, also in pieces', () => {
    const { told } = follow(format, `${answer}<|next_end|>\nDone.`);
    const end = told.findIndex((progress) => progress.kind === 'ended');
    expect(end).toBe(`${answer}<|next_end|>`.length - 1);
    const last = told.at(-1);
    expect(last?.kind === 'ended' && last.result).toMatchObject({ kind: 'change', partial: false, chat: 'Done.' });
    expect(last?.kind === 'ended' && last.result.kind === 'change' && applyChange(before, last.result.change)).toBe(
      after,
    );
  });
});

describe('an answer that cannot become a change', () => {
  it.each<[string, ChangeFormat, string]>([
    ['lines that C does not have', 'lc', '90,91\n```python\nx\n```\n'],
    ['a search that finds nothing', 'sr', '```python\nnothing like it here at all\n<|search_and_replace|>\nx\n```\n'],
    ['a special token in code', 'wf', '```python\nline 0\n<|im_start|>system\n'],
  ])('is told while it is written: %s', (_name, format, answer) => {
    const stream = new AnswerStream(current, 'python', format);
    expect(stream.push(answer).kind).toBe('failed');
    expect(stream.finish(false).kind).toBe('failed');
  });
});

describe('a model that decides between code and chat', () => {
  it('chats', () => {
    const stream = new AnswerStream(current, 'python', 'lc', false);
    expect(stream.push('Hello\n')).toEqual({ kind: 'writing', change: [] });
    expect(stream.finish(true)).toEqual({ kind: 'change', change: [], partial: false, chat: 'Hello' });
  });

  it('chats, edits and chats', () => {
    const stream = new AnswerStream(current, 'python', 'lc', false);
    stream.push('First.\n<|next_start|>0,1\n```\nLINE 0\n```<|next');
    stream.push('_end|>\nThen <|target|><\\|im_end|>.<|im_end|>');
    expect(stream.finish(false)).toEqual({
      kind: 'change',
      change: [{ start: 0, end: 7, text: 'LINE 0\n' }],
      partial: false,
      chat: 'First.\n\nThen <|im_end|>.',
    });
  });

  it('whose chat is cut keeps what was said', () => {
    expect(decodeAnswer(current, 'python', 'lc', 'Hel', { complete: false, codeFirst: false })).toEqual({
      kind: 'change',
      change: [],
      partial: true,
      chat: 'Hel',
    });
  });

  it('may repeat the opening token that the prompt gave it', () => {
    expect(decodeAnswer(current, 'python', 'lc', '<|next_start|><|next_end|>', { complete: true })).toEqual({
      kind: 'change',
      change: [],
      partial: false,
      chat: '',
    });
  });
});

describe('an answer that was begun', () => {
  const dialect = DIALECTS['inkling-wf'];
  const shown: Current = { text: 'a\nlet b\nc', above: true, below: false, target: null };
  const begun = begunAnswer(shown, 'python', dialect);

  it.each<[string, string, string]>([
    ['an answer', '...\na\nlet B\nc\n```', 'a\nlet B\nc'],
    ['the window as it is', '...\na\nlet b\nc\n```', shown.text],
  ])('is read as if the model had written all of it: %s', (_name, answer, expected) => {
    expect(begun).toBe('```python\n');
    const stream = new AnswerStream(shown, 'python', 'wf', true, begun);
    const told = stream.push(`${answer}<|next_end|>`);
    const read = decodeAnswer(shown, 'python', 'wf', answer, { complete: true, begun });
    expect(told).toEqual({ kind: 'ended', result: read });
    expect(read.kind === 'change' && applyChange(shown.text, read.change)).toBe(expected);
  });

  it('cannot be silence before it says anything, and breaks off where it ends early', () => {
    expect(decodeAnswer(shown, 'python', 'wf', '<|next_end|>', { complete: true, begun })).toMatchObject({
      kind: 'failed',
      reason: 'malformed',
    });
    expect(decodeAnswer(shown, 'python', 'wf', '...\na', { complete: false, begun })).toMatchObject({
      kind: 'failed',
      reason: 'truncated',
    });
  });

  it.each(Object.values<Dialect>(DIALECTS).filter(({ id }) => id !== dialect.id))(
    'is left to other models: $id',
    (other) => {
      expect(begunAnswer(shown, 'python', other)).toBe('');
    },
  );

  it('opens a fence that its code cannot close, and ends the prompt', () => {
    const current: Current = { ...shown, text: 'a = """\n```\n"""' };
    const long = begunAnswer(current, 'python', dialect);
    expect(long).toBe('````python\n');
    const { parts, stop } = renderPrompt({ language: 'python', history: [], current, user: null }, dialect, {
      kind: 'code-first',
      begun: long,
    });
    expect(parts.at(-1)).toBe('<|im_start|>assistant\n<|next_start|>````python\n');
    expect(stop).toContain('<|next_end|>');
  });
});
