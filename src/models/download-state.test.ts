import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DownloadState } from '../protocol/models';
import { maxAttempts, nextDownload, type DownloadEvent } from './download-state';

const failure = { code: 'corrupt', detail: 'digest' } as const;
const full = { code: 'no-room', detail: 'disk' } as const;
const absent: DownloadState = { kind: 'absent' };
const looking: DownloadState = { kind: 'looking', attempt: 0 };
const running: DownloadState = { kind: 'downloading', done: 40, total: 100, attempt: 0 };
const waiting: DownloadState = { kind: 'waiting', done: 40, total: 100, attempt: 2, retryInMs: 2000, why: 'cut' };
const paused: DownloadState = { kind: 'paused', done: 40, total: 100 };
const verifying: DownloadState = { kind: 'verifying', done: 10, total: 100 };
const complete: DownloadState = { kind: 'complete', bytes: 100 };
const failed: DownloadState = { kind: 'failed', done: 40, total: 100, failure };

describe('a download', () => {
  it.each<[string, DownloadState, DownloadEvent, DownloadState]>([
    ['begins by looking', absent, { type: 'asked' }, looking],
    ['goes on after a pause by looking again', paused, { type: 'asked' }, looking],
    ['can be asked for again after a failure', failed, { type: 'asked' }, looking],
    ['is not begun twice', running, { type: 'asked' }, running],
    ['is not begun when it is there', complete, { type: 'asked' }, complete],
    ['is left to the tab that has it', looking, { type: 'taken' }, { kind: 'elsewhere' }],
    [
      'runs when it is known what there is, from what is here',
      looking,
      { type: 'planned', done: 40, total: 100 },
      running,
    ],
    ['counts bytes', running, { type: 'received', done: 50, total: 100 }, { ...running, done: 50 }],
    [
      'learns the total late',
      running,
      { type: 'received', done: 50, total: 120 },
      { ...running, done: 50, total: 120 },
    ],
    [
      'waits a second after the first break',
      running,
      { type: 'broke', why: 'cut' },
      { kind: 'waiting', done: 40, total: 100, attempt: 1, retryInMs: 1000, why: 'cut' },
    ],
    [
      'waits twice as long after the second',
      { ...running, attempt: 1 },
      { type: 'broke', why: 'cut' },
      { ...waiting, attempt: 2, retryInMs: 2000 },
    ],
    ['tries again after waiting', waiting, { type: 'retried' }, { kind: 'looking', attempt: 2 }],
    [
      'remembers while it runs again how often it broke',
      { kind: 'looking', attempt: 2 },
      { type: 'planned', done: 40, total: 100 },
      { ...running, attempt: 2 },
    ],
    [
      'forgets it with the first new byte',
      { ...running, attempt: 2 },
      { type: 'received', done: 41, total: 100 },
      { ...running, done: 41 },
    ],
    [
      'remembers it when the server makes it begin anew',
      { ...running, attempt: 2 },
      { type: 'received', done: 0, total: 100 },
      { ...running, done: 0, attempt: 2 },
    ],
    [
      'gives up after the last try and keeps what came',
      { ...running, attempt: maxAttempts - 1 },
      { type: 'broke', why: 'cut' },
      { kind: 'failed', done: 40, total: 100, failure: { code: 'unreachable', detail: 'cut' } },
    ],
    ['pauses while running', running, { type: 'paused' }, paused],
    ['pauses while waiting', waiting, { type: 'paused' }, paused],
    ['is checked', running, { type: 'checking', done: 10, total: 100 }, verifying],
    [
      'goes on with the next file after a check',
      verifying,
      { type: 'received', done: 60, total: 100 },
      { ...running, done: 60 },
    ],
    ['is complete', verifying, { type: 'finished', bytes: 100 }, complete],
    [
      'fails, and what came is thrown away',
      verifying,
      { type: 'failed', failure },
      { kind: 'failed', done: 0, total: 100, failure },
    ],
    [
      'fails, and what came is kept',
      running,
      { type: 'failed', failure: full },
      { kind: 'failed', done: 40, total: 100, failure: full },
    ],
    ['is gone when removed', complete, { type: 'removed' }, absent],
    ['hears no late bytes when paused', paused, { type: 'received', done: 50, total: 100 }, paused],
    ['hears no late break when paused', paused, { type: 'broke', why: 'cut' }, paused],
    ['does not become complete when paused', paused, { type: 'finished', bytes: 100 }, paused],
    ['does not come back when removed', absent, { type: 'finished', bytes: 100 }, absent],
    ['does not fail twice', failed, { type: 'broke', why: 'cut' }, failed],
  ])('%s', (_name, state, event, expected) => {
    expect(nextDownload(state, event)).toEqual(expected);
  });

  it('waits longer each time, half a minute at most', () => {
    let state: DownloadState = running;
    const delays: number[] = [];
    for (;;) {
      state = nextDownload(state, { type: 'broke', why: 'cut' });
      if (state.kind !== 'waiting') break;
      delays.push(state.retryInMs);
      state = nextDownload(nextDownload(state, { type: 'retried' }), { type: 'planned', done: 40, total: 100 });
    }
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(state.kind).toBe('failed');
  });

  it('keeps its count of bytes through any pauses, breaks and retries', () => {
    const events = fc.constantFrom<DownloadEvent>(
      { type: 'paused' },
      { type: 'broke', why: '' },
      { type: 'failed', failure: full },
      { type: 'taken' },
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (happened) => {
        const end = happened.reduce(nextDownload, running);
        if ('done' in end) expect(end).toMatchObject({ done: 40, total: 100 });
        else expect(end.kind).toBe('elsewhere');
      }),
      { numRuns: 100 },
    );
  });
});
