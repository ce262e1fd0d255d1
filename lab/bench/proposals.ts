/**
 * What proposals cost at a pause: `npm run bench:proposals [-- --rounds 30]`. Files of about 2,000 lines; something is
 * typed in the middle of each, a few keys at a time; then the file is read again where it changed, every family is
 * asked, and what they propose is checked. Times by family, and of the whole; each is the time of one pause.
 */
import { parseArgs } from 'node:util';
import { HistoryBuilder, Typist } from '../../src/core/history';
import { momentOf, propose } from '../../src/core/proposals';
import { PROPOSERS } from '../../src/core/proposals/families';
import { parseSyntax, type Syntax } from '../../src/core/syntax';
import type { TextChange } from '../../src/core/text';
import { FILES, type BenchFile, type Typing } from './proposals/files';
import { quantile, report, rounded } from './support/report';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, verbose: { type: 'boolean', default: false } },
});
const ROUNDS = Number(options.rounds);
const WARM_UP = 8;
/** Keys between two pauses. */
const KEYS = 4;

const took = new Map<string, number[]>();
/** By what took the time and then by what was typed, so that one pause can be told from what disturbed a single round. */
const byTyping = new Map<string, Map<string, number[]>>();
const note = (what: string, ms: number, where: string, isWarm: boolean): void => {
  if (!isWarm) return;
  const all = took.get(what) ?? [];
  all.push(ms);
  took.set(what, all);
  const places = byTyping.get(what) ?? new Map<string, number[]>();
  byTyping.set(what, places);
  const here = places.get(where) ?? [];
  here.push(ms);
  places.set(where, here);
};

/** What was typed where its median was highest. */
function slowest(what: string): { readonly ms: number; readonly where: string } {
  const medians = [...(byTyping.get(what) ?? [])].map(([where, values]) => ({ where, ms: quantile(values, 0.5) }));
  return medians.reduce((most, one) => (one.ms > most.ms ? one : most), { ms: 0, where: '' });
}

/** Types it with pauses, and asks at each: as somebody does who stops to think. */
function typed(file: BenchFile, { kind, over, type }: Typing, isWarm: boolean): void {
  const middle = file.text.indexOf(over, file.text.length >> 1);
  if (middle < 0) throw new Error(`${kind}: ${JSON.stringify(over)} is not in ${file.path}`);
  const typist = new Typist('bench', file.text);
  const history = new HistoryBuilder({ version: 0, text: file.text });
  let syntax: Syntax | null = parseSyntax(file.language, file.path, file.text);
  let read = 0;
  const ask = (cursor: number, change: TextChange): void => {
    for (const record of typist.records.slice(read)) history.push(record);
    read = typist.records.length;
    const where = `${file.language}, ${kind}`;
    const began = performance.now();
    const moment = momentOf({
      language: file.language,
      path: file.path,
      text: typist.text,
      cursor,
      edits: history.edits(),
      now: typist.records.at(-1)?.wallTime ?? 0,
      ...(syntax === null ? {} : { earlier: { syntax, change } }),
    });
    const parsed = performance.now();
    note('reading', parsed - began, where, isWarm);
    let asking = 0;
    const { length } = propose(moment, {
      proposers: PROPOSERS.map(({ family, propose: proposer }) => ({
        family,
        propose: (given) => {
          const started = performance.now();
          const candidates = proposer(given);
          const ms = performance.now() - started;
          note(family, ms, where, isWarm);
          asking += ms;
          return candidates;
        },
      })),
    });
    const ended = performance.now();
    note('candidates', length, where, isWarm);
    note('checks', ended - parsed - asking, where, isWarm);
    note('proposals', ended - parsed, where, isWarm);
    note('whole', ended - began, where, isWarm);
    syntax = moment.syntax;
  };
  typist.wait(6_000);
  let at = middle;
  let end = middle + over.length;
  for (let from = 0; from < type.length; from += KEYS) {
    const part = type.slice(from, from + KEYS);
    const change = [{ start: at, end, text: part }];
    typist.typeOver(at, end, part, { after: 100 });
    at += part.length;
    end = at;
    if (from + KEYS >= type.length || from % (3 * KEYS) === 0) {
      ask(at, change);
    } else {
      // What was typed since is read as one with the next pause; here each part is read by itself.
      syntax = syntax === null ? null : parseSyntax(file.language, file.path, typist.text, { syntax, change });
    }
  }
}

for (const file of FILES) console.log(`${file.path}: ${file.text.split('\n').length} lines`);
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  for (const file of FILES) for (const typing of file.typings) typed(file, typing, round >= 0);
}

const rows = Object.fromEntries(
  [...took].map(([what, values]) => [
    what,
    {
      pauses: values.length,
      'p50 ms': rounded(quantile(values, 0.5)),
      'p90 ms': rounded(quantile(values, 0.9)),
      'p99 ms': rounded(quantile(values, 0.99)),
      'max ms': rounded(quantile(values, 1)),
      'slowest median ms': rounded(slowest(what).ms),
      'of typing': slowest(what).where,
    },
  ]),
);
report('proposals', 'none', rows);
