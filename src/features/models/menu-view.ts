/** The model menu from what is known: pure, so that what the user sees can be tested line by line. */
import { findDialect } from '../../core/conversation';
import { ENGINES } from '../../engine/kinds';
import { totalBytes } from '../../models/total-bytes';
import { fitOf, type MachineFacts } from '../../models/fits';
import type { DiskFacts } from '../../models/machine';
import type { CatalogEntry, DownloadState, StoredModel } from '../../protocol/models';
import { hostOf } from '../../engine/server/failures';
import type { ServerEntry } from '../../session/models/servers';
import type { ServerListView, ModelActionView, ModelGroupView, ModelRowView, ModelsView, OwnModelView } from './types';
import {
  dialectChoices,
  dialectWords,
  downloadFraction,
  downloadWords,
  factsOf,
  keptWords,
  machineWords,
  misfitWords,
  storageWords,
} from './words';
import { sizeWords } from '../../platform/size-words';

export interface StoredFacts {
  readonly model: StoredModel;
  /** What it takes on this device. */
  readonly bytes: number;
}

export interface ConversionView {
  readonly text: string;
  readonly fraction: number | null;
}

export interface MenuState {
  /** Models of servers of the user's own. */
  readonly servers: readonly ServerEntry[];
  /** What a server was asked for: its models, or why it did not tell. */
  readonly listed: ServerListView;
  readonly machine: MachineFacts;
  readonly disk: DiskFacts;
  readonly stored: readonly StoredFacts[];
  /** Conversions that were stopped, and what they take. */
  readonly halfConverted: readonly { readonly id: string; readonly bytes: number }[];
  /** As the network worker last told, by model. */
  readonly downloads: Readonly<Record<string, DownloadState>>;
  /** What could not be done with a model the last time, by model. */
  readonly problems: Readonly<Record<string, string>>;
  readonly converting: ConversionView | null;
  readonly ownProblem: string | null;
  readonly prefill: OwnModelView['prefill'];
}

export interface Running {
  /** The model that is to run; null before it is known. */
  readonly id: string | null;
  readonly name: string;
  /** The model that was chosen to be asked in words; null where the one that predicts is. */
  readonly asks: string | null;
  readonly state:
    /** `device`: where it runs, in words. */
    | { readonly kind: 'ready'; readonly device: string }
    | { readonly kind: 'loading' }
    /** `why` is a sentence. */
    | { readonly kind: 'failed'; readonly why: string };
}

function inUse({ state }: Running): NonNullable<ModelRowView['status']> {
  switch (state.kind) {
    case 'ready':
      return { tone: 'good', text: 'In use' };
    case 'loading':
      return { tone: 'busy', text: 'Being loaded' };
    case 'failed':
      return { tone: 'problem', text: state.why };
  }
}

function runningWords({ state }: Running): string {
  switch (state.kind) {
    case 'ready':
      return `predicts now, ${state.device}.`;
    case 'loading':
      return 'is being loaded.';
    case 'failed':
      return `does not run. ${state.why}`;
  }
}

const action = (kind: ModelActionView['kind'], label: string, primary = false): ModelActionView => ({
  kind,
  label,
  primary,
});

/** What a model that is here can be used for: those that follow instructions can be asked, and all can predict. */
function usesOf(id: string, dialect: string, running: Running): readonly ModelActionView[] {
  const predicts = running.id === id;
  if (findDialect(dialect)?.followsInstructions !== true) return predicts ? [] : [action('use', 'Use', true)];
  const { asks } = running;
  // The model that predicts is asked, too, where no other was chosen.
  const ask =
    asks === id
      ? [action('unask', 'Stop using for Inline and Chat')]
      : predicts && asks === null
        ? []
        : [action('ask', 'Use for Inline and Chat', true)];
  return [...ask, ...(predicts ? [] : [action('use', 'Use for Tab')])];
}

/** A model's download as the page knows it: what the worker said, else what is on the disk. */
function stateOf(id: string, state: MenuState): DownloadState {
  const told = state.downloads[id];
  const kept = state.stored.find(({ model }) => model.id === id);
  if (told !== undefined && told.kind !== 'absent' && told.kind !== 'complete') return told;
  if (kept === undefined) return { kind: 'absent' };
  if (kept.model.state === 'complete') return { kind: 'complete', bytes: kept.bytes };
  return { kind: 'paused', done: kept.bytes, total: totalBytes(kept.model) };
}

function actionsFor(
  download: DownloadState,
  converts: boolean,
  fits: boolean,
  uses: readonly ModelActionView[],
): readonly ModelActionView[] {
  switch (download.kind) {
    case 'absent':
      return !fits ? [] : [converts ? action('convert', 'How to get it') : action('download', 'Download')];
    case 'looking':
    case 'downloading':
    case 'waiting':
    case 'verifying':
      return [action('pause', 'Pause'), action('delete', 'Delete')];
    case 'paused':
      return [action('resume', 'Resume', true), action('delete', 'Delete')];
    case 'failed':
      return [action('resume', download.done > 0 ? 'Resume' : 'Try again', true), action('delete', 'Delete')];
    case 'elsewhere':
      return [];
    case 'complete':
      return [...(fits ? uses : []), action('delete', 'Delete')];
  }
}

function statusOf(
  id: string,
  download: DownloadState,
  state: MenuState,
  running: Running,
  bytes: number,
  checked: StoredModel['verified'],
): ModelRowView['status'] {
  const problem = state.problems[id];
  if (problem !== undefined) return { tone: 'problem', text: problem };
  if (download.kind === 'complete') {
    if (running.id === id) return inUse(running);
    if (running.asks === id) return { tone: 'good', text: 'Answers Inline and Chat' };
    return {
      tone: 'quiet',
      text: `On this device: ${sizeWords(bytes)}, ${checked === 'digest' ? 'checksum verified' : 'size verified'}`,
    };
  }
  const text = downloadWords(download);
  if (text === null) return null;
  const tone =
    download.kind === 'failed' || download.kind === 'waiting'
      ? 'problem'
      : download.kind === 'paused' || download.kind === 'elsewhere'
        ? 'quiet'
        : 'busy';
  return { tone, text };
}

const host = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
};

function catalogRow(entry: CatalogEntry, state: MenuState, running: Running): ModelRowView {
  const kept = state.stored.find(({ model }) => model.id === entry.id);
  const download = stateOf(entry.id, state);
  const fit = fitOf(entry, state.machine, kept?.bytes ?? 0);
  return {
    id: entry.id,
    name: entry.name,
    about: entry.about,
    facts: factsOf(entry),
    source: { label: host(entry.source), url: entry.source },
    misfit: fit.kind === 'no' ? misfitWords(fit.why) : null,
    status: statusOf(entry.id, download, state, running, kept?.bytes ?? 0, kept?.model.verified ?? 'size'),
    fraction: downloadFraction(download),
    actions: actionsFor(
      download,
      entry.origin.kind === 'convert',
      fit.kind === 'fits',
      usesOf(entry.id, entry.dialect, running),
    ),
  };
}

function ownRow({ model, bytes }: StoredFacts, state: MenuState, running: Running): ModelRowView {
  const { source } = model;
  const download = stateOf(model.id, state);
  return {
    id: model.id,
    name: model.name,
    about: `Your own, from ${model.from}`,
    facts: [
      ENGINES[source.engine].runs,
      `${source.contextLength.toLocaleString('en')} tokens of context`,
      source.dialect === 'auto'
        ? 'prompt format: detected after download'
        : `prompt format: ${dialectWords(source.dialect)}`,
    ],
    source: null,
    misfit: null,
    ...(model.warning === undefined ? {} : { warning: model.warning }),
    status: statusOf(model.id, download, state, running, bytes, model.verified),
    fraction: downloadFraction(download),
    actions: actionsFor(download, false, true, usesOf(model.id, source.dialect, running)),
  };
}

function serverRow({ name, source }: ServerEntry, state: MenuState, running: Running): ModelRowView {
  const problem = state.problems[source.id];
  return {
    id: source.id,
    name,
    about: `Your code is sent to ${hostOf(source.url)} while this model is used, and nowhere else.`,
    facts: [ENGINES[source.engine].runs, `prompt format: ${dialectWords(source.dialect)}`],
    source: null,
    misfit: null,
    status:
      problem !== undefined
        ? { tone: 'problem', text: problem }
        : running.id === source.id
          ? inUse(running)
          : running.asks === source.id
            ? { tone: 'good', text: 'Answers Inline and Chat' }
            : null,
    fraction: null,
    actions: [...usesOf(source.id, source.dialect, running), action('delete', 'Delete')],
  };
}

const halfRow = ({ id, bytes }: MenuState['halfConverted'][number], state: MenuState): ModelRowView => ({
  id,
  name: id,
  about: 'Your own, converted in part',
  facts: [`${sizeWords(bytes)} here`],
  source: null,
  misfit: null,
  status: {
    tone: state.problems[id] === undefined ? 'quiet' : 'problem',
    text: state.problems[id] ?? 'The conversion was stopped. Choose the same files again below to go on where it was.',
  },
  fraction: null,
  actions: [action('delete', 'Delete')],
});

const isIn = (stored: readonly StoredFacts[], wanted: string): boolean =>
  stored.some(({ model }) => model.id === wanted);

/** Downloads of the user's own that failed and left nothing: they have no line of their own any more. */
export const leftNothing = (
  downloads: MenuState['downloads'],
  stored: readonly StoredFacts[],
  catalog: readonly CatalogEntry[],
): readonly string[] =>
  Object.entries(downloads)
    .filter(([id, { kind }]) => kind === 'failed' && !isIn(stored, id) && catalog.every((entry) => entry.id !== id))
    .map(([id]) => id);

/** Everything the menu shows. `embedded` is the model that comes with the program. */
export function menuView(
  catalog: readonly CatalogEntry[],
  embedded: CatalogEntry,
  state: MenuState,
  running: Running,
): ModelsView {
  const isEmbedded = running.id === embedded.id;
  const embeddedRow: ModelRowView = {
    id: embedded.id,
    name: embedded.name,
    about: embedded.about,
    facts: factsOf(embedded),
    source: null,
    misfit: null,
    status: isEmbedded ? inUse(running) : null,
    fraction: null,
    actions: isEmbedded ? [] : [action('use', 'Use', true)],
  };
  const rows = catalog.map((entry) => catalogRow(entry, state, running));
  const begun = new Set([
    ...state.stored.map(({ model }) => model.id),
    ...Object.entries(state.downloads)
      .filter(([, { kind }]) => kind !== 'absent')
      .map(([id]) => id),
  ]);
  const own = state.stored
    .filter(({ model }) => catalog.every(({ id }) => id !== model.id))
    .map((stored) => ownRow(stored, state, running));
  const lost = leftNothing(state.downloads, state.stored, catalog).at(-1);
  const lostWords = lost === undefined ? null : downloadWords(state.downloads[lost] ?? { kind: 'absent' });
  const here = rows.filter(({ id }) => begun.has(id));
  const others = rows.filter(({ id }) => !begun.has(id));
  const { gpu } = state.machine;
  const ready = others.filter(({ misfit }) => misfit === null);
  const slower = new Set(
    gpu.kind === 'gpu' && gpu.f16
      ? catalog.filter(({ origin, needsF16 }) => origin.kind === 'mlc' && !needsF16).map(({ id }) => id)
      : [],
  );
  const groups: readonly ModelGroupView[] = [
    {
      id: 'here',
      title: 'On this device',
      hint: null,
      rows: [
        embeddedRow,
        ...here,
        ...own,
        ...(state.converting === null ? state.halfConverted : []).map((half) => halfRow(half, state)),
      ],
      folded: false,
    },
    {
      id: 'servers',
      title: 'On a server of your own',
      hint: null,
      rows: state.servers.map((entry) => serverRow(entry, state, running)),
      folded: false,
    },
    {
      id: 'fits',
      title: 'To download',
      hint: 'From then on they work without a network.',
      rows: ready.filter(({ id }) => !slower.has(id)),
      folded: false,
    },
    {
      id: 'slower',
      title: 'Variants for graphics cards without shader-f16',
      hint: null,
      rows: ready.filter(({ id }) => slower.has(id)),
      folded: true,
    },
    {
      id: 'misfits',
      title: 'Does not run on this machine',
      hint: null,
      rows: others.filter(({ misfit }) => misfit !== null),
      folded: true,
    },
  ];
  return {
    running: { name: running.name, words: runningWords(running) },
    machine: machineWords(state.machine),
    groups: groups.filter((group) => group.rows.length > 0),
    storage: {
      text: storageWords(
        [...state.stored, ...state.halfConverted].reduce((sum, { bytes }) => sum + bytes, 0),
        state.disk,
      ),
      kept: keptWords(state.disk.persisted),
      askToKeep: state.disk.persisted === false ? 'Ask the browser to keep them' : null,
    },
    own: {
      dialects: dialectChoices,
      prefill: state.prefill,
      converting: state.converting,
      listed: state.listed,
      problem: state.ownProblem ?? lostWords,
    },
  };
}
