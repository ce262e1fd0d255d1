/** The timeline of the shown file, or of the workspace: reads the recorded course, walks and plays it, names points of it. */
import { diffText } from '../../core/text';
import { failureOf } from '../../storage';
import type { TimelineMark, TimelineView } from './types';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import { failureWords } from '../../session/documents/storage-words';
import { createForesight } from './foresight';
import { checkpointsKey, loadFiles, type Checkpoint, type Loaded } from './load';
import { marksOf, pointsOf, timelineView } from './view';
import { eraseBetween } from './erase';

/** What the timeline needs of the page. */
export type TimelineServices = Pick<
  Services,
  | 'archive'
  | 'workbench'
  | 'editor'
  | 'files'
  | 'notice'
  | 'announce'
  | 'store'
  | 'view'
  | 'later'
  | 'proposals'
  | 'visit'
  | 'page'
>;

export interface Timeline {
  /** What to show, or a sentence when there is nothing. */
  readonly view: Store<TimelineView | string>;
  /** Reads the course anew. */
  load(): Promise<void>;
  /** Reads the course anew when the user has paused in their typing. Returns the end of it. */
  follow(): () => void;
  /** The panel is gone: nothing plays, nothing is asked. */
  leave(): void;
  /** A model came or went: what can be asked is asked. */
  modelChanged(): void;
  readonly seek: (position: number) => void;
  /** Starts at the beginning when it stands at the end; stops when it plays. */
  readonly play: () => void;
  readonly setSpeed: (speed: number) => void;
  readonly setScope: (scope: 'file' | 'workspace') => void;
  readonly setPredicting: (on: boolean) => void;
  readonly compare: (position: number | null) => void;
  addCheckpoint(name: string): Promise<void>;
  removeCheckpoint(position: number): Promise<void>;
  restore(): Promise<void>;
  erase(): Promise<void>;
}

const NOTHING = 'Open a file to see how it came to be.';
/** A slider passes many points on its way: those on which it rests are asked for. Milliseconds. */
const REST_MS = 150;
/** How long playing rests at a point where something is predicted, and where nothing is, at normal speed. Milliseconds. */
const LOOK_MS = 2_200;
const GLANCE_MS = 600;
/** Playing waits for an answer at most this long, and looks for it this often. Milliseconds. */
const MOST_WAIT_MS = 8_000;
const WAIT_STEP_MS = 50;
/** So many points ahead are asked for while it plays. */
const AHEAD = 3;
/** After so long without a key the course is read anew, unless it is so long that this would be felt. Milliseconds, records. */
const FOLLOW_MS = 1_500;
const MOST_FOLLOWED = 20_000;
/** A shared course that takes longer than this begins standing, not playing. Milliseconds. */
const PLAYED_AT_ONCE_MS = 90_000;

export function createTimeline({
  archive,
  workbench,
  editor,
  files: allFiles,
  notice,
  announce,
  store,
  view: pageView,
  later,
  proposals,
  visit,
  page,
}: TimelineServices): Timeline {
  const view = store<TimelineView | string>(NOTHING);
  let loaded: Loaded | null = null;
  let marks: readonly TimelineMark[] = [];
  let at = 0;
  let from: number | null = null;
  let speed = 1;
  let scope: 'file' | 'workspace' = visit.kind === 'link' && visit.shared.files.length > 1 ? 'workspace' : 'file';
  let predicting = true;
  /** Whether the user has looked at any point yet: a panel that was only opened costs no battery. */
  let looking = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let resting: ReturnType<typeof setTimeout> | null = null;
  let shownFile: string | null = null;
  let begun = false;

  const foresight = createForesight({
    ask: later,
    proposals,
    profile: () => workbench.predictor.state().model,
    excluded: () => workbench.predictor.state().options.excluded,
    loaded: () => loaded,
    onChange: () => {
      draw();
    },
  });

  const writable = (): boolean => {
    if (loaded === null) return false;
    const ids = [...loaded.files.keys()];
    return scope === 'file'
      ? ids.every((id) => workbench.active() === id && workbench.isWritable(id))
      : ids.every((id) => !workbench.isOpen(id) || workbench.isWritable(id));
  };

  const draw = (): void => {
    if (loaded === null) return;
    view.set(
      timelineView(
        loaded,
        marks,
        {
          at,
          from,
          scope,
          files: allFiles.list.get().length,
          playing: timer !== null,
          speed,
          predicting,
          looking,
          writable: writable(),
        },
        foresight,
      ),
    );
  };

  /** Asks for what is looked at now: the point at hand, or while playing the next few. */
  const want = (): void => {
    if (resting !== null) clearTimeout(resting);
    resting = null;
    const all = loaded;
    const place = all?.joint.placeAt(at) ?? null;
    if (!predicting || !looking || all === null || place === null || at === 0 || from !== null) foresight.want([]);
    else if (timer !== null)
      foresight.want(
        pointsOf(all)
          .filter((point) => point.at >= at)
          .slice(0, AHEAD),
      );
    else {
      resting = setTimeout(() => {
        foresight.want([place]);
        draw();
      }, REST_MS);
    }
  };

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    draw();
    want();
  };

  /** How long to stay at a point before going on, of which `waited` have passed; null while its answer is awaited. */
  const stay = (waited: number): number | null => {
    if (loaded === null) return 0;
    const toNext = loaded.joint.waitBefore(at + 1);
    const point = predicting ? pointsOf(loaded).find((one) => one.at === at) : undefined;
    if (point === undefined) return toNext / speed;
    const found = foresight.at(point);
    if (found === null) return waited < MOST_WAIT_MS && pageView.get().model.kind !== 'failed' ? null : toNext / speed;
    return (
      Math.max(toNext, found.kind === 'predicted' && found.predicted.kind === 'offered' ? LOOK_MS : GLANCE_MS) / speed
    );
  };
  const next = (waited = 0): void => {
    if (loaded === null || (at >= loaded.joint.last && stay(waited) !== null)) {
      stop();
      return;
    }
    const ms = stay(waited);
    if (ms === null) {
      timer = setTimeout(() => {
        next(waited + WAIT_STEP_MS);
      }, WAIT_STEP_MS);
      return;
    }
    timer = setTimeout(() => {
      at += 1;
      next();
      want();
      draw();
    }, ms);
  };

  const failed = (title: string, body: string): void => {
    notice('timeline', {
      tone: 'problem',
      title,
      body,
      actions: [],
      dismiss: () => {
        notice('timeline', null);
      },
    });
  };

  /** What a link brought is looked at from its beginning. */
  const begin = (): void => {
    if (loaded === null || loaded.joint.last === 0) return;
    begun = true;
    looking = true;
    const still = page.matchMedia('(prefers-reduced-motion: reduce)').matches;
    at = still ? (pointsOf(loaded)[0]?.at ?? 0) : 0;
    if (!still && loaded.joint.duration() <= PLAYED_AT_ONCE_MS) next();
    want();
  };

  const take = (found: Loaded, other: boolean): void => {
    const atEnd = loaded === null || other || at >= loaded.joint.last;
    loaded = found;
    marks = marksOf(found);
    foresight.forget();
    if (other) from = null;
    at = atEnd ? found.joint.last : Math.min(at, found.joint.last);
    if (visit.kind === 'link' && !begun) begin();
    draw();
    want();
  };

  const load = async (): Promise<void> => {
    const workspace = archive.workspace();
    const id = workbench.active();
    const nothing = (why: string): void => {
      loaded = null;
      view.set(why);
    };
    if (workspace === null || (id === null && scope === 'file')) {
      nothing(workspace === null ? 'Nothing is stored in this browser, so there is no history to show.' : NOTHING);
      return;
    }
    try {
      const all = allFiles.list.get();
      const wanted = scope === 'workspace' ? all : [{ id: id ?? '', name: workbench.nameOf(id ?? '') ?? 'this file' }];
      const found = await loadFiles(workspace, wanted);
      const key = scope === 'workspace' ? '' : id;
      if (typeof found === 'string') nothing(found);
      else take(found, shownFile !== key);
      shownFile = key;
    } catch (error) {
      nothing(failureWords(failureOf(error)));
    }
  };

  const saveCheckpoints = async (document: string, checkpoints: readonly Checkpoint[]): Promise<void> => {
    const workspace = archive.workspace();
    const file = loaded?.files.get(document);
    if (loaded === null || file === undefined || workspace === null) return;
    const sorted = [...checkpoints].sort((one, other) => one.version - other.version);
    loaded = { ...loaded, files: new Map([...loaded.files, [document, { ...file, checkpoints: sorted }]]) };
    marks = marksOf(loaded);
    draw();
    try {
      await workspace.setSetting(checkpointsKey(document), sorted);
    } catch (error) {
      failed('The checkpoints could not be stored.', failureWords(failureOf(error)));
    }
  };

  /** Puts a file back to what it was, as an edit; false when it cannot be written. */
  const restoreFile = async (document: string, wanted: string): Promise<boolean> => {
    if (workbench.active() !== document && !(await allFiles.open(document))) return false;
    const text = workbench.text(document);
    if (text === null || workbench.active() !== document || !workbench.isWritable(document)) return false;
    return text === wanted || editor()?.apply(diffText(text, wanted), { kind: 'load' }) === true;
  };

  return {
    view,
    load,
    follow() {
      let pause: ReturnType<typeof setTimeout> | null = null;
      const unwatch = editor()?.watch(() => {
        if (pause !== null) clearTimeout(pause);
        pause = setTimeout(() => {
          if (timer === null && (loaded?.joint.last ?? 0) < MOST_FOLLOWED) void load();
        }, FOLLOW_MS);
      });
      return () => {
        if (pause !== null) clearTimeout(pause);
        unwatch?.();
      };
    },
    leave() {
      looking = false;
      stop();
      foresight.want([]);
    },
    modelChanged() {
      draw();
      want();
    },
    seek(position) {
      if (loaded === null) return;
      looking = true;
      at = Math.min(loaded.joint.last, Math.max(0, Math.round(position)));
      stop();
    },
    play() {
      if (loaded === null) return;
      if (timer !== null) {
        stop();
        return;
      }
      looking = true;
      if (at >= loaded.joint.last) at = 0;
      from = null;
      next();
      want();
      draw();
    },
    setSpeed(value) {
      speed = value;
      draw();
    },
    setScope(value) {
      scope = value;
      stop();
      void load();
    },
    setPredicting(on) {
      predicting = on;
      draw();
      want();
    },
    compare(position) {
      from = position;
      draw();
      want();
    },
    addCheckpoint: async (name) => {
      const place = loaded?.joint.placeAt(at) ?? null;
      if (place === null) return;
      const others = (loaded?.files.get(place.document)?.checkpoints ?? []).filter(
        ({ version }) => version !== place.version,
      );
      await saveCheckpoints(place.document, [...others, { version: place.version, name }]);
      announce(`Checkpoint ${name} added.`);
    },
    async removeCheckpoint(position) {
      for (const { id, checkpoints } of loaded?.files.values() ?? []) {
        const kept = checkpoints.filter(({ version }) => loaded?.joint.positionOf(id, version) !== position);
        if (kept.length < checkpoints.length) await saveCheckpoints(id, kept);
      }
    },
    async restore() {
      if (loaded === null) return;
      stop();
      const { files, joint } = loaded;
      const shown = workbench.active();
      const wanted = [...files.values()]
        .map(({ id, name, course }) => ({
          id,
          name,
          text: course.textAt(joint.versionAt(id, at)),
          now: course.textAt(course.last),
        }))
        .filter(({ text, now }) => text !== now);
      const refused: string[] = [];
      for (const { id, name, text } of wanted) if (!(await restoreFile(id, text))) refused.push(name);
      if (shown !== null && workbench.active() !== shown) await allFiles.open(shown);
      if (refused.length > 0)
        failed(
          `${refused.join(', ')} could not be restored.`,
          'Another tab writes it, so it is read only here; what it was is still in its history.',
        );
      else
        announce(
          wanted.length === 1
            ? 'Restored. Undo takes it back.'
            : `${wanted.length} files were restored. Undo takes it back in each.`,
        );
      editor()?.focus();
      at = joint.last;
      await load();
    },
    erase: async () => {
      const workspace = archive.workspace();
      if (loaded === null || workspace === null || from === null) return;
      const [start, end] = [Math.min(from, at), Math.max(from, at)];
      stop();
      try {
        const { records, refused } = await eraseBetween(workspace, loaded, start, end);
        if (refused === null) announce(`${records} recorded changes were erased.`);
        else failed(records === 0 ? 'Nothing was erased.' : `Only ${records} recorded changes were erased.`, refused);
      } catch (error) {
        failed('Nothing was erased.', failureWords(failureOf(error)));
      }
      from = null;
      await load();
    },
  };
}
