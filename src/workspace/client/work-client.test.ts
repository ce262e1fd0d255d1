import { expect, it } from 'vitest';
import { search, type SearchedFile, type SearchQuery } from '../search/search';
import type { WorkCommand, WorkReply } from '../work-messages';
import { createWorkClient, type WorkClient } from './work-client';

/** A worker that does as it is told: answers, hangs after it has begun, or dies. */
class FakeWorker extends EventTarget {
  readonly commands: WorkCommand[] = [];
  ended = false;
  constructor(readonly behaviour: () => 'answers' | 'hangs' | 'dies') {
    super();
  }
  postMessage(command: WorkCommand): void {
    this.commands.push(command);
    queueMicrotask(() => {
      const behaviour = this.behaviour();
      if (behaviour === 'dies') this.dispatchEvent(new Event('error', { cancelable: true }));
      else this.reply({ type: 'begun', id: command.id });
      if (behaviour === 'answers' && command.type === 'search')
        this.reply({ type: 'searched', id: command.id, outcome: search(command.changed, command.query) });
    });
  }
  terminate(): void {
    this.ended = true;
  }
  private reply(data: WorkReply): void {
    if (!this.ended) this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const query: SearchQuery = { text: 'x', caseSensitive: false, wholeWord: false, regex: false };
const file = (id: string, text = 'x'): SearchedFile => ({ id, name: id, text });
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

function client(behaviour: () => 'answers' | 'hangs' | 'dies'): {
  work: WorkClient;
  workers: FakeWorker[];
  timers: (() => void)[];
} {
  const workers: FakeWorker[] = [];
  const timers: (() => void)[] = [];
  const work = createWorkClient({
    spawn: () => {
      const worker = new FakeWorker(behaviour);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    after: (_ms, act) => {
      timers.push(act);
      return () => {
        timers.splice(timers.indexOf(act), 1);
      };
    },
  });
  return { work, workers, timers };
}

it('sends a text once, and again only when it has changed', async () => {
  const { work, workers, timers } = client(() => 'answers');
  expect(await work.search([file('a'), file('b')], query)).toMatchObject({ kind: 'found', count: 2 });
  await work.search([file('a'), file('b', 'y')], query);
  expect(workers).toHaveLength(1);
  expect(
    workers[0]!.commands.map((command) => command.type === 'search' && command.changed.map(({ id }) => id)),
  ).toEqual([['a', 'b'], ['b']]);
  expect(timers).toEqual([]);
});

it('ends a search that takes too long, and the next begins anew with all texts', async () => {
  let behaviour: 'answers' | 'hangs' = 'hangs';
  const { work, workers, timers } = client(() => behaviour);
  const slow = work.search([file('a')], query);
  await idle();
  timers[0]!();
  expect(await slow).toEqual({ kind: 'too-slow' });
  expect(workers[0]!.ended).toBe(true);
  behaviour = 'answers';
  expect(await work.search([file('a')], query)).toMatchObject({ kind: 'found', count: 1 });
});

it('ends a search that is overtaken, so that the next does not wait for it', async () => {
  let behaviour: 'answers' | 'hangs' = 'hangs';
  const { work, workers } = client(() => behaviour);
  const first = work.search([file('a')], query);
  await idle();
  behaviour = 'answers';
  const second = work.search([file('a')], query);
  expect(await first).toEqual({ kind: 'overtaken' });
  expect(await second).toMatchObject({ kind: 'found', count: 1 });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
});

it('says in words when a worker dies or hangs over an archive, and ends it', async () => {
  const dying = client(() => 'dies');
  expect(await dying.work.unzip(new Uint8Array())).toMatchObject({ kind: 'refused' });
  await expect(dying.work.zip([])).rejects.toThrow(/memory/);
  expect(await dying.work.search([file('a')], query)).toEqual({ kind: 'failed' });
  const hanging = client(() => 'hangs');
  const outcome = hanging.work.unzip(new Uint8Array());
  await idle();
  hanging.timers[0]!();
  expect(await outcome).toMatchObject({ kind: 'refused', why: expect.stringMatching(/too long/) as string });
  expect([...dying.workers, ...hanging.workers].every(({ ended }) => ended)).toBe(true);
});
