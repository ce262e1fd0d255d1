import { describe, expect, it } from 'vitest';
import {
  CANCELLED_BEFORE_IT_BEGAN,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
} from '../../core/prediction/completion';
import { createLanes, type Lanes } from './request-queue';

const request = (name: string): CompletionRequest => ({
  parts: [name],
  draft: null,
  stop: [],
  maxTokens: 1,
  temperature: 0,
});
const DONE: CompletionFigures = { ...CANCELLED_BEFORE_IT_BEGAN, end: 'stop' };

/** A model that answers when told to, and a clock that is moved by hand. */
function world(): {
  readonly lanes: Lanes;
  readonly log: string[];
  readonly answer: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
} {
  const log: string[] = [];
  let now = 10_000;
  let timers: { readonly at: number; readonly act: () => void }[] = [];
  let open: (() => void)[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const model = (lane: string) =>
    async function* (
      { parts }: CompletionRequest,
      signal: AbortSignal,
    ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
      log.push(`${lane} ${parts.join('')}`);
      await new Promise<void>((resolve) => {
        open.push(resolve);
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
      if (signal.aborted) {
        log.push(`${parts.join('')} stopped`);
        return { ...DONE, end: 'cancelled' };
      }
      yield { text: 'said', logprob: null };
      return DONE;
    };
  const lanes = createLanes(model('first'), model('later'), {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
  return {
    lanes,
    log,
    async answer() {
      await settle();
      const all = open;
      open = [];
      for (const act of all) act();
      await settle();
    },
    async pass(ms) {
      await settle();
      now += ms;
      for (const { at, act } of [...timers]) if (at <= now) act();
      await settle();
    },
  };
}

const run = async (lanes: Lanes, name: string): Promise<void> => {
  for await (const piece of lanes.first(request(name), new AbortController().signal)) expect(piece.text).toBe('said');
};

describe('what is asked ahead of need', () => {
  it('is asked one after the other when nobody waits', async () => {
    const { lanes, log, answer } = world();
    const both = [
      lanes.later(request('a'), new AbortController().signal),
      lanes.later(request('b'), new AbortController().signal),
    ];
    await answer();
    expect(log).toEqual(['later a', 'later b']);
    await answer();
    expect((await Promise.all(both)).map((one) => one?.pieces.map(({ text }) => text))).toEqual([['said'], ['said']]);
  });

  it('gives way to what a user waits for, and begins again only after a quiet second', async () => {
    const { lanes, log, answer, pass } = world();
    const asked = lanes.later(request('a'), new AbortController().signal);
    await pass(0);
    const own = run(lanes, 'typed');
    await pass(0);
    expect(log).toEqual(['later a', 'first typed', 'a stopped']);
    await answer();
    await own;
    await pass(900);
    expect(log).toHaveLength(3);
    await pass(1_100);
    expect(log.at(-1)).toBe('later a');
    await answer();
    expect(await asked).toMatchObject({ figures: { end: 'stop' } });
  });

  it('ends when it is called off, whether it waits or runs, and lets the next one go', async () => {
    const { lanes, log, answer, pass } = world();
    const [running, waiting] = [new AbortController(), new AbortController()];
    const answers = [
      lanes.later(request('a'), running.signal),
      lanes.later(request('b'), waiting.signal),
      lanes.later(request('c'), new AbortController().signal),
    ];
    await pass(0);
    waiting.abort();
    running.abort();
    await pass(0);
    expect(log).toEqual(['later a', 'a stopped', 'later c']);
    await answer();
    expect((await Promise.all(answers)).map((one) => one === null)).toEqual([true, true, false]);
  });
});
