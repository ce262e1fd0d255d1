/** An argument put into a call, or an attribute into a tag, for the other calls and tags of that name. */
import type { Candidate, Moment, Range } from '../types';
import { bracketAround, bracketsOf, quotedAround } from './brackets';
import type { Page } from './page';

const MOST_PLACES = 60;

export function inCalls(moment: Moment, page: Page, written: Range): Candidate[] {
  return [...inArguments(moment, page, written), ...inTags(moment, page, written)];
}

function inArguments(moment: Moment, page: Page, { start, end }: Range): Candidate[] {
  const { text } = moment;
  const brackets = bracketsOf(moment);
  const own = bracketAround(brackets, start);
  if (own?.sign !== '(' || text.slice(end, own.close).trim() !== '') return [];
  const callee = /[\p{L}_$][\p{L}\p{N}_$.:!]*$/u.exec(text.slice(Math.max(0, own.open - 80), own.open))?.[0];
  const added = text
    .slice(start, end)
    .replace(/^\s*,\s*/, '')
    .trim();
  if (
    callee === undefined ||
    added === '' ||
    isDefinition(text, own.open - callee.length) ||
    (!/^\s*,/.test(text.slice(start, end)) && text.slice(own.open + 1, start).trim() !== '')
  )
    return [];
  const keyword = /^([\p{L}_]\w*)\s*=/u.exec(added)?.[1];
  const row = page.index.lineAt(start);
  const left: { readonly offset: number; readonly text: string; readonly row: number }[] = [];
  let done = 0;
  for (const { open, close, sign } of brackets.all) {
    if (
      sign !== '(' ||
      open === own.open ||
      left.length >= MOST_PLACES ||
      !text.slice(0, open).endsWith(callee) ||
      /[\p{L}\p{N}_$.]/u.test(text.charAt(open - callee.length - 1)) ||
      isDefinition(text, open - callee.length)
    )
      continue;
    const inner = text.slice(open + 1, close);
    const has = keyword === undefined ? inner.includes(added) : new RegExp(`\\b${keyword}\\s*=`).test(inner);
    if (has) done += 1;
    else if (quotedAround(brackets, open) === null && !inner.includes('\n'))
      left.push({ offset: close, text: inner.trim() === '' ? added : `, ${added}`, row: page.index.lineAt(open) });
  }
  return sorted(left, row).map(({ offset, text: put }) => ({
    family: 'sibling',
    group: 'sibling',
    change: [{ start: offset, end: offset, text: put }],
    evidence: {
      agreeing: 1 + done,
      against: left.length - 1,
      certain: keyword === undefined ? 0.6 : 0.9,
      variant: keyword === undefined ? 'argument' : 'keyword',
    },
    like: row,
  }));
}

const isDefinition = (text: string, at: number): boolean =>
  /\b(?:def|function|fn|func|class|new)\s+$/.test(text.slice(Math.max(0, at - 12), at)) &&
  !/\bnew\s+$/.test(text.slice(Math.max(0, at - 12), at));

function inTags(moment: Moment, page: Page, { start, end }: Range): Candidate[] {
  const { text } = moment;
  const added = text.slice(start, end).trim();
  const attribute = /^([\p{L}_][\p{L}\p{N}_:-]*)(?:=(?:"[^"]*"|'[^']*'|\{[^{}]*\}))?$/u.exec(added)?.[1];
  const opened = /<([\p{L}][\p{L}\p{N}_.-]*)\s[^<>]*$/u.exec(text.slice(Math.max(0, start - 400), start));
  const tag = opened?.[1];
  if (attribute === undefined || tag === undefined) return [];
  const previous = /([\p{L}_][\p{L}\p{N}_:-]*)=(?:"[^"]*"|'[^']*'|\{[^{}]*\})\s*$/u.exec(
    text.slice(Math.max(0, start - 200), start),
  )?.[1];
  const row = page.index.lineAt(start);
  const left: { readonly offset: number; readonly text: string; readonly row: number }[] = [];
  let done = 0;
  for (const match of text.matchAll(
    new RegExp(`<${tag.replace(/\./g, '\\.')}(?=[\\s/>])((?:[^<>{}"']|"[^"]*"|'[^']*'|\\{[^{}]*\\})*?)\\s*/?>`, 'gu'),
  )) {
    if (match.index <= start && start < match.index + match[0].length) continue;
    const attributes = match[1] ?? '';
    if (new RegExp(`\\s${attribute}(?=[\\s=]|$)`).test(attributes)) {
      done += 1;
      continue;
    }
    const after =
      previous === undefined ? null : new RegExp(`\\s${previous}=(?:"[^"]*"|'[^']*'|\\{[^{}]*\\})`).exec(attributes);
    const offset =
      match.index + 1 + tag.length + (after === null ? attributes.trimEnd().length : after.index + after[0].length);
    if (left.length < MOST_PLACES) left.push({ offset, text: ` ${added}`, row: page.index.lineAt(offset) });
  }
  return sorted(left, row).map(({ offset, text: put }) => ({
    family: 'sibling',
    group: 'sibling',
    change: [{ start: offset, end: offset, text: put }],
    evidence: { agreeing: 1 + done, against: left.length - 1, certain: 0.7, variant: 'attribute' },
    like: row,
  }));
}

/** Those below first, from near to far, then those above. */
function sorted<Place extends { readonly row: number }>(places: readonly Place[], row: number): Place[] {
  const distance = (place: Place): number => (place.row >= row ? place.row - row : 10_000 + row - place.row);
  return [...places].sort((one, other) => distance(one) - distance(other));
}
