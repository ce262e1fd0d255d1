import { describe, expect, it } from 'vitest';
import { adaptDelay, delayAt, initialDelay, type DelayState } from './delay';
import {
  DEFAULT_EXCLUDED,
  excludedBy,
  isLargeChange,
  modeAt,
  whyNotAsk,
  type Circumstances,
  type Occasion,
} from './trigger';
import type { EditSource } from '../history/record';

const now: Circumstances = {
  time: 20_000,
  mode: { kind: 'eager' },
  path: 'src/a.ts',
  language: 'typescript',
  excluded: DEFAULT_EXCLUDED,
  offLanguages: [],
  suggestWidget: false,
  hindrances: [],
  lastEdit: 15_000,
};
const edit = (source: EditSource['kind'], text = 'x'): Occasion => ({
  kind: 'edit',
  source:
    source === 'prediction'
      ? { kind: source, predictionId: 'p' }
      : source === 'inline-edit'
        ? { kind: source, instructionId: 'i' }
        : { kind: source },
  before: 'abc',
  change: [{ start: 1, end: 1, text }],
});
const cursor: Occasion = { kind: 'cursor', selection: { anchor: 1, head: 1 } };

describe('asking', () => {
  it.each<[string, Occasion, Partial<Circumstances>, string | null]>([
    ['a typed edit', edit('typed'), {}, null],
    ['a small paste', edit('paste', 'x'.repeat(200)), {}, null],
    ['a paste of more than 200 characters', edit('paste', 'x'.repeat(201)), {}, 'large-change'],
    ['a paste of more than 8 lines', edit('paste', '\n'.repeat(9)), {}, 'large-change'],
    ['undo', edit('undo'), {}, 'undo-or-redo'],
    ['redo', edit('redo'), {}, 'undo-or-redo'],
    ['loading a file', edit('load'), {}, 'not-edited-yet'],
    ['taking a prediction, however large', edit('prediction', 'x'.repeat(999)), {}, null],
    ['taking an inline edit', edit('inline-edit', 'x'.repeat(999)), {}, null],
    ['a cursor move soon after an edit', cursor, {}, null],
    ['a cursor move 10 s after an edit', cursor, { lastEdit: 10_000 }, null],
    ['a cursor move later', cursor, { lastEdit: 9_999 }, 'no-recent-edit'],
    ['a cursor move before any edit', cursor, { lastEdit: null }, 'not-edited-yet'],
    ['a selection', { kind: 'cursor', selection: { anchor: 0, head: 2 } }, {}, 'selection'],
    ['an edit under the suggestion list', edit('typed'), { suggestWidget: true }, 'suggest-widget'],
    ['an edit with several cursors', edit('typed'), { hindrances: ['several-cursors'] }, 'several-cursors'],
    ['demand with several cursors', { kind: 'demand' }, { hindrances: ['several-cursors'] }, 'several-cursors'],
    ['an edit by an input method', edit('typed'), { hindrances: ['composing', 'several-cursors'] }, 'composing'],
    ['an edit in subtle mode', edit('typed'), { mode: { kind: 'subtle' } }, null],
    ['an edit when off', edit('typed'), { mode: { kind: 'off' } }, 'off'],
    ['an edit in on-demand mode', edit('typed'), { mode: { kind: 'on-demand' } }, 'on-demand'],
    ['demand in on-demand mode', { kind: 'demand' }, { mode: { kind: 'on-demand' } }, null],
    ['an edit in a language it is off for', edit('typed'), { offLanguages: ['go', 'typescript'] }, 'off-for-language'],
    ['an edit in another language', edit('typed'), { offLanguages: ['go'] }, null],
    ['demand in a language it is off for', { kind: 'demand' }, { offLanguages: ['typescript'] }, null],
    ['demand when off', { kind: 'demand' }, { mode: { kind: 'off' } }, null],
    ['an edit in a snooze', edit('typed'), { mode: { kind: 'snoozed', until: 20_001, then: 'eager' } }, 'snoozed'],
    ['an edit after a snooze', edit('typed'), { mode: { kind: 'snoozed', until: 20_000, then: 'eager' } }, null],
    ['an edit of secrets', edit('typed'), { path: '.env' }, 'excluded-file'],
    ['demand in secrets', { kind: 'demand' }, { path: '.env' }, 'excluded-file'],
  ])('after %s', (_, occasion, more, reason) => {
    expect(whyNotAsk(occasion, { ...now, ...more })?.kind ?? null).toBe(reason);
  });

  it('counts what is removed as much as what is added', () => {
    expect(isLargeChange('x'.repeat(300), [{ start: 0, end: 201, text: '' }])).toBe(true);
    expect(isLargeChange('\n'.repeat(9), [{ start: 0, end: 9, text: '' }])).toBe(true);
  });

  it('goes back to the mode before a snooze when it is over', () => {
    expect(modeAt({ kind: 'snoozed', until: 10, then: 'subtle' }, 10)).toEqual({ kind: 'subtle' });
  });
});

describe('files that are never sent', () => {
  it.each([
    '.env',
    '.env.local',
    'app/.ENV',
    'prod.env',
    'server.key',
    'certs/tls.pem',
    'home/.ssh/config',
    '.aws/credentials',
    'id_rsa',
    'id_ed25519.pub',
    '.npmrc',
    'secrets.yaml',
    'infra/prod.tfvars',
    'credentials.json',
  ])('%s is one', (path) => {
    expect(excludedBy(path, DEFAULT_EXCLUDED)).not.toBeNull();
  });
  it.each([
    'main.py',
    'environment.ts',
    'src/env.ts',
    'keyboard.ts',
    'ssh/config.ts',
    'monkey.ts',
    'src/secretsanta.ts',
    'keys/index.ts',
  ])('%s is not', (path) => {
    expect(excludedBy(path, DEFAULT_EXCLUDED)).toBeNull();
  });
  it.each([
    ['build/**', 'build/x/y.js', true],
    ['build/**', 'src/build/x.js', false],
    ['**/gen/*.ts', 'gen/a.ts', true],
    ['**/gen/*.ts', 'src/gen/a.ts', true],
    ['**/gen/*.ts', 'src/gen/b/a.ts', false],
    ['a?.(x)', 'ab.(x)', true],
    ['a?.(x)', 'a/.(x)', false],
    ['', 'anything', false],
  ])('pattern %j and path %s: %s', (pattern, path, matches) => {
    expect(excludedBy(path, [pattern]) !== null).toBe(matches);
  });
});

describe('the delay', () => {
  const after = (verdicts: string, start: DelayState = initialDelay()): DelayState =>
    Array.from(verdicts).reduce((state, one) => adaptDelay(state, one === '-' ? 'rejected' : 'accepted', 0), start);
  it.each([
    ['', 0, false, 100],
    ['-', 0, false, 150],
    ['--', 0, false, 225],
    ['+', 0, false, 80],
    ['-+', 0, false, 120],
    ['----------', 0, false, 3000],
    ['++++', 0, false, 50],
    ['-', 600_000, false, 100],
    ['--', 300_000, false, 150],
    ['++++', 600_000, false, 100],
    ['', 0, true, 500],
    ['----------', 0, true, 3000],
  ])('after %j and %d ms, saving the battery %s, is %d ms', (verdicts, time, saver, ms) => {
    expect(delayAt(after(verdicts), time, saver)).toBe(ms);
  });
  it.each([
    [400, '', 0, 400],
    [400, '-', 0, 600],
    [400, '-', 600_000, 400],
    [400, '+', 300_000, 358],
    [1, '', 0, 50],
    [9999, '-', 0, 3000],
  ])('with a base of %d ms, after %j and %d ms, is %d ms', (base, verdicts, time, ms) => {
    expect(delayAt(after(verdicts, initialDelay(base)), time, false)).toBe(ms);
  });
});
