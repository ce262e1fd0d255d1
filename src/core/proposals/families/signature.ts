/**
 * Parameters came, went or changed places: the calls follow, and whatever else declares the same function. And the
 * other way round: an argument was added to a call, and the definition takes it.
 */
import { bindingAt, hasScopes } from '../../syntax';
import { LineIndex, type TextEdit } from '../../text';
import { bracketsFor, bracketsOf, splitAt, type Brackets } from '../code/brackets';
import { calleeOf, headerAt, headersOf, nameOfParameter, type Header } from '../code/parameters';
import { stepsOf } from '../code/steps';
import type { Candidate, Moment, PastEdit, Proposer } from '../types';

/** Edits that are looked back at: after a parameter, its use in the body is often written first. */
const LOOKED_BACK = 3;
const MOST = 24;

type Change =
  | { readonly kind: 'added'; readonly index: number; readonly text: string; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'removed'; readonly index: number; readonly name: string }
  /** `order[k]`: where the parameter that stands at k now stood before. */
  | { readonly kind: 'reordered'; readonly order: readonly number[] };

export const signature: Proposer = (moment) => {
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    const found = followed(moment, edit);
    if (found.length > 0) return found.slice(0, MOST);
  }
  return intoDefinition(moment);
};

function followed(moment: Moment, edit: PastEdit): Candidate[] {
  const changed = changedHeader(moment, edit);
  if (changed === null) return [];
  const { header, change, before } = changed;
  return [...calls(moment, header, before, change), ...declarations(moment, header, before, change)];
}

interface Changed {
  /** As it is now. */
  readonly header: Header;
  readonly before: Header;
  readonly change: Change;
}

/** The definition whose parameters an edit changed, and how. */
function changedHeader(moment: Moment, edit: PastEdit): Changed | null {
  const [place] = edit.places.length > 0 ? edit.places : edit.change.map(({ start }) => ({ start: start, end: start }));
  const [first] = edit.change;
  if (place === undefined || first === undefined) return null;
  const header = headerAt(bracketsOf(moment), moment.language, place.start) ?? headerAt(bracketsOf(moment), moment.language, place.end);
  const before = headerAt(bracketsFor(edit.before, moment.language), moment.language, first.start) ?? headerAt(bracketsFor(edit.before, moment.language), moment.language, first.end);
  if (header === null || before?.name !== header.name) return null;
  const change = changeOf(before, header);
  return change === null ? null : { header, before, change };
}

function changeOf(before: Header, now: Header): Change | null {
  const [old, fresh] = [before.parameters.map(({ name }) => name), now.parameters.map(({ name }) => name)];
  if (new Set(fresh).size !== fresh.length) return null;
  if (fresh.length === old.length + 1) {
    const index = fresh.findIndex((name, at) => name !== old[at]);
    const added = now.parameters[index];
    if (added === undefined || old.some((name, at) => fresh[at < index ? at : at + 1] !== name)) return null;
    return { kind: 'added', index, text: added.text, name: added.name, optional: added.optional };
  }
  if (fresh.length + 1 === old.length) {
    const index = old.findIndex((name, at) => name !== fresh[at]);
    if (fresh.some((name, at) => old[at < index ? at : at + 1] !== name)) return null;
    return { kind: 'removed', index, name: old[index] ?? '' };
  }
  if (fresh.length !== old.length || fresh.length < 2) return null;
  const order = fresh.map((name) => old.indexOf(name));
  return order.includes(-1) || order.every((from, at) => from === at) ? null : { kind: 'reordered', order };
}

/** The calls of a function, each with its arguments as they should be. */
function calls(moment: Moment, header: Header, before: Header, change: Change): Candidate[] {
  const brackets = bracketsOf(moment);
  const { text } = moment;
  const callee = calleeOf(header, text, moment.language);
  if (callee === null) return [];
  const lines = new LineIndex(text);
  const like = lines.lineAt(header.open);
  const found: Candidate[] = [];
  const pattern = new RegExp(`${callee.source}\\s*\\(`, 'gu');
  for (const match of text.matchAll(pattern)) {
    const open = match.index + match[0].length - 1;
    const close = brackets.byOpen.get(open)?.close;
    if (close === undefined || close >= text.length || open === header.open || headerAt(brackets, moment.language, open + 1) !== null || isQuoted(brackets, open)) continue;
    const args = splitAt(brackets, open + 1, close, ',');
    const edit = argumentsAfter(moment, { open, close, args }, before, change);
    if (edit !== null) {
      found.push({
        family: 'signature', group: `signature:${header.name}`, change: [edit.edit], like,
        evidence: { agreeing: 1, against: 0, certain: edit.certain, variant: `call-${change.kind}${edit.certain < 0.5 ? '-unsure' : ''}` },
      });
    }
  }
  return found.sort((one, other) => other.evidence.certain - one.evidence.certain);
}

const isQuoted = ({ quoted }: Brackets, at: number): boolean => quoted.some(({ start, end }) => start < at && at < end);

interface Call {
  readonly open: number;
  readonly close: number;
  readonly args: readonly { readonly start: number; readonly end: number }[];
}

function argumentsAfter(moment: Moment, { open, args }: Call, before: Header, change: Change): { readonly edit: TextEdit; readonly certain: number } | null {
  const { text, syntax, language } = moment;
  const codes = args.map(({ start, end }) => text.slice(start, end));
  const keyword = (code: string): string | null => (language === 'python' ? (/^([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)/u.exec(code)?.[1] ?? null) : null);
  if (codes.some((code) => /^(?:\*|\.\.\.)/.test(code))) return null;
  const positional = codes.filter((code) => keyword(code) === null).length;
  switch (change.kind) {
    case 'added': {
      if (change.optional || codes.some((code) => keyword(code) === change.name)) return null;
      if (codes.length !== before.parameters.filter(({ optional }) => !optional).length && codes.length !== before.parameters.length) return null;
      const inScope = syntax !== null && hasScopes(syntax) && bindingAt(syntax, change.name, open).declared;
      const named = positional < codes.length || (language === 'python' && positional === 0 && codes.length > 0);
      const put = named ? `${change.name}=${change.name}` : change.name;
      const certain = inScope ? 0.95 : 0.3;
      const next = args[change.index];
      if (!named && next !== undefined) return { edit: { start: next.start, end: next.start, text: `${put}, ` }, certain };
      const last = args.at(-1);
      if (!named && args.length < change.index) return null;
      return last === undefined ? { edit: { start: open + 1, end: open + 1, text: put }, certain } : { edit: { start: last.end, end: last.end, text: `, ${put}` }, certain };
    }
    case 'removed': {
      const byName = args.findIndex((_, at) => keyword(codes[at] ?? '') === change.name);
      const index = byName >= 0 ? byName : change.index < positional ? change.index : -1;
      const gone = args[index];
      if (gone === undefined || (byName < 0 && positional < codes.length && change.index >= positional) || codes.length > before.parameters.length) return null;
      if (byName < 0 && codes.length < before.parameters.filter(({ optional }) => !optional).length) return null;
      const next = args[index + 1];
      const previous = args[index - 1];
      const edit = next !== undefined ? { start: gone.start, end: next.start, text: '' } : previous !== undefined ? { start: previous.end, end: gone.end, text: '' } : { start: gone.start, end: gone.end, text: '' };
      return { edit, certain: 0.9 };
    }
    case 'reordered': {
      const [first] = args;
      const last = args.at(-1);
      if (first === undefined || last === undefined || codes.length !== change.order.length || positional < codes.length) return null;
      // Arguments that stand in the new order already are left.
      const names = change.order.map((from) => before.parameters[from]?.name ?? '');
      if (codes.every((code, at) => code === names[at])) return null;
      return { edit: { start: first.start, end: last.end, text: change.order.map((from) => codes[from] ?? '').join(', ') }, certain: 0.9 };
    }
  }
}

/** Other definitions of that name with the parameters as they were: overrides, interfaces, implementations. */
function declarations(moment: Moment, header: Header, before: Header, change: Change): Candidate[] {
  const { text } = moment;
  const lines = new LineIndex(text);
  const was = before.parameters.map(({ name }) => name).join(',');
  return headersOf(bracketsOf(moment), moment.language, header.name)
    .filter((other) => other.open !== header.open && other.parameters.map(({ name }) => name).join(',') === was)
    .flatMap((other): Candidate[] => {
      const all = other.parameters;
      const edit = parametersAfter(text, other, change);
      return edit === null ? [] : [{
        family: 'signature', group: `signature:${header.name}`, change: [edit], like: lines.lineAt(header.open),
        evidence: { agreeing: all.length, against: 0, certain: 0.8, variant: `declaration-${change.kind}` },
      }];
    });
}

function parametersAfter(text: string, { parameters, open }: Header, change: Change): TextEdit | null {
  const [first] = parameters;
  const last = parameters.at(-1);
  switch (change.kind) {
    case 'added': {
      const next = parameters[change.index];
      if (next !== undefined) return { start: next.start, end: next.start, text: `${change.text}, ` };
      return last === undefined ? { start: open + 1, end: open + 1, text: change.text } : { start: last.end, end: last.end, text: `, ${change.text}` };
    }
    case 'removed': {
      const gone = parameters[change.index];
      const next = parameters[change.index + 1];
      const previous = parameters[change.index - 1];
      if (gone === undefined) return null;
      if (next !== undefined) return { start: gone.start, end: next.start, text: '' };
      return { start: previous?.end ?? gone.start, end: gone.end, text: '' };
    }
    case 'reordered':
      if (first === undefined || last === undefined) return null;
      return { start: first.start, end: last.end, text: change.order.map((from) => text.slice(parameters[from]?.start ?? 0, parameters[from]?.end ?? 0)).join(', ') };
  }
}

/** An argument was added to a call of a function of this file: its definition takes a parameter of that name. */
function intoDefinition(moment: Moment): Candidate[] {
  const edit = moment.edits.at(-1);
  if (edit === undefined || edit.change.length !== 1) return [];
  const place = stepsOf(edit)[0]?.written ?? null;
  if (place === null || place.end === place.start) return [];
  const brackets = bracketsOf(moment);
  const { text, language } = moment;
  const around = brackets.all.findLast(({ open, close, sign }) => sign === '(' && open < place.start && close >= place.end);
  if (around === undefined || headerAt(brackets, language, place.start) !== null) return [];
  const name = /([\p{L}_$][\p{L}\p{N}_$]*)\s*$/u.exec(text.slice(Math.max(0, around.open - 60), around.open))?.[1];
  const args = splitAt(brackets, around.open + 1, around.close, ',');
  // What stands before the edit stood there before it.
  const then = bracketsFor(edit.before, language);
  const earlier = then.byOpen.get(around.open)?.close;
  if (name === undefined || earlier === undefined || splitAt(then, around.open + 1, earlier, ',').length !== args.length - 1) return [];
  const added = args.findIndex(({ start, end }) => start < place.end && place.start < end);
  const code = text.slice(args[added]?.start ?? 0, args[added]?.end ?? 0);
  const named = /^([\p{L}_][\p{L}\p{N}_]*)(?:\s*=(?!=)|$)/u.exec(code)?.[1] ?? /\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(code)?.[1];
  if (named === undefined) return [];
  return headersOf(brackets, language, name)
    .filter(({ parameters }) => parameters.length === args.length - 1 && !parameters.some((one) => nameOfParameter(one.text, language) === named))
    .flatMap((header): Candidate[] => {
      const typed = header.parameters.some(({ text: one }) => /:/.test(one)) || language === 'go' || language === 'rust';
      const change = parametersAfter(text, header, { kind: 'added', index: added, text: named, name: named, optional: false });
      return change === null ? [] : [{
        family: 'signature', group: `signature:${name}`, change: [change], like: new LineIndex(text).lineAt(around.open),
        evidence: { agreeing: 1, against: 0, certain: typed ? 0.3 : 0.7, variant: 'definition' },
      }];
    });
}
