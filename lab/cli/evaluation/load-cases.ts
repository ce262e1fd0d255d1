/** Where cases come from: scripts of our own, files of built cases, sessions that the program exported, recordings of other tools. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { labelRecording, playScript, readRecording, type EvaluationCase, type Script } from '../../evaluation';
import { decodeSession } from '../../../src/core/history';

export const OWN = 'e2e/sessions';
/** Folders of `OWN`, and of that: everyday moments, and those of them that nobody looks at while working. */
export const EVERYDAY = 'everyday';
export const SEALED = 'sealed';
export const HELD_OUT = 'lab/training/data/cases';

/** Our own cases and, where they were built, the held-out ones. */
export const usualPlaces = (): readonly string[] => [OWN, ...(existsSync(HELD_OUT) ? [HELD_OUT] : [])];

/** So many of the items, at most all, spread evenly: from each stretch its first. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const wanted = Math.min(count, items.length);
  return items.filter(
    (_, index) => Math.floor((index * wanted) / items.length) !== Math.floor(((index - 1) * wanted) / items.length),
  );
}

export interface LoadedCases {
  readonly cases: readonly EvaluationCase[];
  /** What could not be read, a line each. */
  readonly faults: readonly string[];
}

/** Every file of the given files and folders, in the order of their names. */
export function loadCases(places: readonly string[]): LoadedCases {
  const cases: EvaluationCase[] = [];
  const faults: string[] = [];
  for (const file of places.flatMap(filesIn)) {
    const read = readCases(file);
    cases.push(...read.cases);
    faults.push(...read.faults.map((fault) => `${file}: ${fault}`));
  }
  return { cases, faults };
}

function filesIn(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jsonl?$/.test(name))
    .sort()
    .map((name) => path.join(place, name));
}

function readCases(file: string): LoadedCases {
  const text = readFileSync(file, 'utf8');
  const name = path.basename(file).replace(/\.jsonl?$/, '');
  if (file.endsWith('.cases.jsonl')) return readBuilt(text);
  if (file.endsWith('.scripts.json'))
    return { cases: (JSON.parse(text) as Script[]).map((script) => playScript(script, originOf(file))), faults: [] };
  const session = decodeSession(text);
  if (session.kind === 'session') {
    return {
      cases: session.documents
        .map((document, index) => labelRecording(document, `${name}/${index}`))
        .filter(({ points }) => points.length > 0),
      faults: session.faults.map(
        ({ document, record, detail }) =>
          `document ${document}${record === null ? '' : `, record ${record}`}: ${detail}`,
      ),
    };
  }
  const recording = readRecording(text, name);
  if (recording.kind === 'unreadable')
    return { cases: [], faults: [`neither a session (${session.detail}) nor a recording (${recording.detail})`] };
  return {
    cases: [labelRecording(recording.document, name)],
    faults: recording.fault === null ? [] : [recording.fault],
  };
}

/** Everyday moments lie in a folder of their own, and those that nobody looks at while working in another. */
function originOf(file: string): EvaluationCase['origin'] {
  const folders = path.dirname(file).split(path.sep);
  return folders.includes(SEALED) ? 'sealed' : folders.includes(EVERYDAY) ? 'everyday' : 'own';
}

function readBuilt(text: string): LoadedCases {
  const cases: EvaluationCase[] = [];
  for (const line of text.split('\n')) if (line !== '') cases.push(JSON.parse(line) as EvaluationCase);
  return { cases, faults: [] };
}
