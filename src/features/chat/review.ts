/** Code out of a conversation on its way into a file: shown as a difference first, applied as one undo step. */
import { placeCode, unplaceable, type PlaceKind, type Unplaceable } from '../../core/chat';
import { diffRows, diffText, dominantEol, uniformEnds } from '../../core/text';
import type { ReviewView } from './types';
import { languageOf } from '../../workspace';
import type { Services } from '../../shell/services';

type ReviewServices = Pick<Services, 'workbench' | 'editor' | 'files' | 'announce'>;

interface Way {
  readonly id: PlaceKind | 'change';
  readonly after: string;
}

interface Review {
  readonly document: string;
  readonly name: string;
  /** The text that the ways speak of. */
  readonly base: string;
  readonly ways: readonly Way[];
  readonly way: Way;
  readonly note: string | null;
  /** The same for another text. */
  readonly again: () => Review | string;
}

export interface Reviewing {
  view(): ReviewView | null;
  /** What stands in the way, in words; null when the difference is shown. */
  code(code: string): string | null;
  change(change: { readonly name: string; readonly before: string; readonly after: string }): Promise<string | null>;
  way(id: string): void;
  /** Null when it was applied, or is to be looked at again; else why not. */
  apply(id: string): string | null;
  cancel(): void;
}

const LABELS: Readonly<Record<Way['id'], string>> = {
  part: 'Replace its earlier version',
  member: 'Add to the class',
  file: 'Replace the whole file',
  selection: 'Replace the selection',
  cursor: 'Insert at the cursor',
  change: 'Change the code that was asked about',
};

function faultWords(fault: Unplaceable): string {
  switch (fault.kind) {
    case 'elided':
      return `This code leaves lines out (“${fault.line}”), and it cannot be told which, so applying it would delete them. Ask for the whole of it.`;
    case 'marker':
      return `This code holds “${fault.marker}”, a sign of the model’s own that does not belong into a file. Ask again, or copy what you need.`;
  }
}

export function createReviewing({ workbench, editor, files, announce }: ReviewServices): Reviewing {
  let review: Review | null = null;

  const shown = (): { readonly document: string; readonly name: string; readonly text: string } | null => {
    const document = workbench.active();
    const name = document === null ? null : workbench.nameOf(document);
    const text = workbench.text();
    return document === null || name === null || text === null ? null : { document, name, text };
  };

  const ofCode = (code: string): Review | string => {
    const now = shown();
    if (now === null) return 'Open a file first: the code is applied to the file that is open.';
    const language = languageOf(now.name).id;
    const fault = unplaceable(now.text, code, language);
    if (fault !== null) return faultWords(fault);
    const at = editor()?.selection() ?? { anchor: 0, head: 0 };
    const ways = placeCode(
      now.text,
      code,
      { start: Math.min(at.anchor, at.head), end: Math.max(at.anchor, at.head) },
      language,
    ).map(({ kind, after }): Way => ({ id: kind, after }));
    const [way] = ways;
    return way === undefined
      ? 'There is no place for this code.'
      : { document: now.document, name: now.name, base: now.text, ways, way, note: null, again: () => ofCode(code) };
  };

  const ofChange = (change: Parameters<Reviewing['change']>[0]): Review | string => {
    const now = shown();
    if (now?.name !== change.name) return `${change.name} is not open.`;
    // The editor's line ends count: the question may have been asked before the file had them.
    const eol = dominantEol(now.text);
    const [before, after] = [uniformEnds(change.before, eol), uniformEnds(change.after, eol)];
    const at = now.text.indexOf(before);
    if (at < 0)
      return `${change.name} has changed since the question, so this change does not fit any more. Ask again.`;
    if (before === '' || now.text.indexOf(before, at + 1) >= 0) {
      if (now.text !== before)
        return 'The code that was asked about is there more than once, so the change has no certain place. Ask again with the whole file.';
    }
    const way: Way = { id: 'change', after: now.text.slice(0, at) + after + now.text.slice(at + before.length) };
    return {
      document: now.document,
      name: now.name,
      base: now.text,
      ways: [way],
      way,
      note: null,
      again: () => ofChange(change),
    };
  };

  const take = (made: Review | string): string | null => {
    if (typeof made === 'string') return made;
    if (!workbench.isWritable(made.document))
      return `${made.name} cannot be changed here: it is open in another tab, which writes it.`;
    review = made;
    return null;
  };

  return {
    view() {
      if (review === null) return null;
      const { name, base, ways, way, note } = review;
      return {
        name,
        rows: diffRows(base, way.after),
        ways: ways.map(({ id }) => ({ id, label: LABELS[id] })),
        way: way.id,
        note,
      };
    },
    code: (code) => take(ofCode(code)),
    async change(change) {
      const file = files.list.get().find(({ name }) => name === change.name);
      if (file !== undefined) await files.open(file.id);
      return take(ofChange(change));
    },
    way(id) {
      const way = review?.ways.find((other) => other.id === id);
      if (review !== null && way !== undefined) review = { ...review, way };
    },
    apply(id) {
      if (review === null) return null;
      const now = shown();
      if (now?.document !== review.document)
        return `${review.name} is not on screen any more. Go back to it, then apply.`;
      if (now.text !== review.base) {
        const again = review.again();
        if (typeof again === 'string') return again;
        const { way } = review;
        review = {
          ...again,
          way: again.ways.find((other) => other.id === way.id) ?? again.way,
          note: 'The file has changed meanwhile; this is the difference now.',
        };
        return null;
      }
      const change = diffText(review.base, review.way.after);
      if (editor()?.apply(change, { kind: 'inline-edit', instructionId: id }) !== true)
        return `${review.name} cannot be written here. It is as it was.`;
      review = null;
      announce('The code was applied. Undo takes it back in one step.');
      return null;
    },
    cancel() {
      review = null;
    },
  };
}
