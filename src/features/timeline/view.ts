/** The timeline as it is to be drawn, from what has been read and where a user stands in it. */
import { LineIndex, diffRows } from '../../core/text';
import { changeOf } from '../../core/prediction';
import { nextAfter, segmentsOf } from '../../core/replay';
import type { FileDiff, ForesightView, PointView, TimelineMark, TimelineView } from './types';
import type { Foreseen, Foresight, Point } from './foresight';
import type { Loaded, LoadedFile } from './load';
import { foresightWords, shortVerdict, tallyWords, thenWords, toneOf } from './words';

/** More marks than pixels would only be slow. */
const MOST_MARKS = 400;

/** Where a user stands, and what they have chosen. */
export interface Standing {
  readonly at: number;
  readonly from: number | null;
  readonly scope: 'file' | 'workspace';
  readonly files: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly predicting: boolean;
  /** Whether the user has looked at a point yet. */
  readonly looking: boolean;
  readonly writable: boolean;
}

export function marksOf({ files, joint }: Loaded): readonly TimelineMark[] {
  const all: TimelineMark[] = [];
  for (const { id, course, outcomes, checkpoints } of files.values()) {
    const at = (version: number): number => joint.positionOf(id, version);
    const steps = course.steps();
    const every = Math.ceil((steps.length * files.size) / MOST_MARKS);
    all.push(
      ...steps
        .filter((_, index) => index % every === 0)
        .map(({ to, source }): TimelineMark => ({
          at: at(to),
          kind: source === 'prediction' ? 'prediction' : 'step',
          label: source,
        })),
    );
    all.push(
      ...outcomes
        .filter(({ kind }) => kind === 'rejected' || kind === 'accepted')
        .map(({ version, kind }): TimelineMark => ({
          at: at(version),
          kind: 'prediction',
          label: `A prediction was ${kind} here`,
        })),
    );
    all.push(
      ...checkpoints.map(({ version, name }): TimelineMark => ({ at: at(version), kind: 'checkpoint', label: name })),
    );
  }
  const seen = new Set<string>();
  return all.filter(({ at, kind }) => {
    const key = `${kind}${at}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A point at which a prediction was due, with its place on the timeline. */
export type PlacedPoint = Point & { readonly at: number; readonly then: LoadedFile['points'][number]['then'] };

const placed = new WeakMap<Loaded, readonly PlacedPoint[]>();

/** The points at which a prediction was due, in the order of the timeline; worked out once. */
export function pointsOf(loaded: Loaded): readonly PlacedPoint[] {
  const known = placed.get(loaded);
  if (known !== undefined) return known;
  const points = [...loaded.files.values()]
    .flatMap(({ id, points: due }) =>
      due.map(({ version, then }) => ({ document: id, version, then, at: loaded.joint.positionOf(id, version) })),
    )
    .sort((one, other) => one.at - other.at);
  placed.set(loaded, points);
  return points;
}

interface Listed {
  readonly revision: number;
  readonly points: readonly PointView[];
  readonly tally: string;
}

const listed = new WeakMap<Loaded, Listed>();

/** The list is drawn anew only when something else is known: while it plays that is seldom, and a frame is short. */
function listOf(loaded: Loaded, foresight: Pick<Foresight, 'at' | 'revision'>): Listed {
  const before = listed.get(loaded);
  if (before?.revision === foresight.revision()) return before;
  const known = pointsOf(loaded).map((point) => ({ point, foreseen: foresight.at(point) }));
  const points = known.map(({ point, foreseen }) =>
    pointView(loaded.files.get(point.document), point, foreseen, loaded.files.size > 1),
  );
  const list = { revision: foresight.revision(), points, tally: tallyWords(known.map(({ foreseen }) => foreseen)) };
  listed.set(loaded, list);
  return list;
}

export function timelineView(
  loaded: Loaded,
  marks: readonly TimelineMark[],
  standing: Standing,
  foresight: Pick<Foresight, 'at' | 'revision'>,
): TimelineView | string {
  const { files, joint } = loaded;
  const place = joint.placeAt(standing.at);
  const file = place === null ? undefined : files.get(place.document);
  if (place === null || file === undefined) return 'Nothing has been recorded yet.';
  const { course } = file;
  const wallTime = joint.recordTo(standing.at)?.wallTime;
  const text = course.textAt(place.version);
  const shown = standing.predicting && standing.looking && standing.from === null && standing.at > 0;
  const foreseen = shown ? foresight.at(place) : null;
  const predicted =
    foreseen?.kind === 'predicted' && foreseen.predicted.kind === 'offered' ? changeOf(foreseen.predicted.hunks) : [];
  const { points, tally } = listOf(loaded, foresight);
  const due = pointsOf(loaded).find(({ at }) => at === standing.at);
  return {
    file: file.name,
    scope: standing.scope,
    files: standing.files,
    last: joint.last,
    at: standing.at,
    from: standing.from,
    when: wallTime === undefined ? 'At the beginning' : timeWords(wallTime),
    segments: segmentsOf(text, course.changedAt(place.version), predicted),
    diffs:
      standing.from === null
        ? []
        : diffsOf(loaded, Math.min(standing.from, standing.at), Math.max(standing.from, standing.at)),
    marks,
    checkpoints: [...files.values()]
      .flatMap(({ id, checkpoints }) =>
        checkpoints.map(({ version, name }) => ({ at: joint.positionOf(id, version), name })),
      )
      .sort((one, other) => one.at - other.at),
    playing: standing.playing,
    speed: standing.speed,
    writable: standing.writable,
    predicting: standing.predicting,
    foresight:
      shown && (!standing.playing || due !== undefined || foreseen !== null)
        ? foresightView(file, place, foreseen, thenWords(due?.then ?? null))
        : null,
    points,
    tally,
  };
}

function foresightView(
  { course }: LoadedFile,
  { version }: Point,
  foreseen: Foreseen | null,
  then: string | null,
): ForesightView {
  const end = nextAfter(course, version);
  return {
    ...foresightWords(foreseen),
    then,
    next:
      end === null
        ? null
        : diffRows(course.textAt(version), course.textAt(end), 0).filter(({ kind }) => kind !== 'gap'),
  };
}

const lines = new WeakMap<object, { readonly line: number; readonly code: string }>();

function pointView(
  file: LoadedFile | undefined,
  point: PlacedPoint,
  foreseen: Foreseen | null,
  named: boolean,
): PointView {
  const { line, code } = lineOf(file, point.version);
  const words = thenWords(point.then);
  return {
    at: point.at,
    place: named ? `${file?.name ?? ''}:${line}` : `Line ${line}`,
    code,
    tone: toneOf(foreseen),
    verdict: shortVerdict(foreseen),
    then: words,
  };
}

/** The line that was being written; worked out once for each point. */
function lineOf(file: LoadedFile | undefined, version: number): { readonly line: number; readonly code: string } {
  const key = file?.points.find((point) => point.version === version);
  if (file === undefined || key === undefined) return { line: 1, code: '' };
  const known = lines.get(key);
  if (known !== undefined) return known;
  const index = new LineIndex(file.course.textAt(version));
  const line = index.lineAt(file.course.changedAt(version)?.end ?? 0);
  const found = { line: line + 1, code: index.line(line).trim() };
  lines.set(key, found);
  return found;
}

function diffsOf({ files, joint }: Loaded, from: number, to: number): readonly FileDiff[] {
  return [...files.values()].flatMap(({ id, name, course }) => {
    const [before, after] = [joint.versionAt(id, from), joint.versionAt(id, to)];
    const rows = before === after ? [] : diffRows(course.textAt(before), course.textAt(after));
    return rows.length === 0 ? [] : [{ file: name, rows }];
  });
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
/** In a link times count from the first change: they are no dates. */
const A_YEAR = 365 * 24 * 3_600_000;

function timeWords(wallTime: number): string {
  if (wallTime > A_YEAR)
    return (new Date(wallTime).toDateString() === new Date().toDateString() ? TIME : DAY).format(wallTime);
  const seconds = Math.floor(wallTime / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} after the start`;
}
