import { describe, expect, it, vi } from 'vitest';
import { applyChange, type TextChange } from '../../core/text';
import type { EditorHost } from '../../editor';
import { createScriptedEngine } from '../../engine/scripted';
import type { ScriptedModel } from '../../protocol/engine';
import { createStore } from '../../platform/store';
import { createAsking } from '../../session/models/asking';
import type { ChoiceState } from '../../session/models/choice';
import { createChat, type Chat, type ChatServices } from './chat';
import { createKept } from './kept';

const CODE = 'def area(w, h):\n    return w * h\n\n\nprint(area(2, 3))\n';
const SAFE = 'def area(w, h):\n    return abs(w * h)';
const SCRIPT = [
  {
    when: 'Change it.',
    answer: `<|next_start|>\`\`\`python\n${CODE.replace('w * h', 'h * w')}\n\`\`\`<|next_end|>Turned round.<|im_end|>`,
  },
  { when: 'And now?', answer: 'Nothing more.<|im_end|>' },
  { when: 'Go on.', answer: 'word '.repeat(3000) },
  { when: 'Make it safe.', answer: `So:\n\n\`\`\`python\n${SAFE}\n\`\`\`<|im_end|>` },
];

interface Page {
  readonly chat: Chat;
  readonly prompts: string[];
  readonly settings: Map<string, unknown>;
  readonly said: string[];
  text(): string;
  type(change: TextChange): void;
}

async function page(dialect = 'instruct-wf', settings = new Map<string, unknown>(), name = 'area.py'): Promise<Page> {
  const model: ScriptedModel = { engine: 'scripted', id: 'scripted', contextLength: 4096, dialect, script: SCRIPT };
  const engine = createScriptedEngine({ pieceLength: 9 });
  const capabilities = await engine.load(model, () => undefined, new AbortController().signal);
  let text = CODE;
  const prompts: string[] = [];
  const said: string[] = [];
  const host = {
    text: () => text,
    selection: () => ({ anchor: 0, head: 15 }),
    apply: (change: TextChange) => {
      text = applyChange(text, change);
      return true;
    },
    focus: () => undefined,
  };
  const services = {
    page: { crypto, setTimeout, clearTimeout },
    archive: {
      workspace: () => ({
        setting: (key: string) => Promise.resolve(structuredClone(settings.get(key))),
        setSetting: (key: string, value: unknown) => {
          settings.set(key, structuredClone(value));
          return Promise.resolve();
        },
        removeSetting: (key: string) => {
          settings.delete(key);
          return Promise.resolve();
        },
      }),
    },
    workbench: {
      active: () => 'd',
      nameOf: () => name,
      text: () => text,
      isWritable: () => true,
      history: () => [{ before: 'def area(w):', after: 'def area(w, h):' }],
    },
    asking: createAsking({
      store: <Value>(initial: Value) =>
        createStore(initial, (tell) => {
          tell();
        }),
      settings: { read: () => null, write: () => undefined },
      predicting: {
        engine: {
          state: () => ({ kind: 'ready', model, capabilities }),
          complete: (request, signal) => {
            prompts.push(request.parts.join(''));
            return engine.complete(request, signal);
          },
        },
        models: {
          state: createStore<ChoiceState>(
            { current: { name: 'Scripted', source: model }, embedded: null },
            () => undefined,
          ),
        },
      },
      createEngine: () => {
        throw new Error('No other model was chosen.');
      },
      after: () => () => undefined,
    }),
    editor: () => host as unknown as EditorHost,
    files: { list: createStore([{ id: 'd', name }], () => undefined), open: () => Promise.resolve(true) },
    store: <Value>(initial: Value) =>
      createStore(initial, (tell) => {
        tell();
      }),
    announce: (words: string) => {
      said.push(words);
    },
    commands: {
      run: (id: string) => {
        said.push(id);
        return true;
      },
    },
    view: createStore({}, () => undefined),
    preferences: { store: createStore({ excluded: ['.env'] }, () => undefined) },
  } as unknown as ChatServices;
  const chat = createChat(services);
  chat.open();
  await vi.waitFor(() => {
    expect(chat.view.get()).not.toBeNull();
  });
  return {
    chat,
    prompts,
    settings,
    said,
    text: () => text,
    type: (change) => {
      text = applyChange(text, change);
    },
  };
}

const shown = ({ chat }: Page) => {
  const view = chat.view.get();
  if (view === null) throw new Error('it is not open');
  return view;
};
const answers = (made: Page) => shown(made).entries.flatMap((entry) => (entry.role === 'assistant' ? [entry] : []));

async function say(made: Page, words: string): Promise<void> {
  const before = answers(made).length;
  made.chat.actions.send(words);
  await vi.waitFor(() => {
    expect([shown(made).running, answers(made).length > before]).toEqual([false, true]);
  });
}

describe('a question', () => {
  it('goes with the file and the selection the user sees, and later ones with what was said', async () => {
    const made = await page();
    expect(shown(made).chips.map(({ id, on }) => [id, on])).toEqual([
      ['file', true],
      ['selection', true],
      ['edits', false],
    ]);
    await say(made, 'Make it safe.');
    expect(made.prompts[0]).toContain(`Current code:\n\`\`\`python\n${CODE}`);
    expect(made.prompts[0]).toContain('Selected part:\n```python\ndef area(w, h):\n```');
    expect(made.prompts[0]).not.toContain('Programming process');
    await say(made, 'And now?');
    expect(made.prompts[1]).toContain(`<|im_start|>assistant\nSo:\n\n\`\`\`python\n${SAFE}\n\`\`\`<|im_end|>`);
  });

  it('goes without what the user takes away, and with what they add', async () => {
    const made = await page();
    made.chat.actions.chip('file');
    made.chat.actions.chip('edits');
    await say(made, 'Make it safe.');
    expect(made.prompts[0]).toContain('Current code:\n```python\ndef area(w, h):\n...');
    expect(made.prompts[0]).toContain('Programming process 1:');
    expect(shown(made).entries[0]).toMatchObject({
      context: [
        { label: 'Selection of area.py' },
        { label: 'Recent edits of area.py', text: '- def area(w):\n+ def area(w, h):' },
      ],
    });
  });

  it('shows nothing of a file that may hold secrets', async () => {
    const made = await page('instruct-wf', new Map(), '.env');
    expect(shown(made).chips).toEqual([]);
    await say(made, 'Make it safe.');
    expect(made.prompts[0]).not.toContain('def area');
  });

  it('is not put to a model that cannot talk', async () => {
    const made = await page('inkling-sr-lc');
    made.chat.actions.send('Make it safe.');
    expect([shown(made).unable, made.prompts, shown(made).entries]).toEqual([
      expect.stringContaining('it cannot chat'),
      [],
      [],
    ]);
    made.chat.actions.chooseModel();
    expect(made.said).toContain('models.open');
  });

  it('can be said in other words, which takes back what followed; its answer can be given again', async () => {
    const made = await page();
    await say(made, 'Make it safe.');
    await say(made, 'And now?');
    made.chat.actions.again();
    await vi.waitFor(() => {
      expect(made.prompts).toHaveLength(3);
    });
    await vi.waitFor(() => {
      expect(shown(made).running).toBe(false);
    });
    expect(made.prompts[2]).toBe(made.prompts[1]);
    made.chat.actions.edit(shown(made).entries[0]?.id ?? '', 'And now?');
    await vi.waitFor(() => {
      expect([shown(made).running, shown(made).entries.length]).toEqual([false, 2]);
    });
    expect(answers(made)[0]?.markdown).toBe('Nothing more.');
  });

  it('can be stopped', async () => {
    const made = await page();
    made.chat.actions.send('Go on.');
    made.chat.actions.stop();
    await vi.waitFor(() => {
      expect(answers(made)[0]?.words).toBe('You stopped this answer.');
    });
  });
});

describe('code of an answer', () => {
  it('is applied after a look at the difference', async () => {
    const made = await page();
    await say(made, 'Make it safe.');
    made.chat.actions.review(SAFE);
    expect(shown(made).review).toMatchObject({ name: 'area.py', way: 'part' });
    made.chat.actions.apply();
    expect([made.text(), shown(made).review]).toEqual([CODE.replace('w * h', 'abs(w * h)'), null]);
  });

  it('is shown again when the file has changed since', async () => {
    const made = await page();
    made.chat.actions.review(SAFE);
    made.type([{ start: 0, end: 0, text: '# sizes\n' }]);
    made.chat.actions.apply();
    expect([made.text(), shown(made).review?.note]).toEqual([
      `# sizes\n${CODE}`,
      'The file has changed meanwhile; this is the difference now.',
    ]);
    made.chat.actions.apply();
    expect(made.text()).toBe(`# sizes\n${CODE.replace('w * h', 'abs(w * h)')}`);
  });

  it('goes where the user chooses, or nowhere', async () => {
    const made = await page();
    made.chat.actions.review(SAFE);
    made.chat.actions.way('file');
    expect(shown(made).review?.rows.some((row) => row.kind === 'removed' && row.text === 'print(area(2, 3))')).toBe(
      true,
    );
    made.chat.actions.cancelReview();
    expect([made.text(), shown(made).review]).toEqual([CODE, null]);
  });

  it('that is a change in the form of the model is shown as one, and refused when it no longer fits', async () => {
    const made = await page('cursorcore-wf');
    await say(made, 'Change it.');
    expect(answers(made)[0]).toMatchObject({ markdown: 'Turned round.', change: { name: 'area.py' } });
    const id = answers(made)[0]?.id ?? '';
    made.chat.actions.reviewChange(id);
    await vi.waitFor(() => {
      expect(shown(made).review?.way).toBe('change');
    });
    made.chat.actions.apply();
    expect(made.text()).toBe(CODE.replace('w * h', 'h * w'));
    made.chat.actions.reviewChange(id);
    await vi.waitFor(() => {
      expect(shown(made).problem).toContain('has changed since the question');
    });
  });
});

describe('conversations', () => {
  it('are kept, named, and gone when they are deleted', async () => {
    const settings = new Map<string, unknown>();
    const made = await page('instruct-wf', settings);
    await say(made, 'Make it safe.');
    made.chat.actions.rename('Safety');
    made.chat.actions.create();
    await say(made, 'And now?');
    const again = await page('instruct-wf', settings);
    await vi.waitFor(() => {
      expect(shown(again).list.map(({ title }) => title)).toEqual(['And now?', 'Safety']);
    });
    again.chat.actions.choose(shown(again).list[1]?.id ?? '');
    expect(shown(again).entries).toHaveLength(2);
    again.chat.actions.remove();
    const third = await page('instruct-wf', settings);
    await vi.waitFor(() => {
      expect(shown(third).list.map(({ title }) => title)).toEqual(['And now?']);
    });
    expect(JSON.stringify([...settings])).not.toContain('Safety');
    // One entry for the list, one for the conversation that is left: nothing empty under the other's key.
    expect([...settings.keys()].filter((key) => key.startsWith('chat'))).toHaveLength(2);
  });

  it('last as long as the page where nothing can be stored, and one that cannot be read is left out', async () => {
    const conversation = { id: 'c', title: 'T', createdAt: 1, updatedAt: 1, entries: [] };
    const memory = createKept(() => null);
    await memory.save(conversation);
    expect(await memory.all()).toEqual([conversation]);
    await memory.remove('c');
    expect(await memory.all()).toEqual([]);
    const broken = createKept(() => ({
      setting: (key) => Promise.resolve(key === 'chat' ? ['c', 7] : { id: 'c' }),
      setSetting: () => Promise.resolve(),
      removeSetting: () => Promise.resolve(),
    }));
    expect(await broken.all()).toEqual([]);
  });
});
