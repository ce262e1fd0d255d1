import { describe, expect, it } from 'vitest';
import type { Answer } from '../cli/evaluation/answers';
import { askedPoints } from '../cli/evaluation/quick/predictor';
import { DIALECTS } from '../../src/core/conversation';
import { playScript, type Script } from '../evaluation';
import type { CompletionRequest } from '../../src/core/prediction';
import { proposalForest } from '../../src/core/ranking';
import { applyChange, diffText } from '../../src/core/text';
import type { Moment } from '../moments/moment';
import { askAt } from './ask';
import { answering, together } from './predictor';
import { everydaySituation, naturalSituation } from './situation';

const dialect = DIALECTS['inkling-wf'];
const BASE = 'def area(w, h):\n    return w * h\n';
const TEXT = 'def area(width, h):\n    return w * h\n';
const DUE = 'def area(width, h):\n    return width * h\n';
const moment: Moment = {
  id: 'a',
  source: 'o/r',
  commit: 'c',
  language: 'python',
  path: 'a.py',
  kind: 'next',
  derivable: true,
  cursor: 'def area(width'.length,
  edits: [{ before: 'def area(w, h):', after: 'def area(width, h):', change: diffText(BASE, TEXT) }],
  due: [diffText(TEXT, DUE)],
  base: BASE,
  text: TEXT,
};

/** Answers with a window; what was asked is kept. */
function model(window: string, asked: CompletionRequest[] = []): (request: CompletionRequest) => Promise<Answer> {
  return (request) => {
    asked.push(request);
    const figures = {
      promptTokens: 1,
      reusedTokens: 0,
      generatedTokens: 1,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: 1,
      msToFirstToken: 1,
      msTotal: 1,
      end: 'stop' as const,
    };
    return Promise.resolve({ pieces: [{ text: window, logprob: -0.1, ms: 1 }], figures });
  };
}

describe('a model that is asked at a moment', () => {
  it.each<[string, string, string | null, boolean]>([
    ['what is due', `${DUE}\n\`\`\``, DUE, true],
    ['something else', `${TEXT.replace('h)', 'height)')}\n\`\`\``, TEXT.replace('h)', 'height)'), false],
    ['the window as it is', `${TEXT}\n\`\`\``, null, false],
    ['a window that breaks off', 'def area(width', null, false],
  ])('says %s', async (_what, answer, after, right) => {
    const asked: CompletionRequest[] = [];
    const situation = naturalSituation(moment);
    const said = await askAt(situation, dialect, model(answer, asked));
    expect(asked[0]?.parts.at(-1)).toBe('<|im_start|>assistant\n<|next_start|>```python\n');
    expect(said === null ? null : applyChange(TEXT, said.change)).toBe(after);
    expect(said !== null && situation.isRight(said.change)).toBe(right);
  });

  it('predicts with the likelihood that the ranking gives it, beside others', async () => {
    const predict = answering(model(`${DUE}\n\`\`\``), dialect, proposalForest());
    const [offer] = await predict(moment);
    expect(applyChange(TEXT, offer?.change ?? [])).toBe(DUE);
    expect(offer?.probability).toBeGreaterThan(0);
    const sure = { change: diffText(TEXT, BASE), probability: 1 };
    expect(
      (
        await together(
          () => [],
          predict,
          () => [sure],
        )(moment)
      )[0],
    ).toBe(sure);
  });

  it('is judged at everyday moments as the program is', async () => {
    const script: Script = {
      name: 'area',
      kind: 'rename',
      language: 'python',
      path: 'area.py',
      text: BASE.split('\n'),
      steps: [
        { over: 'w', line: 1, type: 'width' },
        { due: { 2: '    return width * h' } },
        { over: 'w', line: 2, type: 'width' },
        { quiet: true },
      ],
    };
    const [due, quiet] = askedPoints(playScript(script)).map(everydaySituation);
    const said = due === undefined ? null : await askAt(due, dialect, model(`${DUE}\n\`\`\``));
    expect(due?.kind).toBe('next');
    expect(due?.isRight(said?.change ?? [])).toBe(true);
    expect(quiet?.kind).toBe('quiet');
    expect(quiet?.isRight([{ start: 0, end: 0, text: 'x' }])).toBe(false);
  });
});
