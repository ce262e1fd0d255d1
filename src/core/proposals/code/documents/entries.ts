/** What documentation says of parameters, fields, results and errors: the entries of a docstring or a doc comment. */
import type { Range } from '../../types';

export type DocStyle = 'google' | 'numpy' | 'rest' | 'jsdoc' | 'rust';
export type EntryOf = 'parameter' | 'result' | 'error';

/** One entry: rows `[firstRow, lastRow]` of the text. */
export interface Entry {
  readonly of: EntryOf;
  /** Without stars; '' for a result. `options.size` of JSDoc keeps its dot. */
  readonly name: string;
  readonly nameAt: number;
  readonly type: Range | null;
  /** What is said; empty where nothing is. */
  readonly words: Range;
  readonly firstRow: number;
  readonly lastRow: number;
}

export interface Docs {
  readonly style: DocStyle;
  readonly entries: readonly Entry[];
}

interface Lines {
  readonly text: string;
  readonly lines: readonly string[];
  readonly startOf: (row: number) => number;
}

/** Reads rows `[first, last]`: a docstring's or a comment's. */
export function docsIn(page: Lines, first: number, last: number, isComment: boolean): Docs | null {
  const readers = isComment ? [jsdoc, rust] : [rest, google, numpy];
  for (const read of readers) {
    const docs = read(page, first, last);
    if (docs !== null) return docs;
  }
  return null;
}

interface Tagged {
  readonly match: RegExpExecArray;
  readonly row: number;
  readonly of: EntryOf;
  /** Numbers of the groups: type, name, what is said. */
  readonly groups: readonly [type: number, name: number, words: number];
}

function entryOf({ lines, startOf }: Lines, { match, row, of, groups }: Tagged, lastRow: number): Entry {
  const at = startOf(row);
  const rangeOf = (group: number): Range | null => {
    const found = match.indices?.[group];
    return found === undefined ? null : { start: at + found[0], end: at + found[1] };
  };
  const [type, name, words] = groups;
  const said = rangeOf(words) ?? {
    start: at + (lines[row] ?? '').trimEnd().length,
    end: at + (lines[row] ?? '').trimEnd().length,
  };
  const end = lastRow === row ? said.end : startOf(lastRow) + (lines[lastRow] ?? '').trimEnd().length;
  const named = rangeOf(name);
  return {
    of,
    name: named === null ? '' : (match[name] ?? ''),
    nameAt: named?.start ?? at,
    type: rangeOf(type),
    words: { start: said.start, end: Math.max(said.start, end) },
    firstRow: row,
    lastRow,
  };
}

const JS_TAG = /^\s*(?:\/\*\*|\*)\s*@(\w+)\b/;
const JS_PARAMETER =
  /^\s*(?:\/\*\*|\*)\s*@(?:param|arg|argument|property|prop)\s+(?:\{((?:[^{}]|\{[^{}]*\})*)\}\s+)?\[?(?:\.{3})?([\p{L}_$][\p{L}\p{N}_$.]*)(?:=[^\]]*)?\]?(?:\s+-\s+|\s+)?(.*?)\s*(?:\*\/)?$/du;
const JS_RESULT = /^\s*(?:\/\*\*|\*)\s*@returns?\b\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\})?\s*()(.*?)\s*(?:\*\/)?$/du;
const JS_ERROR =
  /^\s*(?:\/\*\*|\*)\s*@(?:throws|exception)\s+(?:\{()?([\p{L}_$][\p{L}\p{N}_$.]*)\}|(?:an?\s+)?([\p{L}_$][\p{L}\p{N}_$.]*))\s*(.*?)\s*(?:\*\/)?$/du;

function jsdoc(page: Lines, first: number, last: number): Docs | null {
  const entries: Entry[] = [];
  for (let row = first; row <= last; row += 1) {
    const line = page.lines[row] ?? '';
    if (!JS_TAG.test(line)) continue;
    let end = row;
    while (end + 1 < last && !JS_TAG.test(page.lines[end + 1] ?? '') && !/^\s*\*?\s*$/.test(page.lines[end + 1] ?? ''))
      end += 1;
    const parameter = JS_PARAMETER.exec(line);
    const result = JS_RESULT.exec(line);
    const error = JS_ERROR.exec(line);
    if (parameter !== null)
      entries.push(entryOf(page, { match: parameter, row, of: 'parameter', groups: [1, 2, 3] }, end));
    else if (result !== null)
      entries.push({ ...entryOf(page, { match: result, row, of: 'result', groups: [1, 2, 3] }, end), name: '' });
    else if (error !== null)
      entries.push(
        entryOf(page, { match: error, row, of: 'error', groups: [1, error[2] === undefined ? 3 : 2, 4] }, end),
      );
  }
  return entries.length === 0 ? null : { style: 'jsdoc', entries };
}

const RUST_ENTRY = /^\s*\/\/\/\s*[*-]\s+`()([\p{L}_]\w*)`\s*(?:[-:]\s*)?(.*?)\s*$/du;

function rust(page: Lines, first: number, last: number): Docs | null {
  const entries: Entry[] = [];
  for (let row = first; row <= last; row += 1) {
    const match = RUST_ENTRY.exec(page.lines[row] ?? '');
    if (match === null) continue;
    let end = row;
    while (end < last && /^\s*\/\/\/\s{3,}\S/.test(page.lines[end + 1] ?? '')) end += 1;
    entries.push({ ...entryOf(page, { match, row, of: 'parameter', groups: [1, 2, 3] }, end), type: null });
  }
  return entries.length === 0 ? null : { style: 'rust', entries };
}

const REST_FIELD = /^\s*[:@](?:param|parameter|arg|raises?|except|exception|returns?|rtype|type|keyword|ivar)\b/;
const REST_PARAMETER =
  /^\s*[:@](?:param|parameter|arg|keyword|ivar)\s+(?:([^:]*\S)\s+)?\*{0,2}([\p{L}_]\w*):\s*(.*?)\s*$/du;
const REST_ERROR = /^\s*[:@](?:raises?|except|exception)()\s+([\p{L}_][\w.]*):\s*(.*?)\s*$/du;
const REST_RESULT = /^\s*[:@]returns?()():\s*(.*?)\s*$/du;
const REST_TYPE = /^\s*[:@](?:type\s+([\p{L}_]\w*)|rtype):\s*(.*?)\s*$/du;

function rest(page: Lines, first: number, last: number): Docs | null {
  const entries: Entry[] = [];
  for (let row = first; row <= last; row += 1) {
    const line = page.lines[row] ?? '';
    if (!REST_FIELD.test(line)) continue;
    let end = row;
    const indent = line.search(/\S/);
    while (end + 1 < last && (page.lines[end + 1] ?? '').search(/\S/) > indent) end += 1;
    const parameter = REST_PARAMETER.exec(line);
    const error = REST_ERROR.exec(line);
    const result = REST_RESULT.exec(line);
    const type = REST_TYPE.exec(line);
    if (parameter !== null)
      entries.push(entryOf(page, { match: parameter, row, of: 'parameter', groups: [1, 2, 3] }, end));
    else if (error !== null)
      entries.push({ ...entryOf(page, { match: error, row, of: 'error', groups: [1, 2, 3] }, end), type: null });
    else if (result !== null)
      entries.push({
        ...entryOf(page, { match: result, row, of: 'result', groups: [1, 2, 3] }, end),
        name: '',
        type: null,
      });
    else if (type?.indices?.[2] !== undefined) {
      const [start, stop] = type.indices[2];
      const range = { start: page.startOf(row) + start, end: page.startOf(row) + stop };
      const owner = entries.findIndex(({ of, name }) =>
        type[1] === undefined ? of === 'result' : of === 'parameter' && name === type[1],
      );
      const known = entries[owner];
      if (known !== undefined)
        entries[owner] = {
          ...known,
          type: known.type ?? range,
          lastRow: known.lastRow === row - 1 ? row : known.lastRow,
        };
    }
  }
  return entries.length === 0 ? null : { style: 'rest', entries };
}

const GOOGLE_HEAD = /^\s*(Args|Arguments|Parameters|Attributes|Keyword Args|Raises|Returns|Yields):\s*$/;
const GOOGLE_ENTRY = /^\s*\*{0,2}([\p{L}_][\w.]*)(?:\s*\(([^)]*)\))?:(?:\s+(.*?))?\s*$/du;
const GOOGLE_RESULT = /^\s*(?:()([\p{L}_][^:]*?):\s+)?(.*?)\s*$/du;

function google(page: Lines, first: number, last: number): Docs | null {
  const entries: Entry[] = [];
  for (let row = first; row <= last; row += 1) {
    const head = GOOGLE_HEAD.exec(page.lines[row] ?? '');
    if (head === null) continue;
    const of = sectionOf(head[1] ?? '');
    const outer = (page.lines[row] ?? '').search(/\S/);
    const inner = (page.lines[row + 1] ?? '').search(/\S/);
    for (let at = row + 1; at <= last && inner > outer; at += 1) {
      const line = page.lines[at] ?? '';
      if (line.search(/\S/) !== inner || /^\s*(?:"""|''')/.test(line)) break;
      let end = at;
      while (end + 1 <= last && (page.lines[end + 1] ?? '').search(/\S/) > inner) end += 1;
      const match = (of === 'result' ? GOOGLE_RESULT : GOOGLE_ENTRY).exec(line);
      if (match !== null)
        entries.push(
          of === 'result'
            ? { ...entryOf(page, { match, row: at, of, groups: [2, 1, 3] }, end), name: '' }
            : entryOf(page, { match, row: at, of, groups: [2, 1, 3] }, end),
        );
      at = end;
    }
  }
  return entries.length === 0 ? null : { style: 'google', entries };
}

const sectionOf = (title: string): EntryOf =>
  /^(?:Returns|Yields)$/.test(title) ? 'result' : title === 'Raises' ? 'error' : 'parameter';

const NUMPY_HEAD = /^\s*(Parameters|Other Parameters|Attributes|Raises|Returns|Yields)\s*$/;
const NUMPY_ENTRY = /^\s*\*{0,2}([\p{L}_][\w.]*)(?:\s*:\s*(.*?))?()\s*$/du;
const NUMPY_RESULT = /^\s*(?:([\p{L}_]\w*)\s*:\s*)?(\S.*?)()\s*$/du;

function numpy(page: Lines, first: number, last: number): Docs | null {
  const entries: Entry[] = [];
  for (let row = first; row < last; row += 1) {
    const head = NUMPY_HEAD.exec(page.lines[row] ?? '');
    if (head === null || !/^\s*-{3,}\s*$/.test(page.lines[row + 1] ?? '')) continue;
    const of = sectionOf(head[1] ?? '');
    const indent = (page.lines[row] ?? '').search(/\S/);
    for (let at = row + 2; at <= last; at += 1) {
      const line = page.lines[at] ?? '';
      if (
        line.search(/\S/) !== indent ||
        /^\s*(?:"""|'''|-{3,})/.test(line) ||
        /^\s*-{3,}\s*$/.test(page.lines[at + 1] ?? '')
      )
        break;
      let end = at;
      while (end + 1 <= last && (page.lines[end + 1] ?? '').search(/\S/) > indent) end += 1;
      const match = (of === 'result' ? NUMPY_RESULT : NUMPY_ENTRY).exec(line);
      if (match !== null) {
        const entry = entryOf(page, { match, row: at, of, groups: [2, 1, 3] }, end);
        const words =
          end === at
            ? entry.words
            : { start: page.startOf(at + 1) + (page.lines[at + 1] ?? '').search(/\S/), end: entry.words.end };
        entries.push({ ...entry, words, name: of === 'result' ? '' : entry.name });
      }
      at = end;
    }
  }
  return entries.length === 0 ? null : { style: 'numpy', entries };
}
