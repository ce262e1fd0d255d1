/** What the calls of a function need after its parameters changed. */
import type { Syntax } from '../../../syntax';
import type { TextChange } from '../../../text';
import type { Moment } from '../../types';
import { forCalls, writtenSince, type SignatureChange } from './changes';
import { callSitesOf, type Argument, type CallSite } from './call-sites';
import type { Parameter } from './parameters';
import { rewriteList, type Wanted } from './rewrite-list';
import { valueFor } from './values';

export interface CallEdit {
  readonly site: CallSite;
  readonly change: TextChange;
  readonly certain: number;
  readonly variant: string;
}

export interface CallEdits {
  readonly edits: readonly CallEdit[];
  /** Calls that are as the function wants them already, since the change. */
  readonly done: readonly CallSite[];
  /** Calls that lack what nothing in scope gives, for each new parameter. */
  readonly wanting: readonly { readonly site: CallSite; readonly parameter: Parameter }[];
}

const MOST = 60;

export function callEdits(moment: Moment, syntax: Syntax, change: SignatureChange): CallEdits {
  const { before, after, from } = forCalls(change);
  const sites = callSitesOf(syntax, change.signature).slice(0, MOST);
  const isOther = change.isReordered || change.added.length + change.removed.length > 0;
  const isTouched = (site: CallSite): boolean => writtenSince(moment, change.first, site.from, site.to);
  const done = sites.filter((site) => fits(site.args, after) && (isTouched(site) || !fits(site.args, before)));
  const othersGive = new Map<string, string[]>();
  for (const parameter of change.added)
    othersGive.set(
      parameter.name,
      done.flatMap(({ args }) => argumentFor(args, after, parameter) ?? []),
    );
  const edits: CallEdit[] = [];
  const wanting: { site: CallSite; parameter: Parameter }[] = [];
  if (!isOther) return { edits: [...lostDefaults(syntax, change, sites)], done, wanting };
  for (const site of sites) {
    if (
      done.includes(site) ||
      isTouched(site) ||
      !fits(site.args, before) ||
      site.args.some(({ isSpread }) => isSpread)
    )
      continue;
    let certain = change.added.length === 0 ? 0.9 : 1;
    let variant = change.added.length === 0 ? (change.removed.length > 0 ? 'call-without' : 'call-order') : 'call';
    const give = (parameter: Parameter): string | null => {
      const value = valueFor(syntax, change.signature, parameter, site, othersGive.get(parameter.name) ?? []);
      if (value.certain < 0.5) wanting.push({ site, parameter });
      // What may be left out is given only where a variable of its name is at hand.
      if (parameter.optional && value.variant !== 'call' && value.variant !== 'call-member') return null;
      certain = Math.min(certain, value.certain * (parameter.optional ? 0.6 : 1));
      variant = parameter.optional ? 'call-optional' : value.variant;
      return value.text;
    };
    const wanted = wantedArguments(site.args, before, after, from, give, syntax.grammar === 'python');
    const rewritten =
      wanted === null ? null : rewriteList(syntax.text, { from: site.from, to: site.to, items: site.args }, wanted);
    if (rewritten !== null) edits.push({ site, change: rewritten, certain: certain * site.sure, variant });
  }
  return { edits, done, wanting };
}

/** Whether a call gives what a list of parameters asks for. */
export function fits(args: readonly Argument[], parameters: readonly Parameter[]): boolean {
  if (args.some(({ isSpread }) => isSpread)) return true;
  const positional = args.filter(({ keyword }) => keyword === null).length;
  const hasRest = parameters.some(({ kind }) => kind === 'rest');
  const hasKeywords = parameters.some(({ kind }) => kind === 'keywords');
  const named = new Set(args.flatMap(({ keyword }) => (keyword === null ? [] : [keyword])));
  const places = parameters.filter(({ kind, keywordOnly }) => kind === 'plain' && !keywordOnly);
  if (positional > places.length && !hasRest) return false;
  if (!hasKeywords && [...named].some((name) => !parameters.some((one) => one.name === name))) return false;
  return parameters.every(
    (one) =>
      one.kind !== 'plain' ||
      one.optional ||
      named.has(one.name) ||
      (places.indexOf(one) >= 0 && places.indexOf(one) < positional),
  );
}

/** What a call gives for a parameter. */
function argumentFor(args: readonly Argument[], parameters: readonly Parameter[], { name }: Parameter): string | null {
  const keyed = args.find(({ keyword }) => keyword === name);
  if (keyed !== undefined) return keyed.text.slice(keyed.text.indexOf('=') + 1).trim();
  const at = parameters.findIndex((one) => one.name === name);
  const positional = args[at];
  return positional === undefined || positional.keyword !== null || parameters[at]?.keywordOnly === true
    ? null
    : positional.text;
}

function wantedArguments(
  args: readonly Argument[],
  before: readonly Parameter[],
  after: readonly Parameter[],
  from: readonly number[],
  give: (parameter: Parameter) => string | null,
  hasKeywords: boolean,
): Wanted[] | null {
  const wanted: Wanted[] = [];
  const positional = args.filter(({ keyword }) => keyword === null);
  const places = before.filter(({ kind, keywordOnly }) => kind === 'plain' && !keywordOnly);
  const rest = positional.slice(places.length);
  const taken = new Set<Argument>();
  const usesKeywords = args.some(({ keyword }) => keyword !== null);
  let byName = false;
  let gap = false;
  const keyed: Wanted[] = [];
  for (const [index, parameter] of after.entries()) {
    if (parameter.kind !== 'plain') continue;
    const was = before[from[index] ?? -1];
    if (was !== undefined) {
      const arg = positional[places.indexOf(was)];
      if (arg !== undefined && places.includes(was)) {
        taken.add(arg);
        if (gap && !hasKeywords) return null;
        if (gap || parameter.keywordOnly) keyed.push({ of: args.indexOf(arg), text: `${parameter.name}=${arg.text}` });
        else wanted.push({ of: args.indexOf(arg), text: arg.text });
      } else if (args.some(({ keyword }) => keyword === was.name)) byName = true;
      else gap = true;
      continue;
    }
    const value = give(parameter);
    if (value === null) {
      if (!parameter.optional) return null;
      gap = true;
    } else if (
      parameter.keywordOnly ||
      (hasKeywords && (gap || byName || (usesKeywords && index >= positional.length)))
    )
      keyed.push({ of: null, text: `${parameter.name}=${value}` });
    else if (gap) return null;
    else wanted.push({ of: null, text: value });
  }
  for (const arg of rest) wanted.push({ of: args.indexOf(arg), text: arg.text });
  const stays = args.flatMap((arg, index): Wanted[] => {
    if (arg.keyword === null) return [];
    const was = before.findIndex(({ name }) => name === arg.keyword);
    const now = after[from.indexOf(was)];
    if (was >= 0 && now === undefined) return [];
    return [
      {
        of: index,
        text: now === undefined || now.name === arg.keyword ? arg.text : arg.text.replace(arg.keyword, now.name),
      },
    ];
  });
  return [...wanted, ...stays, ...keyed];
}

/** Calls that left out what has no default any more. */
function lostDefaults(syntax: Syntax, change: SignatureChange, sites: readonly CallSite[]): CallEdit[] {
  const { before, after } = forCalls(change);
  const lost = change.rewritten.filter(({ was, is }) => was.optional && !is.optional && was.fallback !== null);
  if (lost.length !== 1) return [];
  const [{ was, is } = { was: undefined, is: undefined }] = lost;
  if (was?.fallback == null || is === undefined) return [];
  const fallback = was.fallback;
  return sites.flatMap((site): CallEdit[] => {
    if (fits(site.args, after) || !fits(site.args, before) || site.args.some(({ isSpread }) => isSpread)) return [];
    const at = after.indexOf(is);
    const isNamed =
      syntax.grammar === 'python' &&
      (is.keywordOnly || site.args.length !== at || site.args.some(({ keyword }) => keyword !== null));
    if (!isNamed && site.args.length !== at) return [];
    const items = site.args.map(({ text }, index): Wanted => ({ of: index, text }));
    const rewritten = rewriteList(syntax.text, { from: site.from, to: site.to, items: site.args }, [
      ...items,
      { of: null, text: isNamed ? `${is.name}=${fallback}` : fallback },
    ]);
    return rewritten === null
      ? []
      : [{ site, change: rewritten, certain: 0.7 * site.sure, variant: 'call-lost-default' }];
  });
}
