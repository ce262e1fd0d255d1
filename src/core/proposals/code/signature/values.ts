/** What a call can give for a parameter that it did not give before. */
import { bindingAt, occurrencesOf, type Syntax } from '../../../syntax';
import type { CallSite } from './call-sites';
import type { Parameter } from './parameters';
import { signatureAround, type Signature } from './signatures';

export interface Value {
  readonly text: string;
  readonly certain: number;
  readonly variant: string;
}

/** Whether a name means a variable at an offset: one that is declared there, and not below in the same function. */
export function isInScope(syntax: Syntax, name: string, offset: number): boolean {
  const binding = bindingAt(syntax, name, offset);
  if (!binding.declared) return false;
  const isGlobal = binding.from === 0 && binding.to === syntax.text.length;
  return (
    isGlobal ||
    occurrencesOf(syntax, name).some(({ declares, from }) => declares && from >= binding.from && from < offset)
  );
}

/** The same name as other words: `max_depth` and `maxDepth`. */
const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();

export function valueFor(
  syntax: Syntax,
  signature: Signature,
  parameter: Parameter,
  call: CallSite,
  others: readonly string[],
): Value {
  const { name } = parameter;
  const at = call.from;
  if (isInScope(syntax, name, at)) return { text: name, certain: 0.9, variant: 'call' };
  const object = memberLikeOthers(call, signature, name);
  if (object !== null) return { text: object, certain: 0.8, variant: 'call-member' };
  const own = ownField(syntax, name, at);
  if (own !== null) return { text: own, certain: 0.75, variant: 'call-field' };
  const [given] = others;
  if (given !== undefined) {
    const isName =
      /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(given) && !/^(?:None|True|False|null|undefined|true|false|nil)$/.test(given);
    if (!isName)
      return { text: given, certain: others.every((one) => one === given) ? 0.5 : 0.3, variant: 'call-as-others' };
    if (isInScope(syntax, given, at)) return { text: given, certain: 0.8, variant: 'call-as-others' };
  }
  const alike = likeNamed(syntax, name, at);
  if (alike !== null) return { text: alike, certain: 0.6, variant: 'call-alike' };
  const literal = literalFor(signature.language, parameter);
  // Else it is named, for whoever calls to say what it is.
  return literal === null
    ? { text: name, certain: 0.2, variant: 'call-named' }
    : { text: literal, certain: 0.15, variant: 'call-guess' };
}

/** `box.depth`, where the call gives `box.width` for `width`. */
function memberLikeOthers({ args }: CallSite, { list }: Signature, name: string): string | null {
  const parameters = list.all.filter(({ kind }) => kind !== 'self' && kind !== 'marker').map((one) => one.name);
  const objects = args.flatMap(({ text }) => {
    const match = /^(?:\w+\s*=\s*)?(.+[.\]])([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(text);
    return match?.[1] !== undefined && parameters.includes(match[2] ?? '') ? [match[1]] : [];
  });
  const [object] = objects;
  return object !== undefined && objects.every((one) => one === object) && object !== 'self.' && object !== 'this.'
    ? object + name
    : null;
}

/** `self.depth`, where the class around has such a field. */
function ownField(syntax: Syntax, name: string, at: number): string | null {
  const around = signatureAround(syntax, at);
  if (around?.owner == null) return null;
  const { from, to } = around.owner.node;
  const object =
    syntax.grammar === 'python' || syntax.grammar === 'rust' ? 'self.' : syntax.grammar === 'go' ? null : 'this.';
  if (object === null) return null;
  for (const prefix of ['', '_', '#']) {
    if (
      occurrencesOf(syntax, prefix + name).some(
        (one) => one.role === 'member' && one.own && one.from > from && one.to < to,
      )
    )
      return object + prefix + name;
  }
  return null;
}

/** A parameter of the function around that is written with other signs, or ends with the name. */
function likeNamed(syntax: Syntax, name: string, at: number): string | null {
  const around = signatureAround(syntax, at);
  if (around === null || name.length < 3) return null;
  const wanted = plain(name);
  return (
    around.list.all.find(
      (one) =>
        one.kind === 'plain' &&
        (plain(one.name) === wanted || (plain(one.name).endsWith(wanted) && one.name.length > name.length)),
    )?.name ?? null
  );
}

function literalFor(language: string, { type, name }: Parameter): string | null {
  const code = type ?? '';
  if (/^(?:bool|boolean)$/.test(code) || (code === '' && /^(?:is|has|should|with|use)[_A-Z]/.test(name)))
    return language === 'python' ? 'False' : 'false';
  if (/^(?:int|number|[iu](?:8|16|32|64|size)|int(?:32|64)|uint\d*)$/.test(code)) return '0';
  if (/^(?:float|f32|f64|float64|float32)$/.test(code)) return language === 'go' ? '0' : '0.0';
  if (/^(?:str|string|&str|&'static str)$/.test(code)) return language === 'typescript' ? "''" : '""';
  if (/(?:^|\|\s*)None$|^Optional\[/.test(code)) return 'None';
  if (/\|\s*null$/.test(code)) return 'null';
  if (/^Option</.test(code)) return 'None';
  if (language === 'go' && (/^[*[]|^map\[|^func\b/.test(code) || code === 'error')) return 'nil';
  return null;
}
