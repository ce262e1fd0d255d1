import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../conversation';
import {
  accept,
  acceptLines,
  answer,
  answerText,
  asked,
  demand,
  edit,
  effectsOf,
  ends,
  escape,
  moveTo,
  open,
  outcomes,
  page,
  play,
  say,
  screen,
  send,
  TEST_MODEL,
  type,
  undo,
  wait,
  writes,
  type Act,
  type Scene,
} from '../../../testing/scenario';
import { currentPrediction } from './state';
import type { PredictionLimits } from './limits';

const AREA = 'def area(w|, h):\n    return w * h\n';
const WIDTH = ['return w *', 'return width *'] as const;
const rename: Act[] = [type('idth'), wait(), answer(WIDTH)];
const openOther = send({
  type: 'documentOpened',
  document: 'e',
  path: 'b.py',
  language: 'python',
  version: 0,
  text: '',
  cursor: { anchor: 0, head: 0 },
});
const limits = (some: Partial<PredictionLimits>): Act =>
  send({ type: 'limitsChanged', limits: { excluded: [], ...some } });
const RENAMED = 'def area(width, h):\n    return w{>idth} * h\n';

describe('a prediction, as the user sees it', () => {
  const cases: [string, Act[], string][] = [
    ['waits for the delay after a key', [type('idth'), wait(50)], '(waiting)'],
    ['asks when the delay is over', [type('idth'), wait(100)], '(running)'],
    ['shows what the model answers', rename, RENAMED],
    ['says when the model sees nothing to do', [type('idth'), wait(), say('')], '(the model sees nothing to change)'],
    [
      'says when the answer cannot be read',
      [type('idth'), wait(), say('nonsense')],
      '(the answer could not be read (malformed))',
    ],
    [
      'says when the engine fails',
      [type('i'), wait(), send({ type: 'failed', requestId: 1, message: 'out of memory' })],
      '(the model failed: out of memory)',
    ],
    [
      'shows the complete part of an answer that was cut',
      [type('idth'), wait(), (s) => say(`${answerText(s, [WIDTH])}\n2,3\n`, 'length')(s)],
      RENAMED,
    ],
    [
      'says when an answer was cut before it said anything',
      [type('idth'), wait(), say('1,2\n```py', 'length')],
      '(the answer could not be read (truncated))',
    ],
    [
      'moves a late answer past what was typed elsewhere',
      [type('idth'), wait(), moveTo('def'), type('x'), answer(WIDTH)],
      'xdef area(width, h):\n    return w{>idth} * h\n',
    ],
    [
      'drops a late answer when the edit it came from went on',
      [type('id'), wait(), type('th'), answer(['return w *', 'return wid *'])],
      '(waiting)',
    ],
    [
      'keeps a late answer that foresaw how the edit went on',
      [type('id'), wait(), type('t'), answer(['wid,', 'width,'], WIDTH)],
      'def area(widt{>h}, h):\n    return w{>idth} * h\n',
    ],
    ['goes when Escape rejects it', [...rename, escape], '(prediction dismissed)'],
    [
      'does not come back after it was rejected',
      [...rename, escape, moveTo('def'), wait(), wait()],
      '(you dismissed this before)',
    ],
    [
      'does not come back from the model either',
      [...rename, escape, moveTo('\n', 'behind'), type('\n'), wait(), answer(WIDTH)],
      '(you dismissed this before)',
    ],
    [
      'is dropped where the user types something else',
      [...rename, moveTo('return w', 'behind'), type('x')],
      '(waiting)',
    ],
    ['comes back when that is undone', [...rename, moveTo('return w', 'behind'), type('x'), undo], RENAMED],
    ['comes back when that is deleted', [...rename, moveTo('return w', 'behind'), type('x<')], RENAMED],
    [
      'shrinks where the user types it',
      [...rename, moveTo('return w', 'behind'), type('id')],
      'def area(width, h):\n    return wid{>th} * h\n',
    ],
    [
      'grows again when that is undone',
      [...rename, moveTo('return w', 'behind'), type('id'), undo],
      'def area(width, h):\n    return wi{>dth} * h\n',
    ],
    ['is over when the user has typed all of it', [...rename, moveTo('return w', 'behind'), type('idth')], '(waiting)'],
    [
      'stays while the user types elsewhere',
      [...rename, moveTo('def'), type('#\n')],
      '#\ndef area(width, h):\n    return w{>idth} * h\n',
    ],
    ['goes after being passed over for long', [...rename, moveTo('def'), type('# a longer one')], '(waiting)'],
    ['is dropped when the edit it came from goes on', [...rename, moveTo(', h', 'before'), type('s')], '(waiting)'],
    [
      'is gone when the suggestion list opens',
      [...rename, send({ type: 'suggestWidget', open: true })],
      '(a menu or dialog is open over the code)',
    ],
    [
      'is back when the suggestion list closes',
      [...rename, send({ type: 'suggestWidget', open: true }), send({ type: 'suggestWidget', open: false }), wait()],
      RENAMED,
    ],
    [
      'is gone when there are several cursors',
      [...rename, send({ type: 'hindrance', hindrance: 'several-cursors', on: true })],
      '(there are several cursors)',
    ],
    [
      'is back when there is one cursor again',
      [
        ...rename,
        send({ type: 'hindrance', hindrance: 'several-cursors', on: true }),
        send({ type: 'hindrance', hindrance: 'several-cursors', on: false }),
        wait(),
      ],
      RENAMED,
    ],
    [
      'is not asked for while a word is put together',
      [send({ type: 'hindrance', hindrance: 'composing', on: true }), type('idth'), wait()],
      '(an input method is composing a word)',
    ],
    [
      'stays when what would keep it away was not there',
      [...rename, send({ type: 'hindrance', hindrance: 'composing', on: false })],
      RENAMED,
    ],
    [
      'is not asked for while the suggestion list is open',
      [send({ type: 'suggestWidget', open: true }), type('idth'), wait()],
      '(a menu or dialog is open over the code)',
    ],
    ['is not asked for after undo', [type('idth'), undo, wait()], '(the last change was an undo or redo)'],
    [
      'is not asked for after a large paste',
      [edit({ start: 0, end: 0, text: 'x'.repeat(201) }, { kind: 'paste' }), wait()],
      '(the last change was large, waiting for the next key)',
    ],
    [
      'may change what was pasted, after a key in it',
      [
        edit({ start: 0, end: 0, text: 'def area(w, h):\n    return w * h\n' }, { kind: 'paste' }),
        wait(),
        moveTo(', h', 'before'),
        type('x'),
        wait(),
        answer(['w * h', 'q * h']),
      ],
      'def area(wx, h):\n    return {w>q} * h\ndef area(w, h):\n    return w * h\n',
    ],
    [
      'is asked for with the next key after it',
      [edit({ start: 0, end: 0, text: 'x'.repeat(201) }, { kind: 'paste' }), type('y'), wait()],
      '(running)',
    ],
    [
      'is asked for when the cursor moves soon after an edit',
      [type('idth'), wait(), say(''), wait(9000), moveTo('return'), edit({ start: 0, end: 0, text: '' }), wait()],
      '(the model sees nothing to change)',
    ],
    [
      'is not asked for when it moves long after',
      [type('idth'), wait(), say(''), wait(10_001), moveTo('return')],
      '(the model sees nothing to change)',
    ],
    [
      'is not asked for when predictions are off',
      [send({ type: 'modeChanged', mode: { kind: 'off' } }), type('idth'), wait()],
      '(predictions are off)',
    ],
    [
      'is gone when the file is excluded',
      [...rename, limits({ excluded: ['area*'] })],
      '(this file is excluded from models (area*))',
    ],
    [
      'is gone when it is switched off for the language',
      [...rename, limits({ offLanguages: ['python'] })],
      '(predictions are off for python)',
    ],
    [
      'is not asked for in a language it is off for',
      [limits({ offLanguages: ['python'] }), type('idth'), wait()],
      '(predictions are off for python)',
    ],
    [
      'comes on demand in a language it is off for',
      [limits({ offLanguages: ['python'] }), type('idth'), demand, answer(WIDTH)],
      RENAMED,
    ],
    [
      'comes when the file is excluded no longer',
      [limits({ excluded: ['area*'] }), type('idth'), limits({}), wait(), answer(WIDTH)],
      RENAMED,
    ],
    [
      'waits for the first edit in a file that is excluded no longer',
      [limits({ excluded: ['area*'] }), limits({})],
      '(waiting for your first edit)',
    ],
    ['stays when limits change that do not concern it', [...rename, limits({ excluded: ['*.pem'] })], RENAMED],
    ['waits as long as the user wants', [limits({ delayMs: 400 }), type('idth'), wait(399)], '(waiting)'],
    ['asks when that is over', [limits({ delayMs: 400 }), type('idth'), wait(400)], '(running)'],
    [
      'is asked for on demand only in that mode',
      [send({ type: 'modeChanged', mode: { kind: 'on-demand' } }), type('idth'), wait()],
      '(predictions are on demand)',
    ],
    [
      'comes on demand in that mode',
      [send({ type: 'modeChanged', mode: { kind: 'on-demand' } }), type('idth'), demand, answer(WIDTH)],
      RENAMED,
    ],
    [
      'is not asked for during a snooze',
      [send({ type: 'modeChanged', mode: { kind: 'snoozed', until: 5000, then: 'eager' } }), type('idth'), wait()],
      '(predictions are snoozed)',
    ],
    [
      'is asked for after a snooze',
      [
        send({ type: 'modeChanged', mode: { kind: 'snoozed', until: 5000, then: 'eager' } }),
        wait(5000),
        type('idth'),
        wait(),
      ],
      '(running)',
    ],
    [
      'is not asked for without a model',
      [send({ type: 'modelChanged', model: null }), type('idth'), wait()],
      '(the model is not ready)',
    ],
    [
      'is asked for when the model becomes ready after an edit',
      [
        send({ type: 'modelChanged', model: null }),
        type('idth'),
        send({ type: 'modelChanged', model: TEST_MODEL }),
        wait(),
      ],
      '(running)',
    ],
    [
      'is asked for again when the model is changed meanwhile',
      [type('idth'), wait(), send({ type: 'modelChanged', model: TEST_MODEL }), wait()],
      '(running)',
    ],
    ['is cancelled by Escape while the model thinks', [type('idth'), wait(), escape], '(the request was cancelled)'],
    ['is dropped when another file is opened, which the edit may concern as well', [...rename, openOther], '(waiting)'],
    ['is asked for there', [...rename, openOther, wait()], '(running)'],
    [
      'is not asked for in a file opened long after',
      [...rename, wait(10_001), openOther],
      '(waiting for your first edit)',
    ],
    ['is not asked for in a file opened before any edit', [openOther], '(waiting for your first edit)'],
    ['is dropped when the file is closed', [...rename, send({ type: 'documentClosed' })], '(no file is open)'],
    [
      'is dropped when the file is loaded anew',
      [...rename, edit({ start: 0, end: 0, text: '#' }, { kind: 'load' })],
      '(waiting for your first edit)',
    ],
    [
      'is not shown when it undoes the edit',
      [type('idth'), wait(), answer(['width', 'w'])],
      '(the answer undid what you just did)',
    ],
    [
      'is not shown when the model is unsure',
      [type('idth'), wait(), (s) => say(answerText(s, [WIDTH]), 'stop', -3.5)(s)],
      '(the model was not sure enough)',
    ],
  ];
  it.each(cases)('%s', (_, acts, expected) => {
    expect(screen(play(AREA, ...acts))).toBe(expected);
  });
});

describe('a question after an answer', () => {
  it('expects what the model wanted the last time, moved past what was typed since', () => {
    const { effects } = play(AREA, ...rename, moveTo('def'), type('#\n'), escape, demand);
    const drafts = effects.flatMap((effect) => (effect.type === 'ask' ? [effect.request.draft] : []));
    expect(drafts.at(-1)).toBe('2,3\n```python\n3|    return width * h\n```');
  });
});

describe('several hunks', () => {
  const THREE = 'def f(w|):\n    a = w + 1\n    pass\n    b = w + 2\n    pass\n    c = w + 3\n';
  const hunks: Act[] = [type('x'), wait(), answer(['a = w', 'a = wx'], ['b = w', 'b = wx'], ['c = w', 'c = wx'])];
  const line = (letter: string, n: number): string => `    ${letter} = w{>x} + ${n}`;
  const cases: [string, Act[], string | RegExp][] = [
    ['begin below the cursor', hunks, line('a', 1)],
    ['go on with the next when one is taken', [...hunks, accept()], line('b', 2)],
    ['go on to the last', [...hunks, accept(), accept()], line('c', 3)],
    [
      'begin with the next below a cursor further down and wrap',
      [
        type('x'),
        moveTo('b ='),
        wait(),
        answer(['a = w', 'a = wx'], ['b = w', 'b = wx'], ['c = w', 'c = wx']),
        accept(),
        accept(),
      ],
      line('a', 1),
    ],
    ['stay when the user types one of them', [...hunks, moveTo('b = w', 'behind'), type('x')], line('a', 1)],
    [
      'come back one less when a later one is typed',
      [...hunks, moveTo('b = w', 'behind'), type('x'), accept()],
      line('c', 3),
    ],
  ];
  it.each(cases)('%s', (_, acts, expected) => {
    expect(
      screen(play(THREE, ...acts))
        .split('\n')
        .find((one) => one.includes('{')),
    ).toBe(expected);
  });

  it('lead to the whole change when all are taken, without asking between', () => {
    const scene = play(THREE, ...hunks, accept(), accept(), accept());
    expect(page(scene)).toBe('def f(wx):\n    a = wx + 1\n    pass\n    b = wx + 2\n    pass\n    c = wx| + 3\n');
    expect(asked(scene)).toBe(1);
    expect(screen(scene)).toBe('(waiting)');
    expect(asked(play(THREE, ...hunks, accept(), accept(), accept(), wait()))).toBe(2);
  });

  it('lead there in an editor that takes whole lines', () => {
    const scene = play(THREE, ...hunks, acceptLines, acceptLines);
    expect(screen(scene)).toContain(line('c', 3));
    expect(page(acceptLines(scene))).toBe(
      'def f(wx):\n    a = wx + 1\n    pass\n    b = wx + 2\n    pass\n    c = wx + 3|\n',
    );
    expect(screen(acceptLines(scene))).toBe('(waiting)');
  });

  it('lead there with one press for all', () => {
    expect(page(play(THREE, ...hunks, accept('all')))).toBe(
      'def f(wx):\n    a = wx + 1\n    pass\n    b = wx + 2\n    pass\n    c = wx| + 3\n',
    );
  });

  it('are shown as their blocks are complete, and taken while the rest streams', () => {
    const start = play(THREE, type('x'), wait());
    const text = answerText(start, [
      ['a = w', 'a = wx'],
      ['b = w', 'b = wx'],
    ]);
    const [first, second] = [text.slice(0, text.indexOf('3,4')), text.slice(text.indexOf('3,4'))];
    const one = writes(first)(start);
    expect(screen(one)).toContain(line('a', 1));
    expect(screen(accept()(one))).toBe('(running)');
    expect(screen(acceptLines(one))).toBe('(running)');
    const two = [accept(), writes(second), ends()].reduce<Scene>((scene, act) => act(scene), one);
    expect(screen(two)).toContain(line('b', 2));
  });

  it('keep the first at its place when more arrive', () => {
    const start = play(THREE, type('x'), moveTo('b ='), wait());
    const text = answerText(start, [
      ['a = w', 'a = wx'],
      ['b = w', 'b = wx'],
    ]);
    const cut = text.indexOf('3,4');
    const scene = [writes(text.slice(0, cut)), writes(text.slice(cut)), ends()].reduce<Scene>(
      (now, act) => act(now),
      start,
    );
    expect(screen(scene)).toContain(line('a', 1));
    expect(scene.state.phase.kind === 'shown' && scene.state.phase.shown.hunks.length).toBe(2);
  });
});

describe('taking a part', () => {
  const CALL = 'x = |\n';
  const call: Act[] = [type('f'), wait(), answer(['x = f', 'x = first_name + last_name'])];
  it.each<[string, Act[], string]>([
    ['a word', [...call, accept('word')], 'x = first_name|\n'],
    ['a word and another', [...call, accept('word'), accept('word')], 'x = first_name +|\n'],
    ['the line', [...call, accept('line')], 'x = first_name + last_name|\n'],
  ])('takes %s and leaves the rest', (_, acts, expected) => {
    expect(page(play(CALL, ...acts))).toBe(expected);
  });

  it('keeps showing what is left, without asking', () => {
    const scene = play(CALL, ...call, accept('word'), wait(1000));
    expect(screen(scene)).toBe('x = first_name{> + last_name}\n');
    expect(asked(scene)).toBe(1);
  });
});

describe('the engine', () => {
  it.each<[string, Act[], number]>([
    ['is asked once for a word typed without a pause', [type('idth'), wait(), wait()], 1],
    [
      'is not asked while the user types what is shown',
      [...rename, moveTo('return w', 'behind'), type('id'), wait(1000)],
      1,
    ],
    ['is not asked again for what it has answered', [type('idth'), wait(), say(''), type('x<'), wait()], 1],
    [
      'is asked again after what it showed was typed to the end',
      [...rename, moveTo('return w', 'behind'), type('idth'), wait()],
      2,
    ],
    ['is not asked before the first edit', [moveTo('return'), wait()], 0],
    ['is not asked when Escape came first', [type('idth'), escape, wait()], 0],
    [
      'is not asked because the editor repeats where the cursor is',
      [
        type('idth'),
        wait(),
        say(''),
        (s) => send({ type: 'cursorMoved', cursor: s.state.document!.cursor })(s),
        wait(),
      ],
      1,
    ],
  ])('%s', (_, acts, expected) => {
    expect(asked(play(AREA, ...acts))).toBe(expected);
  });

  it('works on one question while a newer one waits, which then replaces it', () => {
    const scene = play(AREA, type('id'), wait(), type('th'), wait());
    expect(effectsOf(scene).slice(-3)).toEqual(['startTimer', 'cancel', 'ask']);
  });

  it('is not listened to any more after it was cancelled', () => {
    const scene = play(AREA, type('idth'), wait(), escape);
    const late = send({ type: 'piece', requestId: 1, piece: { text: '1,2\n', logprob: null } })(scene);
    expect(late.state.phase).toBe(scene.state.phase);
  });

  it('never sees a file on the exclusion list, not even on demand', () => {
    const scene = [type('idth'), wait(), demand].reduce<Scene>((now, act) => act(now), open(AREA, 'conf/.env.local'));
    expect(asked(scene)).toBe(0);
    expect(screen(scene)).toBe('(this file is excluded from models (.env*))');
  });
});

describe('the record', () => {
  const kinds = (scene: Scene): string[] =>
    outcomes(scene).map((outcome) => (outcome.kind === 'shown' ? 'shown' : outcome.fate.kind));
  it.each<[string, Act[], string[]]>([
    ['shown and taken', [...rename, accept()], ['shown', 'accepted']],
    ['shown and rejected', [...rename, escape], ['shown', 'rejected']],
    ['shown and typed', [...rename, moveTo('return w', 'behind'), type('idth')], ['shown', 'typed-through']],
    ['shown and typed over', [...rename, moveTo('return w', 'behind'), type('x')], ['shown', 'typed-over']],
    [
      'shown, typed over and brought back',
      [...rename, moveTo('return w', 'behind'), type('x'), undo],
      ['shown', 'typed-over'],
    ],
    ['shown and passed over', [...rename, moveTo('def'), type('# a longer one')], ['shown', 'ignored']],
    ['taken and undone', [...rename, accept(), undo], ['shown', 'accepted', 'undone']],
    ['left', [...rename, send({ type: 'documentClosed' })], ['shown', 'dropped']],
  ])('tells what was %s', (_, acts, expected) => {
    expect(kinds(play(AREA, ...acts))).toEqual(expected);
  });

  it('tells how long the user waited and how long it was shown', () => {
    const scene = play(AREA, type('idth'), wait(400), answer(WIDTH), wait(250), escape);
    expect(outcomes(scene)).toMatchObject([
      { kind: 'shown', msFromTrigger: 400, fromCache: false, hunks: 1 },
      { kind: 'fate', msShown: 250 },
    ]);
  });
});

describe('undoing what was taken', () => {
  it('does not bring the prediction back', () => {
    expect(screen(play(AREA, ...rename, accept(), undo))).toBe('(the last change was an undo or redo)');
    expect(screen(play(AREA, ...rename, accept(), undo, moveTo('def'), wait()))).toBe(
      '(the last change was an undo or redo)',
    );
  });
});

describe('the delay', () => {
  const timer = (scene: Scene): number | undefined =>
    scene.effects.flatMap((effect) => (effect.type === 'startTimer' ? [effect.ms] : [])).at(-1);
  it.each<[string, Act[], number]>([
    ['is 100 ms', [type('i')], 100],
    ['is half as long again after a rejection', [...rename, escape, type('s')], 150],
    ['is a fifth shorter after an acceptance', [...rename, accept(), type('s')], 80],
    ['is at least 500 ms when the battery is to be saved', [send({ type: 'batterySaver', on: true }), type('i')], 500],
  ])('%s', (_, acts, expected) => {
    expect(timer(play(AREA, ...acts))).toBe(expected);
  });
});

describe('a prediction that cannot be read in the code', () => {
  it('is shown beside it, whole', () => {
    const scene = play(AREA, ...rename);
    const id = currentPrediction(scene.state)?.id ?? '';
    expect(currentPrediction(send({ type: 'unreadable', predictionId: id })(scene).state)?.presentation).toBe('review');
    expect(currentPrediction(send({ type: 'unreadable', predictionId: 'another' })(scene).state)?.presentation).toBe(
      'eager',
    );
  });
});

describe('subtle mode', () => {
  it('says so to the view', () => {
    const scene = play(AREA, send({ type: 'modeChanged', mode: { kind: 'subtle' } }), ...rename);
    const shown = scene.effects.findLast((effect) => effect.type === 'show');
    expect(shown).toMatchObject({ prediction: { presentation: 'subtle', version: 4 } });
  });
});

describe('a model that writes whole files', () => {
  const wholeFile = send({ type: 'modelChanged', model: { ...TEST_MODEL, dialect: DIALECTS['cursorcore-wf'] } });

  const writing = (code: string): Scene =>
    play(AREA, wholeFile, type('idth'), wait(), say(`\`\`\`python\n${code}\n\`\`\``));

  it('may leave out the empty last line of one: the last line break stays', () => {
    const taken = accept('all')(writing('def area(width, h):\n    return width * h'));
    expect(page(taken).replace('|', '')).toBe('def area(width, h):\n    return width * h\n');
    expect(screen(writing('def area(width, h):\n    return w * h'))).toBe('(the answer changed nothing)');
  });
});
