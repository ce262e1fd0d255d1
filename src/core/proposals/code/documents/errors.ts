/** Which errors a function raises by their names. */
import type { Syntax } from '../../../syntax';
import type { FunctionParts } from '../function-parts';

export interface Raised {
  readonly name: string;
  readonly at: number;
}

/** `raise Name(…)` and `throw new Name(…)` in its body, in order. */
export function raisedIn({ text }: Syntax, { body }: FunctionParts): Raised[] {
  if (body === null) return [];
  const out: Raised[] = [];
  body.cursor().iterate((ref) => {
    if (ref.name !== 'RaiseStatement' && ref.name !== 'ThrowStatement') return true;
    const match = /^(?:raise\s+|throw\s+(?:new\s+)?)([\p{L}_$][\p{L}\p{N}_$.]*)/u.exec(text.slice(ref.from, ref.to));
    if (match?.[1] !== undefined) out.push({ name: match[1], at: ref.from + match[0].length - match[1].length });
    return false;
  });
  return out;
}
