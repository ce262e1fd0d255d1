/** End tags of markup: of a start tag that was typed, of one that was renamed, of one that went. */
import type { Candidate, Moment } from '../types';
import { bodyEnd } from './closing';
import { pageOf, unitEnd, type Page } from './page';
import { stepsOf } from './steps';
import { indentUnitOf } from './style';

const MARKUP = new Set(['html', 'javascript', 'typescript', 'vue', 'svelte', 'xml', 'php']);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const MOST_WRAPPED = 60;

interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'open' | 'close';
}

export function tagEdits(moment: Moment): Candidate[] {
  const last = moment.edits.at(-1);
  if (
    last === undefined ||
    !MARKUP.has(moment.language) ||
    (moment.language === 'typescript' && !moment.path.endsWith('x'))
  )
    return [];
  const steps = stepsOf(last);
  const [step] = steps;
  if (step?.written == null || steps.length > 1) return [];
  if (!moment.text.includes('</')) return [];
  const page = pageOf(moment);
  const tags = tagsOf(moment.text);
  const touched = tags.find(({ start, end }) => start < (step.written?.end ?? 0) && (step.written?.start ?? 0) <= end);
  const { open, orphans } = matched(tags);
  if (touched === undefined) {
    const row = page.index.lineAt(step.written.end);
    const around = open.findLast(
      ({ start }) => page.index.lineAt(start) < row && bodyEnd({ moment, page, row: page.index.lineAt(start) }) >= row,
    );
    return around === undefined ? [] : closed(moment, page, around);
  }
  if (touched.kind === 'close') return renamedStart(page, touched, open, orphans);
  if (!open.includes(touched)) return [];
  // A start tag that was renamed: the end tag that it had is an orphan now.
  const before = tagsOf(last.before).find(({ start, kind }) => start === touched.start && kind === 'open')?.name;
  const orphan =
    before === undefined || before === touched.name
      ? undefined
      : orphans.find(({ start, name }) => start > touched.end && name === before);
  if (orphan !== undefined) return [renamed(page, orphan, touched.name, 0.95)];
  return closed(moment, page, touched);
}

/** Tags of a text; a `<` that compares is none. */
function tagsOf(text: string): Tag[] {
  const found: Tag[] = [];
  const pattern =
    /<(\/?)([A-Za-z][\w.-]*|(?=>))((?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|=>|[^"'{}<>])*)>/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, slash, name = '', rest = ''] = match;
    const start = match.index;
    // A type argument stands directly behind a name, a tag never does.
    if (/[\w$.)\]]/.test(text.charAt(start - 1)) && slash === '') continue;
    if (rest.endsWith('/') || VOID.has(name)) continue;
    found.push({ name, start, end: start + whole.length, kind: slash === '' ? 'open' : 'close' });
  }
  return found;
}

function matched(tags: readonly Tag[]): { readonly open: readonly Tag[]; readonly orphans: readonly Tag[] } {
  const stack: Tag[] = [];
  const open: Tag[] = [];
  const orphans: Tag[] = [];
  for (const tag of tags) {
    if (tag.kind === 'open') stack.push(tag);
    else {
      const at = stack.findLastIndex(({ name }) => name === tag.name);
      if (at < 0) orphans.push(tag);
      else open.push(...stack.splice(at).slice(1));
    }
  }
  return { open: [...open, ...stack], orphans };
}

const renamed = (page: Page, tag: Tag, name: string, certain: number): Candidate => {
  const start = tag.start + (tag.kind === 'open' ? 1 : 2);
  return {
    family: 'structure',
    group: 'tag',
    change: [{ start, end: start + tag.name.length, text: name }],
    evidence: { agreeing: 1, against: 0, certain, variant: 'rename-tag' },
    like: page.index.lineAt(tag.start),
  };
};

/** The end tag was renamed: the nearest start tag above that nothing closes is the one it closed. */
function renamedStart(page: Page, tag: Tag, open: readonly Tag[], orphans: readonly Tag[]): Candidate[] {
  if (!orphans.includes(tag)) return [];
  const start = open.filter(({ end }) => end <= tag.start).at(-1);
  return start === undefined ? [] : [renamed(page, start, tag.name, 0.9)];
}

/** Where the end tag of a start tag comes: behind what stands in its line, below its block, around what follows. */
function closed(moment: Moment, page: Page, tag: Tag): Candidate[] {
  const row = page.index.lineAt(tag.start);
  if (!/^(?:.*[(>{]|return|)$/.test(page.text.slice(page.index.startOf(row), tag.start).trim())) return [];
  const end = `</${tag.name}>`;
  const make = (change: Candidate['change'], certain: number, variant: string): Candidate => ({
    family: 'structure',
    group: 'tag',
    change,
    evidence: { agreeing: 1, against: 0, certain, variant },
    like: null,
  });
  const rest = page.text.slice(tag.end, page.index.endOf(row));
  if (rest.trim() !== '') {
    const inside = /^(?:[^<]|<([\w.-]+)(?:[^<>]*\/>|[^<>]*>[^<]*<\/\1>))*/.exec(rest)?.[0].trimEnd() ?? '';
    return inside === ''
      ? []
      : [make([{ start: tag.end + inside.length, end: tag.end + inside.length, text: end }], 0.8, 'close-tag')];
  }
  const own = page.indents[row] ?? 0;
  const lead = (page.lines[row] ?? '').slice(0, own);
  const last = bodyEnd({ moment, page, row });
  if (last > row) {
    const at = page.index.endOf(last);
    return [
      make([{ start: at, end: at, text: page.eol + lead + end }], page.indents[last] === -1 ? 0.5 : 0.9, 'close-tag'),
    ];
  }
  const units: number[] = [];
  for (
    let at = row + 1;
    at < page.lines.length &&
    at - row < MOST_WRAPPED &&
    page.indents[at] === own &&
    /^[<{]/.test((page.lines[at] ?? '').trim()) &&
    !/^<\//.test((page.lines[at] ?? '').trim());
  ) {
    let to = unitEnd(page, at);
    if (new RegExp(`^\\s*</`).test(page.lines[to + 1] ?? '') && page.indents[to + 1] === own && to > at) to += 1;
    units.push(to);
    at = to + 1;
  }
  const unit = indentUnitOf(moment);
  const wrap = (to: number): Candidate['change'] => {
    const rows = Array.from({ length: to - row }, (_, index) => row + 1 + index).filter(
      (at) => page.indents[at] !== -1,
    );
    const at = page.index.endOf(to);
    return [
      ...rows.map((one) => ({ start: page.index.startOf(one), end: page.index.startOf(one), text: unit })),
      { start: at, end: at, text: page.eol + lead + end },
    ];
  };
  const ends = [...new Set([units.at(-1), units[0]])].filter((to) => to !== undefined);
  return ends.map((to, index) => make(wrap(to), ends.length === 1 ? 0.9 : 0.7 - index * 0.2, 'wrap-tag'));
}
