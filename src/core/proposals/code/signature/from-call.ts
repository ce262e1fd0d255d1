/** A call was given more than its function takes: the function's parameter. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import type { TextChange } from '../../../text';
import type { Moment } from '../../types';
import { stepsOf } from '../steps';
import { callOf, callSitesOf, type Argument, type CallSite } from './call-sites';
import { fits } from './calls';
import { given, type Parameter } from './parameters';
import { rewriteList } from './rewrite-list';
import { signatureAround, signaturesNamed, type Signature } from './signatures';

export interface FromCall {
  readonly signature: Signature;
  readonly change: TextChange;
  readonly certain: number;
  /** Offset of the call. */
  readonly like: number;
  readonly name: string;
}

const LOOKED_BACK = 2;

export function parametersFromCalls(moment: Moment, syntax: Syntax): FromCall[] {
  const found: FromCall[] = [];
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const { written, added } of stepsOf(edit)) {
      if (written === null || !/[\p{L}\p{N}]/u.test(added) || added.length > 80) continue;
      const call = callWith(syntax, written.end);
      if (call === null) continue;
      for (const signature of targetsOf(syntax, call)) {
        const one = forSignature(syntax, signature, call, written);
        if (one !== null && !found.some(({ signature: other }) => other.list.from === signature.list.from))
          found.push(one);
      }
    }
  }
  return found;
}

interface Called extends Omit<CallSite, 'sure'> {
  readonly name: string;
}

/** The innermost call among whose arguments an offset lies. */
function callWith(syntax: Syntax, offset: number): Called | null {
  for (
    let at: SyntaxNode | null = syntax.tree.resolveInner(offset, -1);
    at !== null && !/^(?:Body|Block)$/.test(at.name);
    at = at.parent
  ) {
    if (!/^(?:ArgList|Arguments)$/.test(at.name) || at.from >= offset) continue;
    let leaf: SyntaxNode | null = at.prevSibling;
    while (leaf?.lastChild != null) leaf = leaf.lastChild;
    const call = leaf === null ? null : callOf(syntax, leaf);
    if (leaf !== null && call?.from === at.from + 1) return { ...call, name: syntax.text.slice(leaf.from, leaf.to) };
    return null;
  }
  return null;
}

function targetsOf(syntax: Syntax, { name, node, receiver }: Called): Signature[] {
  const all = [
    ...signaturesNamed(syntax, name),
    ...signaturesNamed(syntax, syntax.grammar === 'python' ? '__init__' : 'constructor').filter(
      ({ called }) => called === name,
    ),
  ];
  const meant = all.filter(
    (signature) =>
      (signature.owner === null || signature.isConstructor) === (receiver === null) &&
      callSitesOf(syntax, signature).some(
        (site) => site.node.from === node.from && site.node.to === node.to && site.sure >= 0.6,
      ),
  );
  return meant.length <= 2 ? meant : [];
}

function forSignature(
  syntax: Syntax,
  signature: Signature,
  call: Called,
  written: { readonly start: number; readonly end: number },
): FromCall | null {
  const taken = given(signature.list.all);
  if (fits(call.args, taken) || call.args.some(({ isSpread }) => isSpread)) return null;
  const index = call.args.findIndex(
    ({ start, end }) => start < written.end && end > written.start && start >= written.start - 2,
  );
  const arg = call.args[index];
  if (
    arg === undefined ||
    !fits(
      call.args.filter((one) => one !== arg),
      taken,
    )
  )
    return null;
  const name = arg.keyword ?? nameFor(arg);
  if (
    name === null ||
    taken.some((one) => one.name === name) ||
    signature.list.all.some(({ kind }) => kind === 'rest' || kind === 'keywords')
  )
    return null;
  const type = typeFor(syntax, signature, arg);
  const typed = taken.some((one) => one.type !== null);
  if (
    type === null &&
    (signature.language === 'go' || signature.language === 'rust' || (signature.language === 'typescript' && typed))
  )
    return null;
  const own = signature.list.all;
  const at = arg.keyword === null ? own.indexOf(taken[index] ?? taken[0] ?? (own[0] as Parameter)) : -1;
  const where = index >= taken.length || at < 0 ? own.length : at;
  const written_ =
    type === null || !typed ? name : signature.language === 'go' ? `${name} ${type}` : `${name}: ${type}`;
  const wanted = own.map((one, of) => ({ of, text: one.text }));
  const change = rewriteList(syntax.text, { from: signature.list.from, to: signature.list.to, items: own }, [
    ...wanted.slice(0, where),
    { of: null, text: written_ },
    ...wanted.slice(where),
  ]);
  return change === null
    ? null
    : {
        signature,
        change,
        certain: type === null && typed ? 0.4 : arg.keyword !== null ? 0.85 : 0.75,
        like: call.node.from,
        name,
      };
}

/** What a parameter is called after what is given for it. */
function nameFor({ text }: Argument): string | null {
  const name =
    /(?:^|[.\]>]|::|\?\.)&?(?:mut )?([\p{Ll}_][\p{L}\p{N}_]*)$/u.exec(text.replace(/^&(?:mut )?/, ''))?.[1] ?? null;
  return name === null || /^(?:true|false|null|undefined|nil|self|this)$/.test(name) ? null : name;
}

/** The type of an argument: of the parameter that it is, or of the literal. */
function typeFor(syntax: Syntax, { language }: Signature, { text, keyword, start }: Argument): string | null {
  const value = keyword === null ? text : text.slice(text.indexOf('=') + 1).trim();
  const around = signatureAround(syntax, start);
  const own = around?.list.all.find(({ name }) => name === value)?.type ?? null;
  if (own !== null) return own;
  const isPython = language === 'python';
  if (/^(?:["'`].*["'`]|f".*")$/.test(value)) return isPython ? 'str' : language === 'rust' ? '&str' : 'string';
  if (/^(?:true|false|True|False)$/.test(value)) return isPython || language !== 'typescript' ? 'bool' : 'boolean';
  if (/^-?\d+$/.test(value)) return language === 'typescript' ? 'number' : language === 'rust' ? null : 'int';
  if (/^-?\d*\.\d+$/.test(value))
    return language === 'typescript' ? 'number' : isPython ? 'float' : language === 'go' ? 'float64' : null;
  return null;
}
