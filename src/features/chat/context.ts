/** What a question can be about: the file, the selection, what was just done. Captured when it is sent. */
import type { ChatCode, ChatEdits } from '../../core/chat';
import { excludedBy, excerptAround } from '../../core/prediction';
import { diffRows, LineIndex } from '../../core/text';
import type { ChipView, ContextView } from './types';
import { languageOf } from '../../workspace';
import type { Services } from '../../shell/services';

/** A longer file is shown around the cursor. */
const LIMITS = { maxLines: 400, maxChars: 12_000 };

export interface Surroundings {
  readonly file: ChatCode | null;
  readonly selection: ChatCode | null;
  readonly edits: ChatEdits | null;
}

const NOTHING: Surroundings = { file: null, selection: null, edits: null };

/** What is on screen; nothing of a file that no model may see. */
export function surroundings({
  workbench,
  editor,
  preferences,
}: Pick<Services, 'workbench' | 'editor' | 'preferences'>): Surroundings {
  const id = workbench.active();
  const name = id === null ? null : workbench.nameOf(id);
  const text = workbench.text();
  if (name === null || text === null || excludedBy(name, preferences.store.get().excluded) !== null) return NOTHING;
  const language = languageOf(name).id;
  const at = editor()?.selection() ?? { anchor: 0, head: 0 };
  const [start, end] = [Math.min(at.anchor, at.head), Math.max(at.anchor, at.head)];
  const excerpt = excerptAround(text, (start + end) >> 1, LIMITS);
  const within = (offset: number): number => Math.min(Math.max(offset, excerpt.start), excerpt.end) - excerpt.start;
  const file: ChatCode = {
    name,
    language,
    what: 'file',
    current: {
      text: text.slice(excerpt.start, excerpt.end),
      above: excerpt.above,
      below: excerpt.below,
      target: end > start ? { kind: 'selection', start: within(start), end: within(end) } : null,
    },
  };
  const history = workbench.history();
  return {
    file,
    selection: end > start ? selectionOf(text, start, end, name, language) : null,
    edits: history.length === 0 ? null : { name, language, history },
  };
}

/** The selected lines, whole, so that a change of them can be put back. */
function selectionOf(text: string, start: number, end: number, name: string, language: string): ChatCode {
  const lines = new LineIndex(text);
  const first = lines.lineAt(start);
  const last = lines.lineAt(Math.max(start, end - 1));
  return {
    name,
    language,
    what: 'selection',
    current: {
      text: text.slice(lines.startOf(first), lines.endOf(last)),
      above: first > 0,
      below: last < lines.lineCount - 1,
      target: null,
    },
  };
}

export type Wanted = Readonly<Record<ChipView['id'], boolean>>;

/** What of it goes with the question. With the file the selection is only marked in it. */
export function chosen(
  { file, selection, edits }: Surroundings,
  wanted: Wanted,
): { readonly code: ChatCode | null; readonly edits: ChatEdits | null } {
  const marked = wanted.selection && selection !== null;
  const whole =
    wanted.file && file !== null
      ? { ...file, current: { ...file.current, target: marked ? file.current.target : null } }
      : null;
  return { code: whole ?? (marked ? selection : null), edits: wanted.edits ? edits : null };
}

export function chipsOf({ file, selection, edits }: Surroundings, wanted: Wanted): readonly ChipView[] {
  return [
    ...(file === null ? [] : [{ id: 'file' as const, label: 'This file', on: wanted.file, text: file.current.text }]),
    ...(selection === null
      ? []
      : [{ id: 'selection' as const, label: 'This selection', on: wanted.selection, text: selection.current.text }]),
    ...(edits === null
      ? []
      : [{ id: 'edits' as const, label: 'My recent edits', on: wanted.edits, text: editsText(edits) }]),
  ];
}

/** What went with a question, for the conversation. */
export function contextViews(code: ChatCode | null, edits: ChatEdits | null): readonly ContextView[] {
  return [
    ...(code === null
      ? []
      : [{ label: code.what === 'file' ? code.name : `Selection of ${code.name}`, text: code.current.text }]),
    ...(edits === null ? [] : [{ label: `Recent edits of ${edits.name}`, text: editsText(edits) }]),
  ];
}

function editsText({ history }: ChatEdits): string {
  return history
    .map(({ before, after }) =>
      diffRows(before, after, 0)
        .flatMap((row) => (row.kind === 'added' ? [`+ ${row.text}`] : row.kind === 'removed' ? [`- ${row.text}`] : []))
        .join('\n'),
    )
    .join('\n\n');
}
