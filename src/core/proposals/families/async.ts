/**
 * A function became async, or `await` was typed in one that is not: `await` at its calls, `async` before the functions
 * around them, the promise in the type of what they return.
 */
import type { SyntaxNode } from '@lezer/common';
import { occurrencesOf, type Syntax } from '../../syntax';
import { normalizeChange, type TextEdit } from '../../text';
import {
  asyncOf,
  callsOf,
  functionAround,
  isAwaited,
  madeAsync,
  nameOfFunction,
  promised,
  type Call,
} from '../code/functions';
import { pageOf } from '../code/page';
import { stepsOf } from '../code/steps';
import type { Candidate, Moment, Proposer } from '../types';

const GRAMMARS = new Set(['python', 'javascript', 'jsx', 'typescript', 'tsx', 'rust']);
const LOOKED_BACK = 3;
const MOST = 24;
/** Functions that promise something wherever they are called. */
const knownIn = ({ grammar }: Syntax): readonly string[] =>
  grammar === 'python' || grammar === 'rust' ? [] : ['fetch'];

export const async: Proposer = (moment) => {
  const { syntax } = moment;
  if (syntax === null || !GRAMMARS.has(syntax.grammar)) return [];
  const found: Candidate[] = [];
  const touched = touchedFunctions(moment, syntax);
  for (const node of touched.awaiting) found.push(...aroundAwait(moment, syntax, node));
  for (const node of touched.become) found.push(...afterAsync(moment, syntax, node));
  found.push(...typedCalls(moment, syntax));
  const byPlace = new Map(
    found
      .filter(({ change }) => change.length > 0)
      .reverse()
      .map((one) => [JSON.stringify(one.change), one]),
  );
  return [...byPlace.values()].reverse().slice(0, MOST);
};

interface Touched {
  /** Functions that are not async and in which `await` was just typed. */
  readonly awaiting: readonly SyntaxNode[];
  /** Functions that just became async. */
  readonly become: readonly SyntaxNode[];
}

function touchedFunctions(moment: Moment, syntax: Syntax): Touched {
  const awaiting = new Map<number, SyntaxNode>();
  const become = new Map<number, SyntaxNode>();
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const { written, added } of stepsOf(edit)) {
      if (written === null || !/async|await/.test(added)) continue;
      for (const word of syntax.text.slice(written.start, written.end).matchAll(/\b(?:async|await)\b/g)) {
        const node = syntax.tree.resolveInner(written.start + word.index, 1);
        const around = functionAround(node);
        if (around === null) continue;
        if (node.name === 'async' && node.parent?.from === around.from) become.set(around.from, around);
        else if (node.name === 'async' && node.parent?.name === around.name) become.set(around.from, around);
        else if (/^(?:await|async)$/.test(node.name) && asyncOf(around) === null) awaiting.set(around.from, around);
      }
    }
  }
  return { awaiting: [...awaiting.values()], become: [...become.values()] };
}

const rowOf = (moment: Moment, offset: number): number => pageOf(moment).index.lineAt(offset);

function candidate(
  moment: Moment,
  change: readonly TextEdit[],
  group: string,
  variant: string,
  certain: number,
  like: number | null,
  agreeing = 1,
): Candidate {
  return {
    family: 'async',
    group,
    change: normalizeChange(change),
    evidence: { agreeing, against: 0, certain, variant },
    like: like === null ? null : rowOf(moment, like),
  };
}

/** `async` for the function around an `await`. */
function aroundAwait(moment: Moment, syntax: Syntax, node: SyntaxNode): Candidate[] {
  const change = madeAsync(syntax, node);
  return change === null ? [] : [candidate(moment, change, 'async', 'around-await', 0.95, null)];
}

/** What a function that became async asks for: its type, what it calls, and where it is called. */
function afterAsync(moment: Moment, syntax: Syntax, node: SyntaxNode): Candidate[] {
  const name = nameOfFunction(syntax, node);
  const group = `async:${name ?? ''}`;
  const found: Candidate[] = [];
  const type = promised(syntax, node);
  if (type.length > 0) found.push(candidate(moment, type, group, 'promise', 0.95, node.from));
  found.push(...inBody(moment, syntax, node));
  if (name === null) return found;
  const calls = callsOf(syntax, name).filter(
    ({ node: call, own }) => !isAwaited(syntax, call) && (own || name.length > 3),
  );
  found.push(...atCalls(moment, syntax, calls, group, node));
  for (const other of declaredTypes(syntax, name))
    found.push(candidate(moment, promised(syntax, other), group, 'promise-declared', 0.6, node.from));
  return found;
}

/** `await` at calls, and `async` for the functions around them. */
function atCalls(
  moment: Moment,
  syntax: Syntax,
  calls: readonly Call[],
  group: string,
  callee: SyntaxNode,
): Candidate[] {
  const inside: Candidate[] = [];
  const others: Candidate[] = [];
  for (const call of calls) {
    const around = functionAround(call.node);
    if (around?.from === callee.from) continue;
    const isAsync = around !== null && asyncOf(around) !== null;
    if (around === null && (syntax.grammar === 'python' || syntax.grammar === 'rust')) continue;
    const returned = call.node.parent?.name === 'ReturnStatement' || call.node.parent?.name === 'ArrowFunction';
    // What returns the promise itself can stay as it is.
    if (returned && !isAsync && syntax.grammar !== 'python' && syntax.grammar !== 'rust') continue;
    const change = awaited(syntax, call.node, callee);
    const certain = (isAsync ? 0.9 : around === null ? 0.5 : 0.7) * (call.own ? 1 : 0.8) * (returned ? 0.7 : 1);
    (isAsync ? inside : others).push(
      candidate(moment, change, group, isAsync ? 'await' : 'await-in-sync', certain, callee.from, calls.length),
    );
    const header = around === null || isAsync ? null : madeAsync(syntax, around);
    if (header !== null)
      others.push(candidate(moment, header, group, 'async-around', certain * 0.9, callee.from, calls.length));
  }
  return [...inside, ...others];
}

/** `await` before (in Rust: behind) a call; `async with` and `async for` where the callee is one for them. */
function awaited(syntax: Syntax, call: SyntaxNode, callee: SyntaxNode | null): TextEdit[] {
  if (syntax.grammar === 'rust') return [{ start: call.to, end: call.to, text: '.await' }];
  const body = callee === null ? '' : syntax.text.slice(callee.from, callee.to);
  const statement = call.parent;
  if (syntax.grammar === 'python' && callee !== null && statement !== null) {
    const isManager = /@(?:contextlib\.)?asynccontextmanager\s*$/.test(syntax.text.slice(0, callee.from).trimEnd());
    if (
      (statement.name === 'WithStatement' && isManager) ||
      (statement.name === 'ForStatement' && /\byield\b/.test(body))
    )
      return [{ start: statement.from, end: statement.from, text: 'async ' }];
  }
  const next = syntax.text.charAt(call.to);
  const wraps = next === '.' || next === '[' || syntax.text.startsWith('?.', call.to);
  const start = { start: call.from, end: call.from, text: wraps ? '(await ' : 'await ' };
  return wraps ? [start, { start: call.to, end: call.to, text: ')' }] : [start];
}

/** Calls in a function that became async of what is known to be async. */
function inBody(moment: Moment, syntax: Syntax, node: SyntaxNode): Candidate[] {
  const names = new Set([...knownIn(syntax), ...asyncNames(syntax)]);
  const found: Candidate[] = [];
  for (const name of names) {
    for (const call of callsOf(syntax, name)) {
      if (
        call.node.from < node.from ||
        call.node.to > node.to ||
        functionAround(call.node)?.from !== node.from ||
        !call.own ||
        isAwaited(syntax, call.node)
      )
        continue;
      found.push(
        candidate(
          moment,
          awaited(syntax, call.node, definitionOf(syntax, name)),
          'async:body',
          'await-in-body',
          0.85,
          definitionOf(syntax, name)?.from ?? node.from,
        ),
      );
    }
  }
  if (syntax.grammar === 'python') {
    for (const match of syntax.text.slice(node.from, node.to).matchAll(/\btime\.sleep\(/g)) {
      const start = node.from + match.index;
      found.push(
        candidate(
          moment,
          [{ start, end: start + match[0].length, text: 'await asyncio.sleep(' }],
          'async:sleep',
          'sleep',
          0.7,
          null,
        ),
      );
    }
  }
  return found;
}

/** The names of the functions of a file that are async. */
function asyncNames(syntax: Syntax): string[] {
  const pattern =
    syntax.grammar === 'python'
      ? /\basync\s+def\s+(\w+)/g
      : syntax.grammar === 'rust'
        ? /\basync\s+fn\s+(\w+)/g
        : /\basync\s+(?:function\s*\*?\s*)?([\w$]+)\s*[(<]|\b([\w$]+)\s*=\s*async\b/g;
  return [...syntax.text.matchAll(pattern)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => name !== '' && name !== 'function');
}

function definitionOf(syntax: Syntax, name: string): SyntaxNode | null {
  const one = occurrencesOf(syntax, name).find(({ declares }) => declares);
  const around = functionAround(one?.node ?? null);
  return around !== null && nameOfFunction(syntax, around) === name ? around : null;
}

/** The methods of interfaces and abstract classes that declare a function of that name. */
function declaredTypes(syntax: Syntax, name: string): SyntaxNode[] {
  if (syntax.grammar !== 'typescript' && syntax.grammar !== 'tsx') return [];
  return occurrencesOf(syntax, name).flatMap(({ node }) =>
    node.parent?.name === 'MethodType' && promised(syntax, node.parent).length > 0 ? [node.parent] : [],
  );
}

/** A call of an async function that was just typed in an async function. */
function typedCalls(moment: Moment, syntax: Syntax): Candidate[] {
  const last = moment.edits.at(-1);
  const places = last?.places ?? [];
  const found: Candidate[] = [];
  const typed = places.map(({ start, end }) => syntax.text.slice(start, Math.min(end, start + 2_000))).join('\n');
  if (!typed.includes('(')) return [];
  const names = new Set([...asyncNames(syntax), ...importedAsync(moment, syntax, typed), ...knownIn(syntax)]);
  for (const name of names) {
    if (!typed.includes(`${name}(`)) continue;
    for (const { node, own } of callsOf(syntax, name)) {
      const around = functionAround(node);
      const isTyped = places.some(({ start, end }) => start <= node.from && node.from < end);
      if (
        !isTyped ||
        around === null ||
        asyncOf(around) === null ||
        isAwaited(syntax, node) ||
        node.parent?.name === 'ArrowFunction'
      )
        continue;
      found.push(
        candidate(
          moment,
          awaited(syntax, node, definitionOf(syntax, name)),
          'async:typed',
          'await-typed',
          moment.cursor === node.to ? 0.6 : own ? 0.85 : 0.6,
          definitionOf(syntax, name)?.from ?? null,
        ),
      );
    }
  }
  return found;
}

/** Of the names called in a piece of code, those that a file of the workspace exports as async. */
function importedAsync({ workspace }: Moment, syntax: Syntax, typed: string): string[] {
  if (workspace.files.length === 0) return [];
  const names = [
    ...new Set([...typed.matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\(/gu)].map((match) => match[1] ?? '')),
  ].slice(0, 12);
  const head = syntax.grammar === 'python' ? 'async def ' : syntax.grammar === 'rust' ? 'async fn ' : 'async function ';
  return names.filter(
    (name) =>
      occurrencesOf(syntax, name).some(({ declares }) => declares) &&
      workspace.files.some(({ text }) => text.includes(`${head}${name}(`)),
  );
}
