/** A changed parameter list and the calls that follow it, or the other way round; and parameters kept in members. */
import { applyChange, type TextEdit } from '../../src/core/text';
import { functionsOf, type FunctionExtent } from './functions';
import { isReserved } from './languages';
import { lex, type Lexed } from './lexer';
import { newName, type NamePool } from './names';
import { chance, integer, pick, shuffled, type Random } from './random';
import { roleOf, textAt, tokenAt } from './roles';
import type { Plan } from './stage';

/** A stretch of text, as offsets. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

interface Signature {
  readonly owner: FunctionExtent;
  readonly parameters: readonly Piece[];
  /** One list of arguments for each call of the text. */
  readonly calls: readonly (readonly Piece[])[];
  /** The calls' brackets. */
  readonly opens: readonly number[];
}

/** The comma-separated pieces within a bracket, on one line, or null where there is a spread, a star or a keyword. */
function piecesIn(lexed: Lexed, open: number): Piece[] | null {
  const close = lexed.partner[open] ?? -1;
  if (tokenAt(lexed, open)?.line !== tokenAt(lexed, close)?.line) return null;
  const pieces: Piece[] = [];
  let from = open + 1;
  for (let at = open + 1; at <= close; at += 1) {
    const token = tokenAt(lexed, at);
    if (
      token === undefined ||
      ['...', '*', '**', '=>', '/'].includes(token.text) ||
      (token.text === '<' && token.parent === open)
    )
      return null;
    if (at !== close && (token.parent !== open || token.text !== ',')) continue;
    const [first, last] = [tokenAt(lexed, from), tokenAt(lexed, at - 1)];
    if (first === undefined || last === undefined) return null;
    if (at > from) pieces.push({ start: first.start, end: last.end });
    else if (at !== close) return null;
    from = at + 1;
  }
  return pieces;
}

/** Functions whose every use in the text is a plain call with as many arguments as there are parameters. */
function signaturesOf(lexed: Lexed): Signature[] {
  return functionsOf(lexed).flatMap((owner) => {
    const signature = signatureOf(lexed, owner);
    return signature === null ? [] : [signature];
  });
}

function signatureOf(lexed: Lexed, owner: FunctionExtent): Signature | null {
  if (owner.name < 0) return null;
  const name = textAt(lexed, owner.name);
  const all = piecesIn(lexed, owner.open);
  if (all === null || name.startsWith('__') || name === 'constructor' || isReserved(name, lexed.language)) return null;
  const receiver = ['self', 'cls', 'this'].some(
    (word) => all[0] !== undefined && lexed.text.slice(all[0].start, all[0].end) === word,
  );
  const parameters = receiver ? all.slice(1) : all;
  if (parameters.some(({ start, end }) => lexed.text.slice(start, end).includes('='))) return null;
  const calls: Piece[][] = [];
  const opens: number[] = [];
  for (let at = 0; at < lexed.tokens.length; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.text !== name || token.kind !== 'name' || at === owner.name) continue;
    const method = textAt(lexed, at - 1) === '.' && ['self', 'this', 'cls'].includes(textAt(lexed, at - 2));
    const python = lexed.language === 'python';
    if (python ? receiver !== method : !method && roleOf(lexed, at) !== 'plain') return null;
    if (!method && roleOf(lexed, at) !== 'plain') return null;
    const args = textAt(lexed, at + 1) === '(' ? piecesIn(lexed, at + 1) : null;
    if (
      args?.length !== parameters.length ||
      args.some(({ start, end }) => /[^=!<>]=[^=>]/.test(lexed.text.slice(start, end)))
    )
      return null;
    calls.push(args);
    opens.push(at + 1);
  }
  return { owner, parameters, calls, opens };
}

/** The edit that swaps two neighbouring pieces. */
function swap(lexed: Lexed, pieces: readonly Piece[], at: number): TextEdit | null {
  const [one, other] = [pieces[at], pieces[at + 1]];
  if (one === undefined || other === undefined) return null;
  const { text } = lexed;
  return {
    start: one.start,
    end: other.end,
    text: text.slice(other.start, other.end) + text.slice(one.end, other.start) + text.slice(one.start, one.end),
  };
}

/** The edit that removes a piece and the comma it needs no more. */
function remove(pieces: readonly Piece[], at: number): TextEdit | null {
  const piece = pieces[at];
  if (piece === undefined) return null;
  const [before, after] = [pieces[at - 1], pieces[at + 1]];
  if (before !== undefined) return { start: before.end, end: piece.end, text: '' };
  return { start: piece.start, end: after?.start ?? piece.end, text: '' };
}

const defined = (items: readonly (TextEdit | null)[]): readonly TextEdit[] | null =>
  items.every((item) => item !== null) ? items : null;

const planned = (kind: string, text: string, sites: readonly TextEdit[], leading: TextEdit): Plan => {
  const sorted = [...sites].sort((one, other) => one.start - other.start);
  return { kind, text, sites: sorted, leading: sorted.indexOf(leading), anyOrder: false };
};

/** Parameters swapped or removed, and every call likewise. */
export function planSignature(random: Random, lexed: Lexed): Plan | null {
  const signature = pick(
    random,
    signaturesOf(lexed).filter((one) => one.calls.length > 0 && one.parameters.length > 0),
  );
  if (signature === undefined || nested(lexed, signature)) return null;
  const lists = [signature.parameters, ...signature.calls];
  const swapping = signature.parameters.length > 1 && chance(random, 0.5);
  const at = integer(random, 0, signature.parameters.length - (swapping ? 2 : 1));
  const sites = defined(lists.map((pieces) => (swapping ? swap(lexed, pieces, at) : remove(pieces, at))));
  const [leading] = sites ?? [];
  if (
    sites === null ||
    leading === undefined ||
    sites.some((site) => lexed.text.slice(site.start, site.end) === site.text)
  )
    return null;
  return planned(swapping ? 'swap-parameters' : 'remove-parameter', lexed.text, sites, leading);
}

/** Whether a call stands within the arguments of another. */
function nested(lexed: Lexed, signature: Signature): boolean {
  return signature.opens.some((open) => {
    const offset = tokenAt(lexed, open)?.start ?? 0;
    return signature.calls.some(
      (pieces, at) =>
        signature.opens[at] !== open && pieces.some((piece) => piece.start <= offset && piece.end > offset),
    );
  });
}

/** A call is given one name more; the function takes it. */
export function planTakenArgument(random: Random, lexed: Lexed, pool: NamePool): Plan | null {
  const signature = pick(
    random,
    signaturesOf(lexed).filter(
      (one) => one.calls.length === 1 && (lexed.language !== 'typescript' || one.parameters.length === 0),
    ),
  );
  const [args] = signature?.calls ?? [];
  const [open] = signature?.opens ?? [];
  if (
    signature === undefined ||
    args === undefined ||
    open === undefined ||
    (open > signature.owner.first && open < signature.owner.last)
  )
    return null;
  const name = newName(
    random,
    { old: 'value', language: lexed.language, taken: (one) => lexed.text.includes(one) },
    pool,
  );
  if (name === null || name.length < 2) return null;
  const definition = insertion(lexed, signature.owner.open, name);
  const call = insertion(lexed, open, name);
  return planned('taken-argument', lexed.text, [definition, call], call);
}

function insertion(lexed: Lexed, open: number, name: string): TextEdit {
  const close = tokenAt(lexed, lexed.partner[open] ?? -1)?.start ?? 0;
  return { start: close, end: close, text: textAt(lexed, (lexed.partner[open] ?? 0) - 1) === '(' ? name : `, ${name}` };
}

/** A parameter is added to a constructor; the line that keeps it follows those that keep the others. */
export function planKeptParameter(random: Random, lexed: Lexed): Plan | null {
  const python = lexed.language === 'python';
  const lines = lexed.text.split('\n');
  for (const owner of shuffled(random, functionsOf(lexed))) {
    if (owner.name < 0 || textAt(lexed, owner.name) !== (python ? '__init__' : 'constructor')) continue;
    const all = piecesIn(lexed, owner.open);
    if (all === null) continue;
    const parameters = python ? all.slice(1) : all;
    const last = parameters.length - 1;
    if (last < 1) continue;
    const kept = parameters
      .slice(-2)
      .map(({ start, end }) => lineKeeping(lexed, lines, owner, /^\w+/.exec(lexed.text.slice(start, end))?.[0] ?? ''));
    const [before, line] = kept;
    if (before === undefined || line === undefined || before < 0 || line !== before + 1) continue;
    const header = remove(parameters, last);
    const start = lines.slice(0, line).join('\n').length;
    const end = start + 1 + (lines[line] ?? '').length;
    if (header === null || end > lexed.text.length) continue;
    return undone(lexed, 'kept-parameter', header, { start, end, text: '' });
  }
  return null;
}

/** The line that does nothing but keep the parameter under its own name, and is the only one to use it; -1 for none. */
function lineKeeping(lexed: Lexed, lines: readonly string[], owner: FunctionExtent, name: string): number {
  const first = tokenAt(lexed, owner.body)?.line ?? 0;
  const last = tokenAt(lexed, owner.last - 1)?.line ?? 0;
  const wanted = lexed.language === 'python' ? `self.${name} = ${name}` : `this.${name} = ${name};`;
  const found = lines.findIndex((line, at) => at >= first && at <= last && line.trim() === wanted);
  const uses = lexed.tokens.filter(
    (token, at) =>
      at >= owner.body &&
      at < owner.last &&
      token.text === name &&
      token.kind === 'name' &&
      roleOf(lexed, at) !== 'member',
  );
  return uses.length === 1 ? found : -1;
}

/** The plan that puts back two things taken from the text: the first leads, the second follows. */
function undone(lexed: Lexed, kind: string, first: TextEdit, second: TextEdit): Plan | null {
  const removals = [first, second].sort((one, other) => one.start - other.start);
  const text = applyChange(lexed.text, removals);
  if (lex(text, lexed.language) === null) return null;
  let shift = 0;
  const sites = removals.map((edit) => {
    const start = edit.start + shift;
    shift -= edit.end - edit.start;
    return { start, end: start, text: lexed.text.slice(edit.start, edit.end) };
  });
  return { kind, text, sites, leading: removals.indexOf(first), anyOrder: false };
}
