/** The model menu at work: what is kept, what comes, what is asked for. Loaded when the menu is first opened. */
import { deleteLocalModel, listLocalModels, localId } from '../../models/convert';
import { findDialect, guessDialect, TELLING_TOKENS, type DialectGuess } from '../../core/conversation';
import { catalog, libraryAddress } from '../../models/entries';
import { diskFacts, machineFacts } from '../../models/machine';
import { canStore, createModelStore } from '../../models/store';
import type { CatalogEntry, DownloadRequest, StoredModel } from '../../protocol/models';
import type { ModelActionKind, ModelsView, OwnKind, OwnModelRequest } from './types';
import { convertFiles } from '../../models/client/convert-client';
import type { EngineState } from '../../engine/client/engine-client';
import type { NetworkClient } from '../../models/client/network-client';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import { deviceWords } from '../../session/view';
import { embeddedEntry } from '../../session/models/embedded';
import { leftNothing, menuView, type MenuState, type Running, type StoredFacts } from './menu-view';
import { EngineError } from '../../engine/errors';
import { hostOf, refused, unreachable } from '../../engine/server/failures';
import { modelsAddress, readModels } from '../../engine/server/request';
import type { ServerEntry } from '../../session/models/servers';
import { fromAddress, fromConversion, fromFile, refuseAddress, refuseServer } from './own';
import { requestFor } from './requests';
import { dialectWords } from './words';
import { messageOf } from '../../core/message-of';

export interface ModelMenu {
  /** Null until the machine has been asked. */
  readonly view: Store<ModelsView | null>;
  readonly act: (id: string, kind: ModelActionKind) => void;
  readonly own: (request: OwnModelRequest) => void;
  readonly stopConverting: () => void;
  readonly listServer: (url: string, key: string) => Promise<void>;
  readonly keepStorage: () => void;
  /** Looks again at what is kept: other tabs change it too. */
  readonly refresh: () => Promise<void>;
  /** Fetches a model of the catalog where it is not here yet, and has it asked in words. */
  readonly getToAsk: (id: string) => Promise<void>;
}

/** A list of models is no longer than that. Bytes. */
const LARGEST_LIST = 1_000_000;

const noPrefill = { kind: 'file' as OwnKind, name: '', dialect: 'auto', steps: [], seed: 0 };

/** The folder that was chosen; empty where the browser does not tell. */
const folderOf = (files: readonly File[]): string => files[0]?.webkitRelativePath.split('/')[0] ?? '';

/** How a model is spoken to, from its name and the tokens of its tokenizer. */
async function dialectOf(name: string, files: readonly File[]): Promise<DialectGuess> {
  const textOf = async (wanted: string): Promise<string | null> =>
    (await files.find((file) => file.name === wanted)?.text()) ?? null;
  const [tokenizer, settings] = await Promise.all([textOf('tokenizer.json'), textOf('tokenizer_config.json')]);
  const tokens =
    tokenizer === null ? null : TELLING_TOKENS.filter((token) => tokenizer.includes(JSON.stringify(token)));
  const chats = files.some((file) => file.name === 'chat_template.jinja') || settings?.includes('"chat_template"');
  return guessDialect({
    name: `${name} ${folderOf(files)}`,
    knowsEdits: tokens?.includes('<|next_start|>') ?? null,
    ...(tokens === null ? {} : { tokens }),
    ...(chats === undefined ? {} : { hasChatTemplate: chats }),
  });
}

/** The library of the weights converted here is named by its file; null when none fits. */
const libraryOf = (file: string | null): string | null => (file === null ? null : libraryAddress(file));

export function createModelMenu(services: Services): ModelMenu {
  const { page, store, models, asking, servers, network, engine, notice, keeper } = services;
  const view = store<ModelsView | null>(null);
  const files = createModelStore();
  let state: MenuState | null = null;
  let conversion: AbortController | null = null;

  const running = (): Running => {
    const now: EngineState = engine.state();
    const current = models.state.get().current;
    const name = current?.name ?? 'No model';
    const id = current?.source.id ?? null;
    const asks = asking.state.get().chosen?.source.id ?? null;
    switch (now.kind) {
      case 'ready':
      case 'busy':
        return {
          id,
          name,
          asks,
          state: { kind: 'ready', device: deviceWords(now.capabilities.device, now.capabilities.threads) },
        };
      case 'failed':
        return { id, name, asks, state: { kind: 'failed', why: now.failure.message } };
      case 'absent':
      case 'loading':
        return { id, name, asks, state: { kind: 'loading' } };
    }
  };

  const draw = (): void => {
    if (state !== null) view.set(menuView(catalog, embedded(), state, running()));
  };
  const change = (part: Partial<MenuState>): void => {
    if (state === null) return;
    state = { ...state, ...part };
    draw();
  };
  const embedded = (): CatalogEntry => embeddedEntry(models.state.get().embedded);

  const problem = (id: string, text: string | null): void => {
    if (state === null) return;
    const others = Object.fromEntries(Object.entries(state.problems).filter(([model]) => model !== id));
    change({ problems: text === null ? others : { ...others, [id]: text } });
  };

  const stored = async (): Promise<Pick<MenuState, 'stored' | 'halfConverted'>> => {
    if (!canStore()) return { stored: [], halfConverted: [] };
    const [kept, converted] = await Promise.all([files.list(), listLocalModels()]);
    const weights = new Map(converted.map(({ id, storedBytes }) => [id, storedBytes]));
    const facts = await Promise.all(
      kept.map(async (model): Promise<StoredFacts> => ({
        model,
        bytes: (await files.bytes(model)) + (weights.get(model.id) ?? 0),
      })),
    );
    const known = new Set(kept.map(({ id }) => id));
    return {
      stored: facts,
      halfConverted: converted
        .filter(({ id }) => !known.has(id))
        .map(({ id, storedBytes }) => ({ id, bytes: storedBytes })),
    };
  };

  /** One look after the other: an earlier one that takes longer must not have the last word. */
  let looking: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    looking = looking.then(look, look);
    return looking;
  };

  const look = async (): Promise<void> => {
    try {
      const [machine, disk, kept] = await Promise.all([machineFacts(), diskFacts(), stored()]);
      // What another tab was at is seen from what is kept now; it may have ended, or be gone.
      const downloads = Object.fromEntries(
        Object.entries(state?.downloads ?? {}).filter(([, { kind }]) => kind !== 'elsewhere'),
      );
      state = {
        problems: {},
        converting: null,
        ownProblem: null,
        prefill: noPrefill,
        listed: { models: null, problem: null },
        ...state,
        machine,
        disk,
        ...kept,
        servers: servers.list(),
        downloads,
      };
    } catch (error) {
      notice('model-files', {
        tone: 'problem',
        title: 'What models are kept here cannot be read.',
        body: `The browser says: ${messageOf(error)}`,
        actions: [],
        dismiss: () => {
          notice('model-files', null);
        },
      });
    }
    draw();
  };

  const modelOf = (id: string): StoredModel | null => state?.stored.find(({ model }) => model.id === id)?.model ?? null;

  const serverOf = (id: string): ServerEntry | null => servers.list().find(({ source }) => source.id === id) ?? null;

  /** Asks a server which models it has. */
  const listServer = async (url: string, key: string): Promise<void> => {
    const wrong = refuseServer(url);
    if (wrong !== null) {
      change({ listed: { models: null, problem: wrong } });
      return;
    }
    change({ listed: { models: null, problem: null } });
    try {
      const response = await network.fetchOutside(modelsAddress(url), {
        headers: key === '' ? {} : { Authorization: `Bearer ${key}` },
        limit: LARGEST_LIST,
      });
      const text = await response.text();
      if (!response.ok) throw refused(url, response.status, '');
      const names = readModels(JSON.parse(text));
      const problem =
        names === null || names.length === 0
          ? `${hostOf(url)} names no models. Enter the model’s name yourself.`
          : null;
      change({ listed: { models: names ?? [], problem } });
    } catch (error) {
      const failure = error instanceof EngineError ? error.failure : unreachable(url).failure;
      change({ listed: { models: null, problem: `${failure.message} ${failure.remedy}` } });
    }
  };

  const download = (request: DownloadRequest): void => {
    problem(request.id, null);
    // Asked when it matters: browsers decide by how the page is used, some ask the user.
    if (state?.disk.persisted === false) void persist();
    network.download(request);
  };

  const persist = async (): Promise<void> => {
    await keeper.ask();
    change({ disk: await diskFacts() });
  };

  const switchTo = (id: string): void => {
    const known = models.state.get().embedded;
    if (id === known?.source.id) {
      models.choose(known);
      return;
    }
    const model = modelOf(id) ?? serverOf(id);
    if (model !== null) models.choose({ name: model.name, source: model.source });
  };

  const askFrom = (id: string): void => {
    const model = modelOf(id) ?? serverOf(id);
    if (model !== null) asking.choose({ name: model.name, source: model.source });
  };

  /** Fetched to be asked: chosen for that as soon as it is here. */
  let wanted: string | null = null;
  const getToAsk = async (id: string): Promise<void> => {
    await refresh();
    const kept = modelOf(id);
    if (kept?.state === 'complete') {
      askFrom(id);
      return;
    }
    const entry = catalog.find((one) => one.id === id) ?? null;
    const request = requestFor(entry, kept);
    if (request === null) return;
    wanted = id;
    download(request);
    services.panels.open('models');
  };

  const remove = async (id: string): Promise<void> => {
    problem(id, null);
    try {
      asking.leave(id);
      await models.leave(id);
      servers.remove(id);
      await network.remove(id);
      await deleteLocalModel(id);
      if (state !== null) change({ downloads: { ...state.downloads, [id]: { kind: 'absent' } } });
    } catch (error) {
      problem(id, `It could not be deleted: ${messageOf(error)}. Try again.`);
    }
    await refresh();
  };

  const explain = (entry: CatalogEntry): void => {
    const sharded = entry.parameters > 4e9;
    change({
      prefill: {
        kind: 'weights',
        name: entry.name,
        dialect: entry.dialect,
        seed: (state?.prefill.seed ?? 0) + 1,
        steps: [
          `Open ${entry.source}/tree/main and download config.json, generation_config.json, tokenizer.json, tokenizer_config.json and ${sharded ? 'every model-….safetensors with its index' : 'model.safetensors'} into one folder.`,
          'Choose that folder below. It is converted here, on your machine; nothing is uploaded.',
        ],
      },
    });
  };

  const act = (id: string, kind: ModelActionKind): void => {
    const entry = catalog.find((one) => one.id === id);
    switch (kind) {
      case 'use':
        switchTo(id);
        return;
      case 'ask':
        askFrom(id);
        return;
      case 'unask':
        asking.choose(null);
        return;
      case 'pause':
        network.pause(id);
        return;
      case 'delete':
        void remove(id);
        return;
      case 'convert':
        if (entry !== undefined) explain(entry);
        return;
      case 'download':
      case 'resume': {
        const request = requestFor(entry ?? null, modelOf(id));
        if (request !== null) download(request);
        else problem(id, 'It came from a file of yours. Choose that file again below, or delete it.');
      }
    }
  };

  const convert = async (
    name: string,
    dialect: string,
    from: Extract<OwnModelRequest['from'], { kind: 'weights' }>,
  ): Promise<void> => {
    const controller = new AbortController();
    conversion = controller;
    change({ ownProblem: null, converting: { text: 'Reading the files', fraction: null } });
    const outcome = await convertFiles({
      files: from.files,
      conversion: { id: localId(`${name}-${from.format}`), format: from.format },
      signal: controller.signal,
      onProgress: ({ stage, done, total }) => {
        const text = stage === 'checking' ? 'Reading the files' : stage === 'finishing' ? 'Finishing' : 'Converting';
        change({ converting: { text, fraction: total > 0 ? done / total : null } });
      },
    });
    conversion = null;
    change({ converting: null });
    await refresh();
    switch (outcome.kind) {
      case 'stopped':
        change({ ownProblem: 'The conversion was stopped. Choose the same files again to go on where it was.' });
        return;
      case 'failed':
        change({ ownProblem: `${outcome.failure.message} ${outcome.failure.remedy}` });
        return;
      case 'converted': {
        const library = libraryOf(outcome.model.library);
        if (library === null) {
          change({
            ownProblem: 'The weights were converted, but no compiled library fits their shape, so they cannot run.',
          });
          return;
        }
        const { dialect: spoken, warning }: Pick<DialectGuess, 'dialect' | 'warning'> =
          dialect === 'auto' ? await dialectOf(name, from.files) : { dialect };
        download({
          ...fromConversion({ ...outcome.model, needsF16: from.format === 'q4f16_1' }, library, {
            name,
            dialect: spoken,
          }),
          ...(warning === undefined ? {} : { warning }),
        });
      }
    }
  };

  const own = ({ name, dialect, from }: OwnModelRequest): void => {
    if (state !== null) {
      const gone = leftNothing(state.downloads, state.stored, catalog);
      change({
        ownProblem: null,
        downloads: Object.fromEntries(Object.entries(state.downloads).filter(([id]) => !gone.includes(id))),
      });
    }
    switch (from.kind) {
      case 'file': {
        const request = fromFile(from.file, { name, dialect });
        problem(request.id, null);
        network.keep(request, from.file);
        return;
      }
      case 'address': {
        const refused = refuseAddress(from.url.trim());
        if (refused === null) download(fromAddress(from.url, { name, dialect }));
        else change({ ownProblem: refused });
        return;
      }
      case 'server': {
        const wrong = refuseServer(from.url);
        if (wrong !== null || from.model.trim() === '') {
          change({ ownProblem: wrong ?? 'Enter the name of a model, or have the server list its own.' });
          return;
        }
        servers.add({
          url: from.url,
          model: from.model.trim(),
          key: from.key.trim(),
          dialect: dialect === 'auto' ? guessDialect({ name: from.model, knowsEdits: null }).dialect : dialect,
        });
        void refresh();
        return;
      }
      case 'weights':
        void convert(name.trim() || folderOf(from.files) || 'My model', dialect, from);
    }
  };

  const listen = (client: NetworkClient): void => {
    client.onState((id, now) => {
      if (state === null) return;
      const before = state.downloads[id];
      change({ downloads: { ...state.downloads, [id]: now } });
      if (now.kind === before?.kind) return;
      if (now.kind === 'complete') void arrived(id);
      // A model nobody has heard of yet appears in the list once its record is written.
      else if (now.kind === 'downloading' || now.kind === 'failed' || now.kind === 'paused') void refresh();
    });
  };

  const arrived = async (id: string): Promise<void> => {
    await refresh();
    const model = modelOf(id);
    if (model === null) return;
    services.announce(`${model.name} is here.`);
    if (wanted === id) {
      wanted = null;
      askFrom(id);
      notice('model-arrived', {
        tone: 'info',
        title: `${model.name} is here.`,
        body: 'Inline and Chat ask it from now on, also offline. Predictions stay as they are.',
        actions: [],
        dismiss: () => {
          notice('model-arrived', null);
        },
      });
      return;
    }
    if (services.panels.isOpen('models')) return;
    notice('model-arrived', {
      tone: 'info',
      title: `${model.name} is here.`,
      body: `It works offline from now on. Prompt format: ${dialectWords(model.source.dialect)}.`,
      actions: [
        {
          label: 'Use it',
          primary: true,
          run: () => {
            notice('model-arrived', null);
            if (findDialect(model.source.dialect)?.followsInstructions === true) askFrom(id);
            else switchTo(id);
          },
        },
      ],
      dismiss: () => {
        notice('model-arrived', null);
      },
    });
  };

  listen(network);
  models.state.subscribe(draw);
  asking.state.subscribe(draw);
  services.view.subscribe(draw);
  // Closing a channel is not worth the trouble: the menu lives as long as the page.
  if ('BroadcastChannel' in page)
    new BroadcastChannel('inkling-models').addEventListener('message', () => {
      void refresh();
    });
  void refresh();

  return {
    view,
    act,
    own,
    refresh,
    getToAsk,
    listServer,
    stopConverting: () => {
      conversion?.abort();
    },
    keepStorage: () => {
      void persist();
    },
  };
}
