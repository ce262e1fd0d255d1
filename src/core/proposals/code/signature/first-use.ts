/** Where a new parameter is used first: in a call that takes one of its name, or kept in a field beside its siblings. */
import { occurrencesOf, type Syntax } from '../../../syntax';
import type { TextChange } from '../../../text';
import type { SignatureChange } from './changes';
import { callOf, ownerAround, type CallSite } from './call-sites';
import { fits } from './calls';
import { given, type Parameter } from './parameters';
import { rewriteList } from './rewrite-list';
import { signaturesNamed, type Signature } from './signatures';

export interface FirstUse {
  readonly change: TextChange;
  readonly certain: number;
  readonly variant: string;
  /** Offset of what it is modelled on. */
  readonly like: number;
}

const MOST_CALLS = 40;

export function firstUses(syntax: Syntax, { signature, added }: SignatureChange): FirstUse[] {
  const { body, list } = signature;
  if (body === null) return [];
  const unused = added.filter(
    ({ name, kind }) =>
      kind === 'plain' &&
      name.length > 0 &&
      !occurrencesOf(syntax, name).some(({ from }) => from >= body.from && from < body.to),
  );
  if (unused.length === 0) return [];
  const calls = callsIn(syntax, body.from, body.to);
  return unused.flatMap((parameter) => [
    ...keptInField(syntax, signature, parameter),
    ...calls.flatMap((site) => handedOn(syntax, site, parameter, list.all)),
  ]);
}

type Called = Omit<CallSite, 'sure'> & { readonly name: string };

/** Calls in a range, by a look at its brackets. */
function callsIn(syntax: Syntax, from: number, to: number): Called[] {
  const found: Called[] = [];
  for (const match of syntax.text.slice(from, to).matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\s*\(/gu)) {
    const leaf = syntax.tree.resolveInner(from + match.index, 1);
    const name = match[1] ?? '';
    const call = name === 'super' && syntax.grammar === 'python' ? null : callOf(syntax, leaf);
    if (call !== null) found.push({ ...call, name });
    if (found.length >= MOST_CALLS) break;
  }
  return found;
}

/** A call of what takes a parameter of the same name, which it does not give yet. */
function handedOn(syntax: Syntax, site: Called, parameter: Parameter, own: readonly Parameter[]): FirstUse[] {
  const { args } = site;
  if (args.some(({ isSpread, keyword }) => isSpread || keyword === parameter.name)) return [];
  for (const signature of calledBy(syntax, site)) {
    const taken = given(signature.list.all);
    const at = taken.findIndex(({ name }) => name === parameter.name);
    const theirs = taken[at];
    if (theirs === undefined || theirs.kind !== 'plain') continue;
    const positional = args.filter(({ keyword }) => keyword === null).length;
    const isNext = positional === at && positional === args.length && !theirs.keywordOnly;
    if (!isNext && (syntax.grammar !== 'python' || positional > at)) continue;
    // What the call gives must be right otherwise.
    if (
      !fits(args, taken) &&
      !fits(
        args,
        taken.filter((one) => one !== theirs),
      )
    )
      continue;
    const text = isNext ? parameter.name : `${parameter.name}=${parameter.name}`;
    const change = rewriteList(syntax.text, { from: site.from, to: site.to, items: args }, [
      ...args.map((arg, index) => ({ of: index, text: arg.text })),
      { of: null, text },
    ]);
    const shared = args.filter((arg) => own.some(({ name }) => name === arg.text)).length;
    if (change !== null)
      return [{ change, certain: shared > 0 ? 0.85 : 0.7, variant: 'first-use-call', like: signature.nameNode.from }];
  }
  return [];
}

function calledBy(syntax: Syntax, { name, receiver, node, isNew }: Called): Signature[] {
  if (name === '__init__' || name === 'super') {
    const bases = ownerAround(syntax, node)?.bases ?? [];
    return signaturesNamed(syntax, name === 'super' ? 'constructor' : name).filter(
      ({ owner }) => owner !== null && bases.includes(owner.name),
    );
  }
  const constructors = signaturesNamed(syntax, syntax.grammar === 'python' ? '__init__' : 'constructor').filter(
    ({ called }) => called === name,
  );
  if (isNew) return constructors;
  return [
    ...signaturesNamed(syntax, name).filter(({ owner }) => (receiver === null) === (owner === null)),
    ...(receiver === null && syntax.grammar === 'python' ? constructors : []),
  ];
}

/** `self.depth = depth` below that of the parameter before it. */
function keptInField(
  syntax: Syntax,
  { isConstructor, body, list, language }: Signature,
  { name, text }: Parameter,
): FirstUse[] {
  if (!isConstructor || body === null || /^(?:public|private|protected|readonly)\b/.test(text)) return [];
  const code = syntax.text.slice(body.from, body.to);
  const names = list.all.filter(({ kind }) => kind === 'plain').map((one) => one.name);
  const pattern =
    language === 'python'
      ? /^([ \t]*)self\.(_?)([\p{L}_]\w*)(?::[^=\n]*)? = \3$/gmu
      : /^([ \t]*)this\.([_#]?)([\p{L}_$][\w$]*) = \3(;?)$/gmu;
  const kept = [...code.matchAll(pattern)].filter((match) => names.includes(match[3] ?? ''));
  const before = names.slice(0, names.indexOf(name)).reverse();
  const model = before.map((one) => kept.find((match) => match[3] === one)).find((match) => match !== undefined);
  if (model === undefined) return [];
  const [line, indent = '', sign = '', , end = ''] = model;
  const at = body.from + model.index + line.length;
  const object = language === 'python' ? 'self' : 'this';
  const eol = syntax.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      change: [{ start: at, end: at, text: `${eol}${indent}${object}.${sign}${name} = ${name}${end}` }],
      certain: kept.length >= names.length - 1 ? 0.9 : 0.6,
      variant: 'first-use-field',
      like: body.from + model.index + indent.length,
    },
  ];
}
