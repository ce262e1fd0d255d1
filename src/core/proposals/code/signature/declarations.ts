/** The same method elsewhere: overridden, declared by an interface, an abstract class or a trait, or overloaded. */
import type { Syntax } from '../../../syntax';
import type { TextChange } from '../../../text';
import type { SignatureChange } from './changes';
import { given, type Parameter } from './parameters';
import { rewriteList, type Wanted } from './rewrite-list';
import { kinship, signaturesNamed, type Signature } from './signatures';

export interface DeclarationEdit {
  readonly other: Signature;
  readonly change: TextChange;
  readonly certain: number;
  readonly variant: string;
}

export interface DeclarationEdits {
  readonly edits: readonly DeclarationEdit[];
  /** Declarations that have the new parameters already. */
  readonly done: number;
}

export function declarationEdits(syntax: Syntax, change: SignatureChange): DeclarationEdits {
  const { signature, before, after } = change;
  const edits: DeclarationEdit[] = [];
  let done = 0;
  for (const other of signaturesNamed(syntax, signature.name)) {
    if (other.list.from === signature.list.from) continue;
    const related = relation(signature, other, before);
    if (related === 0) continue;
    if (isAlike(given(other.list.all), given(after))) done += 1;
    const rewritten = isAlike(given(other.list.all), given(before)) ? likeChange(syntax, change, other) : null;
    if (rewritten !== null)
      edits.push({
        other,
        change: rewritten,
        certain: related,
        variant: other.body === null ? 'declaration' : 'override',
      });
  }
  return { edits, done };
}

/** How far two functions of a name are to take the same, 0 to 1. */
function relation(one: Signature, other: Signature, before: readonly Parameter[]): number {
  if (one.isConstructor || other.isConstructor) return 0;
  if (one.owner === null || other.owner === null) {
    const isOverload =
      one.owner === other.owner &&
      (one.body === null || other.body === null) &&
      one.node.parent?.from === other.node.parent?.from;
    return isOverload ? 0.4 : 0;
  }
  if (one.owner.node.from === other.owner.node.from && one.node.name !== 'MethodDecl')
    return one.body === null || other.body === null ? 0.4 : 0;
  const kin = kinship(one.owner, other.owner);
  if (kin > 0) return kin * 0.95;
  if (one.owner.name === other.owner.name) return 0;
  const names = given(before).map(({ name, type }) => `${name} ${type ?? ''}`);
  const same = given(other.list.all).every(({ name, type }, index) => `${name} ${type ?? ''}` === names[index]);
  if (one.language === 'go')
    return same && names.length > 0 ? (one.owner.isInterface || other.owner.isInterface ? 0.9 : 0.6) : 0;
  if (one.language === 'rust') return 0;
  return same && names.length > 0 ? 0.35 : 0;
}

/** Whether two lists take the same: names in order, or, where names differ, as many of the same types. */
function isAlike(some: readonly Parameter[], others: readonly Parameter[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((one, index) => {
    const other = others[index];
    return (
      other !== undefined &&
      one.kind === other.kind &&
      (plain(one.name) === plain(other.name) || (one.type !== null && one.type === other.type))
    );
  });
}

const plain = (name: string): string => name.replace(/^_+/, '');

/** What happened to one list, for another that was like it. */
function likeChange(syntax: Syntax, { before, after, from }: SignatureChange, other: Signature): TextChange | null {
  const own = other.list.all;
  const isSelf = ({ kind }: Parameter): boolean => kind === 'self';
  // The object stays as it is: only what follows it is matched.
  const shift = own.filter(isSelf).length - before.filter(isSelf).length;
  const wanted: Wanted[] = own.flatMap((one, index) => (isSelf(one) ? [{ of: index, text: one.text }] : []));
  for (const [index, is] of after.entries()) {
    if (isSelf(is)) continue;
    const was = before[from[index] ?? -1];
    const at = (from[index] ?? -1) + shift;
    const theirs = was === undefined ? undefined : own[at];
    if (was === undefined) wanted.push({ of: null, text: forDeclaration(is, other) });
    else if (theirs === undefined) return null;
    else if (was.text === is.text) wanted.push({ of: at, text: theirs.text });
    else if (theirs.text === was.text) wanted.push({ of: at, text: forDeclaration(is, other) });
    else if (was.name !== is.name && theirs.name === was.name)
      wanted.push({ of: at, text: theirs.text.replace(was.name, is.name) });
    else if (was.type !== is.type && theirs.type === was.type && was.type !== null && is.type !== null)
      wanted.push({ of: at, text: theirs.text.replace(was.type, is.type) });
    else wanted.push({ of: at, text: theirs.text });
  }
  return rewriteList(syntax.text, { from: other.list.from, to: other.list.to, items: own }, wanted);
}

/** Without what only a constructor or an implementation says: modifiers, and in a declaration of TypeScript the default. */
function forDeclaration({ text, fallback, name, type }: Parameter, { language, body }: Signature): string {
  const code = text.replace(/^(?:(?:public|private|protected|readonly|override)\s+)+/, '');
  if (language === 'rust') return code.replace(/^mut\s+/, '');
  if ((language === 'typescript' || language === 'javascript') && fallback !== null && body === null)
    return `${name}?${type === null ? '' : `: ${type}`}`;
  return code;
}
