import { describe, expect, it } from 'vitest';
import { playCase } from '../cli/evaluation/replay';
import { DIALECTS } from '../../src/core/conversation';
import type { EvaluationCase } from '../evaluation';
import { MOVE_MS } from '../evaluation/rhythm';
import { Typist } from '../../src/core/history';
import { WINDOW_BUDGET, WINDOW_LIMITS, type CompletionRequest, type ModelProfile } from '../../src/core/prediction';
import { excerptAround } from '../../src/core/prediction/excerpt';
import { seededRandom, windowRow, type WindowRow } from '../synthesis';
import { applyChange } from '../../src/core/text';
import { dueChange, type Moment } from './moment';
import { courseOf, momentIn } from './replay';
import { historyOf, ROW_KINDS, rowsOf } from './rows';

const filler = Array.from(
  { length: 40 },
  (_, at) => `def step_${String(at)}(value):\n    return value + ${String(at)}\n\n`,
).join('');
const box = (sides: readonly string[], shown: string): string =>
  [
    'class Box:',
    `    def __init__(self, ${sides.join(', ')}):`,
    ...sides.map((side) => `        self.${side} = ${side}`),
    '',
    '    def volume(self):',
    `        return ${sides.map((side) => `self.${side}`).join(' * ')}`,
    '',
    '',
    filler,
    'def show(box):',
    `    print(${shown})`,
    '',
  ].join('\n');
const file = {
  source: 'a/b',
  commit: 'c'.repeat(40),
  language: 'python',
  path: 'box.py',
  before: box(['width', 'height'], 'box.width, box.height'),
  after: box(['width', 'height', 'depth'], 'box.width, box.height, box.depth'),
};

function moment(kind: Moment['kind'], seed: number): Moment {
  const random = seededRandom(seed);
  const course = courseOf(random, file);
  const made = course === null ? null : momentIn(random, course, kind);
  if (made === null) throw new Error('no moment');
  return made;
}

const answer = ({ completion }: WindowRow): string => completion.join('');
const profile: ModelProfile = {
  dialect: DIALECTS['inkling-wf'],
  limits: WINDOW_LIMITS,
  budget: WINDOW_BUDGET,
  confidence: { min: -100, mean: -100 },
};

/** What the program asks its model after the edits of a moment were typed, key by key. */
async function asked(one: Moment): Promise<string | undefined> {
  const typist = new Typist('case', one.base);
  for (const { change } of one.edits) {
    typist.wait(MOVE_MS);
    let shift = 0;
    for (const { start, end, text } of change) {
      if (start === end) typist.typeAt(start + shift, text);
      else typist.typeOver(start + shift, end + shift, text);
      shift += text.length - (end - start);
    }
  }
  expect(typist.text).toBe(one.text);
  const { records } = typist;
  const played: EvaluationCase = {
    id: 'case',
    kind: 'any',
    origin: 'own',
    document: { id: 'case', path: one.path, language: one.language, base: { version: 0, text: one.base }, records },
    points: [{ after: records.length, due: { kind: 'edits', change: dueChange(one) } }],
  };
  const requests: CompletionRequest[] = [];
  await playCase(
    played,
    profile,
    (request) => {
      requests.push(request);
      return Promise.resolve({
        pieces: [],
        figures: {
          promptTokens: 1,
          reusedTokens: 0,
          generatedTokens: 0,
          draftedTokens: 0,
          acceptedTokens: 0,
          forwardPasses: 1,
          msToFirstToken: 1,
          msTotal: 1,
          end: 'stop',
        },
      });
    },
    { onlyAtPoints: true },
  );
  return requests.at(-1)?.parts.join('');
}

describe('a row', () => {
  it.each([1, 2, 3, 4, 5])(
    'has, byte for byte, the prompt that the program sends at that moment (seed %d)',
    async (seed) => {
      const one = moment('next', seed);
      const excerpt = excerptAround(one.text, one.cursor, WINDOW_LIMITS);
      const history = historyOf({ next: () => 0.9 }, one);
      const row = windowRow(
        {
          language: one.language,
          kind: 'next',
          source: '',
          text: one.text,
          cursor: one.cursor,
          excerpt,
          history,
          after: one.text.slice(excerpt.start, excerpt.end),
        },
        DIALECTS['inkling-wf'],
      );
      expect(row?.prompt).toBe(await asked(one));
      expect(row?.prompt.endsWith('<|im_start|>assistant\n<|next_start|>```python\n')).toBe(true);
    },
  );

  it('rewrites the window, and marks the lines that change', () => {
    const rows = [1, 2, 3, 4, 5, 6].flatMap((seed) => rowsOf(seededRandom(seed), moment('next', seed)));
    const due = rows.filter(({ quiet }) => !quiet);
    expect(due.length).toBeGreaterThan(4);
    for (const row of due) {
      expect(row.prompt.endsWith('<|next_start|>```python\n')).toBe(true);
      expect(answer(row).endsWith('\n```<|next_end|>')).toBe(true);
      expect(row.changed).toHaveLength(row.completion.length);
      const changed = row.completion.filter((_, at) => row.changed[at] === 1);
      expect(changed.length).toBeGreaterThan(0);
      expect(changed.every((line) => line.includes('depth'))).toBe(true);
      expect(
        row.completion
          .filter((_, at) => row.changed[at] === 0)
          .every((line) => row.prompt.includes(line.replace('<|next_end|>', ''))),
      ).toBe(true);
    }
    // The window need not be where the cursor is.
    expect(due.some((row) => answer(row).includes('print(') && !answer(row).includes('class Box'))).toBe(true);
  });

  it('copies the window where nothing is due', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => rowsOf(seededRandom(seed), moment('quiet', seed)));
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['quiet-done', 'quiet-elsewhere', 'quiet-undo']));
    for (const row of rows) {
      expect(row.quiet).toBe(true);
      expect(row.changed.includes(1)).toBe(false);
      const shown = row.prompt.slice(
        row.prompt.lastIndexOf('<|im_start|>current\n') + '<|im_start|>current\n'.length,
        row.prompt.lastIndexOf('<|im_end|>\n<|im_start|>assistant'),
      );
      expect(`\`\`\`python\n${answer(row)}`).toBe(`${shown}<|next_end|>`);
    }
  });

  it('after an undo shows both, and does not propose it again', () => {
    const row = [1, 2, 3, 4, 5, 6, 7, 8]
      .flatMap((seed) => rowsOf(seededRandom(seed), moment('quiet', seed)))
      .find(({ kind }) => kind === 'quiet-undo');
    expect(row?.prompt.split('<|im_start|>history').length).toBeGreaterThan(2);
  });

  it('of a line being typed finishes it only where its words can be known', () => {
    const unknown = {
      ...file,
      after: file.before.replace(
        '        self.height = height',
        '        self.height = height\n        frobnicate(whatever, something)',
      ),
    };
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seededRandom(seed);
      const course = courseOf(random, unknown);
      const rest = course === null ? null : momentIn(random, course, 'rest');
      if (rest === null) continue;
      expect(applyChange(rest.text, dueChange(rest))).toBe(unknown.after);
      for (const row of rowsOf(random, rest)) kinds.add(row.kind);
    }
    expect(kinds).toContain('quiet-typing');
    expect(kinds.has('rest')).toBe(false);
    expect([...kinds].every((kind) => (ROW_KINDS as readonly string[]).includes(kind))).toBe(true);
  });
});
