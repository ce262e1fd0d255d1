/** Models with a form of their own, from the key to the screen. */
import { describe, expect, it } from 'vitest';
import {
  accept,
  demand,
  moveTo,
  open,
  page,
  say,
  screen,
  type,
  wait,
  writes,
  type Act,
} from '../../../testing/scenario';
import { DIALECTS, type OwnDialect } from '../conversation';
import { excerptAround } from './excerpt';
import { historyFor } from './history-for';
import { HistoryBuilder, Typist } from '../history';
import type { ModelProfile } from './events';

const own = (dialect: OwnDialect): ModelProfile => ({
  dialect,
  limits: dialect.limits.excerpt,
  budget: { contextTokens: 4096, ...dialect.limits },
  confidence: { min: -3, mean: -1 },
});
const play = (dialect: OwnDialect, file: string, ...acts: Act[]): ReturnType<typeof open> =>
  acts.reduce((scene, act) => act(scene), open(file, 'area.py', own(dialect)));

const AREA = 'def area(w|, h):\n    return w * h\n';
const NEXT = 'def area(width, h):\n    return width * h\n';

describe('a model with a form of its own', () => {
  it.each<[string, OwnDialect, string]>([
    ['Sweep', DIALECTS['sweep-1'], NEXT],
    ['Sweep v2', DIALECTS['sweep-2'], NEXT.trimEnd()],
    ['Zeta', DIALECTS['zeta-1'], `<|editable_region_start|>\n${NEXT}`],
    ['Zeta 2', DIALECTS['zeta-2'], `${NEXT}\n`],
    ['Zeta 2.1', DIALECTS['zeta-2.1'], `<|marker_1|>${NEXT}<|marker_2|>`],
    ['Instinct', DIALECTS.instinct, NEXT],
  ])('%s carries a name on', (_name, dialect, answer) => {
    const scene = play(dialect, AREA, type('idth'), wait(), say(answer));
    expect(screen(scene)).toBe('def area(width, h):\n    return w{>idth} * h\n');
    expect(page(accept('all')(scene)).replace('|', '')).toBe(NEXT);
  });

  it('is told where the file is, and asked again at another place of the same text', () => {
    const scene = play(DIALECTS['zeta-2'], AREA, type('idth'), wait());
    const again = demand(moveTo('area')(say('NO_EDITS\n')(scene)));
    const prompts = again.effects.flatMap((effect) => (effect.type === 'ask' ? [effect.request.parts.join('')] : []));
    expect(prompts.map((prompt) => /<filename>area.py\n[^]*<\|user_cursor\|>/.exec(prompt)?.[0])).toEqual([
      '<filename>area.py\n<<<<<<< CURRENT\ndef area(width<|user_cursor|>',
      '<filename>area.py\n<<<<<<< CURRENT\ndef <|user_cursor|>',
    ]);
  });

  it('is not asked about code that holds its marks, and the status says so', () => {
    const scene = play(DIALECTS['sweep-1'], `x = "</s>"\n${AREA}`, type('idth'), wait());
    expect(screen(scene)).toBe('(the code holds a control token of the model)');
  });

  it('an answer with a mark is not shown', () => {
    const scene = play(DIALECTS['zeta-1'], AREA, type('idth'), wait(), say(NEXT.replace('return', '<|fim_middle|>')));
    expect(screen(scene)).toBe('(the answer could not be read (marker))');
  });

  it('shows what of a region is settled while the rest is written', () => {
    const rest = 'a = 1\nb = 2\nc = 3\n';
    const streaming = writes(NEXT + rest);
    const scene = play(DIALECTS['zeta-1'], `${AREA}${rest}d = 4\n`, type('idth'), wait(), streaming);
    expect(screen(scene)).toContain('return w{>idth} * h');
  });
});

describe('insertion at the cursor', () => {
  it.each<[string, string, string, string, string]>([
    [
      'completes a line',
      'def f(a):\n    x =|\n    return x\n',
      ' ',
      'a + 1',
      'def f(a):\n    x = {>a + 1}\n    return x\n',
    ],
    ['completes a word', 'total = 1\nprint(to|)\n', 't', 'al', 'total = 1\nprint(tot{>al})\n'],
  ])('%s', (_name, file, keys, answer, after) => {
    expect(screen(play(DIALECTS['fim-qwen'], file, type(keys), wait(), say(answer)))).toBe(after);
  });

  it('writes a block behind what opens one', () => {
    const scene = play(
      DIALECTS['fim-qwen'],
      'def f(a)|\n\nx = f(1)\n',
      type(':'),
      wait(),
      say('\n    return a + 1\n\n'),
    );
    expect(page(accept('all')(scene)).replace('|', '')).toBe('def f(a):\n    return a + 1\n\nx = f(1)\n');
  });

  it('is over where the block is, and the model need not go on', () => {
    const streams = writes('\n    return a + 1\n\ndef g():\n');
    const scene = play(DIALECTS['fim-qwen'], 'def f(a)|\n\nx = f(1)\n', type(':'), wait(), streams);
    expect(scene.effects.some(({ type: kind }) => kind === 'cancel')).toBe(true);
    expect(page(accept('all')(scene)).replace('|', '')).toBe('def f(a):\n    return a + 1\n\nx = f(1)\n');
  });

  it('goes on being typed', () => {
    const scene = play(DIALECTS['fim-qwen'], 'total = 1\nprint(t|)\n', type('o'), wait(), say('tal'), type('ta'));
    expect(screen(scene)).toBe('total = 1\nprint(tota{>l})\n');
  });
});

describe('what such a model is shown', () => {
  it('is so many lines around the cursor', () => {
    const text = Array.from({ length: 30 }, (_, n) => `${n}`).join('\n');
    const around = { maxLines: 1, maxChars: 1, around: { above: 2, below: 3 } };
    const lines = (offset: number): string => {
      const { start, end } = excerptAround(text, offset, around, { start: 0, end: 4 });
      return text.slice(start, end).replaceAll('\n', ' ');
    };
    expect([0, text.indexOf('15'), text.length].map(lines)).toEqual(['0 1 2 3', '13 14 15 16 17 18', '27 28 29']);
  });

  it('is where each change was made, and which of them was a prediction', () => {
    const typist = new Typist('d', Array.from({ length: 20 }, (_, n) => `x${n} = ${n}`).join('\n'));
    const builder = new HistoryBuilder({ version: 0, text: typist.text });
    const at = typist.text.indexOf('x10');
    typist.typeOver(at, at + 3, 'y');
    for (const record of typist.records) builder.push(record);
    const changes = historyFor({
      dialect: DIALECTS['zeta-2'],
      language: 'python',
      path: 'src/a.py',
      history: builder,
      others: [],
      excluded: [],
      now: 0,
    });
    expect(changes).toMatchObject([{ path: 'src/a.py', line: 7, accepted: false }]);
  });
});
