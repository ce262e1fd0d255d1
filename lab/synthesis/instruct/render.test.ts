import { describe, expect, it } from 'vitest';
import { decodeAnswer, DIALECTS } from '../../../src/core/conversation';
import { HistoryBuilder } from '../../../src/core/history';
import { Typist } from '../../../src/core/history/typist';
import { excerptAround } from '../../../src/core/prediction/excerpt';
import { buildPrompt } from '../../../src/core/prediction/prompt';
import { applyChange } from '../../../src/core/text';
import { sample } from './fixtures';
import { renderRow, type RowFormat } from './render';

const limits = { maxLines: 48, maxChars: 2100 };
const budget = { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 };
const embedded: RowFormat = { dialect: DIALECTS['inkling-sr-lc'], limits, budget, completion: 'edit' };
const base = 'w = 1\nprint(w)\n';
const renamed = sample({
  base,
  edits: [[{ start: 0, end: 1, text: 'width' }]],
  current: 'width = 1\nprint(w)\n',
  next: [{ start: 16, end: 17, text: 'width' }],
  cursor: 5,
});

function rowOf(made: ReturnType<typeof renderRow>) {
  if (made.kind !== 'row') throw new Error(made.why.name);
  return made.row;
}

describe('rows', () => {
  it('are what the product asks the embedded model, to the letter', () => {
    const typist = new Typist('d', base).replace(0, 1, 'width');
    const builder = new HistoryBuilder({ version: 0, text: base });
    for (const record of typist.records) builder.push(record);
    const text = builder.text();
    const asked = buildPrompt({
      language: 'python',
      text,
      excerpt: excerptAround(text, 5, limits),
      cursor: { anchor: 5, head: 5 },
      history: builder.changes({ contextLines: 0 }),
      dialect: embedded.dialect,
      budget,
    });
    const row = rowOf(renderRow(renamed, embedded));
    expect(row.prompt).toBe(asked?.request.parts.join(''));
    expect(row.prompt).toContain('1|width = 1\n2>print(w)\n');
    expect(row.completion).toBe('1,2\n```python\n2|print(width)\n```<|next_end|>');
    expect(row).toMatchObject({
      language: 'python',
      kind: 'rename',
      quiet: false,
      input: 'H+C',
      dialect: 'inkling-sr-lc',
      history: 1,
    });
  });

  it.each(['cursorcore-wf', 'cursorcore-lc', 'cursorcore-sr'] as const)(
    'in %s can be read back as the change',
    (id) => {
      const row = rowOf(
        renderRow(
          { ...renamed, chat: 'Carried the new name on.' },
          { dialect: DIALECTS[id], limits, budget, completion: 'answer' },
        ),
      );
      expect(row.prompt.endsWith('<|im_start|>assistant\n')).toBe(true);
      const current = { text: renamed.current, above: false, below: false, target: null };
      const read = decodeAnswer(current, 'python', DIALECTS[id].outputFormat, row.completion, {
        complete: true,
        codeFirst: false,
      });
      expect(read.kind === 'change' && applyChange(current.text, read.change)).toBe('width = 1\nprint(width)\n');
      expect(read.kind === 'change' && read.chat).toBe('Carried the new name on.');
    },
  );

  it('hold the instruction and the target area where the format has them', () => {
    const { prompt } = rowOf(
      renderRow(
        { ...renamed, user: 'Finish the rename', area: { kind: 'cursor', offset: 16 } },
        { dialect: DIALECTS['cursorcore-wf'], limits, budget, completion: 'answer' },
      ),
    );
    expect(prompt).toContain('print(<|target|>w)');
    expect(prompt).toContain('<|im_start|>user\nFinish the rename<|im_end|>');
  });

  it('with nothing to do end at once', () => {
    const row = rowOf(renderRow({ ...renamed, next: [], kind: 'quiet-complete' }, embedded));
    expect(row).toMatchObject({ completion: '<|next_end|>', quiet: true });
  });

  it('carry the texts for an evaluation when asked', () => {
    expect(rowOf(renderRow(renamed, embedded, true)).raw).toEqual({
      current: renamed.current,
      above: false,
      below: false,
      after: 'width = 1\nprint(width)\n',
    });
    expect(rowOf(renderRow(renamed, embedded))).not.toHaveProperty('raw');
  });

  const long = 'x = 1\n'.repeat(400);
  it.each([
    ['an instruction in a format of edits', { ...renamed, user: 'do it' }, embedded, 'instruction-in-an-edit-format'],
    [
      'a change outside the excerpt',
      sample({ current: long, next: [{ start: 2000, end: 2001, text: 'y' }] }),
      embedded,
      'change-out-of-sight',
    ],
    [
      'an answer longer than the product lets it be',
      { ...renamed, next: [{ start: 16, end: 17, text: 'x'.repeat(900) }] },
      embedded,
      'answer-too-long',
    ],
    [
      'a newest edit that does not fit the prompt',
      sample({ base: '', edits: [[{ start: 0, end: 0, text: 'z'.repeat(1500) }]], current: 'z'.repeat(1500) }),
      embedded,
      'newest-edit-too-long',
    ],
    [
      'a prompt that does not fit',
      renamed,
      { ...embedded, budget: { ...budget, contextTokens: 260 } },
      'prompt-too-long',
    ],
  ])('are refused for %s', (_name, made, format, why) => {
    expect(renderRow(made, format)).toMatchObject({ kind: 'refused', why: { name: why } });
  });
});
