/** The timeline of the shown file: reads its recorded course, walks and plays it, restores and erases. */
import { Course, type DocumentId } from '../../core/history';
import { diffRows, diffText } from '../../core/text';
import { failureOf, type OutcomeRow, type Workspace } from '../../storage';
import type { CheckpointView, TimelineMark, TimelineView } from '../../ui/timeline/TimelinePanel';
import type { Services } from '../services';
import type { Store } from '../store';
import { failureWords } from '../storage-words';

/** What the timeline needs of the page. */
export type TimelineServices = Pick<Services, 'archive' | 'workbench' | 'editor' | 'notice' | 'announce' | 'store' | 'view'>;

export interface Timeline {
  /** What to show, or a sentence when there is nothing. */
  readonly view: Store<TimelineView | string>;
  /** Reads the course of the shown file anew. */
  load(): Promise<void>;
  readonly seek: (version: number) => void;
  /** Starts at the beginning when it stands at the end; stops when it plays. */
  readonly play: () => void;
  readonly stop: () => void;
  readonly setSpeed: (speed: number) => void;
  readonly compare: (version: number | null) => void;
  addCheckpoint(name: string): Promise<void>;
  removeCheckpoint(version: number): Promise<void>;
  readonly restore: () => void;
  erase(): Promise<void>;
}

interface Loaded {
  readonly id: DocumentId;
  readonly course: Course;
  readonly outcomes: readonly OutcomeRow[];
  readonly checkpoints: readonly CheckpointView[];
}

const NOTHING = 'Open a file to see how it came to be.';
const key = (id: DocumentId): string => `checkpoints:${id}`;
const isCheckpoint = (value: unknown): value is CheckpointView =>
  typeof value === 'object' && value !== null && 'version' in value && 'name' in value && Number.isInteger(value.version) && typeof value.name === 'string';

export function createTimeline({ archive, workbench, editor, notice, announce, store }: TimelineServices): Timeline {
  const view = store<TimelineView | string>(NOTHING);
  let loaded: Loaded | null = null;
  let at = 0;
  let from: number | null = null;
  let speed = 1;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const marks = ({ course, outcomes, checkpoints }: Loaded): readonly TimelineMark[] => {
    // More marks than pixels would only be slow.
    const every = Math.ceil(course.steps().length / 400);
    return [
      ...course.steps().filter((_, index) => index % every === 0).map(({ to, source }): TimelineMark => ({ version: to, kind: source === 'prediction' ? 'prediction' : 'step', label: source })),
      ...outcomes.filter(({ kind }) => kind === 'rejected' || kind === 'accepted').map(({ version, kind }): TimelineMark => ({ version, kind: 'prediction', label: `A prediction was ${kind} here` })),
      ...checkpoints.map(({ version, name }): TimelineMark => ({ version, kind: 'checkpoint', label: name })),
    ].filter(({ version }, index, all) => all.findIndex((other) => other.version === version && other.kind === all[index]?.kind) === index);
  };
  let markCache: readonly TimelineMark[] = [];

  const draw = (): void => {
    if (loaded === null) {
      view.set(NOTHING);
      return;
    }
    const { id, course, checkpoints } = loaded;
    const text = course.textAt(at);
    const wallTime = course.recordTo(at)?.wallTime;
    view.set({
      file: workbench.nameOf(id) ?? 'this file',
      first: course.first,
      last: course.last,
      at,
      from,
      when: wallTime === undefined ? 'At the beginning' : new Date(wallTime).toLocaleString(),
      text,
      changed: course.changedAt(at),
      rows: from === null ? [] : diffRows(course.textAt(Math.min(from, at)), course.textAt(Math.max(from, at))),
      marks: markCache,
      checkpoints,
      playing: timer !== null,
      speed,
      writable: workbench.active() === id && workbench.isWritable(id),
    });
  };

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    draw();
  };
  const next = (): void => {
    if (loaded === null || at >= loaded.course.last) {
      stop();
      return;
    }
    timer = setTimeout(() => {
      at += 1;
      next();
      draw();
    }, loaded.course.waitBefore(at + 1) / speed);
  };

  const read = async (workspace: Workspace, id: DocumentId): Promise<Loaded | string> => {
    await workspace.recorder.flush();
    const first = await workspace.textAt(id, 0);
    if (first.kind !== 'text') return 'The beginning of this file cannot be read.';
    const { records } = await workspace.records(id);
    const stored = await workspace.setting(key(id));
    const checkpoints = Array.isArray(stored) ? stored.filter(isCheckpoint) : [];
    return { id, course: new Course({ version: 0, text: first.text }, records), outcomes: await workspace.outcomes(id), checkpoints };
  };

  const saveCheckpoints = async (checkpoints: readonly CheckpointView[]): Promise<void> => {
    const workspace = archive.workspace();
    if (loaded === null || workspace === null) return;
    const sorted = [...checkpoints].sort((one, other) => one.version - other.version);
    loaded = { ...loaded, checkpoints: sorted };
    markCache = marks(loaded);
    draw();
    try {
      await workspace.setSetting(key(loaded.id), sorted);
    } catch (error) {
      failed('The checkpoints could not be stored.', failureWords(failureOf(error)));
    }
  };
  const failed = (title: string, body: string): void => {
    notice('timeline', { tone: 'problem', title, body, actions: [], dismiss: () => { notice('timeline', null); } });
  };

  const load = async (): Promise<void> => {
    const workspace = archive.workspace();
    const id = workbench.active();
    if (id === null || workspace === null) {
      loaded = null;
      view.set(id === null ? NOTHING : 'Nothing is stored in this browser, so there is no history to show.');
      return;
    }
    try {
      const found = await read(workspace, id);
      if (typeof found === 'string') {
        loaded = null;
        view.set(found);
        return;
      }
      const other = loaded?.id !== id;
      loaded = found;
      markCache = marks(found);
      if (other || at > found.course.last || timer === null) at = found.course.last;
      if (other) from = null;
      draw();
    } catch (error) {
      loaded = null;
      view.set(failureWords(failureOf(error)));
    }
  };

  return {
    view,
    load,
    seek(version) {
      if (loaded === null) return;
      at = Math.min(loaded.course.last, Math.max(loaded.course.first, Math.round(version)));
      stop();
    },
    play() {
      if (loaded === null) return;
      if (timer !== null) {
        stop();
        return;
      }
      if (at >= loaded.course.last) at = loaded.course.first;
      next();
      draw();
    },
    stop,
    setSpeed(value) {
      speed = value;
      draw();
    },
    compare(version) {
      from = version;
      draw();
    },
    addCheckpoint: async (name) => {
      await saveCheckpoints([...(loaded?.checkpoints ?? []).filter(({ version }) => version !== at), { version: at, name }]);
      announce(`Checkpoint ${name} added.`);
    },
    removeCheckpoint: (version) => saveCheckpoints((loaded?.checkpoints ?? []).filter((one) => one.version !== version)),
    restore() {
      const text = workbench.text();
      if (loaded === null || text === null || workbench.active() !== loaded.id) return;
      const wanted = loaded.course.textAt(at);
      stop();
      if (editor()?.apply(diffText(text, wanted), { kind: 'load' }) !== true) {
        failed('The text could not be restored.', 'The file is read only here; what it was is still in its history.');
        return;
      }
      announce('Restored. Undo takes it back.');
      editor()?.focus();
      void load();
    },
    erase: async () => {
      const workspace = archive.workspace();
      if (loaded === null || workspace === null || from === null) return;
      const { id } = loaded;
      const [start, end] = [Math.min(from, at), Math.max(from, at)];
      stop();
      try {
        const outcome = await workspace.wipe(id, start, end);
        if (outcome.kind === 'wiped') announce(`${outcome.records} recorded changes were erased.`);
        else failed('Nothing was erased.', outcome.kind === 'damaged' ? 'Part of this history cannot be read.' : 'Another tab writes this file.');
      } catch (error) {
        failed('Nothing was erased.', failureWords(failureOf(error)));
      }
      from = null;
      await load();
    },
  };
}
