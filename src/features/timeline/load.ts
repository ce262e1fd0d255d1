/** Reads how files came to be: their courses, what became of predictions in them, and the points a user has named. */
import { Course, JointCourse, type DocumentId } from '../../core/history';
import { duePoints, type DuePoint } from '../../core/replay';
import type { OutcomeRow, Workspace } from '../../storage';

export interface Checkpoint {
  readonly version: number;
  readonly name: string;
}

export interface LoadedFile {
  readonly id: DocumentId;
  readonly name: string;
  readonly course: Course;
  readonly outcomes: readonly OutcomeRow[];
  readonly checkpoints: readonly Checkpoint[];
  readonly points: readonly DuePoint[];
}

export interface Loaded {
  readonly files: ReadonlyMap<DocumentId, LoadedFile>;
  readonly joint: JointCourse;
}

export const checkpointsKey = (id: DocumentId): string => `checkpoints:${id}`;

const isCheckpoint = (value: unknown): value is Checkpoint =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  'name' in value &&
  Number.isInteger(value.version) &&
  typeof value.name === 'string';

export const jointOf = (files: readonly LoadedFile[]): JointCourse =>
  new JointCourse(new Map(files.map(({ id, course }) => [id, course])));

/**
 * The files that can be read, in the order asked for; a sentence when none can.
 * @throws what IndexedDB throws
 */
export async function loadFiles(
  workspace: Workspace,
  wanted: readonly { readonly id: DocumentId; readonly name: string }[],
): Promise<Loaded | string> {
  await workspace.recorder.flush();
  const files: LoadedFile[] = [];
  for (const { id, name } of wanted) {
    const first = await workspace.textAt(id, 0);
    if (first.kind !== 'text') continue;
    const [{ records }, stored, outcomes] = await Promise.all([
      workspace.records(id),
      workspace.setting(checkpointsKey(id)),
      workspace.outcomes(id),
    ]);
    const course = new Course({ version: 0, text: first.text }, records);
    const told = outcomes.flatMap(({ version, kind }) =>
      kind === 'accepted' || kind === 'rejected' ? ([{ version, kind }] as const) : [],
    );
    files.push({
      id,
      name,
      course,
      outcomes,
      checkpoints: Array.isArray(stored) ? stored.filter(isCheckpoint) : [],
      points: duePoints(course, told),
    });
  }
  return files.length === 0
    ? 'The beginning of this file cannot be read.'
    : { files: new Map(files.map((file) => [file.id, file])), joint: jointOf(files) };
}
