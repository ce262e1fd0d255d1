/** Entries of a documentation put in and taken out, in whole rows. */
import type { TextEdit } from '../../../text';
import type { Moment } from '../../types';
import type { FunctionParts, Part } from '../function-parts';
import { pageOf, type Page } from '../page';
import type { Docs, Entry } from './entries';

/** An entry taken out; with its title where it was the only one of its section. */
export function withoutEntry({ index, lines, text }: Page, { style, entries }: Docs, entry: Entry): TextEdit {
  let first = entry.firstRow;
  const alone = !entries.some((other) => other !== entry && other.of === entry.of);
  if (alone && (style === 'google' || style === 'numpy')) {
    first -= style === 'google' ? 1 : 2;
    // The blank line that parted the section from what stands above goes with it.
    if ((lines[first - 1] ?? 'x').trim() === '') first -= 1;
  }
  const end = entry.lastRow + 1 < lines.length ? index.startOf(entry.lastRow + 1) : text.length;
  return { start: index.startOf(first), end, text: '' };
}

export interface Added {
  readonly edit: TextEdit;
  readonly certain: number;
  readonly variant: string;
}

/** An entry for a parameter, behind that of the one before it and written as its siblings are. */
export function addedEntry(moment: Moment, parts: FunctionParts, docs: Docs, part: Part): Added | null {
  const page = pageOf(moment);
  const { lines, index, text, eol } = page;
  const siblings = docs.entries.filter(({ of, name }) => of === 'parameter' && !name.includes('.'));
  const order = parts.parameters.map(({ name }) => name);
  const position = order.indexOf(part.name);
  const before = siblings.filter(({ name }) => order.indexOf(name) >= 0 && order.indexOf(name) < position).at(-1);
  const after = siblings.find(({ name }) => order.indexOf(name) > position);
  const model = before ?? after;
  if (model === undefined || (before === undefined && after === undefined)) return null;
  const said = wordsFor(moment, docs, siblings, part);
  const type = typeFor(moment, model, siblings, part);
  if (type === null) return null;
  const first = lines[model.firstRow] ?? '';
  const at = index.startOf(model.firstRow);
  const written = text.slice(model.words.start, model.words.end);
  const wordsInFirstRow = model.words.start >= at && model.words.start <= at + first.length && written !== '';
  const head = wordsInFirstRow ? first.slice(0, model.words.start - at) : first.trimEnd();
  const rows = [rewritten(head, at, model, part, type)];
  if (docs.style === 'numpy') {
    if (model.lastRow > model.firstRow)
      rows.push(
        (lines[model.firstRow + 1] ?? '').slice(0, (lines[model.firstRow + 1] ?? '').search(/\S/)) + said.words,
      );
  } else rows[0] = `${rows[0] ?? ''}${wordsInFirstRow ? said.words : ''}`.trimEnd();
  const body = rows.join(eol) + eol;
  // A comment of one row cannot take another.
  if (first.includes('/**') || /"""|'''|\*\//.test(lines[model.lastRow] ?? '')) return null;
  // A blank row between entries stays between entries.
  let row = before === undefined ? model.firstRow : model.lastRow + 1;
  if (before !== undefined && docs.style === 'rest')
    while (new RegExp(`^\\s*:type\\s+${before.name}:`).test(lines[row] ?? '')) row += 1;
  const offset = row < lines.length ? index.startOf(row) : text.length;
  const bare = written === '' ? 0.9 : said.certain;
  return {
    edit: { start: offset, end: offset, text: body },
    certain: Math.min(bare, type.certain),
    variant: written === '' ? 'added-bare' : said.certain > 0.5 ? 'added-known' : 'added',
  };
}

/** The head of a sibling's row with another name and type. */
function rewritten(head: string, at: number, model: Entry, part: Part, type: TypeWords): string {
  const edits = [{ start: model.nameAt - at, end: model.nameAt - at + model.name.length, text: part.name }];
  if (model.type !== null && model.type.end - at <= head.length && model.type.start >= at)
    edits.push({ start: model.type.start - at, end: model.type.end - at, text: type.words });
  const out = edits
    .sort((one, other) => other.start - one.start)
    .reduce((line, edit) => line.slice(0, edit.start) + edit.text + line.slice(edit.end), head);
  // `[name=1]` and `[name]` say that it may be left out, as only some parameters may.
  const bare = part.name.replaceAll('$', '\\$');
  return out
    .replace(new RegExp(`\\[${bare}(?:=[^\\]]*)?\\]`, 'u'), part.name)
    .replace(
      new RegExp(`(?<=[\\s}])${bare}(?=\\s|$)`, 'u'),
      type.optional ? `[${part.name}${type.fallback}]` : part.name,
    );
}

interface TypeWords {
  readonly words: string;
  readonly certain: number;
  readonly optional: boolean;
  readonly fallback: string;
}

function typeFor({ text }: Moment, model: Entry, siblings: readonly Entry[], part: Part): TypeWords | null {
  const written = part.type === null ? null : text.slice(part.type.start, part.type.end);
  const fallback = part.fallback === null ? null : text.slice(part.fallback.start, part.fallback.end);
  const brackets = siblings.map((entry) =>
    /^\[/.test(text.slice(entry.nameAt - 1, entry.nameAt))
      ? text.slice(entry.nameAt + entry.name.length, entry.nameAt + entry.name.length + 1)
      : '',
  );
  const optional = fallback !== null && brackets.some((sign) => sign !== '');
  const shown = { optional, fallback: optional && brackets.includes('=') ? `=${fallback}` : '' };
  if (model.type === null) return { words: '', certain: 1, ...shown };
  const says = siblings.some(({ type }) => type !== null && /,\s*optional/.test(text.slice(type.start, type.end)));
  const suffix = fallback !== null && says ? ', optional' : '';
  if (written !== null) return { words: written + suffix, certain: 1, ...shown };
  return { words: guessed(fallback, model, text) + suffix, certain: fallback === null ? 0.3 : 0.7, ...shown };
}

/** The type of a default, in the words that the documentation is in. */
function guessed(fallback: string | null, model: Entry, text: string): string {
  const isPython = !/[{]/.test(text.charAt((model.type?.start ?? 1) - 1));
  if (fallback === null)
    return model.type === null ? '' : text.slice(model.type.start, model.type.end).replace(/,\s*optional$/, '');
  if (/^(?:true|false)$/i.test(fallback)) return isPython ? 'bool' : 'boolean';
  if (/^['"`]/.test(fallback)) return isPython ? 'str' : 'string';
  if (/^-?\d+$/.test(fallback)) return isPython ? 'int' : 'number';
  if (/^-?[\d.]+(?:e-?\d+)?$/.test(fallback)) return isPython ? 'float' : 'number';
  if (fallback.startsWith('[')) return isPython ? 'list' : 'Array';
  if (fallback.startsWith('{')) return isPython ? 'dict' : 'Object';
  return 'any';
}

/** What is said of a parameter: as elsewhere in the file where it is documented by that name, else its name in words. */
function wordsFor(
  { text }: Moment,
  { style }: Docs,
  siblings: readonly Entry[],
  part: Part,
): { readonly words: string; readonly certain: number } {
  const bare = part.name.replaceAll('$', '\\$');
  const patterns: Readonly<Record<Docs['style'], string>> = {
    google: `^[ \\t]+${bare}(?:[ \\t]*\\([^)\\n]*\\))?:[ \\t]+([^\\n]*\\S)`,
    numpy: `^[ \\t]+${bare}[ \\t]*(?::[^\\n]*)?\\n[ \\t]+([^\\n]*\\S)`,
    rest: `:param[ \\t]+(?:[^:\\n]*[ \\t])?${bare}:[ \\t]*([^\\n]*\\S)`,
    jsdoc: `@param[ \\t]+(?:\\{[^\\n]*\\}[ \\t]+)?\\[?${bare}(?:=[^\\]\\n]*)?\\]?[ \\t]+(?:-[ \\t]+)?([^\\n]*\\S)`,
    rust: `[*-][ \\t]+\`${bare}\`[ \\t]*(?:[-:][ \\t]*)?([^\\n]*\\S)`,
  };
  const elsewhere = new RegExp(patterns[style], 'mu').exec(text)?.[1];
  if (elsewhere !== undefined && !/[{(\[]$/.test(elsewhere)) return { words: elsewhere, certain: 0.85 };
  const others = siblings.map(({ words }) => text.slice(words.start, words.end)).filter((words) => words !== '');
  const most = (test: RegExp): boolean => others.filter((words) => test.test(words)).length * 2 > others.length;
  const spoken = part.name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase();
  const isBool = part.fallback !== null && /^(?:true|false)$/i.test(text.slice(part.fallback.start, part.fallback.end));
  const article = isBool ? 'whether to ' : most(/^(?:the|an?)\s/i) ? 'the ' : '';
  const sentence = article + spoken;
  const cased = most(/^\p{Lu}/u) ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
  return { words: cased + (most(/\.$/) ? '.' : ''), certain: 0.25 };
}
