/** Puts the program together and starts it, in the order in which a user needs it. */
import { BUILT_IN } from '../session/models/embedded';
import type { ModelSource } from '../protocol/engine';
import { loadEditor, silenceKnownMonacoErrors, type EditorHost } from '../editor';
import type { ModeChoice, NoticeView, ThemeChoice } from '../session/view-types';
import type { ToolView } from '../shell/TopBar';
import type { Actions } from '../shell/App';
import { createArchive } from '../session/documents/document-store';
import { watchBattery } from '../platform/battery';
import { EMBEDDED_DIALECT } from '../core/conversation';
import { PAGE_CLOCK } from '../platform/clock';
import { createCommands } from '../shell/commands';
import './diagnostics';
import { createEngineClient, type EngineState } from '../engine/client/engine-client';
import { FEATURES } from './features';
import type { FileEntry } from '../session/documents/file-store';
import { createFixRequests } from '../shell/fix-requests';
import { createFocusKeeper } from '../shell/focus';
import { whenIdle } from '../platform/idle';
import { newId } from '../platform/new-id';
import { createFiles, rememberedTabs } from '../session/documents/files';
import { keyNames } from '../shell/key-chords';
import { createStorageKeeper } from '../platform/keep-storage';
import { createLanes } from '../engine/client/request-queue';
import { createServers } from '../session/models/servers';
import { createAsking } from '../session/models/asking';
import { createModelChoice, type ChoiceState } from '../session/models/choice';
import { createNetworkClient } from '../models/client/network-client';
import { createPreferences } from '../shell/settings';
import { createProposalsClient } from '../session/proposals-client';
import { createPanels, rememberedPanels, NO_PANELS, type OpenPanels, type Panels } from '../shell/panels';
import { askedFor } from '../session/stored-outcomes';
import { profileOf } from '../session/profile';
import { createSentLog } from '../session/sent-log';
import { createSettings } from '../platform/local-settings';
import { createStore, type Store } from '../platform/store';
import { watchTheme } from '../shell/theme';
import { createTypeAhead } from '../shell/keystroke-buffer';
import { askingView, INITIAL_VIEW, modelView, modeOf, modeView, type View } from '../session/view';
import type { Visit } from '../session/visit/visit';
import { createWorkbench } from '../session/workbench';
import { messageOf } from '../core/message-of';

const NARROW = '(width < 520px)';
const MODES = ['eager', 'subtle', 'on-demand', 'off'] as const;

export interface Started {
  readonly view: Store<View>;
  readonly panels: Panels;
  /** The buttons of the top bar. */
  readonly tools: (open: OpenPanels) => readonly ToolView[];
  readonly actions: Actions;
}

export function start(page: Window & typeof globalThis, visit: Visit): Started {
  silenceKnownMonacoErrors(page);
  const newStore = <Value>(initial: Value): Store<Value> =>
    createStore(initial, (tell) => {
      // A hidden page has no frames.
      if (page.document.visibilityState === 'visible') page.requestAnimationFrame(tell);
      else page.setTimeout(tell);
    });
  const view = newStore<View>(INITIAL_VIEW);
  const settings = createSettings(() => page.localStorage);
  const preferences = createPreferences(settings, newStore);
  /** Tabs and panels of a link's workspace are not those of the user's own. */
  const placeSettings =
    visit.kind === 'link' ? createSettings(() => page.localStorage, `inkling.${visit.database}`) : settings;
  let editor: EditorHost | null = null;

  const theme = watchTheme(page, settings, (choice, resolved) => {
    editor?.setTheme(resolved);
    view.update((shown) => ({ ...shown, theme: choice }));
  });

  const notice = (id: string, content: Omit<NoticeView, 'id'> | null): void => {
    view.update((shown) => {
      const others = shown.notices.filter((other) => other.id !== id);
      return { ...shown, notices: content === null ? others : [...others, { ...content, id }] };
    });
  };

  const mac = /Mac|iP(hone|ad|od)/.test(page.navigator.userAgent);
  const typeAhead = createTypeAhead(page);
  const commands = createCommands(mac, ({ field, panel }) => {
    // The same keys close what they have opened.
    if (field !== undefined && (panel === undefined || panels.isOpen(panel))) typeAhead.holdFor(field);
  });
  const focus = createFocusKeeper({
    page,
    focusCode: () => {
      editor?.focus();
    },
  });
  const panels = createPanels(newStore<OpenPanels>(NO_PANELS), placeSettings, (id, place, open) => {
    if (open) focus.opened(id, place);
    else focus.closed(place);
  });

  const keeper = createStorageKeeper({
    settings,
    manager: 'storage' in page.navigator ? page.navigator.storage : null,
    now: () => PAGE_CLOCK.now(),
  });
  const tab = newId(page.crypto);
  const archive = createArchive({
    tab,
    ...(visit.kind === 'link' ? { database: visit.database, seeds: visit.seeds } : {}),
    locks: 'locks' in page.navigator ? page.navigator.locks : null,
    channel: 'BroadcastChannel' in page ? new BroadcastChannel('inkling') : null,
    newId: () => newId(page.crypto),
    onStorage: (storage) => {
      view.update((shown) => ({ ...shown, storage }));
    },
    notice,
    onFound: (found) => {
      workbench.replace(found);
    },
    onScreen: (id) => workbench.text(id),
    shown: () => view.get().active,
    onAdded: (found) => {
      workbench.add(found);
      archive.switched();
      void files.changed();
    },
    onWritable: (id, writable) => {
      workbench.setWritable(id, writable);
    },
    reload: () => {
      page.location.reload();
    },
  });

  const spawnNetwork = (): Worker =>
    new Worker(new URL('../../workers/network.ts', import.meta.url), { type: 'module', name: 'network' });
  const spawnEngine = (runsIn?: 'network'): Worker =>
    runsIn === 'network'
      ? spawnNetwork()
      : new Worker(new URL('../../workers/inference.ts', import.meta.url), { type: 'module', name: 'inference' });
  const servers = createServers(settings);
  const client = createEngineClient({
    spawn: spawnEngine,
    complete: servers.withKey,
    onState: (state) => {
      engineChanged(state);
    },
  });

  const chosenModel = newStore<ChoiceState>({ current: null, embedded: null });
  const sent = createSentLog(PAGE_CLOCK, () => chosenModel.get().current?.name ?? null);
  const complete: typeof client.complete = (request, signal) => client.complete(request, signal);
  const lanes = createLanes(complete, sent.watch('replay', complete));
  const engine = { ...client, complete: sent.watch('asked', lanes.first) };

  const asking = createAsking({
    store: newStore,
    settings,
    predicting: { engine, models: { state: chosenModel } },
    createEngine: (onState) => {
      const other = createEngineClient({ spawn: spawnEngine, complete: servers.withKey, onState });
      const name = (): string | null => asking.state.get().chosen?.name ?? null;
      return { ...other, complete: sent.watch('asked', (request, signal) => other.complete(request, signal), name) };
    },
    after: (ms, act) => {
      const timer = page.setTimeout(act, ms);
      return () => {
        page.clearTimeout(timer);
      };
    },
  });
  const showAsking = (): void => {
    view.update((shown) => ({
      ...shown,
      asking: askingView(asking.state.get(), chosenModel.get().current?.source.id ?? null),
    }));
  };
  asking.state.subscribe(showAsking);

  const proposals = createProposalsClient({
    spawn: () =>
      new Worker(new URL('../../workers/proposals.ts', import.meta.url), { type: 'module', name: 'proposals' }),
    choices: () => preferences.store.get(),
    setTimeout: (act, ms) => page.setTimeout(act, ms),
    clearTimeout: (id) => {
      page.clearTimeout(id);
    },
  });

  const workbench = createWorkbench({
    view,
    proposals,
    engine: { complete: sent.watch('prediction', lanes.first) },
    settled: sent.settled,
    record: (record) => {
      archive.record(record);
      keeper.edited(record.source);
    },
    outcome: (outcome, version) => {
      archive.outcome(
        outcome,
        version,
        preferences.store.get().keepPrompts ? askedFor(outcome, sent.of(outcome.predictionId)) : null,
      );
    },
    session: tab,
    excluded: preferences.store.get().excluded,
  });
  const limit = (): void => {
    const { excluded, offLanguages, delay } = preferences.store.get();
    workbench.limit({ excluded, offLanguages, delayMs: delay });
  };
  limit();
  preferences.store.subscribe(() => {
    limit();
    editor?.setLook(preferences.store.get());
    editor?.setTab(preferences.store.get().tab);
  });

  const otherTabs = 'BroadcastChannel' in page ? new BroadcastChannel('inkling:files') : null;
  const files = createFiles({
    archive,
    workbench,
    settings: placeSettings,
    notice,
    list: newStore<readonly FileEntry[]>([]),
    newId: () => newId(page.crypto),
    tellOthers: () => otherTabs?.postMessage('changed'),
  });
  otherTabs?.addEventListener('message', () => {
    void files.refresh();
  });

  let loadedModel: string | null = null;
  const engineChanged = (state: EngineState): void => {
    const modelName = models.state.get().current?.name ?? null;
    view.update((shown) => ({ ...shown, modelName, model: modelView(state, modelName) }));
    const ready = state.kind === 'ready' || state.kind === 'busy';
    const id = ready ? state.model.id : null;
    if (id !== loadedModel) {
      loadedModel = id;
      workbench.modelChanged(ready ? profileOf(state.model, state.capabilities) : null);
    }
    models.heard(state);
    showAsking();
  };

  const network = createNetworkClient(spawnNetwork);
  const models = createModelChoice({
    engine: () => engine,
    state: chosenModel,
    settings,
    notice,
    findEmbedded: () => Promise.resolve(embeddedModelOf(page)),
    onMissing: (message) => {
      view.update((shown) => ({ ...shown, model: { kind: 'failed', message } }));
    },
    later: (act) => {
      page.setTimeout(act);
    },
  });

  const startEditor = async (place: HTMLElement): Promise<void> => {
    const narrow = page.matchMedia(NARROW);
    try {
      const { createEditor } = await loadEditor();
      const fontFamily = page.getComputedStyle(page.document.documentElement).getPropertyValue('--font-code').trim();
      const host = createEditor(
        {
          container: place,
          theme: theme.resolved(),
          fontFamily,
          compact: narrow.matches,
          writable: (id) => workbench.isWritable(id),
          goTo: (id) => {
            void files.open(id);
          },
          whenIdle: (act) => {
            whenIdle(page, act, { latest: 5_000, otherwise: 1_000 });
          },
        },
        workbench.editorEvents,
      );
      editor = host;
      narrow.addEventListener('change', () => {
        host.setCompact(narrow.matches);
      });
      host.setLook(preferences.store.get());
      host.setTab(preferences.store.get().tab);
      workbench.attach(host);
      host.focus();
      whenIdle(
        page,
        () => {
          host.rehearse();
        },
        { latest: 2_000, otherwise: 300 },
      );
    } catch (error) {
      notice('editor', {
        tone: 'problem',
        title: 'The editor could not be loaded.',
        body: `What you wrote is safe. ${messageOf(error)}`,
        actions: [
          {
            label: 'Reload',
            primary: true,
            run: () => {
              page.location.reload();
            },
          },
        ],
        dismiss: null,
      });
      return;
    }
    await models.start();
  };

  const stored = settings.read('mode');
  workbench.setMode({ kind: MODES.find((known) => known === stored) ?? 'eager' });
  // A snooze counts down in the status bar, and ends.
  page.setInterval(() => {
    const mode = workbench.mode();
    if (mode.kind !== 'snoozed') return;
    if (mode.until <= page.performance.now()) workbench.setMode({ kind: mode.then });
    else view.update((shown) => ({ ...shown, mode: modeView(mode, page.performance.now()) }));
  }, 5_000);

  void watchBattery(page.navigator, (on) => {
    workbench.predictor.send({ type: 'batterySaver', on });
    asking.save(on);
  });
  const opened = archive.open(rememberedTabs(placeSettings)).then(async (found) => {
    workbench.open(found, placeSettings.read('file') ?? (visit.kind === 'link' ? visit.shown : null));
    archive.switched();
    await files.refresh();
  });
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'hidden') archive.leave();
  });
  page.addEventListener('pagehide', () => {
    archive.leave();
  });

  const chooseTheme = (choice: ThemeChoice): void => {
    theme.choose(choice);
  };
  const chooseMode = (choice: ModeChoice): void => {
    const mode = modeOf(choice, workbench.mode(), page.performance.now());
    if (mode.kind !== 'snoozed') settings.write('mode', mode.kind);
    workbench.setMode(mode);
  };

  const fixes = createFixRequests();
  for (const feature of FEATURES) {
    feature({
      page,
      mac,
      visit,
      opened,
      view,
      store: newStore,
      settings,
      commands,
      panels,
      workbench,
      archive,
      files,
      fixes,
      engine,
      proposals,
      later: lanes.later,
      sent,
      models,
      asking,
      servers,
      network,
      notice,
      preferences,
      keeper,
      chooseTheme,
      chooseMode,
      editor: () => editor,
      walkParts: (by) => {
        focus.walk(by);
      },
      announce: (announcement) => {
        view.update((shown) => ({ ...shown, announcement }));
      },
    });
  }
  const remembered = rememberedPanels(placeSettings, (id, place) => panels.get(id)?.place === place);
  // What a feature has opened by itself goes before what stood there when the page was left.
  panels.store.update((now) => ({
    left: now.left ?? remembered.left,
    right: now.right ?? remembered.right,
    bottom: now.bottom ?? remembered.bottom,
    dialog: now.dialog,
  }));
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.isComposing || !commands.press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );

  const tools = (open: OpenPanels): readonly ToolView[] =>
    commands.list().flatMap(({ id, title, icon, keys, panel, bar, run }) =>
      icon === undefined || bar === undefined
        ? []
        : [
            {
              id,
              icon,
              title,
              essential: bar === 'always',
              run,
              keys: keys === undefined ? '' : keyNames(keys, mac).join(mac ? '' : '+'),
              pressed: panel === undefined ? null : Object.values(open).includes(panel),
            },
          ],
    );

  page.inkling = {
    state: () => ({
      view: view.get(),
      engine: engine.state(),
      text: workbench.text(),
      hunks: workbench.predictor.current()?.hunks ?? [],
    }),
    held: () => editor?.held() ?? { models: 0, decorations: 0 },
  };

  return {
    view,
    panels,
    tools,
    actions: {
      chooseModel: () => {
        commands.run('models.open');
      },
      closeTab: (id) => {
        void files.close(id);
      },
      openTab: (id) => {
        void files.open(id);
        if (page.matchMedia('(pointer: fine)').matches) editor?.focus();
      },
      chooseTheme,
      chooseMode,
      take: () => {
        workbench.take();
      },
      jump: () => {
        workbench.jump();
      },
      takeReviewed: (which) => {
        workbench.takeReviewed(which);
      },
      dismiss: () => {
        workbench.predictor.send({ type: 'escape' });
      },
      placeEditor: (place) => {
        if (place !== null && editor === null) void startEditor(place);
      },
    },
  };
}

function embeddedModelOf(page: Window): ModelSource {
  return import.meta.env.DEV && page.location.hash === '#scripted' ? SCRIPTED : BUILT_IN;
}

/** For looking at predictions without a model, on the development server only. */
const SCRIPTED: ModelSource = {
  id: 'scripted',
  engine: 'scripted',
  contextLength: 2048,
  dialect: EMBEDDED_DIALECT,
  script: [
    {
      when: 'def area(width',
      answer:
        '2,3\n```python\n3|    if width < 0 or h < 0:\n```\n4,5\n```python\n5|    return width * h\n```<|next_end|>',
    },
  ],
};
