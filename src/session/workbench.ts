/** The page at work: the editor, what is recorded, what is predicted, and the model, wired together. */
import type { Dialect, HistoryChange } from '../core/conversation/types';
import { HistoryBuilder, type DocumentId, type EditRecord } from '../core/history';
import { MOST_EDITS, type WorkspaceFacts } from '../core/proposals/types';
import {
  changeOf,
  excludedBy,
  historyFor,
  type ModelProfile,
  type PredictionLimits,
  type PredictionMode,
  type PredictionOutcome,
  type PredictionStatus,
} from '../core/prediction';
import type { EditorEvents, EditorHost } from '../editor';
import { languageOf } from '../workspace';
import { PAGE_CLOCK, type Clock } from '../platform/clock';
import type { EngineClient } from '../engine/client/engine-client';
import { historyOf, type FoundDocument } from './documents/loaded-document';
import type { ProposalQuestion } from '../protocol/proposals';
import type { Proposals } from './proposals-client';
import { createPredictor, type Predictor, type PredictorOptions } from './predictor';
import { reviewView } from './large-prediction';
import { sourceWords } from './source-words';
import type { Store } from '../platform/store';
import {
  announcementOf,
  changedLines,
  modeView,
  predictionView,
  type ShownHunk,
  type View,
  walkOn,
  type Walk,
} from './view';

export type { FoundDocument };

export interface WorkbenchOptions {
  readonly view: Store<View>;
  readonly engine: Pick<EngineClient, 'complete'>;
  /** Takes each record; writing is its own business and never waits here. */
  readonly record: (record: EditRecord) => void;
  /** Takes what became of a prediction made for a version of the shown document. */
  readonly outcome: (outcome: PredictionOutcome, version: number) => void;
  /** A prediction's answer is complete: what it came to. */
  readonly settled?: PredictorOptions['onSettled'];
  readonly session: string;
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  /** The page's by default; a replay brings its own. */
  readonly clock?: Clock;
  /** Who proposes what follows, without a model; nobody when absent. */
  readonly proposals?: Proposals;
}

export interface Workbench {
  /** Opens documents and shows one of them. */
  open(documents: readonly FoundDocument[], show: DocumentId | null): void;
  /** Adds a document and shows it. */
  add(found: FoundDocument): void;
  /** A document is other than it was here: shows it as it was found. */
  replace(found: FoundDocument): void;
  setWritable(id: DocumentId, writable: boolean): void;
  show(id: DocumentId): void;
  /** Takes a document off the page; what comes back is how it stood. Its neighbour is shown instead. */
  close(id: DocumentId): { readonly text: string } | null;
  rename(id: DocumentId, name: string): void;
  isOpen(id: DocumentId): boolean;
  isWritable(id: DocumentId): boolean;
  active(): DocumentId | null;
  nameOf(id: DocumentId): string | null;
  /** For the editor, once it exists. */
  readonly editorEvents: EditorEvents;
  attach(editor: EditorHost): void;
  modelChanged(model: ModelProfile | null): void;
  mode(): PredictionMode;
  setMode(mode: PredictionMode): void;
  /** What the user allows predictions to do, from now on. */
  limit(limits: PredictionLimits): void;
  /** Takes the hunk on offer, wherever it is shown. */
  take(): void;
  /** Goes to the hunk on offer where it is drawn in the code. */
  jump(): void;
  /** Takes one hunk of a prediction that is shown beside the code, or all of it; nothing when none is. */
  takeReviewed(which: number | 'all'): void;
  readonly predictor: Predictor;
  /** H of the shown document as it stands. */
  history(): readonly HistoryChange[];
  /** A document's text, the shown one's by default. */
  text(id?: DocumentId): string | null;
}

/** Files that the proposers see beside the shown one, and how much of them together, in UTF-16 units. */
const MOST_NEIGHBOURS = 12;
const MOST_NEIGHBOUR_UNITS = 200_000;

interface Document {
  readonly found: FoundDocument;
  history: HistoryBuilder;
  name: string;
  writable: boolean;
  /** When it was last edited, by the clock; null when not since the page was opened. */
  edited: number | null;
}

export function createWorkbench({
  view,
  engine,
  record,
  outcome: keepOutcome,
  settled,
  session,
  excluded: excludedFirst,
  clock = PAGE_CLOCK,
  proposals,
}: WorkbenchOptions): Workbench {
  const now = (): number => clock.now();
  const documents = new Map<DocumentId, Document>();
  let editor: EditorHost | null = null;
  let active: DocumentId | null = null;
  /** What was last said aloud of a prediction. */
  let said: { readonly hunk: string | null; readonly words: string } = { hunk: null, words: '' };
  let walk: Walk | null = null;
  /** Whether the change that is being told is a prediction's. */
  let taking = false;
  let suggesting = false;
  let dialect: Dialect | null = null;
  let excluded = excludedFirst;
  let status: PredictionStatus = { kind: 'nothing', reason: { kind: 'model-not-ready' } };
  let mode: PredictionMode = { kind: 'eager' };

  const predictor = createPredictor({
    session,
    excluded,
    complete: (request, signal) => engine.complete(request, signal),
    history: () => history(),
    ...(proposals === undefined ? {} : { proposals, question: () => question() }),
    clock,
    onDraw: () => {
      editor?.refresh();
      tell();
      const current = predictor.current();
      // What is shown beside the code is drawn with the page; a replay has nobody who looks.
      if (current !== null && (editor === null || current.presentation === 'review'))
        predictor.send({ type: 'drawn', predictionId: current.id });
    },
    onStatus: (next) => {
      status = next;
      tell();
    },
    onOutcome: (outcome) => {
      if (outcome.kind === 'shown') view.update((shown) => ({ ...shown, latency: outcome.msFromTrigger }));
      keepOutcome(outcome, editor?.version(outcome.document) ?? 0);
    },
    onFigures: () => undefined,
    ...(settled === undefined ? {} : { onSettled: settled }),
  });

  const history = (): readonly HistoryChange[] => {
    const shown = active === null ? undefined : documents.get(active);
    if (shown === undefined) return [];
    return historyFor({
      dialect,
      language: languageOf(shown.name).id,
      path: shown.name,
      history: shown.history,
      others: [...documents.values()]
        .filter((other) => other !== shown)
        .map(({ name, edited, history: of }) => ({ path: name, language: languageOf(name).id, edited, history: of })),
      excluded,
      now: now(),
    });
  };

  /** A record that does not follow from those before would leave H as it is for ever: it begins anew from the text as it stands. */
  const follow = (document: Document, written: EditRecord, after: string): { readonly lost: boolean } => {
    const fault = document.history.push(written);
    if (fault === null) return { lost: false };
    console.warn(`The history of ${document.name} begins anew: ${fault.kind}.`);
    document.history = new HistoryBuilder({ version: written.version + 1, text: after });
    return { lost: true };
  };

  /** Everything that is made of a change, after it was recorded. */
  const makeOf = (change: Parameters<EditorEvents['changed']>[0], written: EditRecord): void => {
    const changed = documents.get(change.document);
    const { lost } = changed === undefined ? { lost: false } : follow(changed, written, change.after);
    if (changed !== undefined && change.source.kind !== 'load') changed.edited = clock.now();
    if (change.document === active) {
      taking = change.source.kind === 'prediction';
      predictor.send({
        type: 'documentChanged',
        version: change.version + 1,
        change: change.change,
        source: change.source,
        text: change.after,
        cursor: change.selection,
      });
      taking = false;
      // After the change: until the next one, that is the reason why nothing is predicted.
      if (lost) predictor.send({ type: 'historyLost' });
    } else predictor.send({ type: 'othersChanged' });
    if (change.source.kind === 'prediction' && change.taken !== null) {
      predictor.send({ type: 'accepted', predictionId: change.source.predictionId, part: change.taken });
    }
    place();
  };

  /** The other open files, those edited last first, as far as they are quickly sent: what they import and export is of use. */
  const neighbours = (shown: Document): WorkspaceFacts['files'] => {
    let left = MOST_NEIGHBOUR_UNITS;
    return [...documents.entries()]
      .filter(([, other]) => other !== shown && excludedBy(other.name, excluded) === null)
      .sort(([, one], [, other]) => (other.edited ?? 0) - (one.edited ?? 0))
      .slice(0, MOST_NEIGHBOURS)
      .flatMap(([id, { name }]) => {
        const text = textOf(id) ?? '';
        left -= text.length;
        return left < 0 ? [] : [{ path: name, language: languageOf(name).id, text }];
      });
  };

  /** The shown document as the proposers look at it; the other open files tell what the workspace imports. */
  const question = (): ProposalQuestion | null => {
    const shown = active === null ? undefined : documents.get(active);
    const state = predictor.state().document;
    if (shown === undefined || state === null) return null;
    const files = neighbours(shown);
    return {
      language: state.language,
      path: state.path,
      text: state.text,
      cursor: state.cursor.head,
      now: clock.wall(),
      workspace: { files },
      edits: shown.history
        .edits()
        .slice(-MOST_EDITS)
        .map(({ change, inverse, source, endedAt }) => ({ change, inverse, source, endedAt })),
    };
  };

  /** Brings the page's words about the prediction up to date. Each hunk is said aloud once, and nothing else is cut short. */
  const tell = (): void => {
    const prediction = predictionView(status, shownHunk());
    const current = predictor.current();
    const review = reviewView(current, predictor.state().document?.text ?? '');
    editor?.setReviewing(review !== null);
    const hunk =
      current !== null && prediction.kind === 'shown' && walk !== null
        ? `${walk.id} ${prediction.index} ${current.presentation}`
        : null;
    const before = said;
    if (hunk !== before.hunk)
      said = { hunk, words: announcementOf(prediction, review, current?.presentation === 'subtle') };
    view.update((shown) => {
      const keeps = said === before || (said.words === '' && shown.announcement !== before.words);
      return { ...shown, prediction, review, announcement: keeps ? shown.announcement : said.words };
    });
  };

  const shownHunk = (): ShownHunk | null => {
    const current = predictor.current();
    const first = current?.hunks[0];
    const line = active === null || first === undefined ? null : (editor?.lineOf(active, first.start) ?? null);
    if (current === null || first === undefined || line === null) return null;
    walk = walkOn(walk, current.id, current.hunks.length, taking);
    const text = active === null ? '' : (editor?.text(active) ?? '');
    const like = current.source.kind === 'proposal' && current.source.like !== null ? current.source.like + 1 : null;
    return {
      index: walk.taken + 1,
      count: walk.taken + walk.left,
      line,
      becomes: changedLines(text, first),
      from: sourceWords(current.source, view.get().modelName, like),
    };
  };

  const place = (): void => {
    view.update((shown) => ({ ...shown, position: editor?.position() ?? null }));
  };

  const takeReviewed = (which: number | 'all'): void => {
    const current = predictor.current();
    const hunks = current === null ? [] : which === 'all' ? current.hunks : current.hunks.slice(which, which + 1);
    const [first] = hunks;
    if (editor === null || current?.presentation !== 'review' || first === undefined) return;
    if (
      editor.apply(changeOf(hunks), {
        kind: 'prediction',
        predictionId: current.id,
        taken: which === 'all' ? 'all' : 'hunk',
      })
    )
      editor.reveal(first.start);
  };

  const editorEvents: EditorEvents = {
    changed(change) {
      const written: EditRecord = {
        document: change.document,
        version: change.version,
        change: change.change,
        selection: change.selection,
        source: change.source,
        wallTime: clock.wall(),
        monoTime: now(),
      };
      // First of all: whatever goes wrong with predictions, the key is kept; and whatever goes wrong with that, they follow the text.
      try {
        record(written);
      } finally {
        makeOf(change, written);
      }
    },
    moved(document, selection) {
      if (document !== active) return;
      predictor.send({ type: 'cursorMoved', cursor: selection });
      place();
    },
    asked() {
      predictor.send({ type: 'requested', history: history() });
    },
    escaped: () => {
      // While the list of completions is open, Escape closes that.
      if (!suggesting) predictor.send({ type: 'escape' });
    },
    tookReviewed: () => {
      takeReviewed(0);
    },
    suggesting: (open) => {
      suggesting = open;
      predictor.send({ type: 'suggestWidget', open });
    },
    offer(document) {
      const current = document === active ? predictor.current() : null;
      const hunk = current?.hunks[0];
      if (
        current === null ||
        hunk === undefined ||
        current.presentation === 'review' ||
        current.version !== editor?.version(document)
      )
        return null;
      return { predictionId: current.id, edit: { start: hunk.start, end: hunk.end, text: hunk.text } };
    },
    shown: (predictionId) => {
      predictor.send({ type: 'drawn', predictionId });
    },
    predicted(document) {
      const current = document === active ? predictor.current() : null;
      return current === null || current.version !== editor?.version(document)
        ? null
        : { id: current.id, hunks: current.hunks, beside: current.presentation === 'review' };
    },
    hindered: (hindrance, on) => {
      predictor.send({ type: 'hindrance', hindrance, on });
    },
    tabMeans: (tab) => {
      view.update((shown) => ({ ...shown, tab }));
    },
    unreadable: (predictionId) => {
      predictor.send({ type: 'unreadable', predictionId });
    },
    rejected: (predictionId) => {
      predictor.send({ type: 'rejected', predictionId });
    },
  };

  const show = (id: DocumentId): void => {
    const document = documents.get(id);
    if (document === undefined) return;
    active = id;
    editor?.show(id);
    editor?.setReadOnly(!document.writable);
    const language = languageOf(document.name);
    const text = editor?.text(id) ?? document.found.text;
    const cursor = editor?.selection() ?? { anchor: 0, head: 0 };
    view.update((shown) => ({ ...shown, active: id, language: language.name, preview: editor === null ? text : null }));
    predictor.send({
      type: 'documentOpened',
      document: id,
      path: document.name,
      language: language.id,
      version: editor?.version(id) ?? document.found.version,
      text,
      cursor,
    });
    place();
  };

  /** Nothing is shown any more, or another document is. */
  const leaveFor = (id: DocumentId | null): void => {
    if (id !== null) {
      show(id);
      return;
    }
    active = null;
    editor?.show(null);
    predictor.send({ type: 'documentClosed' });
    view.update((shown) => ({ ...shown, active: null, language: '', preview: null, position: null }));
  };

  const textOf = (id: DocumentId): string | null => editor?.text(id) ?? documents.get(id)?.found.text ?? null;

  const put = (found: FoundDocument): void => {
    const document: Document = {
      found,
      history: historyOf(found),
      name: found.name,
      writable: found.writable,
      edited: documents.get(found.id)?.edited ?? null,
    };
    documents.set(found.id, document);
    if (editor !== null) openInEditor(editor, document);
  };

  const tellTabs = (): void => {
    view.update((shown) => ({
      ...shown,
      tabs: [...documents.values()].map(({ found: { id }, name }) => ({ id, name })),
    }));
  };

  const openInEditor = (host: EditorHost, { found, name }: Document): void => {
    host.open({ id: found.id, name, language: languageOf(name).id, text: found.text, version: found.version });
  };

  return {
    takeReviewed,
    take() {
      if (predictor.current()?.presentation === 'review') takeReviewed(0);
      else editor?.take();
    },
    jump: () => {
      editor?.jump();
    },
    predictor,
    editorEvents,
    open(found, first) {
      for (const document of found) put(document);
      tellTabs();
      const next = found.find(({ id }) => id === first) ?? found[0];
      if (next !== undefined) show(next.id);
    },
    add(found) {
      put(found);
      tellTabs();
      show(found.id);
    },
    replace(found) {
      put(found);
      tellTabs();
      if (active === found.id) show(found.id);
      else predictor.send({ type: 'othersChanged' });
    },
    setWritable(id, writable) {
      const document = documents.get(id);
      if (document !== undefined) document.writable = writable;
      if (active === id) editor?.setReadOnly(!writable);
    },
    show,
    close(id) {
      const closed = documents.get(id);
      if (closed === undefined) return null;
      const order = [...documents.keys()];
      const neighbour = order[order.indexOf(id) + 1] ?? order[order.indexOf(id) - 1];
      const text = textOf(id) ?? closed.found.text;
      documents.delete(id);
      if (active === id) leaveFor(neighbour ?? null);
      editor?.close(id);
      tellTabs();
      return { text };
    },
    rename(id, name) {
      const document = documents.get(id);
      if (document === undefined) return;
      document.name = name;
      editor?.rename(id, name, languageOf(name).id);
      tellTabs();
      if (active === id) show(id);
    },
    isOpen: (id) => documents.has(id),
    isWritable: (id) => documents.get(id)?.writable ?? false,
    active: () => active,
    nameOf: (id) => documents.get(id)?.name ?? null,
    attach(host) {
      editor = host;
      for (const document of documents.values()) openInEditor(host, document);
      host.setProminence(mode.kind === 'subtle' ? 'mark' : 'full');
      if (active !== null) show(active);
    },
    modelChanged(model) {
      dialect = model?.dialect ?? null;
      predictor.send({ type: 'modelChanged', model });
    },
    history,
    mode: () => mode,
    setMode(next) {
      mode = next;
      editor?.setProminence(next.kind === 'subtle' ? 'mark' : 'full');
      predictor.send({ type: 'modeChanged', mode: next });
      view.update((shown) => ({ ...shown, mode: modeView(next, now()) }));
    },
    limit(limits) {
      excluded = limits.excluded;
      predictor.send({ type: 'limitsChanged', limits });
    },
    text: (id = active ?? undefined) => (id === undefined ? null : textOf(id)),
  };
}
