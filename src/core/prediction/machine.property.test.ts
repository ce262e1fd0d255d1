import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../text';
import { changeOf } from './hunks';
import {
  accept,
  acceptLines,
  demand,
  edit,
  ends,
  escape,
  open,
  send,
  type,
  undo,
  wait,
  writes,
  type Act,
  type Scene,
} from '../../../testing/scenario';
import { currentPrediction, runningOf } from './state';

const FILE = 'def area(w|, h):\n    a = w * h\n    pass\n    return w\n';
const shows = (scene: Scene): boolean => currentPrediction(scene.state) !== null;
const asks = (scene: Scene): boolean => runningOf(scene.state.phase) !== null;
const when =
  (possible: (scene: Scene) => boolean, act: Act): Act =>
  (scene) =>
    possible(scene) ? act(scene) : scene;
const length = (scene: Scene): number => scene.state.document?.text.length ?? 0;

const key = fc.constantFrom('a', 'w', 'x', ' ', '\n', '(');
const block = fc
  .tuple(fc.nat(4), fc.nat(2), fc.constantFrom('    a = wx * h', '    return wx', 'x\ny', ''))
  .map(([start, size, text]) => `${start},${start + size}\n\`\`\`python\n${text}\n\`\`\`\n`);
const act: fc.Arbitrary<Act> = fc.oneof(
  key.map((one) => type(one)),
  fc.constant(when((scene) => (scene.state.document?.cursor.head ?? 0) > 0, type('<'))),
  fc.tuple(fc.nat(60), fc.nat(4), key).map(([start, size, text]): Act => (scene) => {
    const from = Math.min(start, length(scene));
    return edit({ start: from, end: Math.min(from + size, length(scene)), text })(scene);
  }),
  fc.nat(60).map(
    (at): Act =>
      (scene) =>
        send({
          type: 'cursorMoved',
          cursor: { anchor: Math.min(at, length(scene)), head: Math.min(at, length(scene)) },
        })(scene),
  ),
  fc.constant(wait(150)),
  fc.constant(wait(5000)),
  fc.constant(when((scene) => scene.undo.length > 0, undo)),
  fc.constant(demand),
  block.map((text) => when(asks, writes(text))),
  fc.constant(when(asks, ends())),
  fc.constant(when(asks, ends('length'))),
  fc.constant<Act>((scene) =>
    send({ type: 'failed', requestId: runningOf(scene.state.phase)?.requestId ?? 7, message: 'lost' })(scene),
  ),
  fc.constantFrom(...(['word', 'line', 'hunk', 'all'] as const)).map((part) => when(shows, accept(part))),
  fc.constant(when(shows, acceptLines)),
  fc.constant(escape),
  fc.boolean().map((opened) => send({ type: 'suggestWidget', open: opened })),
  fc
    .tuple(fc.constantFrom('several-cursors' as const, 'composing' as const), fc.boolean())
    .map(([hindrance, on]) => send({ type: 'hindrance', hindrance, on })),
);

describe('the machine, whatever happens', () => {
  it('keeps what it shows fit for the present text and its timer in step', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        acts.reduce((before, one) => {
          const scene = one(before);
          const { state } = scene;
          const prediction = currentPrediction(state);
          if (prediction !== null) {
            expect(prediction.hunks.length).toBeGreaterThan(0);
            expect(prediction.version).toBe(state.document?.version);
            const text = state.document?.text ?? '';
            expect(applyChange(text, changeOf(prediction.hunks))).not.toBe(text);
          }
          expect(scene.due !== null).toBe(state.phase.kind === 'waiting');
          return scene;
        }, open(FILE));
      }),
      { numRuns: 300 },
    );
  });

  it('never asks while a question it did not cancel is unanswered', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        acts.reduce((before, one) => {
          const scene = one(before);
          const fresh = scene.effects.slice(before.effects.length);
          const was = runningOf(before.state.phase)?.requestId;
          const asked = fresh.some((effect) => effect.type === 'ask');
          const freed =
            was === undefined || fresh.some((effect) => effect.type === 'cancel' && effect.requestId === was);
          if (asked) expect(freed).toBe(true);
          return scene;
        }, open(FILE));
      }),
      { numRuns: 200 },
    );
  });
});
