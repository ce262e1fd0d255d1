/** What an empty store is filled with: the examples, or what a link brought. */
import type { DocumentId, EditRecord } from '../../core/history';
import { EXAMPLES, type SharedOutcome, type SharedWorkspace } from '../../workspace';

export interface Seed {
  readonly id: DocumentId;
  readonly name: string;
  /** The text at version 0. */
  readonly text: string;
  /** Records from version 0 on. */
  readonly course: readonly EditRecord[];
  readonly outcomes: readonly SharedOutcome[];
  /** How the present text is written, where its own line ends do not tell. */
  readonly raw?: string;
}

export const exampleSeeds: readonly Seed[] = EXAMPLES.map(({ name, text }) => ({
  id: `example:${name}`,
  name,
  text,
  course: [],
  outcomes: [],
}));

/** Files of a link as documents of their own, whose versions begin at 0. */
export function linkSeeds(shared: SharedWorkspace): readonly Seed[] {
  return shared.files.map(({ name, base, records, outcomes, raw }, index) => {
    const id = `link:${index}`;
    const since = base.version;
    return {
      id,
      name,
      text: base.text,
      course: records.map((record) => ({ ...record, document: id, version: record.version - since })),
      ...(raw === undefined ? {} : { raw }),
      outcomes: outcomes.flatMap(({ version, kind }) => (version >= since ? [{ version: version - since, kind }] : [])),
    };
  });
}
