/** How each kind of model is spoken to. */
import type { Dialect } from './types';

/** The embedded model: history as search-and-replace, answers by line numbers of the excerpt, numbered as the excerpt is. */
const inkling: Dialect = {
  id: 'inkling-sr-lc',
  style: 'roles',
  historyFormat: 'sr',
  outputFormat: 'lcn',
  targetArea: false,
};

/**
 * Our adapter: history as search-and-replace, the answer always the window written anew; unchanged, it means silence.
 * Whether to speak is decided far better after the content than before it, so it is not asked before.
 */
const inklingWindow: Dialect = {
  id: 'inkling-wf',
  style: 'roles',
  historyFormat: 'sr',
  outputFormat: 'wf',
  targetArea: false,
  alwaysWrites: true,
};

export const DIALECTS = {
  'cursorcore-wf': { id: 'cursorcore-wf', style: 'roles', historyFormat: 'wf', outputFormat: 'wf', targetArea: true },
  'cursorcore-lc': { id: 'cursorcore-lc', style: 'roles', historyFormat: 'lc', outputFormat: 'lc', targetArea: true },
  'cursorcore-sr': { id: 'cursorcore-sr', style: 'roles', historyFormat: 'sr', outputFormat: 'sr', targetArea: true },
  'inkling-sr-lc': inkling,
  'inkling-wf': inklingWindow,
  'instruct-wf': { id: 'instruct-wf', style: 'instruct', historyFormat: 'wf', outputFormat: 'wf', targetArea: false },
} as const satisfies Record<string, Dialect>;

export type DialectId = keyof typeof DIALECTS;

/** The dialect of that id, or null when there is none. */
export function findDialect(id: string): Dialect | null {
  return Object.hasOwn(DIALECTS, id) ? DIALECTS[id as DialectId] : null;
}

/** Dialects whose models learned to carry edits on, and nothing else. */
const EDITS_ONLY: ReadonlySet<string> = new Set<DialectId>(['inkling-sr-lc', 'inkling-wf']);

/** Whether a model of this dialect understands an instruction, and can talk. */
export function followsInstructions(dialect: Dialect): boolean {
  return !EDITS_ONLY.has(dialect.id);
}
