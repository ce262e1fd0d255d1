import { describe, expect, it, vi } from 'vitest';
import { applyChange, type TextChange } from '../../core/text';
import type { EditorHost } from '../../editor';
import { createScriptedEngine } from '../../engine/scripted';
import type { EngineCapabilities, ScriptedModel } from '../../protocol/engine';
import type { EngineState } from '../../engine/client/engine-client';
import { createStore } from '../../platform/store';
import { createAsking } from '../../session/models/asking';
import type { ChoiceState } from '../../session/models/choice';
import { createInline, type Inline, type InlineServices } from './inline';

const CODE = 'def area(w, h):\n    return w * h\n';
const CHECKED = 'def area(w, h):\n    assert w > 0\n    return w * h\n';
const ANSWER = `\`\`\`python\n${CHECKED}\`\`\`<|next_end|>It is **checked** first.<|im_end|>`;

interface Page {
  readonly inline: Inline;
  text(): string;
  edit(change: TextChange): void;
  readonly applied: string[];
  readonly predictor: unknown[];
  readonly prompts: string[];
  readonly kept: Map<string, string>;
  readonly said: string[];
}

async function page(
  answer = ANSWER,
  more: { readonly dialect?: string; readonly name?: string; readonly writable?: boolean } = {},
): Promise<Page> {
  const { dialect = 'instruct-wf', name = 'area.py', writable = true } = more;
  const model: ScriptedModel = {
    engine: 'scripted',
    id: 'scripted',
    contextLength: 4096,
    dialect,
    script: [{ when: 'Check w.', answer }],
  };
  const engine = createScriptedEngine({ pieceLength: 7 });
  const capabilities: EngineCapabilities = await engine.load(model, () => undefined, new AbortController().signal);
  let text = CODE;
  let watcher: ((change: { document: string; change: TextChange }) => void) | null = null;
  const applied: string[] = [];
  const predictor: unknown[] = [];
  const prompts: string[] = [];
  const said: string[] = [];
  const kept = new Map<string, string>();
  const edit = (change: TextChange): void => {
    text = applyChange(text, change);
    watcher?.({ document: 'd', change });
  };
  const host = {
    text: () => text,
    selection: () => ({ anchor: 20, head: 20 }),
    apply: (change: TextChange, reason: { readonly kind: string }) => {
      applied.push(reason.kind);
      edit(change);
      return true;
    },
    watch: (listener: typeof watcher) => {
      watcher = listener;
      return () => {
        watcher = null;
      };
    },
    focus: () => undefined,
  };
  const state: EngineState = { kind: 'ready', model, capabilities };
  const services = {
    page: globalThis,
    workbench: {
      active: () => 'd',
      nameOf: () => name,
      isWritable: () => writable,
      history: () => [{ before: 'def area(w):', after: 'def area(w, h):' }],
      predictor: {
        send: (event: unknown) => {
          predictor.push(event);
        },
      },
    },
    asking: createAsking({
      store: <Value>(initial: Value) =>
        createStore(initial, (tell) => {
          tell();
        }),
      settings: { read: () => null, write: () => undefined },
      predicting: {
        engine: {
          state: () => state,
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
    settings: {
      read: (key: string) => kept.get(key) ?? null,
      write: (key: string, value: string) => {
        kept.set(key, value);
      },
    },
    store: <Value>(initial: Value) =>
      createStore(initial, (tell) => {
        tell();
      }),
    announce: (words: string) => {
      said.push(words);
    },
    notice: (_id: string, content: { readonly title: string } | null) => {
      if (content !== null) said.push(content.title);
    },
    commands: {
      run: (id: string) => {
        said.push(id);
        return true;
      },
    },
    view: createStore({}, () => undefined),
    preferences: { store: createStore({ excluded: ['.env'] }, () => undefined) },
  } as unknown as InlineServices;
  return { inline: createInline(services), text: () => text, edit, applied, predictor, prompts, kept, said };
}

const view = (made: Page) => {
  const shown = made.inline.view.get();
  if (shown === null) throw new Error('it is closed');
  return shown;
};

/** Asks and waits for the end of the answer. */
async function asked(made: Page): Promise<void> {
  made.inline.open();
  made.inline.actions.submit('Check w.');
  await vi.waitFor(() => {
    expect(view(made).running).toBe(false);
  });
}

describe('an instruction', () => {
  it('brings its change as hunks with the model’s words, and one undo step when it is taken', async () => {
    const made = await page();
    await asked(made);
    expect(view(made)).toMatchObject({
      explanation: 'It is **checked** first.',
      hunks: [{ added: ['    assert w > 0'], removed: null, after: 1 }],
      news: null,
    });
    expect(made.text()).toBe(CODE);
    made.inline.actions.accept('all');
    expect([made.text(), made.applied, made.inline.view.get()]).toEqual([CHECKED, ['inline-edit'], null]);
  });

  it('is asked with what was just done and with the place', async () => {
    const made = await page();
    await asked(made);
    expect(made.prompts[0]).toContain('Programming process 1:');
    expect(made.prompts[0]).toContain('Check w.\n\nThe cursor is on the line: return w * h');
  });

  it('holds predictions while it is open', async () => {
    const made = await page();
    await asked(made);
    made.inline.actions.close();
    expect(made.predictor).toEqual([
      { type: 'suggestWidget', open: true },
      { type: 'suggestWidget', open: false },
    ]);
  });

  it('is remembered for the next time', async () => {
    const made = await page();
    await asked(made);
    expect(made.kept.get('inline.past')).toBe('["Check w."]');
    expect(view(made).past).toEqual(['Check w.']);
  });

  it('stands where its code has moved to', async () => {
    const made = await page();
    await asked(made);
    made.edit([{ start: 0, end: 0, text: '# sizes\n' }]);
    made.inline.actions.accept('all');
    expect(made.text()).toBe(`# sizes\n${CHECKED}`);
  });

  it('that is stopped changes nothing', async () => {
    const made = await page();
    made.inline.open();
    made.inline.actions.submit('Check w.');
    made.inline.actions.stop();
    await new Promise((resolve) => setTimeout(resolve));
    expect([view(made).running, view(made).news?.words, made.text()]).toEqual([false, 'Stopped.', CODE]);
  });
});

describe('what cannot be done is said', () => {
  it.each([
    ['an answer that is no change', 'I would rather not.<|im_end|>', 'problem'],
    ['an answer that changes nothing', `\`\`\`python\n${CODE}\`\`\`<|next_end|>`, 'info'],
  ])('%s', async (_name, answer, tone) => {
    const made = await page(answer);
    await asked(made);
    expect(view(made)).toMatchObject({ hunks: [], news: { tone } });
  });

  it('a model that only carries edits on is not asked, and another is offered', async () => {
    const made = await page(ANSWER, { dialect: 'inkling-sr-lc' });
    made.inline.open('Check w.');
    expect(view(made)).toMatchObject({
      running: false,
      instruction: 'Check w.',
      unable: expect.stringContaining('does not follow instructions') as string,
    });
    expect(made.prompts).toEqual([]);
    made.inline.actions.chooseModel();
    expect(made.said).toContain('models.open');
  });

  it.each([
    ['a file that may hold secrets', { name: '.env' }, '.env is excluded from all models.'],
    ['a file another tab writes', { writable: false }, 'This file cannot be changed here.'],
  ])('%s', async (_name, more, words) => {
    const made = await page(ANSWER, more);
    made.inline.open();
    expect([made.inline.view.get(), made.said]).toEqual([null, [words]]);
  });
});
