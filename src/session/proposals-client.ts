/** The page's side of the proposers' worker. A worker that dies or hangs costs its answers and nothing else. */
import type { Alternative } from '../core/prediction';
import type { Answered } from '../core/ranking';
import type { ProposalChoices, ProposalQuestion, ProposalsCommand, ProposalsReply } from '../protocol/proposals';

/** Who answers `propose` and `weigh`; in Node the functions themselves, in the page a worker. */
export interface Proposals {
  /** What may be shown, the likeliest first; nothing where the worker failed. */
  suggest(question: ProposalQuestion): Promise<readonly Alternative[]>;
  /** Null where the worker failed. */
  weigh(
    question: ProposalQuestion,
    answer: Answered,
    ranked: boolean,
  ): Promise<{ readonly probability: number; readonly enough: number } | null>;
}

export interface ProposalsClientOptions {
  readonly spawn: () => Worker;
  readonly choices: () => ProposalChoices;
  readonly setTimeout: (act: () => void, ms: number) => number;
  readonly clearTimeout: (id: number) => void;
}

/** A question that is not answered by then is given up, and the worker with it. Milliseconds. */
const PATIENCE_MS = 3_000;

interface Waiting {
  readonly settle: (reply: ProposalsReply | null) => void;
  readonly timer: number;
}

export function createProposalsClient(options: ProposalsClientOptions): Proposals & { dispose(): void } {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;

  const choices = (): ProposalChoices => {
    const { eagerness, quietInText } = options.choices();
    return { eagerness, quietInText };
  };
  const drop = (): void => {
    worker?.terminate();
    worker = null;
    for (const { settle, timer } of waiting.values()) {
      options.clearTimeout(timer);
      settle(null);
    }
    waiting.clear();
  };
  const started = (): Worker => {
    if (worker !== null) return worker;
    const made = options.spawn();
    made.addEventListener('message', ({ data }: MessageEvent<ProposalsReply>) => {
      const asked = waiting.get(data.id);
      if (asked === undefined) return;
      waiting.delete(data.id);
      options.clearTimeout(asked.timer);
      asked.settle(data);
    });
    made.addEventListener('error', (event) => {
      event.preventDefault();
      console.error('The proposers stopped; the next question starts them again.', event.message);
      if (worker === made) drop();
    });
    worker = made;
    return made;
  };
  const ask = (command: (id: number) => ProposalsCommand): Promise<ProposalsReply | null> =>
    new Promise((settle) => {
      const id = ++lastId;
      waiting.set(id, { settle, timer: options.setTimeout(drop, PATIENCE_MS) });
      started().postMessage(command(id));
    });

  return {
    async suggest(question) {
      const reply = await ask((id) => ({ type: 'suggest', id, question, choices: choices() }));
      if (reply?.type === 'failed') console.error('The proposers failed.', reply.message);
      return reply?.type === 'suggested' ? reply.alternatives : [];
    },
    async weigh(question, answer, ranked) {
      const reply = await ask((id) => ({ type: 'weigh', id, question, answer, choices: choices(), ranked }));
      return reply?.type === 'weighed' ? { probability: reply.probability, enough: reply.enough } : null;
    },
    dispose: drop,
  };
}
